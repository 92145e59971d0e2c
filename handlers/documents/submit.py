"""呈送 and 阅毕: one command puts a paper before several leaders at once, in rank order (domain.md 2.6, seed S41)."""

from collections.abc import Iterable

from handlers.documents import plans, rules, store, wording
from handlers.documents.plans import LINE, UNREAD_BY
from handlers.documents.store import Doc
from handlers.documents.terms import (
    ACTION,
    AT_ONCE,
    CIRCLED,
    INSTRUCTED,
    OVER,
    READ,
    READING,
    UNREAD,
    WITHDRAWN,
    Status,
)
from handlers.documents.write import OUTDATED, Outdated
from handlers.line import Reply, Slots
from handlers.policy import not_found
from handlers.turn import Turn
from storage.changes import Change
from storage.office import Office, Person, Role
from storage.outbox import Lane

ASK_LEAD = "牵头单位是哪家？回复如“应急局牵头，住建局、农水局配合”。"


def submit(turn: Turn, doc: Doc, slots: Slots, _named: bool) -> Reply:
    """Put the paper before the leaders; each one's 联络员 hears at once."""
    if doc.status in (Status.CLOSED, Status.VOID):
        return Reply(f"{doc.no}{doc.status}，不能呈送。")
    people = _called(turn.office, slots["leader_list"])
    due_at = rules.reading_due(plans.hours(turn), turn.office.limits.doc, turn.now, doc.urgency)
    fresh = store.submit(turn.tx, doc.id, [p.userid for p in people], due_at, by=turn.person.userid, now=turn.now)
    if not fresh:
        return Reply(f"{doc.no}此前已呈送{_names(people)}。", about=(doc.key,))
    was = doc.status
    if was in (Status.REGISTERED, Status.ALL_READ):
        waiting = Status.SUBMITTED if doc.kind == ACTION else Status.CIRCULATING
        doc = store.change(turn.tx, doc, turn.now, {"status": waiting})
    turn.note("呈送", doc.key, after={"leaders": fresh, "mode": "并行"})
    turn.undoable(LINE, "submit", doc.key, {"leaders": fresh, "was": was, "status": doc.status})
    for leader in people:
        if leader.userid in fresh:
            _tell(turn, doc, leader, wording.for_leader(turn.office, doc, leader, due_at, turn.now), "呈送")
    plans.everything(turn, doc)
    lines = [f"已同步呈送：{_names(p for p in people if p.userid in fresh)}（按次序，并行），已通知联络员。"]
    old = [p for p in people if p.userid not in fresh]
    lines += [f"{_names(old)}此前已呈送。"] if old else []
    if doc.kind == READING or doc.lead_unit:
        return Reply("\n".join(lines), about=(doc.key,))
    return Reply("\n".join([*lines, ASK_LEAD]), then="lead", free=True, data={"id": doc.id}, about=(doc.key,))


def mark_read(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """A 联络员 marks for the leader he serves (代), a leader for himself, the clerk for whoever is named."""
    state = _state(turn.said.text)
    waiting = {one.leader: one for one in store.submissions(turn.tx, doc.id)}
    me, office = turn.person, turn.office
    leader = me.userid if me.has(Role.LEADER) else me.serves
    if leader is None:
        named = [p.userid for p in turn.said.leaders]
        open_ = [one.leader for one in waiting.values() if one.state == UNREAD]
        chosen = named or (open_ if len(open_) == 1 else [])
        if len(chosen) != 1:
            return Reply("请说明是哪位领导阅毕，例如“1203号林区长阅毕”。", about=(doc.key,))
        leader = chosen[0]
    one, person = waiting.get(leader), office.person(leader)
    if one is None or person is None:
        return Reply(not_found(office.phones.secretariat))
    if one.state == state:
        return Reply(f"{doc.no}{person.listed}已登记{state}。", about=(doc.key,))
    values = {"state": state, "read_at": turn.now, "read_by": me.userid}
    if not store.set_submission(turn.tx, doc.id, leader, one.state, turn.now, **values):
        return Reply(OUTDATED)
    acting_for = None if leader == me.userid else leader
    turn.note("阅毕", doc.key, before={leader: one.state}, after={leader: state}, acting_for=acting_for)
    turn.undoable(LINE, "read", doc.key, {"leader": leader, "was": one.state, "state": state})
    turn.unplan(LINE, doc.key, UNREAD_BY, plans.reader(turn, leader))
    doc = _after_reading(turn, doc)
    by = f"，由{me.name}代录" if acting_for else ""
    if state == INSTRUCTED:
        _pass_on(turn, doc, person)
        date = turn.here.date().isoformat()
        return Reply(f"登记批示：{doc.no}（{doc.name}），{person.name} {date}{by}。", about=(doc.key,))
    rest = [office.person(s.leader) for s in store.submissions(turn.tx, doc.id) if s.state == UNREAD]
    left = f"；{_names(p for p in rest if p)}未阅" if rest and me.serves is None and not me.has(Role.LEADER) else ""
    return Reply(f"已登记：{doc.no}（{doc.name}）{person.listed}{state}{by}{left}。", about=(doc.key,))


def unsubmit(turn: Turn, change: Change) -> Reply:
    """Take a submission back and say so to the 联络员 who were told."""
    doc = store.get(turn.tx, int(change.object.removeprefix("incoming:")))
    taken = []
    for leader in change.data["leaders"]:
        if store.set_submission(turn.tx, doc.id, leader, UNREAD, turn.now, state=WITHDRAWN):
            person = turn.office.person(leader)
            if person is not None:
                taken.append(person)
                _tell(
                    turn,
                    doc,
                    person,
                    f"【变更】{person.address}收到的来文（{doc.name}）撤回呈送，请勿呈阅。",
                    f"撤回{change.id}",
                )
    if doc.status == change.data["status"] and not store.submissions(turn.tx, doc.id):
        doc = store.change(turn.tx, doc, turn.now, {"status": change.data["was"]})
    plans.everything(turn, doc)
    turn.note("撤回呈送", doc.key, before={"leaders": change.data["leaders"]})
    if not taken:
        return Reply(f"{doc.no}均已阅毕，不能撤回呈送。", about=(doc.key,))
    return Reply(f"已撤销：{doc.no}对{_names(taken)}的呈送。", about=(doc.key,))


def unread(turn: Turn, change: Change) -> Reply:
    """Take an 阅毕 back."""
    doc = store.get(turn.tx, int(change.object.removeprefix("incoming:")))
    leader, data = change.data["leader"], change.data
    if not store.set_submission(
        turn.tx, doc.id, leader, data["state"], turn.now, state=data["was"], read_at=None, read_by=None
    ):
        return Reply(OUTDATED)
    if doc.status == Status.ALL_READ:
        doc = store.change(turn.tx, doc, turn.now, {"status": Status.CIRCULATING})
    plans.everything(turn, doc)
    person = turn.office.person(leader)
    return Reply(f"已撤销：{doc.no}{person.listed if person else ''}恢复为{data['was']}。", about=(doc.key,))


def _after_reading(turn: Turn, doc: Doc) -> Doc:
    """A reading paper that everybody has read is done."""
    unread_ = [one for one in store.submissions(turn.tx, doc.id) if one.state == UNREAD]
    if doc.kind != READING or unread_ or doc.status in OVER:
        return doc
    try:
        doc = store.change(turn.tx, doc, turn.now, {"status": Status.ALL_READ})
    except Outdated:
        return doc
    turn.unplan(LINE, doc.key)
    return doc


def _pass_on(turn: Turn, doc: Doc, leader: Person) -> None:
    """即批即转: whoever put the paper up hears that there is a 批示 (domain.md 2.6). Its words are in OA only."""
    if doc.chaser == turn.person.userid:
        return
    do = "" if doc.lead_unit else f"请即转办，回复“{doc.seq}号+牵头单位”。"
    text = f"{wording.head(doc, '批示')}{doc.no}（{doc.name}）{leader.listed}已批示，由{turn.person.name}代录。{do}"
    key = f"{doc.key}:批示:{leader.userid}"
    turn.tell(doc.chaser, text, lane=plans.lane(doc, Lane.TIMELY), key=key, subject=doc.key)


def _state(text: str) -> str:
    if "圈阅" in text:
        return CIRCLED
    return INSTRUCTED if "批示" in text else READ


def _called(office: Office, names: Iterable[str]) -> tuple[Person, ...]:
    wanted = set(names)
    return office.by_rank(p for p in office.people if p.name in wanted and p.rank is not None)


def _names(people: Iterable[Person]) -> str:
    return "、".join(person.listed for person in people)


def _tell(turn: Turn, doc: Doc, leader: Person, text: str, what: str) -> None:
    """To the 联络员; a leader without one hears himself."""
    key = f"{doc.key}:{what}:{leader.userid}:{doc.version}"
    lane = Lane.URGENT if doc.urgency in AT_ONCE else Lane.TIMELY
    turn.tell(plans.reader(turn, leader.userid), text, lane=lane, key=key, subject=doc.key, origin=turn.person.userid)
