"""登记收文 (domain.md 2.4, 2.6): ask what is loose or looks double, then write at once and read back."""

import re
from datetime import datetime
from typing import Any

from handlers.documents import plans, rules, store, wording
from handlers.documents import slots as read
from handlers.documents.rules import Due
from handlers.documents.store import Doc
from handlers.documents.tables import TITLE_LENGTH, incoming_doc
from handlers.documents.terms import AT_ONCE, NO_TITLE, STATED, Status
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import moment
from storage.db import lock
from storage.office import Role
from storage.outbox import Lane

DUPLICATE = ("合并", "仍登记（另一份）", "取消")
_DUE = ("datetime", "stated_workdays", "due_check")
_YEAR = re.compile(r"(20\d\d)年?")
_SHORT_YEAR = re.compile(r"([\u4e00-\u9fff]{2,16})\s*[〔\[(（【]\s*\d{2}\s*[〕\])）】]\s*(?:第)?(\d{1,5})号?")
_SEVERAL = re.compile("(?:[两三四五几]|[2-9](?!\\d))[份件](?:文|来文|文件|公文)?[：:，, ]|分别|号[、和及与]")
_MARKED = re.compile("《[^《》]{4,}》")
DEFAULT_WORDS = ("默认", "默认时限", "无", "没有")


def log_incoming(turn: Turn, slots: Slots) -> Reply:
    """Everything needed is there: settle what is loose, one question at a time, then register."""
    several = len({doc.canonical for doc in turn.said.docs if read.outside(turn.said, doc.span)}) > 1
    if several and (len(set(_MARKED.findall(turn.said.text))) > 1 or _SEVERAL.search(turn.said.text)):
        return Reply("这条里像是有几件来文，还没有登记。请一件一件发，免得登错。")
    check = slots.get("doc_no_check")
    if check == "confirm":
        return Reply(f"文号是 {slots['doc_no']} 吗？", options=("是", "否"), then="doc_no_confirmed", data=slots)
    if check == "reject":
        slots = {**slots, "as_typed": next((doc.text for doc in turn.said.docs if doc.confidence == "reject"), "")}
        return Reply(
            "文号的年份请写全四位，如〔2026〕57号。请重发文号，或回复“无文号”。",
            then="doc_no_again",
            free=True,
            data=slots,
        )
    if "due_check" in slots:
        return _ask_due(turn, slots)
    stated = _instant(slots.get("datetime"))
    if stated is not None and stated <= _received(turn, slots):
        text = f"时限{wording.due_words(stated, turn.now)}已过，请核对：直接回复新的时限，或回复“默认时限”。"
        return Reply(text, then="due_again", free=True, data=slots)
    return _unless_double(turn, slots)


def _ask_number(text: str, slots: Slots) -> Reply:
    return Reply(text, then="doc_no_again", free=True, data=slots)


def doc_no_confirmed(turn: Turn, answer: Answer) -> Reply:
    """The answer to 文号是……吗."""
    slots = dict(answer.data)
    slots.pop("doc_no_check", None)
    if answer.index == 0:
        return log_incoming(turn, slots)
    slots.pop("doc_no", None)
    return _ask_number("请重发文号，或回复“无文号”。", slots)


def doc_no_again(turn: Turn, answer: Answer) -> Reply:
    """A new 文号, or none."""
    slots = {key: value for key, value in answer.data.items() if key not in ("doc_no", "doc_no_check", "as_typed")}
    if (year := _YEAR.fullmatch(answer.said.bare)) and (typed := _SHORT_YEAR.match(answer.data.get("as_typed", ""))):
        return log_incoming(turn, {**slots, "doc_no": f"{typed[1]}〔{year[1]}〕{int(typed[2])}号"})
    if answer.said.docs:
        slots["doc_no"] = read.doc_no(answer.said, True, slots)
        slots["doc_no_check"] = read.doc_no_check(answer.said, True, slots)
        return log_incoming(turn, {key: value for key, value in slots.items() if value is not None})
    if answer.said.bare.startswith(("无", "没有", "否", "不")):
        return log_incoming(turn, slots)
    return Reply(
        "没认出文号，请按“南委办〔2026〕88号”的样子重发，或回复“无文号”。", then="doc_no_again", free=True, data=slots
    )


def _ask_due(turn: Turn, slots: Slots) -> Reply:
    options = tuple(_option(turn, datetime.fromisoformat(at)) for at in slots["due_check"]["at"])
    note = slots["due_check"]["note"]
    text = f"{note}。时限是哪一个？" if note else "时限是哪一个？"
    return Reply(text, options=options, then="due_chosen", free=True, data=slots)


def _option(turn: Turn, at: datetime) -> str:
    """A reading of a limit, with its year when that is another than now's."""
    year = local(at).year
    return moment(at) if year == turn.here.year else f"{year}年{moment(at)}"


def due_chosen(turn: Turn, answer: Answer) -> Reply:
    """Which reading of an ambiguous limit was meant."""
    slots = dict(answer.data)
    if answer.index is None:
        return due_again(turn, answer)
    slots["datetime"] = slots.pop("due_check")["at"][answer.index]
    return log_incoming(turn, slots)


def due_again(turn: Turn, answer: Answer) -> Reply:
    """A new limit in place of one that is past, or the default."""
    slots = {key: value for key, value in answer.data.items() if key not in _DUE}
    at = next((at for at in map(read.instant, answer.said.times) if at is not None), None)
    if at is None and answer.said.bare not in DEFAULT_WORDS:
        return Reply("没认出时限，请写成“9月25日前”，或回复“默认时限”。", then="due_again", free=True, data=slots)
    return log_incoming(turn, {**slots, "datetime": local(at).isoformat()} if at is not None else slots)


def known_already(turn: Turn, slots: Slots) -> Reply | None:
    """As soon as the 文号 is known, a paper that has it already is named: nothing more need be asked."""
    sure = slots.get("doc_no") and "doc_no_check" not in slots and not slots.get("again")
    twin = _twin(turn, slots) if sure else None
    return _double(twin, slots) if twin is not None else None


def _unless_double(turn: Turn, slots: Slots) -> Reply:
    """The clerk will type one paper twice: the same 文号, or without one the same title from the same sender lately."""
    twin = None if slots.get("again") else _twin(turn, slots)
    return register(turn, slots) if twin is None else _double(twin, slots)


def _double(twin: Doc, slots: Slots) -> Reply:
    what = "与{}相同" if slots.get("doc_no") and twin.doc_no else "与{}标题、来文单位相近"
    text = f"疑似重复：{what.format(twin.no)}（{twin.name}），是同一件吗？"
    return Reply(text, options=DUPLICATE, then="double", data={**slots, "twin": twin.id}, about=(twin.key,))


def _twin(turn: Turn, slots: Slots) -> Doc | None:
    doc_no, table = slots.get("doc_no"), incoming_doc.c
    alive = table.status != Status.VOID
    lock(turn.tx, f"incoming:{doc_no or slots['unit']}")
    if doc_no and (numbered := store.with_number(turn.tx, doc_no)) is not None:
        return numbered
    since = turn.now - rules.LIKE_WITHIN
    alive = alive & table.doc_no.is_(None) if doc_no else alive  # with another number it is another paper
    same = store.find(turn.tx, table.sender == slots.get("unit"), table.received_at >= since, alive)
    return next((doc for doc in same if rules.alike(doc.title, slots.get("title", ""))), None)


def double(turn: Turn, answer: Answer) -> Reply:
    """The same paper (its identity and a 文号 it lacked are added), another copy, or nothing."""
    slots = dict(answer.data)
    twin = store.get(turn.tx, slots.pop("twin"))
    if answer.index == 1:
        return Reply("", slots={**slots, "again": True})
    if answer.index != 0:
        return Reply("好的，未登记。")
    identity, doc_no = slots.get("identity"), slots.get("doc_no")
    more: dict[str, Any] = {}
    if identity and identity not in twin.identities:
        more["identities"] = [*twin.identities, identity]
    if doc_no and twin.doc_no is None:
        more["doc_no"] = doc_no
    turn.note("合并重复收文", twin.key, before={key: getattr(twin, key) for key in more}, after=more)
    if more:
        store.change(turn.tx, twin, turn.now, more)
    added = f"文号{doc_no}已补上，" if "doc_no" in more else ""
    return Reply(f"已并入{twin.no}，{added}不另编号。", about=(twin.key,))


def register(turn: Turn, slots: Slots) -> Reply:
    """Number and store the paper, tell who must know, plan the chasing, read back."""
    title = slots.get("title") or NO_TITLE
    urgency, kind = rules.at_least(slots["urgency"], title), slots["kind"]
    received, stated = _received(turn, slots), _instant(slots.get("datetime"))
    due = rules.due(
        plans.hours(turn),
        turn.office.limits.doc,
        received=received,
        urgency=urgency,
        kind=kind,
        title=title,
        stated=[(stated, STATED)] if stated else [],
    )
    doc = store.add(turn.tx, values(turn, slots, title, urgency, received, stated, due))
    turn.note("登记收文", doc.key, after={"no": doc.no, "urgency": urgency, "kind": kind, "due_at": _text(doc.due_at)})
    turn.undoable(plans.LINE, "register", doc.key, {})
    plans.first(turn, doc)
    announce(turn, doc)
    raised = "（标题含“紧急”，按加急办理）\n" if urgency != slots["urgency"] else ""
    leaders = "、".join(leader.address for leader in turn.office.leaders[:1])
    next_words = f"{raised}回复“呈送{leaders}……”继续，或“撤销”"
    return Reply(wording.readback(doc, turn.now, turn.calendar, due.limit if due else "", next_words), about=(doc.key,))


def announce(turn: Turn, doc: Doc) -> None:
    """特提 and 特急 to the 秘书科长 at once, 加急 too (domain.md 2.6); not to the one who registered it."""
    if doc.urgency not in (*AT_ONCE, "加急"):
        return
    chiefs = [p.userid for p in turn.office.people_with(Role.SECRETARY_CHIEF) if p.userid != turn.person.userid]
    text = wording.arrived(turn.office, doc, turn.person)
    key = f"{doc.key}:到件:{doc.urgency}:{doc.version}"
    turn.tell(chiefs, text, lane=plans.lane(doc, Lane.TIMELY), key=key, subject=doc.key, origin=turn.person.userid)


def values(
    turn: Turn, slots: Slots, title: str, urgency: str, received: datetime, stated: datetime | None, due: Due | None
) -> dict[str, Any]:
    """The row of a new paper, with the next number of the year."""
    year = turn.here.year
    seq = turn.number("收", year)
    doc_no = slots.get("doc_no")
    by_government = "府" in (doc_no or slots["unit"]) and len(turn.office.signboards) > 1
    me = turn.person.userid
    return {
        "no": rules.number(year, seq),
        "year": year,
        "seq": seq,
        "received_at": received,
        "received_by": me,
        "identities": [slots.get("identity") or turn.office.signboards[1 if by_government else 0]],
        "sender": slots["unit"],
        "sender_level": rules.level(turn.office, slots["unit"]),
        "doc_no": doc_no,
        "title": title[:TITLE_LENGTH],
        "genre": rules.genre(title),
        "urgency": urgency,
        "important": bool(slots.get("important")),
        "kind": slots["kind"],
        "stated_due_at": stated,
        "stated_workdays": slots.get("stated_workdays"),
        "due_at": due.at if due else None,
        "due_source": due.source if due else None,
        "status": Status.REGISTERED,
        "co_units": [],
        "chaser": me,
        "created_by": me,
        "created_at": turn.now,
        "updated_at": turn.now,
    }


def _received(turn: Turn, slots: Slots) -> datetime:
    said = _instant(slots.get("received"))
    return said if said is not None and said < turn.now else turn.now


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _text(at: datetime | None) -> str | None:
    return local(at).isoformat() if at else None
