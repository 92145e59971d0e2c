"""延期: a unit asks before the limit, with a reason and a new date; 分管主任 decides (domain.md 2.6, template 6)."""

import re
from datetime import datetime
from typing import Any

from handlers.documents import cards, plans, records, store, wording
from handlers.documents import slots as read
from handlers.documents.plans import LINE
from handlers.documents.records import EXTENSION, NOT_OURS, WAITING, Request
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc
from handlers.documents.tables import REASON_LENGTH
from handlers.line import Answer, Reply, Slots
from handlers.policy import Area, Right, may
from handlers.said import Said
from handlers.supervision import asked_more
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import deadline
from storage.changes import Change
from storage.messages import Card
from storage.outbox import Lane

ASK_DATE = "延期到哪一天？例如“10月15日”。"
ASK_REASON = "延期原因？例如“等省厅批复”。"
_REASON = re.compile(r"(?:原因|理由|因为|由于|[，,。 ]因)[是为：:，, ]*(?P<why>[^。；;\n]{2,})")
_PLAIN = re.compile(r"[，,。；; ](?P<why>[^，,。；;\d]{4,})[。.]?$")


def when(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The new date: the last one that is named."""
    found = [at for at in map(read.instant, said.times) if at is not None]
    return local(found[-1]).isoformat() if found else None


def longer(said: Said, asked: bool, slots: Slots) -> str | None:
    """再延两天; 延到15日 is a day."""
    return None if re.search("[到至]", said.text) else asked_more.longer(said, asked, slots)


def why(said: Said, asked: bool, _slots: Slots) -> str | None:
    """Why more time is needed."""
    match = _REASON.search(said.text) or (None if asked else _PLAIN.search(said.text))
    if match is not None:
        return match["why"].strip("，,。 ")
    return said.bare if asked and len(said.bare) >= 2 and not said.times else None


def ask(turn: Turn, doc: Doc, slots: Slots, _named: bool) -> Reply:
    """Take the request, asking for one missing thing at a time."""
    if may(turn.person, Right.WRITE, Area.DOCUMENTS):
        return Reply(f"延期由承办单位申请、分管主任审定。来文时限有变请说“把{doc.seq}号时限改成……”。", about=(doc.key,))
    allowed(turn, doc, Act.ASK_MORE, {"reason", "wanted_at"})
    asked = [one for one in records.requests(turn.tx, doc.id) if one.kind == EXTENSION]
    open_ = next((one for one in asked if one.state == WAITING), None)
    if open_ is not None:
        return Reply(f"来文（{doc.name}）已有延期申请待批（申请延至{day(open_.wanted_at)}）。", about=(doc.key,))
    data: dict[str, Any] = {"id": doc.id, "datetime": slots.get("datetime"), "reason": slots.get("reason")}
    if slots.get("longer") and doc.due_at is not None:
        data["datetime"] = local(asked_more.later(turn.calendar, doc.due_at, slots["longer"])).isoformat()
    if data["datetime"] is None:
        return Reply(ASK_DATE, then="extend", free=True, data=data, about=(doc.key,))
    wanted = datetime.fromisoformat(data["datetime"])
    if wanted <= turn.now or (doc.due_at is not None and wanted <= doc.due_at):
        limit = f"（现时限{deadline(doc.due_at)}）" if doc.due_at else ""
        text = f"新时限须晚于现时限{limit}。{ASK_DATE}"
        return Reply(text, then="extend", free=True, data={**data, "datetime": None}, about=(doc.key,))
    if not data["reason"]:
        return Reply(ASK_REASON, then="extend", free=True, data=data, about=(doc.key,))
    return _file(turn, doc, wanted, data["reason"][:REASON_LENGTH])


def more(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """What was missing."""
    if answer.said.yes is False:
        return Reply("好的，未申请延期。", about=(doc.key,))
    slots = dict(answer.data)
    slots["datetime"] = when(answer.said, True, {}) or slots["datetime"]
    slots["reason"] = slots["reason"] or why(answer.said, slots["datetime"] is not None, {})
    return ask(turn, doc, slots, True)


def _file(turn: Turn, doc: Doc, wanted: datetime, reason: str) -> Reply:
    late = doc.due_at is not None and turn.now > doc.due_at
    unit = turn.office.unit(turn.person.unit or "")
    short = unit.short if unit else None
    one = records.add_request(
        turn.tx, doc.id, EXTENSION, reason, by=turn.person.userid, now=turn.now, unit=short, wanted_at=wanted, late=late
    )
    turn.note("申请延期", doc.key, after={"unit": short, "wanted_at": local(wanted).isoformat(), "late": late})
    turn.undoable(LINE, "request", doc.key, {"request": one.id})
    people = plans.deciders(turn.office, EXTENSION, short)
    for userid in people:
        asking = card(turn, doc, one, to=userid)
        key = f"{doc.key}:延期申请:{one.id}"
        turn.tell(
            userid, asking, lane=plans.lane(doc, Lane.TIMELY), key=key, subject=doc.key, origin=turn.person.userid
        )
    said = "（超过时限后提出）" if late else ""
    label = wording.label(turn.office, short or "")
    told = (
        f"{wording.head(doc, '延期')}{doc.ref}{label}申请延期至{day(wanted)}{said}，原因：{reason}。已送分管主任审定。"
    )
    if doc.chaser not in people:
        turn.tell(doc.chaser, told, lane=plans.lane(doc, Lane.TIMELY), key=f"{doc.key}:延期:{one.id}", subject=doc.key)
    plans.everything(turn, doc)
    names = "、".join(p.listed for p in turn.office.people if p.userid in people)
    record = "本次申请在时限后提出，按逾期记录。" if late else "批准前仍按原时限办理。"
    return Reply(f"已提交延期申请：来文（{doc.name}）延至{day(wanted)}，待{names}审定。{record}", about=(doc.key,))


def withdraw(turn: Turn, change: Change) -> Reply:
    """Take a request back that nobody has decided on."""
    one = records.request_of(turn.tx, change.data["request"])
    doc = store.hold(turn.tx, one.doc_id)
    asked = "改派" if one.kind == NOT_OURS else one.kind
    if not records.decide(turn.tx, one.id, "撤回", by=turn.person.userid, now=turn.now):
        return Reply(f"{asked}申请已处理：{decided(turn, one)}，不能撤回。", about=(doc.key,))
    plans.everything(turn, doc)
    people = [who for who in deciders(turn, one) if who != turn.person.userid]
    turn.tell(
        people,
        f"【变更】{doc.ref}的{asked}申请已撤回。",
        lane=Lane.TIMELY,
        key=f"{doc.key}:撤回申请:{one.id}",
    )
    return Reply(f"已撤销：{doc.no}的{asked}申请。", about=(doc.key,))


def card(turn: Turn, doc: Doc, one: Request, *, to: str) -> Card:
    label, wanted = wording.label(turn.office, one.unit or ""), day(one.wanted_at)
    done = decided(turn, one) if one.state != WAITING else ""
    return cards.extension(turn.office, doc, one.id, label, one.reason, wanted, one.late, done, to)


def deciders(turn: Turn, one: Request) -> list[str]:
    if one.kind == NOT_OURS:
        return [store.get(turn.tx, one.doc_id).chaser]
    return plans.deciders(turn.office, one.kind, one.unit)


def decided(turn: Turn, one: Request) -> str:
    """郭平 9月21日10:00 同意."""
    person = turn.office.person(one.decided_by or "")
    granted = f"（{day(one.granted_at)}）" if one.granted_at else ""
    return f"{person.name if person else ''} {deadline(one.decided_at) if one.decided_at else ''} {one.state}{granted}"


def day(at: datetime | None) -> str:
    return deadline(at) if at is not None else ""


def iso(at: datetime | None) -> str | None:
    return local(at).isoformat() if at is not None else None
