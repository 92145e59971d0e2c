"""传阅 and 顺序呈送: one copy, from the clerk to one leader after the other and back each time (domain.md J.2)."""

from collections.abc import Sequence

from handlers.documents import plans, records, rules, states, store, wording
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc, Submission
from handlers.documents.terms import ORDERED, OVER, QUEUED, READING, UNREAD, Status
from handlers.line import Reply, Slots
from handlers.turn import Turn
from storage.office import Person
from storage.outbox import Lane

OUT, HOME, SKIPPED = "送阅", "退回", "跳过"
NOT_ON_ROUTE = "这一件没有按顺序传阅，不用跳过；撤回呈送请回复“撤销”。"


def at(rows: Sequence[Submission]) -> Submission | None:
    """With whom the copy is."""
    return next((one for one in rows if one.state == UNREAD), None)


def following(rows: Sequence[Submission], besides: str = "") -> Submission | None:
    """Who gets it next: the first that waits, somebody else than `besides` if there is one."""
    queue = [one for one in rows if one.state == QUEUED]
    return next((one for one in queue if one.leader != besides), queue[0] if queue else None)


def move_on(turn: Turn, doc: Doc, came_from: str | None, besides: str = "") -> Person | None:
    """The copy is back with the clerk; when somebody waits for it, it goes on to him. Returns whom it went to."""
    if doc.mode != ORDERED:
        return None
    if came_from is not None:
        records.add_hop(turn.tx, doc.id, came_from, doc.chaser, SKIPPED if besides else HOME, turn.now)
    rows = store.submissions(turn.tx, doc.id)
    coming = following(rows, besides)
    if at(rows) is not None or coming is None or coming.leader == besides:
        return None
    return send(turn, doc, coming.leader)


def send(turn: Turn, doc: Doc, leader: str) -> Person | None:
    """Bring the copy to a leader who waits for it; his 联络员 hears."""
    person = turn.office.person(leader)
    due_at = rules.reading_due(plans.hours(turn), turn.office.limits.doc, turn.now, doc.urgency)
    came = {"state": UNREAD, "submitted_at": turn.now, "due_at": due_at}
    if person is None or not store.set_submission(turn.tx, doc.id, leader, QUEUED, turn.now, **came):
        return None
    records.add_hop(turn.tx, doc.id, doc.chaser, leader, OUT, turn.now)
    text = wording.for_leader(turn.office, doc, person, due_at, turn.now)
    tell(turn, doc, person, text, f"送阅:{len(records.hops(turn.tx, doc.id))}")
    return person


def skip(turn: Turn, doc: Doc, slots: Slots, _named: bool) -> Reply:
    """跳过: a leader who is away comes later; 送下一位: what lies with the clerk goes on."""
    allowed(turn, doc, Act.SKIP)
    rows = store.submissions(turn.tx, doc.id)
    waiting = [one for one in rows if one.state == QUEUED]
    if doc.mode != ORDERED or doc.status in OVER:
        return Reply(NOT_ON_ROUTE, about=(doc.key,))
    holds = at(rows)
    if slots.get("onward") and holds is None and waiting:
        return _sent(turn, doc, send(turn, doc, waiting[0].leader), "")
    named = next((p.userid for p in turn.said.leaders), holds.leader if holds else "")
    one = next((one for one in rows if one.leader == named and one.state in (UNREAD, QUEUED)), None)
    person = turn.office.person(named)
    if one is None or person is None:
        return Reply(f"{doc.no}现在没有待跳过的领导。{wording.route(turn.office, doc, rows)}", about=(doc.key,))
    if turn.person.serves and turn.person.serves != named:
        return Reply(f"只能由{wording.contact(turn.office, doc.chaser)}调整其他领导的传阅次序。", about=(doc.key,))
    last = max(one.position for one in rows) + 1
    store.set_submission(turn.tx, doc.id, named, one.state, turn.now, state=QUEUED, position=last)
    turn.note("传阅跳过", doc.key, after={"leader": named})
    if one.state == QUEUED:
        plans.everything(turn, doc)
        return Reply(f"{doc.no}传阅次序已调整，{person.listed}放到最后。", about=(doc.key,))
    text = f"【变更】{person.address}处的来文（{doc.name}）先收回，返回后再呈阅。"
    tell(turn, doc, person, text, f"收回:{last}")
    return _sent(turn, doc, move_on(turn, doc, named, besides=named), f"{person.listed}先跳过，返回后补阅。")


def _sent(turn: Turn, doc: Doc, to: Person | None, before: str) -> Reply:
    plans.everything(turn, doc)
    where = f"已送{to.listed}，并通知联络员。" if to else f"文件现在您处，送阅请回复“{doc.seq}号送下一位”。"
    return Reply(f"{doc.no}：{before}{where}", about=(doc.key,))


def tell(turn: Turn, doc: Doc, leader: Person, text: str, what: str) -> None:
    """To the 联络员; a leader without one hears himself."""
    key = f"{doc.key}:{what}:{leader.userid}:{doc.version}"
    lane = plans.lane(doc, Lane.TIMELY)
    turn.tell(plans.reader(turn, leader.userid), text, lane=lane, key=key, subject=doc.key, origin=turn.person.userid)


def after_reading(turn: Turn, doc: Doc) -> Doc:
    """A reading paper that everybody has read is done, unless a 批示 on it is yet to be passed on."""
    waits = any(one.state in (UNREAD, QUEUED) for one in store.submissions(turn.tx, doc.id))
    if doc.kind != READING or waits or doc.status != Status.CIRCULATING or records.unsettled(turn.tx, doc.id):
        return doc
    return store.change(turn.tx, doc, turn.now, {"status": states.after(doc.status, Act.ALL_READ, kind=doc.kind)})
