"""Submissions: 投稿, 补稿, 来稿 (domain.md 5.2, 5.6)."""

from datetime import datetime
from typing import Any

from handlers import policy
from handlers.bulletins import calling, checking, queries, wording
from handlers.bulletins.desks import LINE, is_editor
from handlers.bulletins.likeness import WITHIN, doubles
from handlers.bulletins.queries import Item
from handlers.bulletins.rules import MAX_TEXT, MAX_TITLE, ItemState, Openness, next_slot
from handlers.bulletins.tables import info_item
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.desk import Desk
from storage.changes import Change
from storage.office import Role

SERIES = "信"
"""The series of 收稿编号: 信〔2026〕0001号."""
_BESIDE = 4
"""Characters beside the unit in an answer that only names it: 是工信局的."""
LEAST_BODY = 20
"""Characters that a text must have to be taken for the body of a piece that came in with a title only."""


def submit(turn: Turn, slots: Slots) -> Reply:
    """Register a submission and give the receipt."""
    title, text = str(slots["title"]), str(slots.get("text") or "")
    if checking.category_said(turn.said.text.split(title)[0]) == checking.URGENT:
        duty = turn.office.phones.duty
        return Reply(f"紧急信息请立即电话报区值班室{duty}，按值班渠道报送，不走《{turn.office.bulletin}》。没有收稿。")
    if len(text) > MAX_TEXT:
        return Reply(f"正文{len(text)}字，超过{MAX_TEXT}字，尚未收稿，请精简后重新投稿。")
    if len(title) > MAX_TITLE:
        return Reply(f"标题{len(title)}字，太长了，尚未收稿，请精简后重新投稿。")
    unit = turn.person.unit if turn.person.has(Role.UNIT_LIAISON) else slots.get("unit")
    if unit is None:
        return Reply("这是哪个单位的来稿？", free=True, then="item_unit", data={"title": title, "text": text})
    return _receive(turn, str(unit), title, text)


def item_unit(turn: Turn, answer: Answer) -> Reply:
    """The unit that an editor was asked for."""
    said = answer.said
    unit = next((u.short for u in said.units if u.short and len(said.bare) - (u.span[1] - u.span[0]) <= _BESIDE), None)
    if unit is None:
        return Reply(
            "没有查到这个单位，请写单位简称，如“工信局”。", free=True, then="item_unit", data=dict(answer.data)
        )
    return _receive(turn, unit, str(answer.data["title"]), str(answer.data["text"]))


def _receive(turn: Turn, unit: str, title: str, text: str) -> Reply:
    queries.hold(turn.tx)
    values: dict[str, Any] = {"unit": unit, "title": title, "text": text, "openness": Openness.INTERNAL}
    values["category"] = checking.category_said(turn.said.text.split(title)[0]) or checking.category_like(title, text)
    call = calling.call_for(turn, unit, title, text)
    values["call"] = call.id if call else None
    year = turn.here.year
    numbers = {"year": year, "seq": turn.number(SERIES, year), "state": ItemState.RECEIVED}
    item_id = queries.add(turn.tx, info_item, turn.person.userid, turn.now, **values, **numbers)
    item = queries.got_item(turn.tx, item_id)
    turn.note("submit_info", item.key, after={"number": item.number, "unit": unit, "state": item.state})
    turn.undoable(LINE, "submit", item.key, {"id": item_id})
    late = local(_plan_digest(turn)).date() != turn.here.date()
    words = wording.receipt(item, turn.office, late)
    again = _sent_before(turn, item)
    words += f"与本单位{again.number}《{again.title}》疑似重复，如系重发请回复“撤销”。" if again else ""
    return Reply(words + calling.receipt(call, calling.open_for(turn.tx, unit)), about=(item.key,))


def _sent_before(turn: Turn, item: Item) -> Item | None:
    earlier = [one for one in queries.latest_of(turn.tx, item.unit) if one.id != item.id]
    live = [one for one in earlier if one.state not in (ItemState.WITHDRAWN, ItemState.REJECTED)]
    return next((one for one in live if item.created_at - one.created_at <= WITHIN and one.title == item.title), None)


def _plan_digest(desk: Desk) -> datetime:
    """Editors hear of submissions once, when they close (15:30), not one by one (domain.md 7.9); returns when."""
    rules = desk.office.limits.info
    due = next_slot(desk.now, rules.cutoff, desk.calendar, rules)
    desk.plan(LINE, "cutoff", f"day:{local(due).date()}", "editors", due)
    return due


def supplement(turn: Turn, slots: Slots) -> Reply:
    """The text for a piece that came in with a title only."""
    text = str(slots["text"])
    if len(text) > MAX_TEXT:
        return Reply(f"正文{len(text)}字，超过{MAX_TEXT}字，请精简后再发。")
    queries.hold(turn.tx)
    item = _own_latest(turn)
    if item is None:
        return Reply("没有可补正文的来稿，请先投稿。")
    queries.alter(turn.tx, item, turn.now, text=text)
    turn.note("supplement_info", item.key, after={"characters": len(text)})
    turn.undoable(LINE, "supplement", item.key, {"id": item.id, "text": item.text})
    return Reply(f"《{item.title}》（{item.number}）已补正文{len(text)}字。", about=(item.key,))


def body(turn: Turn) -> Reply | None:
    """A text of some length after a title: whether it is the body of that piece is asked."""
    spoken, text = turn.lately("item"), turn.said.text.strip()
    item = _own_latest(turn) if spoken is not None and len(text) >= LEAST_BODY else None
    if item is None or item.text or str(item.id) != spoken or len(text) > MAX_TEXT:
        return None
    words = f"这段文字（{len(text)}字）是《{item.title}》的正文吗？"
    return Reply(words, options=("是，补进去", "不是"), then="item_body", data={"text": text})


def item_body(turn: Turn, answer: Answer) -> Reply:
    """补进去 or not."""
    return supplement(turn, {"text": answer.data["text"]}) if answer.index == 0 else Reply("好的，未补正文。")


def withdraw(turn: Turn, _slots: Slots) -> Reply:
    """撤稿: the newest piece of one's own that nobody has decided on, once it is sure."""
    item = _own_latest(turn)
    if item is None:
        return Reply("没有可以撤回的投稿；已编入或已处理的请联系信息科。")
    words = f"撤回《{item.title}》（{item.number}），确认吗？"
    return Reply(words, options=("撤回", "不撤"), then="item_withdraw", data={"id": item.id}, about=(item.key,))


def withdrawn(turn: Turn, answer: Answer) -> Reply:
    """The number stays used (domain.md G16)."""
    queries.hold(turn.tx)
    item = queries.got_item(turn.tx, int(answer.data["id"]))
    if answer.index != 0:
        return Reply("好的，未撤回。")
    if item.state is not ItemState.RECEIVED:
        return Reply(f"《{item.title}》已由信息科处理（{item.state}），不能撤回，请联系信息科。")
    queries.alter(turn.tx, item, turn.now, state=ItemState.WITHDRAWN)
    turn.note("withdraw_info", item.key, before={"state": item.state}, after={"state": ItemState.WITHDRAWN})
    return Reply(f"已撤回：{item.number}投稿作废（编号保留）。", about=(item.key,))


def _own_latest(turn: Turn) -> Item | None:
    """The newest undecided piece that this person sent in."""
    if turn.person.unit is None:
        return None
    mine = queries.latest_of(turn.tx, turn.person.unit) if turn.person.has(Role.UNIT_LIAISON) else []
    if is_editor(turn.person):
        mine = list(reversed(queries.waiting_items(turn.tx)))
    mine = [item for item in mine if item.created_by == turn.person.userid]
    return next((item for item in mine if item.state is ItemState.RECEIVED), None)


def list_items(turn: Turn, slots: Slots) -> Reply:
    """For editors what waits to be decided on, for a unit what became of its own pieces."""
    if is_editor(turn.person):
        waiting = queries.waiting_items(turn.tx)
        if not waiting:
            return Reply("目前没有待编的来稿。")
        return Reply(waiting_text(turn, waiting), about=tuple(item.key for item in waiting))
    own = queries.latest_of(turn.tx, turn.person.unit or "")
    if not own:
        return Reply(policy.NOT_FOUND)
    lines = [
        f"{wording.circled(n)}{item.number}《{item.title}》：{item.state}{f'（{item.reason}）' if item.reason else ''}"
        for n, item in enumerate(own, 1)
    ]
    return Reply("近期投稿：\n" + "\n".join(lines), about=tuple(item.key for item in own))


def waiting_text(desk: Desk, waiting: list[Item]) -> str:
    """The submissions to be decided on, and the words that decide."""
    lines = [
        f"{wording.circled(n)}{wording.headline(item, desk.office)}（{item.number}"
        f"{'，备用' if item.state is ItemState.SPARE else ''}）"
        for n, item in enumerate(waiting, 1)
    ]
    unit = wording.label(waiting[0].unit, desk.office)
    order = {item.id: n for n, item in enumerate(waiting, 1)}
    for one, two in doubles(waiting):
        places = "和".join(wording.circled(order[item.id]) for item in (one, two))
        lines.append(f"疑似同一事项：{places}，可回复“合并{places}”比对")
    return (
        f"待编来稿{len(waiting)}条：\n"
        + "\n".join(lines)
        + f"\n可回复“把{unit}那条编入今日信息，可周知”“备用”或“退稿”。"
    )


def undo_submit(turn: Turn, change: Change) -> Reply:
    """Take a submission back while nobody has decided on it; its number stays used (domain.md G16)."""
    queries.hold(turn.tx)
    item = queries.got_item(turn.tx, int(change.data["id"]))
    if item.state is not ItemState.RECEIVED:
        return Reply(f"《{item.title}》已由信息科处理（{item.state}），不能撤销，请联系信息科。")
    queries.alter(turn.tx, item, turn.now, state=ItemState.WITHDRAWN)
    turn.note("withdraw_info", item.key, before={"state": item.state}, after={"state": ItemState.WITHDRAWN})
    return Reply(f"已撤销：{item.number}投稿作废（编号保留）。", about=(item.key,))


def undo_supplement(turn: Turn, change: Change) -> Reply:
    queries.hold(turn.tx)
    item = queries.got_item(turn.tx, int(change.data["id"]))
    queries.alter(turn.tx, item, turn.now, text=change.data["text"])
    turn.note("undo_supplement", item.key)
    return Reply(f"已撤销：{item.number}的正文恢复原样。", about=(item.key,))
