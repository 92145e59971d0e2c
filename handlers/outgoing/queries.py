"""查发文: one paper's whole way, lists by state and time, who has not signed (domain.md A.1: only what one may see)."""

import re
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement

from handlers.line import Reply, Slots
from handlers.outgoing import refs, store, wording
from handlers.outgoing.store import Out
from handlers.outgoing.tables import outgoing_doc
from handlers.outgoing.terms import OVER, Part, State
from handlers.policy import not_found
from handlers.turn import Turn
from scheduler.clock import SHANGHAI, local

MOST = 10
_STATES = {
    "前置审核": (State.DRAFT, State.CHECKING),
    "起草": (State.DRAFT,),
    "核稿": (State.EDITING,),
    "会签": (State.COSIGNING,),
    "待签": (State.TO_SIGN,),
    "没签发": (State.TO_SIGN,),
    "未签发": (State.TO_SIGN,),
    "复核": (State.SIGNED,),
    "印制": (State.NUMBERED, State.PRINTING),
    "待印": (State.NUMBERED, State.PRINTING),
    "待归档": (State.TO_FILE,),
    "已归档": (State.FILED,),
    "作废": (State.VOID,),
}
_UNSIGNED = re.compile(r"(?:没|未|还没|没有)(?:有)?(?:签收|签)(?!发)|签收(?:了)?(?:没|情况|怎么样|齐)|谁没签(?!发)")


def find(turn: Turn, slots: Slots) -> Reply:
    """One paper when one is named, else a list."""
    turn.looked("查发文", "outgoing")
    if refs.named(turn) is not None:
        return refs.on_one(turn, slots, show, "show")
    if _UNSIGNED.search(turn.said.text):
        recent = refs.lately(turn)
        if recent is not None and recent.state is State.DELIVERING and "哪些发文" not in turn.said.text:
            return show(turn, recent, slots)
        return _unsigned(turn)
    recent = refs.lately(turn)
    if recent is not None and re.match(r"^.{0,4}(?:它|这件|这份|那份|那件|到哪|在哪|在谁)", turn.said.bare):
        return show(turn, recent, slots)
    return _list(turn)


def show(turn: Turn, doc: Out, _slots: Slots) -> Reply:
    """The whole way of one paper; units see only that it is theirs to answer."""
    parts = {part: store.owed(turn.tx, doc.id, part) for part in Part}
    unit = refs.unit_of(turn)
    if unit is not None:
        mine = [
            f"{wording.label(turn.office, one.unit)}{one.part}：{one.state}"
            for p in parts.values()
            for one in p
            if one.unit == unit
        ]
        return Reply("\n".join([f"{doc.doc_no}《{doc.title}》", *mine]), about=(doc.key,))
    return Reply(wording.whole(turn.office, doc, parts), about=(doc.key,))


def _unsigned(turn: Turn) -> Reply:
    found = store.find(turn.tx, refs.scope(turn.person), outgoing_doc.c.status == State.DELIVERING, limit=MOST)
    if not found:
        return Reply("没有待签收的发文。")
    rows = []
    for doc in found:
        left = [one.unit for one in store.owed(turn.tx, doc.id, Part.DELIVERY) if not one.settled]
        unit = refs.unit_of(turn)
        if unit is None:
            rows.append(f"{doc.name}：{wording.labels(turn.office, left)}未签收（{len(left)}家）")
        elif unit in left:
            rows.append(f"{doc.name}：待签收，请回复“{wording.call(doc)}签收”")
    return Reply("\n".join(rows) or "没有待签收的发文。", about=tuple(doc.key for doc in found))


def _list(turn: Turn) -> Reply:
    where: list[ColumnElement[bool]] = [refs.scope(turn.person)]
    text, what = turn.said.text, "发文"
    word = next((word for word in _STATES if word in text), None)
    if word is not None:
        where.append(outgoing_doc.c.status.in_(_STATES[word]))
    elif re.search(r"在办|没办完|未办结|还没|没印发|未印发", text):
        where.append(outgoing_doc.c.status.not_in((*OVER, State.FILED)))
        what = "在办发文"
    elif "作废" not in text:
        where.append(outgoing_doc.c.status != State.VOID)
    if re.search(r"我(?:经手|登记|拟稿|的)", text):
        where.append((outgoing_doc.c.clerk == turn.person.userid) | (outgoing_doc.c.drafter == turn.person.userid))
    if turn.said.urgency:
        where.append(outgoing_doc.c.urgency == turn.said.urgency)
    where += _window(turn)
    total = store.count(turn.tx, *where)
    found = store.find(turn.tx, *where, limit=MOST)
    if not found:
        return Reply(not_found(turn.office.phones.secretariat))
    rows = [f"{index}. {doc.name}｜{_where(turn, doc)}" for index, doc in enumerate(found, 1)]
    more = f"（最近{len(found)}件，其余请“导出发文登记簿”或说得再具体些）" if total > len(found) else ""
    title = f"{word}中的发文" if word in ("核稿", "会签", "复核", "前置审核") else what
    text = f"{title}{total}件{more}：\n" + "\n".join(rows) + "\n看流程回复“发文+号数+到哪了”。"
    return Reply(text, about=tuple(doc.key for doc in found))


def _where(turn: Turn, doc: Out) -> str:
    parts = {part: store.owed(turn.tx, doc.id, part) for part in Part}
    return wording.state_words(turn.office, doc, parts)


def _window(turn: Turn) -> list[ColumnElement[bool]]:
    """今天, 本周, 9月 said: when the papers were registered."""
    when = next(iter(turn.said.times), None)
    if when is None or when.start is None:
        return []
    start = datetime.combine(local(when.start).date(), time(), SHANGHAI)
    end = when.end or start + timedelta(days=1)
    if start > turn.now:
        start, end = _year_before(start), _year_before(end)
    return [outgoing_doc.c.created_at >= start, outgoing_doc.c.created_at < end]


def _year_before(at: datetime) -> datetime:
    return at.replace(year=at.year - 1, day=min(at.day, 28)) if at.month == 2 else at.replace(year=at.year - 1)
