"""呈送: one command puts a paper before several leaders, at once or one after the other (domain.md 2.6, seed S41)."""

import re
from collections.abc import Iterable
from datetime import datetime

from handlers.documents import plans, route, rules, store, wording
from handlers.documents.plans import LINE
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc
from handlers.documents.terms import BEFORE_SUBMISSION, ORDERED, PARALLEL, QUEUED, READING, UNREAD, WITHDRAWN
from handlers.line import Reply, Slots
from handlers.said import Said
from handlers.turn import Turn
from storage.changes import Change
from storage.office import Office, Person

ASK_LEAD = "牵头单位是哪家？回复如“应急局牵头，住建局、农水局配合”。"
_UPWARD = re.compile(r"逐级|由下(?:而|至)上|从下到上")
_AS_SAID = re.compile(r"先(?:送|呈|给|报|请)?.{1,20}(?:再|后|然后)|→|->|—>")
_IN_ORDER = re.compile(
    r"传阅|[顺次]序(?:呈|送|阅|报)|按(?:顺序|次序|序|排位|排名)|挨个|依次|依序|逐个|逐一|轮流|一个一个|一位一位"
)


def mode(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """顺序 when the words say so; 并行 is what nothing says."""
    pattern = (_UPWARD, _AS_SAID, _IN_ORDER)
    if "并行" in said.text or "同时" in said.text or "同步" in said.text:
        return None
    return ORDERED if any(one.search(said.text) for one in pattern) else None


def sequence(said: Said, _asked: bool, _slots: Slots) -> list[str] | None:
    """The leaders in another order than by rank: as they were said, or from the lowest up (逐级)."""
    named = [p.person for p in said.people if p.person is not None and p.person.rank is not None]
    if _UPWARD.search(said.text):
        return [p.name for p in sorted(named, key=lambda p: -(p.rank or 0))] or None
    return list(dict.fromkeys(p.name for p in named)) or None if _AS_SAID.search(said.text) else None


def submit(turn: Turn, doc: Doc, slots: Slots, _named: bool) -> Reply:
    """Put the paper before the leaders; each one's 联络员 hears when it is his turn."""
    status = allowed(turn, doc, Act.SUBMIT, {"leaders"})
    people = _called(turn.office, slots.get("sequence") or slots["leader_list"], by_rank="sequence" not in slots)
    rows = store.submissions(turn.tx, doc.id)
    running = doc.mode == ORDERED and any(one.state in (UNREAD, QUEUED) for one in rows)
    if running and (reply := _on_route(turn, doc, people)):
        return reply
    way = ORDERED if running else slots.get("mode") or PARALLEL
    out = [person for one in rows if one.state == UNREAD and (person := turn.office.person(one.leader))]
    if way == ORDERED and out and not running:
        hint = f"要增加领导请回复“{doc.seq}号呈送……”。"
        return Reply(f"{doc.no}已同步呈送{_names(out)}（未阅），不能再改为顺序传阅。{hint}", about=(doc.key,))
    due_at = rules.reading_due(plans.hours(turn), turn.office.limits.doc, turn.now, doc.urgency)
    queue_from = 1 + max((one.position for one in rows), default=0) if way == ORDERED else None
    ids = [p.userid for p in people]
    fresh = store.submit(turn.tx, doc.id, ids, due_at, by=turn.person.userid, now=turn.now, queue_from=queue_from)
    if not fresh:
        return Reply(f"{doc.no}此前已呈送{_names(people)}。", about=(doc.key,))
    was = {"status": doc.status, "mode": doc.mode}
    doc = store.change(turn.tx, doc, turn.now, {"status": status, "mode": way})
    turn.note("呈送", doc.key, after={"leaders": fresh, "mode": way})
    turn.undoable(LINE, "submit", doc.key, {"leaders": fresh, "was": was, "status": doc.status})
    told = _start_round(turn, doc, people) if way == ORDERED else _tell_all(turn, doc, people, fresh, due_at)
    plans.everything(turn, doc)
    lines = [told] if told else []
    old = [p for p in people if p.userid not in fresh]
    lines += [f"{_names(old)}此前已呈送。"] if old else []
    if doc.kind == READING or doc.lead_unit:
        return Reply("\n".join(lines), about=(doc.key,))
    return Reply("\n".join([*lines, ASK_LEAD]), then="lead", free=True, data={"id": doc.id}, about=(doc.key,))


def _tell_all(turn: Turn, doc: Doc, people: tuple[Person, ...], fresh: list[str], due_at: datetime) -> str:
    for leader in people:
        if leader.userid in fresh:
            route.tell(turn, doc, leader, wording.for_leader(turn.office, doc, leader, due_at, turn.now), "呈送")
    return f"已同步呈送：{_names(p for p in people if p.userid in fresh)}（按次序，并行），已通知联络员。"


def _start_round(turn: Turn, doc: Doc, people: tuple[Person, ...]) -> str:
    """The first gets it now; the others when it is back from the one before."""
    to = route.move_on(turn, doc, None)
    way = "→".join(person.listed for person in people)
    verb = "传阅" if doc.kind == READING else "顺序呈送"
    now = f"已送{to.listed}并通知联络员，阅毕退回后再送下一位。" if to else "前一位阅毕退回后再送。"
    return f"已安排{verb}：{way}。{now}"


def _on_route(turn: Turn, doc: Doc, people: tuple[Person, ...]) -> Reply | None:
    """One copy is in one hand: who waits for it gets it when it lies with the clerk, and not before it is back."""
    rows = store.submissions(turn.tx, doc.id)
    ids = [p.userid for p in people]
    next_ = next((one for one in rows if one.leader in ids and one.state == QUEUED), None)
    if next_ is None:
        return None
    holds = route.at(rows)
    if holds is None:
        to = route.send(turn, doc, next_.leader)
        plans.everything(turn, doc)
        return Reply(f"{doc.no}已送{to.listed if to else ''}，并通知联络员。", about=(doc.key,))
    leader = turn.office.person(holds.leader)
    name = leader.address if leader else ""
    text = f"{doc.no}现在{name}处，退回后再送（不横传）。要先收回，请回复“{doc.seq}号跳过{name}”。"
    return Reply(text, about=(doc.key,))


def unsubmit(turn: Turn, change: Change) -> Reply:
    """Take a submission back and say so to the 联络员 who were told."""
    doc = store.hold(turn.tx, int(change.object.removeprefix("incoming:")))
    taken = []
    for leader in change.data["leaders"]:
        told = store.set_submission(turn.tx, doc.id, leader, UNREAD, turn.now, state=WITHDRAWN)
        if not told and not store.set_submission(turn.tx, doc.id, leader, QUEUED, turn.now, state=WITHDRAWN):
            continue
        person = turn.office.person(leader)
        if person is not None:
            taken.append(person)
            if told:
                text = f"【变更】{person.address}收到的来文（{doc.name}）撤回呈送，请勿呈阅。"
                route.tell(turn, doc, person, text, f"撤回{change.id}")
    left, was = store.submissions(turn.tx, doc.id), change.data["was"]
    if doc.status == change.data["status"] and not any(one.state in (UNREAD, QUEUED) for one in left):
        if not left or was["status"] not in BEFORE_SUBMISSION:
            doc = store.change(turn.tx, doc, turn.now, was)
        doc = route.after_reading(turn, doc)
    plans.everything(turn, doc)
    turn.note("撤回呈送", doc.key, before={"leaders": change.data["leaders"]})
    if not taken:
        return Reply(f"{doc.no}均已阅毕，不能撤回呈送。", about=(doc.key,))
    return Reply(f"已撤销：{doc.no}对{_names(taken)}的呈送。", about=(doc.key,))


def _called(office: Office, names: Iterable[str], *, by_rank: bool) -> tuple[Person, ...]:
    wanted = list(names)
    found = {p.name: p for p in office.people if p.name in wanted and p.rank is not None}
    return office.by_rank(found.values()) if by_rank else tuple(found[name] for name in wanted if name in found)


def _names(people: Iterable[Person]) -> str:
    return "、".join(person.listed for person in people)
