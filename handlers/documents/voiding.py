"""作废 (误登) and merging of two entries of one paper: the number is kept (domain.md 2.6, G16, G24)."""

import re
from datetime import timedelta

from handlers.documents import plans, records, refs, store
from handlers.documents.plans import LINE
from handlers.documents.records import VOIDING, WAITING, Request
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc
from handlers.documents.tables import REASON_LENGTH
from handlers.documents.terms import QUEUED, Status
from handlers.documents.write import OUTDATED, tell_units, write
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn
from storage.office import Role
from storage.outbox import Lane

OWN_TIME = timedelta(minutes=10)
"""Within it the author voids his own entry; later the 秘书科长 decides (domain.md 2.6 撤销/更正)."""
CONFIRM = ("确认作废", "取消")
MERGE = ("合并", "取消")
REASONS = ("误登", "重复登记", "其他")
_WHY = re.compile(r"作废[了掉吧]?[，,：:。 ]*(?:原因|理由|因为?)?[是为：: ]*(?P<why>.{2,60})$")
_DECIDES = re.compile(r"^\s*(?P<no>不)?(?:同意|批准)|作废.{0,4}(?P<late>不)?同意\s*$")
_BEFORE = re.compile(r"(?P<why>误登|登错了?|登重了?|重复登记?|重复了)")


def void(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """Ask for the reason, show what will happen, then void or lay it before the 秘书科长."""
    if doc.year != turn.here.year:
        return Reply(f"{doc.no}是往年登记的，跨年不能作废，请在备注中更正。", about=(doc.key,))
    allowed(turn, doc, Act.VOID, {"reason"})
    match = _BEFORE.search(turn.said.text) or _WHY.search(turn.said.bare)
    if match is None:
        return Reply(
            "作废理由？", options=REASONS, then="void_reason", free=True, data={"id": doc.id}, about=(doc.key,)
        )
    return _confirm(turn, doc, match["why"])


def reason_given(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """Why."""
    if answer.index == 2:
        return Reply("请写明作废理由。", then="void_reason", free=True, data=answer.data, about=(doc.key,))
    if answer.index is None and answer.said.yes is False:
        return Reply("好的，未作废。", about=(doc.key,))
    return _confirm(turn, doc, REASONS[answer.index] if answer.index is not None else answer.said.bare)


def _confirm(turn: Turn, doc: Doc, reason: str) -> Reply:
    reason = reason.strip("，,。了 ")[:REASON_LENGTH]
    who = "" if _own(turn, doc) else "（登记已超过10分钟，须秘书科长同意）"
    text = f"{doc.ref}作废，理由：{reason}。编号保留，不再催办{who}。"
    return Reply(text, options=CONFIRM, then="void", data={"id": doc.id, "reason": reason}, about=(doc.key,))


def _own(turn: Turn, doc: Doc) -> bool:
    """Whether the person voids it himself: the 秘书科长, or the author within ten minutes."""
    mine = turn.person.userid == doc.created_by and turn.now - doc.created_at <= OWN_TIME
    return mine or turn.person.has(Role.SECRETARY_CHIEF)


def confirmed(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """1确认作废 2取消."""
    if answer.index != 0:
        return Reply("好的，未作废。", about=(doc.key,))
    allowed(turn, doc, Act.VOID, {"reason"})
    reason = answer.data["reason"]
    if _own(turn, doc):
        return _void(turn, doc, reason)
    if any(one.kind == VOIDING and one.state == WAITING for one in records.requests(turn.tx, doc.id)):
        return Reply(f"{doc.no}已提请秘书科长审定作废，请等待。", about=(doc.key,))
    one = records.add_request(turn.tx, doc.id, VOIDING, reason, by=turn.person.userid, now=turn.now)
    turn.note("申请作废", doc.key, after={"reason": reason})
    turn.undoable(LINE, "request", doc.key, {"request": one.id})
    plans.everything(turn, doc)
    text = (
        f"【作废】{turn.person.name}申请作废{doc.ref}，理由：{reason}，编号保留。"
        f"请回复“同意作废{doc.seq}号”或“不同意作废{doc.seq}号”。"
    )
    people = plans.deciders(turn.office, VOIDING)
    turn.tell(people, text, lane=Lane.TIMELY, key=f"{doc.key}:申请作废:{one.id}", subject=doc.key, origin=turn.actor)
    return Reply(f"已提请秘书科长审定：{doc.no}作废，理由：{reason}。", about=(doc.key,))


def claim(turn: Turn) -> Reply | None:
    """同意作废 or 不同意作废 by the 秘书科长."""
    match = _DECIDES.search(turn.said.text)
    if match is None or not turn.person.has(Role.SECRETARY_CHIEF) or re.search("退文|延期|立项|请假", turn.said.text):
        return None
    waiting = records.waiting(turn.tx, VOIDING)
    docs = refs.named(turn)
    if docs is not None:
        waiting = [one for one in waiting if one.doc_id in {doc.id for doc in docs}]
    if not waiting:
        return None
    if len(waiting) > 1:
        return Reply(
            f"有{len(waiting)}件作废待审定，请写明编号，例如“同意作废{store.get(turn.tx, waiting[0].doc_id).seq}号”。"
        )
    one, agreed = waiting[0], not (match["no"] or match["late"])

    def decide(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
        return _decide(turn, doc, one, agreed)

    return refs.run(turn, store.get(turn.tx, one.doc_id), decide, {}, named=True)


def _decide(turn: Turn, doc: Doc, one: Request, agreed: bool) -> Reply:
    if agreed:
        allowed(turn, doc, Act.VOID, {"reason"})
    if not records.decide(turn.tx, one.id, records.AGREED if agreed else records.DECLINED, by=turn.actor, now=turn.now):
        return Reply(OUTDATED)
    if agreed:
        reply = _void(turn, doc, one.reason)
    else:
        turn.note("不同意作废", doc.key)
        plans.everything(turn, doc)
        reply = Reply(f"好的，{doc.no}不作废，已告知登记人。", about=(doc.key,))
    word = "已同意作废（编号保留）" if agreed else "不同意作废，照常办理"
    turn.tell(one.created_by, f"{doc.ref}{word}。", lane=Lane.TIMELY, key=f"{doc.key}:作废批复:{one.id}")
    return reply


def _void(turn: Turn, doc: Doc, reason: str, action: str = "作废收文") -> Reply:
    was = store.submissions(turn.tx, doc.id)
    new = write(turn, doc, {"status": Status.VOID, "remark": reason, "closed_by": turn.person.userid}, action)
    records.drop_requests(turn.tx, doc.id, by=turn.actor, now=turn.now)
    plans.everything(turn, new)
    tell_units(turn, new, "登记作废，不再办理")
    people = [plans.reader(turn, one.leader) for one in was if one.state != QUEUED]
    if doc.urgency != "平件":
        people += [p.userid for p in turn.office.people_with(Role.SECRETARY_CHIEF)]
    text = f"【变更】{doc.ref}登记作废（编号保留），请忽略此前的提醒。"
    people = [who for who in people if who != turn.person.userid]
    turn.tell(people, text, lane=plans.lane(doc, Lane.TIMELY), key=f"{doc.key}:作废:{new.version}", subject=doc.key)
    return Reply(f"{new.no}已作废（编号保留），理由：{reason}。回复“撤销”可恢复。", about=(new.key,))


def merge(turn: Turn, _slots: Slots) -> Reply:
    """1204号和1203号是同一件: the later entry is voided with a pointer to the earlier, which takes its identities."""
    docs = sorted((doc for doc in refs.named(turn) or [] if doc.status != Status.VOID), key=lambda doc: doc.id)
    if len(docs) != 2:
        return Reply("请写明两件的编号，例如“1204号和1203号是同一件，合并”。")
    kept, other = docs
    text = f"把{other.ref}并入{kept.ref}：{other.no}作废，编号保留，注明去向。"
    data = {"id": other.id, "kept": kept.id}
    return Reply(text, options=MERGE, then="merge", data=data, about=(kept.key, other.key))


def merged(turn: Turn, answer: Answer, other: Doc) -> Reply:
    """1合并 2取消."""
    if answer.index != 0:
        return Reply("好的，未合并。")
    kept = store.hold(turn.tx, answer.data["kept"])
    allowed(turn, kept, Act.AMEND)
    both = list(dict.fromkeys([*kept.identities, *other.identities]))
    if both != kept.identities:
        store.change(turn.tx, kept, turn.now, {"identities": both})
    turn.note("合并重复收文", kept.key, before={"identities": kept.identities}, after={"identities": both})
    _void(turn, other, f"并入{kept.no}", "合并重复收文")
    return Reply(f"已合并：{other.no}并入{kept.no}（两个编号均保留）。", about=(kept.key,))
