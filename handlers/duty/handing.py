"""交接班: the open items of a shift in writing, acknowledged by the next; papers that came at night (domain.md 6.2)."""

import re
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update

from handlers.duty import planning, rules, store, wording
from handlers.duty.store import Shift
from handlers.duty.tables import ITEM_LENGTH, duty_handover
from handlers.duty.wording import NAME
from handlers.line import Press, Reply, Slots
from handlers.turn import Turn
from scheduler.clock import SHANGHAI
from scheduler.desk import Desk
from scheduler.wording import moment
from storage.changes import Change
from storage.messages import Button, Card
from storage.office import Role
from storage.outbox import Lane
from storage.payload import Payload
from storage.reminders import Reminder

LATE = timedelta(hours=4)
"""How long after its end a shift may still hand over."""
NIGHT_PAPER = "night_paper"
OPENING = time(8, 30)
_LEAD = re.compile(r"^\W*(?:值班)?(?:交接(?:班)?(?:事项|记录)?|交班|未尽事项)[是为有]?[：:，,\s]*")
_NONE = re.compile(r"^(?:无|没有|没有了|无未尽事项|没什么|一切正常|正常)?\W*$")
_COUNT = re.compile(r"(\d+)\s*[件份]")
_URGENT = re.compile("特提|特急|加急|急件|紧急")


class TakeOver(Payload, prefix="duty-take"):
    """接班: the next shift has the open items."""

    handover: int


def give(turn: Turn, _slots: Slots) -> Reply:
    """交接：…；… by whoever is on duty, or was until a little while ago."""
    shift = _own(turn)
    if shift is None:
        return Reply("现在不是您的班次，不能交接。查自己的班请回复“我什么时候值班”。")
    words = _LEAD.sub("", turn.said.text).strip(" \t\n，,。")
    if rules.happens(words) or re.search(rules.EVENT, words):
        return Reply(
            "突发事件的内容不在这里保存，请记入纸质值班记录并当面交接。这里只写“有一件突发事件，见值班记录”。没有保存。"
        )
    items = (
        []
        if _NONE.match(words)
        else [part.strip()[:ITEM_LENGTH] for part in re.split(r"[；;\n]", words) if part.strip()]
    )
    row = _row(turn, shift)
    items = [*(row.items if row.given_at is None else []), *items]
    values = {"items": items, "given_by": turn.person.userid, "given_at": turn.now, "taken_at": None, "taken_by": None}
    turn.tx.execute(_update(row.id, turn.now, **values))
    turn.note("交接班", shift.key, after={"items": len(items)})
    taking = store.following(turn.tx, shift)
    listed = "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1)) or "无未尽事项"
    if taking is None or not taking.officers:
        return Reply(f"已记下{wording.title(shift)}未尽事项：\n{listed}\n下一班还没有排班，请联系行政科并当面交接。")
    _ask(turn, shift, taking, row.id, items)
    to = wording.names(turn.office, taking.officers)
    return Reply(f"已交接给下一班{to}：\n{listed}\n对方确认后告诉您；请同时当面交接。改动请重新发“交接：……”。")


def _ask(turn: Turn, shift: Shift, taking: Shift, handover: int, items: list[str]) -> None:
    version = turn.tx.execute(select(duty_handover.c.version).where(duty_handover.c.id == handover)).scalar_one()
    text = "；".join(f"{n}.{item}" for n, item in enumerate(items, 1)) or "无未尽事项"
    key = f"duty:handover:{handover}:{version}"
    for userid in taking.officers:
        card = Card(
            task_id=f"duty-take-{handover}-{version}-{userid}",
            title=f"交接班：{wording.title(shift)}"[:36],
            desc=f"{turn.person.name}交来未尽事项{len(items)}项，请核对后确认接班"[:44],
            text=text if len(text) <= 160 else f"{text[:159]}…",
            buttons=(Button(text="接班", key=TakeOver(handover=handover).pack()),),
        )
        turn.tell(userid, card, lane=Lane.TIMELY, key=key, subject=shift.key)
    if len(text) > 160:
        turn.tell(taking.officers, f"【交接班】{text}", lane=Lane.TIMELY, key=f"{key}:全文", subject=shift.key)
    planning.plan_untaken(turn, handover, taking.officers[0], step=1)


def take(turn: Turn, _slots: Slots) -> Reply:
    """接班 in words: the newest hand-over that waits for this person."""
    query = select(duty_handover).where(duty_handover.c.given_at.is_not(None), duty_handover.c.taken_at.is_(None))
    for row in turn.tx.execute(query.order_by(duty_handover.c.day.desc(), duty_handover.c.given_at.desc())):
        if _may_take(turn, row):
            return _take(turn, row)
    return Reply("没有等您确认的交接。")


def pressed(turn: Turn, payload: TakeOver, press: Press) -> Reply | None:
    """接班 on the card; a forwarded card gives no rights, a late press says who took over when."""
    row = turn.tx.execute(select(duty_handover).where(duty_handover.c.id == payload.handover)).first()
    if row is None or row.given_at is None or not _may_take(turn, row):
        return Reply("没有等您确认的交接。")
    if row.taken_at is not None:
        by = wording.names(turn.office, [row.taken_by])
        return Reply(f"已由{by}于{moment(row.taken_at)}确认接班。")
    reply = _take(turn, row)
    card = Card(
        title=f"交接班：{row.day.month}月{row.day.day}日{row.kind}", desc=f"{turn.person.name}已接班", done="已接班"
    )
    turn.update_card(press.response_code, [turn.person.userid], card)
    return reply


def _may_take(turn: Turn, row: Row[Any]) -> bool:
    before = store.get(turn.tx, row.day, row.kind)
    taking = store.following(turn.tx, before) if before else None
    return taking is not None and turn.person.userid in taking.officers


def _take(turn: Turn, row: Row[Any]) -> Reply:
    turn.tx.execute(_update(row.id, turn.now, taken_by=turn.person.userid, taken_at=turn.now))
    turn.unplan(NAME, f"duty:handover:{row.id}")
    turn.note("接班", store.key(row.day, row.kind))
    shift = f"{row.day.month}月{row.day.day}日{row.kind}"
    text = f"【交接班】{turn.person.name}已确认接班（{shift}，未尽事项{len(row.items)}项）。"
    turn.tell(row.given_by, text, lane=Lane.TIMELY, key=f"duty:handover:{row.id}:接班:{row.version}")
    listed = "\n".join(f"{n}. {item}" for n, item in enumerate(row.items, 1)) or "无未尽事项"
    return Reply(f"已接班。上一班未尽事项：\n{listed}")


def night_paper(turn: Turn, _slots: Slots) -> Reply:
    """夜里来了急件1件: no title here; who is shown it now, and the registration next workday by 9:00 (6.2)."""
    shift = _own(turn)
    if shift is None:
        return Reply("夜间来文由值班员登记。您现在不在班，请联系值班室" + wording.phone(turn) + "。")
    found = _COUNT.search(turn.said.text)
    many, urgent = int(found[1]) if found else 1, _URGENT.search(turn.said.text) is not None
    day = turn.calendar.next_workday(turn.here.date()) if turn.here.time() >= OPENING else turn.here.date()
    day = day if turn.calendar.is_workday(day) else turn.calendar.next_workday(day)
    what = f"{'急件' if urgent else '平件'}{many}件"
    row = _row(turn, shift)
    item = f"夜间来文{what}，待秘书科{day.month}月{day.day}日9:00前补登记"
    turn.tx.execute(_update(row.id, turn.now, items=[*row.items, item]))
    planned = f"{shift.key}:{turn.request_id}"[:64]
    turn.undoable(NAME, "night_paper", planned, {"handover": row.id, "item": item})
    for clerk in turn.office.people_with(Role.CLERK):
        due = datetime.combine(day, OPENING, SHANGHAI)
        turn.plan(NAME, NIGHT_PAPER, planned, clerk.userid, due, {"what": what})
    turn.note("夜间来文", shift.key, after={"what": what})
    leader = wording.name(turn.office, shift.leader) or "带班领导"
    now = f"请立即送{leader}阅示并电话通知承办单位，" if urgent else "请妥善保管，"
    return Reply(f"已记：夜间来文{what}。{now}{day.month}月{day.day}日9:00前交秘书科补登记。标题、文号不用发到这里。")


def undo_night_paper(turn: Turn, change: Change) -> Reply:
    """What was counted wrong is taken back, and the clerk is not called for it."""
    row = turn.tx.execute(select(duty_handover).where(duty_handover.c.id == change.data["handover"])).one()
    items = list(row.items)
    if row.taken_at is not None or change.data["item"] not in items:
        return Reply("已经交接给下一班，不能撤销，请当面说明。")
    items.remove(change.data["item"])
    turn.tx.execute(_update(row.id, turn.now, items=items))
    turn.unplan(NAME, change.object)
    turn.note("撤销夜间来文", store.key(row.day, row.kind))
    return Reply("已撤销：这次夜间来文登记取消。")


def register_paper(desk: Desk, reminder: Reminder) -> None:
    """The clerk, on the morning after."""
    text = f"【夜间来文】值班室收到{reminder.data['what']}，请今天9:00前到值班室交接并补登记。"
    desk.tell(reminder.recipient, text, lane=Lane.TIMELY, key=f"{reminder.object}:补登记", subject=reminder.object)


def _own(turn: Turn) -> Shift | None:
    """The shift of this person that runs now or ended a little while ago."""
    for instant in (turn.now, turn.now - LATE):
        shift = store.at(turn.tx, instant)
        if shift is not None and turn.person.userid in shift.officers:
            return shift
    return None


def _row(turn: Turn, shift: Shift) -> Row[Any]:
    same = (duty_handover.c.day == shift.day, duty_handover.c.kind == shift.kind)
    if turn.tx.execute(select(duty_handover.c.id).where(*same)).first() is None:
        values = {"day": shift.day, "kind": shift.kind, "items": [], "created_by": turn.actor}
        turn.tx.execute(insert(duty_handover).values(**values, created_at=turn.now, updated_at=turn.now))
    return turn.tx.execute(select(duty_handover).where(*same)).one()


def _update(handover: int, now: datetime, **values: Any) -> Any:
    more = {"updated_at": now, "version": duty_handover.c.version + 1}
    return update(duty_handover).where(duty_handover.c.id == handover).values(**values, **more)
