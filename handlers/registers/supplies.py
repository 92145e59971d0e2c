"""领用: asked for, approved by the 科室负责人, handed out by 行政科; stock watched (domain.md 6.6, SC35)."""

import re
from datetime import datetime, time
from typing import Any

from handlers.line import Answer, Press, Reply, Slots
from handlers.policy import NOT_FOUND, not_found
from handlers.registers import stock, supply_words
from handlers.registers.stock import REQUEST
from handlers.registers.store import LINE, Outdated, Stored, add, change, find, get, snapshot
from handlers.registers.supply_cards import SupplyAnswer, card
from handlers.turn import Turn
from scheduler.clock import SHANGHAI
from scheduler.desk import Desk
from scheduler.wording import day
from storage.changes import Change
from storage.office import Office, Person, Role
from storage.outbox import Lane
from storage.reminders import Reminder

WAITING, APPROVED, REFUSED, ISSUED = "待审批", "待发放", "未批准", "已发放"
SUPPLY = "supply"
_VERDICT = re.compile(r"(不?(?:同意|批准|批|准)|行|可以)了?(?:[，,][^，,。；;]{1,20})?")
"""Alone, or with why behind it: 不同意，库存不够."""
OUTDATED = "这一单刚被处理过，请再查一次。"


def approver(office: Office, person: Person) -> Person | None:
    """The head of the section, else the 秘书科长, else a deputy: never the one who asks."""
    section = [p for p in office.people if p.section and p.section == person.section]
    heads = [p for p in section if p.post.endswith(("科长", "主任")) or p.title in ("科长", "主任")]
    others = (
        *office.people_with(Role.SECRETARY_CHIEF),
        *office.people_with(Role.DEPUTY),
        *office.people_with(Role.DIRECTOR),
    )
    return next((p for p in (*heads, *others) if p.userid != person.userid), None)


def ask_for(turn: Turn, slots: Slots) -> Reply:
    """领10支签字笔 2包A4纸: each item made sure of, then the request."""
    wanted = [tuple(one) for one in slots.get("items") or []]
    if not wanted:
        return Reply("请写品名和数量，例如“领10支签字笔 2包A4纸”。")
    return _settle(turn, [list(one) for one in wanted], str(slots.get("purpose") or ""))


def _settle(turn: Turn, wanted: list[list[Any]], purpose: str) -> Reply:
    known = stock.items(turn)
    for index, (name, n, measure) in enumerate(wanted):
        like = stock.like(known, name)
        data = {"wanted": wanted, "purpose": purpose, "index": index}
        if len(like) > 1:
            options = tuple(item.title for item in like[:6])
            return Reply(f"领哪一种“{name}”？", options=options, then="which_item", data=data, free=True)
        if like:
            wanted[index] = [like[0].title, n, measure or like[0].data["measure"]]
        if not n:
            word = like[0].data["measure"] if like else "支"
            return Reply(f"{wanted[index][0]}领多少？例“2{word}”。", then="how_many", data=data, free=True)
    return _write(turn, wanted, purpose)


def which_item(turn: Turn, answer: Answer) -> Reply:
    """The item that was meant; 10支 said instead is the quantity, and the kind is asked again."""
    wanted, index = [list(one) for one in answer.data["wanted"]], int(answer.data["index"])
    like = stock.like(stock.items(turn), str(wanted[index][0]))
    if answer.index is not None:
        wanted[index] = [like[answer.index].title, wanted[index][1], like[answer.index].data["measure"]]
    elif (said := supply_words.quantity(turn.said.text)) is not None:
        wanted[index] = [wanted[index][0], said[0], said[1]]
    else:
        wanted[index] = [turn.said.bare[:20], wanted[index][1], wanted[index][2]]
    return _settle(turn, wanted, str(answer.data["purpose"]))


def how_many(turn: Turn, answer: Answer) -> Reply:
    """The quantity of one item."""
    wanted, index = [list(one) for one in answer.data["wanted"]], int(answer.data["index"])
    said = supply_words.quantity(turn.said.text)
    if said is None or not said[0]:
        return Reply("没太明白数量，请写“10支”这样。", then="how_many", data=dict(answer.data), free=True)
    wanted[index] = [wanted[index][0], said[0], said[1] or wanted[index][2] or "个"]
    return _settle(turn, wanted, str(answer.data["purpose"]))


def _write(turn: Turn, wanted: list[list[Any]], purpose: str) -> Reply:
    boss = approver(turn.office, turn.person)
    data: dict[str, Any] = {"title": supply_words.said(wanted), "items": wanted, "purpose": purpose or None}
    data |= {"who": turn.person.name, "who_id": turn.person.userid, "section": turn.person.section}
    data |= {"on": turn.here.date().isoformat(), "approver": boss.userid if boss else None}
    row = add(turn, REQUEST, data, WAITING if boss else APPROVED)
    turn.undoable(LINE, "add", row.object, {"id": row.id, "version": row.version})
    if boss is None:
        return Reply(f"已登记领用{row.seq}号：{row.title}。", about=(row.object,))
    turn.tell(boss.userid, card(row), lane=Lane.TIMELY, key=f"registers:{row.id}:审批卡", subject=row.object)
    turn.plan(LINE, SUPPLY, row.object, boss.userid, _morning(turn, 1))
    empty = stock.short(turn, [(str(a), int(b), str(c)) for a, b, c in wanted])
    note = f"\n注意：{'；'.join(empty)}。" if empty else ""
    return Reply(
        f"已提交领用{row.seq}号：{row.title}，待{boss.address}审批，批后由行政科发放。{note}\n写错了回复“撤销”。",
        about=(row.object,),
    )


def _morning(desk: Desk, days: int) -> datetime:
    return datetime.combine(desk.calendar.add_workdays(desk.here.date(), days), time(9), SHANGHAI)


def may_decide(person: Person, row: Stored) -> bool:
    """The approver, or who stands above; never the one who asked."""
    above = person.has(Role.DIRECTOR) or person.has(Role.DEPUTY)
    return row.data.get("who_id") != person.userid and (row.data.get("approver") == person.userid or above)


def decide(turn: Turn, row: Stored, *, agree: bool) -> Reply:
    """同意 or 不同意: the asker and 行政科 are told, and low stock is (SC35)."""
    if not may_decide(turn.person, row):
        return Reply(NOT_FOUND)
    if row.state != WAITING:
        return Reply(f"领用{row.seq}号现为“{row.state}”，不用再批。", about=(row.object,))
    before = snapshot(row)
    stock.held(turn)
    try:
        row = change(turn, REQUEST, row, "批准" if agree else "不批准", state=APPROVED if agree else REFUSED)
    except Outdated:
        return Reply(OUTDATED)
    turn.undoable(LINE, "change", row.object, before)
    turn.unplan(LINE, row.object, SUPPLY)
    key = f"registers:{row.id}:{row.version}"
    verdict = "已同意，请到行政科领取" if agree else "未获同意"
    turn.tell(
        row.data["who_id"],
        f"您的领用{row.seq}号（{row.title}）{turn.person.address}{verdict}。",
        key=f"{key}:结果",
        subject=row.object,
    )
    if not agree:
        return Reply(f"已登记：不同意领用{row.seq}号。", about=(row.object,))
    keepers = [person.userid for person in turn.office.people_with(Role.LOGISTICS)]
    words = (
        f"【用品发放】{row.data['who']}领用{row.seq}号：{row.title}，{turn.person.address}已同意。"
        f"发放后回复“领用{row.seq}号已发放”。"
    )
    turn.tell(keepers, words, lane=Lane.TIMELY, key=f"{key}:发放", subject=row.object)
    for keeper in keepers:
        turn.plan(LINE, SUPPLY, row.object, keeper, _morning(turn, 2))
    stock.alert(turn, [str(name) for name, _, _ in row.data["items"]], f"{key}:库存")
    return Reply(f"已同意领用{row.seq}号：{row.title}，已通知行政科发放。", about=(row.object,))


def hand_out(turn: Turn, row: Stored) -> Reply:
    """行政科 has given it: the stock goes down."""
    if row.state != APPROVED:
        why = "还没有批准" if row.state == WAITING else f"现为“{row.state}”"
        return Reply(f"领用{row.seq}号{why}，不能发放。", about=(row.object,))
    stock.held(turn)
    wanted = [(str(name), int(n), str(measure)) for name, n, measure in row.data["items"]]
    missing = stock.short(turn, wanted)
    if missing:
        return Reply(f"不够发放：{'；'.join(missing)}。到货先登记入库，如“A4纸入库20包”。", about=(row.object,))
    try:
        row = change(turn, REQUEST, row, "发放", state=ISSUED, closed_on=turn.here.date())
    except Outdated:
        return Reply(OUTDATED)
    stock.take(turn, wanted, -1, "发放")
    turn.undoable(LINE, "issue", row.object, {"id": row.id, "version": row.version})
    turn.unplan(LINE, row.object, SUPPLY)
    left = [
        f"{item.title}余{item.data['stock']}{item.data['measure']}"
        for item in stock.items(turn)
        if item.title in {name for name, _, _ in wanted}
    ]
    low = stock.low(turn, [name for name, _, _ in wanted])
    tail = f"（{'，'.join(left)}）" if left else ""
    warning = f"库存偏低：{'；'.join(low)}。" if low else ""
    return Reply(
        f"已发放领用{row.seq}号：{row.title}{tail}。{warning}发错了回复“撤销”。",
        about=(row.object,),
    )


def withdraw(turn: Turn, row: Stored) -> Reply:
    """The asker no longer wants it."""
    if row.data.get("who_id") != turn.person.userid:
        return Reply(NOT_FOUND)
    if row.state not in (WAITING, APPROVED):
        return Reply(f"领用{row.seq}号现为“{row.state}”，不能取消。", about=(row.object,))
    before = snapshot(row)
    try:
        row = change(turn, REQUEST, row, "取消", state="已取消", closed_on=turn.here.date())
    except Outdated:
        return Reply(OUTDATED)
    turn.undoable(LINE, "change", row.object, before)
    turn.unplan(LINE, row.object, SUPPLY)
    keepers = [person.userid for person in turn.office.people_with(Role.LOGISTICS)]
    told = keepers if before["state"] == APPROVED else [row.data.get("approver")]
    text = f"【领用取消】{row.data['who']}的领用{row.seq}号（{row.title}）已取消，不用再办。"
    key = f"registers:{row.id}:{row.version}:取消"
    turn.tell([one for one in told if one], text, lane=Lane.TIMELY, key=key, subject=row.object)
    return Reply(f"已取消领用{row.seq}号（{row.title}）。误取消回复“撤销”。", about=(row.object,))


def un_issue(turn: Turn, what: Change) -> Reply:
    """撤销 of 发放: the stock comes back."""
    row = get(turn.tx, int(what.data["id"]))
    if row is None or row.version != what.data["version"] or row.state != ISSUED:
        return Reply(OUTDATED)
    stock.held(turn)
    row = change(turn, REQUEST, row, "撤销发放", state=APPROVED)
    stock.take(turn, [(str(a), int(b), str(c)) for a, b, c in row.data["items"]], 1, "撤销发放")
    return Reply(f"已撤销：领用{row.seq}号恢复为待发放，库存已加回。", about=(row.object,))


def press(turn: Turn, payload: SupplyAnswer, press: Press) -> Reply | None:
    """A button of the approval card; a late press says how it stands."""
    row = get(turn.tx, payload.row)
    if row is None or row.register != REQUEST.name or not may_decide(turn.person, row):
        return Reply(not_found(turn.office.phones.secretariat))
    reply = decide(turn, row, agree=payload.agree)
    now = get(turn.tx, payload.row)
    if now is not None:
        turn.update_card(press.response_code, [turn.person.userid], card(now, task_id=press.task_id))
    return reply


def claim(turn: Turn) -> Reply | None:
    """A bare 同意, 不同意 or 已发放 of whoever has one request waiting."""
    word = turn.said.bare
    if verdict := _VERDICT.fullmatch(word):
        mine = [
            row for row in find(turn.tx, REQUEST.name, state=WAITING) if row.data.get("approver") == turn.person.userid
        ]
        if len(mine) > 1:
            listed = "\n".join(f"领用{row.seq}号 {row.data['who']}：{row.title}" for row in mine[:8])
            return Reply(f"有{len(mine)}单领用待您审批，请写明哪一单，如“同意领用{mine[0].seq}号”：\n{listed}")
        return decide(turn, mine[0], agree=not verdict[1].startswith("不")) if mine else None
    if word in ("已发放", "发放", "发了") and turn.person.has(Role.LOGISTICS):
        waiting = find(turn.tx, REQUEST.name, state=APPROVED)
        return hand_out(turn, waiting[-1]) if len(waiting) == 1 else None
    return None


def remind(desk: Desk, reminder: Reminder) -> None:
    """Once more to whoever has not approved or handed out; then nothing."""
    row = get(desk.tx, int(reminder.object.rpartition(":")[2]))
    if row is None or row.state not in (WAITING, APPROVED):
        return
    todo = (
        f"待您审批，回复“同意领用{row.seq}号”" if row.state == WAITING else f"待发放，发放后回复“领用{row.seq}号已发放”"
    )
    text = f"【领用提醒】{row.data['who']}{day(row.day('on') or desk.here)}申领{row.title}，{todo}。"
    desk.tell(reminder.recipient, text, key=f"registers:{row.id}:{reminder.recipient}:催", subject=row.object)
