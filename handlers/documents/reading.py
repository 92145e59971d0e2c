"""阅毕, 圈阅, 批示: what a leader did with a paper, noted by his 联络员 (代), himself or the clerk (domain.md 2.6)."""

from sqlalchemy import select

from handlers.documents import heard, instructions, plans, records, refs, route, states, store
from handlers.documents.heard import Heard
from handlers.documents.plans import LINE
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc, Submission
from handlers.documents.tables import incoming_doc, submission
from handlers.documents.terms import ACTION, CIRCLED, INSTRUCTED, ORDERED, OVER, QUEUED, READ, UNREAD, Status
from handlers.documents.write import OUTDATED
from handlers.line import Answer, Reply, Slots
from handlers.policy import not_found
from handlers.turn import Turn
from storage.changes import Change
from storage.office import Person, Role


def mark_named(turn: Turn, slots: Slots) -> Reply:
    """The paper that is named, else the one that waits for the leader, else the one just spoken of."""
    if refs.named(turn) is not None:
        return refs.on_one(turn, slots, mark, "mark_read")
    papers = _waiting(turn)
    recent = refs.lately(turn)
    if recent is not None and (recent.key in {doc.key for doc in papers} or not papers):
        return refs.run(turn, recent, mark, slots, named=False)
    if len(papers) == 1:
        return refs.run(turn, papers[0], mark, slots, named=False)
    return refs.which(papers, "mark_read", slots) if papers else refs.on_one(turn, slots, mark, "mark_read")


def _waiting(turn: Turn) -> list[Doc]:
    """Papers that lie unread with the leader who is meant."""
    leader = _speaks_for(turn) or next((p.userid for p in turn.said.leaders), None)
    if leader is None:
        return []
    unread_ = select(submission.c.doc_id).where(submission.c.leader == leader, submission.c.state == UNREAD)
    papers = store.find(turn.tx, incoming_doc.c.id.in_(unread_), refs.scope(turn.person), limit=refs.MANY)
    return [doc for doc in papers if doc.status not in OVER]


def _speaks_for(turn: Turn) -> str | None:
    return turn.person.userid if turn.person.has(Role.LEADER) else turn.person.serves


def mark(turn: Turn, doc: Doc, slots: Slots, _named: bool) -> Reply:
    """Note the mark of one leader on one paper."""
    word = heard.of(turn.said)
    rows = {one.leader: one for one in store.submissions(turn.tx, doc.id)}
    found = _leader(turn, doc, word, rows, slots)
    if isinstance(found, Reply):
        return found
    if found.userid not in rows:
        if turn.person.serves or turn.person.has(Role.LEADER):
            return Reply(not_found(turn.office.phones.secretariat))
        rows = _put_before(turn, doc, found)
        doc = store.get(turn.tx, doc.id)
    return _write(turn, doc, found, rows[found.userid], word)


def _leader(turn: Turn, doc: Doc, word: Heard, rows: dict[str, Submission], slots: Slots) -> Person | Reply:
    """Whose mark it is: a 联络员 notes for his leader only, the clerk for whoever is named."""
    office, own = turn.office, _speaks_for(turn)
    if own is not None:
        person = office.person(own)
        other = word.subject is not None and word.subject.userid != own
        return person if person is not None and not other else Reply(not_found(office.phones.secretariat))
    if word.subject is not None:
        return word.subject
    open_ = [one.leader for one in rows.values() if one.state == UNREAD]
    person = office.person(open_[0]) if len(open_) == 1 else None
    if person is not None:
        return person
    people = office.by_rank(p for p in office.people if p.userid in (open_ or rows))
    if not people:
        return Reply(f"{doc.no}尚未呈送领导，请说明是哪位领导，例如“{doc.seq}号林区长阅毕”。", about=(doc.key,))
    names = tuple(p.listed for p in people)
    data = {"id": doc.id, "state": word.state, "kind": word.kind, "leaders": [p.userid for p in people]}
    return Reply("是哪位领导？", options=names, then="whose", data=data, about=(doc.key,))


def whose(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """Which leader the clerk meant."""
    leader = turn.office.person(answer.data["leaders"][answer.index or 0])
    rows = {one.leader: one for one in store.submissions(turn.tx, doc.id)}
    if leader is None or leader.userid not in rows:
        return Reply(OUTDATED)
    word = Heard(state=answer.data["state"], kind=answer.data["kind"], task=None)
    return _write(turn, doc, leader, rows[leader.userid], word)


def _put_before(turn: Turn, doc: Doc, leader: Person) -> dict[str, Submission]:
    """What the clerk notes for a leader who never got it through us: it was put before him on paper."""
    status = states.after(doc.status, Act.SUBMIT, kind=doc.kind)
    store.submit(turn.tx, doc.id, [leader.userid], turn.now, by=turn.person.userid, now=turn.now)
    if status != doc.status:
        store.change(turn.tx, doc, turn.now, {"status": status})
    return {one.leader: one for one in store.submissions(turn.tx, doc.id)}


def _write(turn: Turn, doc: Doc, leader: Person, one: Submission, word: Heard) -> Reply:
    me = turn.person
    proxy = "" if leader.userid == me.userid else f"，由{me.name}代录"
    if one.state == word.state and word.state != INSTRUCTED:
        return Reply(f"{doc.no}{leader.listed}已登记{word.state}。", about=(doc.key,))
    act = Act.READ if word.state == READ else Act.ORDER if word.task else Act.INSTRUCT
    status = allowed(turn, doc, act, {"leader"})
    state = INSTRUCTED if one.state == INSTRUCTED else word.state
    values = {"state": state, "read_at": turn.now, "read_by": me.userid}
    if not store.set_submission(turn.tx, doc.id, leader.userid, one.state, turn.now, **values):
        return Reply(OUTDATED)
    if status != doc.status:
        doc = store.change(turn.tx, doc, turn.now, {"status": status})
    note = instructions.record(turn, doc, leader, word) if word.kind else None
    acting_for = leader.userid if proxy else None
    before, after = {leader.userid: one.state}, {leader.userid: state}
    turn.note(
        "批示登记" if word.state == INSTRUCTED else "阅毕", doc.key, before=before, after=after, acting_for=acting_for
    )
    data = {"leader": leader.userid, "was": one.state, "state": state, "instruction": note}
    turn.undoable(LINE, "read", doc.key, data)
    to = route.move_on(turn, doc, leader.userid) if one.state == UNREAD else None
    doc = route.after_reading(turn, doc)
    plans.everything(turn, doc)
    further = _further(turn, doc, leader, to)
    if word.state == INSTRUCTED:
        return instructions.answer(turn, doc, leader, word, proxy, further)
    agreed = "（请示件，圈阅视为同意）" if word.state == CIRCLED and doc.genre == "请示" else ""
    return Reply(f"已登记：{doc.ref}{leader.listed}{word.state}{proxy}{agreed}{further}。", about=(doc.key,))


def _further(turn: Turn, doc: Doc, leader: Person, to: Person | None) -> str:
    """Where the paper goes now, for whoever may know; the clerk hears of it by himself."""
    inside = turn.person.serves is None and not turn.person.has(Role.LEADER)
    rows = store.submissions(turn.tx, doc.id)
    if to is not None:
        if not inside:
            told = f"【传阅】{doc.ref}{leader.listed}已阅退回，已送{to.listed}。"
            wording_key = f"{doc.key}:退回:{len(records.hops(turn.tx, doc.id))}"
            turn.tell(doc.chaser, told, key=wording_key, subject=doc.key)
        return f"；退回后已送下一位：{to.listed}" if inside else "；已退回文书"
    if doc.status == Status.ALL_READ:
        if not inside:
            told = f"【传阅】{doc.ref}领导均已阅，待归档。请核对有无批示未办。"
            turn.tell(doc.chaser, told, key=f"{doc.key}:阅毕:{doc.version}", subject=doc.key)
        return "；领导均已阅，待归档" if inside else ""
    rest = [turn.office.person(one.leader) for one in rows if one.state in (UNREAD, QUEUED)]
    return f"；{'、'.join(p.listed for p in rest if p)}未阅" if rest and inside else ""


def unread(turn: Turn, change: Change) -> Reply:
    """Take a mark back."""
    doc = store.hold(turn.tx, int(change.object.removeprefix("incoming:")))
    leader, data = change.data["leader"], change.data
    blank = {"read_at": None, "read_by": None}
    if not store.set_submission(turn.tx, doc.id, leader, data["state"], turn.now, state=data["was"], **blank):
        return Reply(OUTDATED)
    if data.get("instruction"):
        records.forget_instruction(turn.tx, data["instruction"])
    if doc.status == Status.ALL_READ:
        doc = store.change(turn.tx, doc, turn.now, {"status": Status.CIRCULATING if doc.kind != ACTION else doc.status})
    back = _call_back(turn, doc, leader) if data["was"] == UNREAD else ""
    plans.everything(turn, doc)
    person = turn.office.person(leader)
    return Reply(f"已撤销：{doc.no}{person.listed if person else ''}恢复为{data['was']}{back}。", about=(doc.key,))


def _call_back(turn: Turn, doc: Doc, leader: str) -> str:
    """On a route the copy comes back to him, so whoever has got it meanwhile waits again."""
    rows = store.submissions(turn.tx, doc.id)
    later = [one for one in rows if one.state == UNREAD and one.leader != leader]
    if doc.mode == ORDERED and later:
        person = turn.office.person(later[0].leader)
        store.set_submission(turn.tx, doc.id, later[0].leader, UNREAD, turn.now, state=QUEUED)
        records.add_hop(turn.tx, doc.id, later[0].leader, doc.chaser, route.HOME, turn.now)
        records.add_hop(turn.tx, doc.id, doc.chaser, leader, route.OUT, turn.now)
        if person is not None:
            route.tell(turn, doc, person, f"【变更】来文（{doc.name}）暂不送{person.address}，请待通知。", "暂不送")
            return f"，{person.listed}改为待送"
    return ""
