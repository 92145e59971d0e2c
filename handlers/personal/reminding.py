"""提醒我明天上午9点交材料: once or again and again, listed, cancelled, put off (domain.md 7.4)."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from handlers.line import Press, Reply, Slots
from handlers.personal import rules
from handlers.personal.tables import TEXT_LENGTH, personal_reminder
from handlers.said import Said, When
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.desk import Desk
from scheduler.wording import hour, moment
from storage.changes import Change
from storage.db import lock
from storage.messages import Button, Card
from storage.outbox import Lane
from storage.payload import Payload
from storage.reminders import Reminder

NAME, KIND = "personal", "remind"
WAITING, DONE, CANCELLED = "待提醒", "已提醒", "已取消"
SNOOZE = (("再过10分钟", 10), ("再过1小时", 60))
RECENT = timedelta(hours=12)
"""How long after a reminder 稍后 still means it."""
MOST = 100
_NUMBER = re.compile(r"(?:提醒|第)\s*(\d{1,3})|(\d{1,3})\s*号?(?:提醒)?")
_HALF_HOUR = re.compile("半个?小时|半点")


class Later(Payload, prefix="remind-later"):
    """稍后 on a reminder: again in so many minutes; 0 is 知道了."""

    reminder: int
    minutes: int


def remind(turn: Turn, slots: Slots) -> Reply:
    """Write it down and read it back."""
    mine = _waiting(turn)
    if len(mine) >= MOST:
        return Reply(f"您已有{MOST}条提醒，请先回复“我的提醒”清理一下。")
    rrule, first, holiday = slots.get("rrule"), None, None
    due = datetime.fromisoformat(slots["datetime"])
    if rrule:
        first = local(due).date()
        holiday = rules.holiday_rule(rrule, slots.get("holiday"))
        try:
            due = rules.next_time(rrule, first, holiday, turn.now, turn.calendar)
        except ValueError:
            return Reply("这种周期设不了，可以说“每天”“每周一”“每月5日”“每年12月1日”加钟点。没有登记。")
    elif due <= turn.now:
        return Reply(f"{moment(due)}已经过去，请换一个时间，例如“提醒我明天上午9点……”。没有登记。")
    text = str(slots["text"])[:TEXT_LENGTH]
    lock(turn.tx, f"remind:{turn.person.userid}")
    last = select(func.max(personal_reminder.c.no)).where(personal_reminder.c.userid == turn.person.userid)
    values = {
        "userid": turn.person.userid,
        "no": (turn.tx.execute(last).scalar() or 0) + 1,
        "text": text,
        "due_at": due,
        "rrule": rrule,
        "first_day": first,
        "holiday": holiday,
        "state": WAITING,
        "created_by": turn.actor,
        "created_at": turn.now,
        "updated_at": turn.now,
    }
    row = turn.tx.execute(insert(personal_reminder).values(**values).returning(*personal_reminder.c)).one()
    _plan(turn, row.id, due)
    turn.note("个人提醒", _key(row.id))
    turn.undoable(NAME, "remind", _key(row.id), {"id": row.id})
    again = f"{rules.words(rrule, holiday or rules.ALWAYS)}，首次{moment(due)}" if rrule else moment(due)
    caveat = turn.calendar.caveat(turn.here.date(), local(due).date()) if rrule else None
    more = f"\n{caveat}。" if caveat else ""
    return Reply(
        f"好的，{again}提醒您：{text}（提醒{row.no}）。不要了回复“取消提醒{row.no}”。{more}", about=(_key(row.id),)
    )


def fire(desk: Desk, reminder: Reminder) -> None:
    """Say it at the hour the person chose, then plan the next time."""
    row = _get(desk, int(reminder.object.rpartition(":")[2]))
    if row is None or row.state == CANCELLED or (row.due_at > desk.now and not reminder.data.get("again")):
        return
    count = row.snoozed
    late = f"（原定{hour(reminder.due_at)}）" if reminder.late else ""
    card = Card(
        task_id=f"remind-{row.id}-{count}-{int(reminder.due_at.timestamp())}",
        title="提醒",
        desc=f"{moment(desk.now)}{late}"[:44],
        text=row.text,
        buttons=(
            *(Button(text=text, key=Later(reminder=row.id, minutes=n).pack(), style=2) for text, n in SNOOZE),
            Button(text="知道了", key=Later(reminder=row.id, minutes=0).pack()),
        ),
    )
    key = f"{_key(row.id)}:{reminder.due_at.isoformat()}"
    desk.tell(row.userid, card, lane=Lane.ANSWER, key=key, subject=_key(row.id))
    values: dict[str, Any] = {"fired_at": desk.now}
    if row.rrule and row.first_day and row.due_at <= desk.now:
        due = rules.next_time(row.rrule, row.first_day, row.holiday or rules.ALWAYS, desk.now, desk.calendar)
        values["due_at"] = due
        _plan(desk, row.id, due)
    elif not row.rrule:
        values["state"] = DONE
    _set(desk, row.id, **values)


def listed(turn: Turn, _slots: Slots) -> Reply:
    """我的提醒."""
    mine = _waiting(turn)
    if not mine:
        return Reply("您现在没有待办提醒。要设请说“提醒我明天上午9点交材料”。")
    lines = [f"提醒{row.no}：{_when(row)} {row.text}" for row in mine]
    return Reply("\n".join(("您的提醒：", *lines, "取消请回复“取消提醒”加号数。")), about=(_key(mine[0].id),))


def cancel(turn: Turn, _slots: Slots) -> Reply:
    """取消提醒2; 不用提醒我交材料了; the last one that was spoken of; all."""
    mine = _waiting(turn)
    found = _meant(turn, mine)
    if not mine or found == []:
        return Reply("没有找到这条提醒。回复“我的提醒”查看。")
    if found is None:
        return Reply(
            "\n".join(
                ("要取消哪一条？请回复“取消提醒”加号数：", *(f"提醒{row.no}：{_when(row)} {row.text}" for row in mine))
            )
        )
    for row in found:
        _set(turn, row.id, state=CANCELLED)
        turn.unplan(NAME, _key(row.id))
        turn.note("取消个人提醒", _key(row.id))
    return Reply(f"已取消：{'、'.join(f'提醒{row.no}（{row.text}）' for row in found)}。")


def _meant(turn: Turn, mine: list[Row[Any]]) -> list[Row[Any]] | None:
    text = turn.said.text
    if re.search(r"所有|全部|都", text):
        return mine
    number = _NUMBER.search(text)
    if number:
        return [row for row in mine if row.no == int(number[1] or number[2])]
    words = rules.subject(re.sub(r"取消|不用|不要|别|删除?掉?|了|再|那个|这个|提醒", "", text), [])
    if len(words) > 1:
        return [row for row in mine if words in row.text or row.text in words]
    lately = turn.lately("remind")
    same = [row for row in mine if lately and row.id == int(lately)]
    return same or (mine if len(mine) == 1 else None)


def undo(turn: Turn, change: Change) -> Reply:
    """Take the newest reminder back."""
    _set(turn, change.data["id"], state=CANCELLED)
    turn.unplan(NAME, _key(change.data["id"]))
    return Reply("已撤销：提醒取消。")


def later(turn: Turn, _slots: Slots) -> Reply:
    """再过10分钟, 一小时后再提醒: the reminder that came last."""
    since = turn.now - RECENT
    table = personal_reminder
    query = select(table).where(
        table.c.userid == turn.person.userid, table.c.fired_at > since, table.c.state != CANCELLED
    )
    row = turn.tx.execute(query.order_by(table.c.fired_at.desc(), table.c.id.desc())).first()
    if row is None:
        return Reply("刚才没有提醒可以推后。要设提醒请说“提醒我下午3点……”。")
    when = next((one for one in turn.said.times if one.start), None)
    due = local(when.start) if when and when.start else None
    if due is None or due <= turn.now:
        due = turn.here + timedelta(minutes=30 if _HALF_HOUR.search(turn.said.text) else 10)
    return _again(turn, row, due)


def pressed(turn: Turn, payload: Later, press: Press) -> Reply | None:
    """A button of a reminder; only its owner has any right to it."""
    row = _get(turn, payload.reminder)
    if row is None or row.userid != turn.person.userid or row.state == CANCELLED:
        return Reply("没有找到这条提醒。")
    done = next((text for text, minutes in SNOOZE if minutes == payload.minutes), "知道了")
    card = Card(title="提醒", desc=row.text[:44], done=done)
    turn.update_card(press.response_code, [turn.person.userid], card)
    return _again(turn, row, turn.here + timedelta(minutes=payload.minutes)) if payload.minutes else None


def _again(turn: Turn, row: Row[Any], due: datetime) -> Reply:
    _set(turn, row.id, snoozed=row.snoozed + 1, **({} if row.rrule else {"state": WAITING, "due_at": due}))
    turn.plan(NAME, f"{KIND}_again", _key(row.id), row.userid, due, {"again": True})
    return Reply(
        f"好的，{hour(due) if due.date() == turn.here.date() else moment(due)}再提醒您：{row.text}。",
        about=(_key(row.id),),
    )


def _plan(desk: Desk, reminder: int, due: datetime) -> None:
    owner = _get(desk, reminder)
    if owner is not None:
        desk.plan(NAME, KIND, _key(reminder), owner.userid, due)


def _waiting(turn: Turn) -> list[Row[Any]]:
    table = personal_reminder
    query = select(table).where(table.c.userid == turn.person.userid, table.c.state == WAITING)
    return list(turn.tx.execute(query.order_by(table.c.due_at, table.c.id)))


def _when(row: Row[Any]) -> str:
    return rules.words(row.rrule, row.holiday or rules.ALWAYS) if row.rrule else moment(row.due_at)


def _get(desk: Desk, reminder: int) -> Row[Any] | None:
    return desk.tx.execute(select(personal_reminder).where(personal_reminder.c.id == reminder)).first()


def _set(desk: Desk, reminder: int, **values: Any) -> None:
    more = {"updated_at": desk.now, "version": personal_reminder.c.version + 1}
    desk.tx.execute(update(personal_reminder).where(personal_reminder.c.id == reminder).values(**values, **more))


def _key(reminder: int) -> str:
    return f"remind:{reminder}"


def when_slot(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The instant; a day without an hour means nine o'clock."""
    when = _first(said)
    if when is None:
        return None
    start = when.start
    if start is None:
        start = when.end
        if start is not None and when.deadline:
            morning = datetime.combine(_day(start), rules.MORNING, start.tzinfo)
            start = morning if morning > said.now else start - timedelta(hours=1)
    elif when.grain in ("day", "week", "month") and when.kind != "set":
        start = datetime.combine(_day(start), rules.MORNING, start.tzinfo)
        start = start if start > said.now or _day(start) != said.now.date() else said.now + timedelta(hours=1)
    return start.isoformat() if start else None


def _day(instant: datetime) -> date:
    return local(instant).date()


def rrule_slot(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """每周一9点."""
    when = _first(said)
    return when.rrule if when is not None else None


def holiday_slot(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """遇节假日跳过 and the like."""
    when = _first(said)
    if when is not None and when.holiday_rule:
        return when.holiday_rule
    found = re.search(
        r"遇.{0,4}(?:节假日|假期|休息日|放假).{0,4}?(提前|往前|前一|跳过|取消|不提醒|不用|顺延|推后|延后|往后|后一)",
        said.text,
    )
    if found is None:
        return None
    return "prev" if "前" in found[1] else "next" if found[1] in ("顺延", "推后", "延后", "往后", "后一") else "skip"


def text_slot(said: Said, asked: bool, _slots: Slots) -> str | None:
    """What it is about."""
    found = rules.subject(said.text, [one.span for one in said.times])
    return found or (said.bare if asked and not said.times else None)


def _first(said: Said) -> When | None:
    times = [one for one in said.times if one.start or one.end]
    return next((one for one in times if one.rrule), next(iter(times), None))
