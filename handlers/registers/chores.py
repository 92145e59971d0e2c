"""What comes every month or every autumn: 工资, 个税, 社保; 报刊征订 (domain.md 6.6). Reminders only, no amounts."""

from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.registers.store import LINE, find
from scheduler.clock import SHANGHAI
from scheduler.desk import Desk
from scheduler.wording import day
from storage.office import Role
from storage.reminders import Reminder

CHORE = "chore"


@dataclass(frozen=True)
class Chore:
    """`days` are (month, day); month 0 is every month. On a day off it is the workday before."""

    name: str
    days: tuple[tuple[int, int], ...]
    what: str
    answer: str


CHORES: tuple[Chore, ...] = (
    Chore("工资数据", ((0, 5),), "报送工资数据", "工资数据已报"),
    Chore("个税申报", ((0, 15),), "完成个人所得税申报（以税务部门公布日期为准）", "个税已申报"),
    Chore("社保缴费", ((0, 25),), "办理社保缴费", "社保已办好"),
    Chore("报刊征订", ((10, 15), (11, 16), (11, 27)), "办理明年报刊征订（10月15日至11月30日）", "征订《秘书工作》3份"),
)
_BY_NAME = {chore.name: chore for chore in CHORES}


def plan(desk: Desk) -> None:
    """Plan the next of each for everybody who does them."""
    for person in desk.office.people_with(Role.LOGISTICS):
        for chore in CHORES:
            desk.plan(LINE, CHORE, f"chore:{chore.name}", person.userid, next_time(desk, chore))


def next_time(desk: Desk, chore: Chore) -> datetime:
    """9:00 of the next of its days."""
    here = desk.here.date()
    months = [(here.year + (here.month - 1 + ahead) // 12, (here.month - 1 + ahead) % 12 + 1) for ahead in range(14)]
    days = [date(year, month, on) for year, month in months for wanted, on in chore.days if wanted in (0, month)]
    moments = [datetime.combine(_workday(desk, one), time(9), SHANGHAI) for one in sorted(days)]
    return next(at for at in moments if at > desk.now)


def _workday(desk: Desk, on: date) -> date:
    return on if desk.calendar.is_workday(on) else desk.calendar.previous_workday(on)


def due(desk: Desk, reminder: Reminder) -> None:
    """Say it unless it is done already, and plan the next."""
    chore = _BY_NAME.get(reminder.object.partition(":")[2])
    if chore is None or desk.office.person(reminder.recipient) is None:
        return
    if not _done(desk, chore):
        text = f"【月度事项】请{chore.what}，今天{day(desk.here)}。办完回复“{chore.answer}”。"
        if chore.days[0][0]:
            text = f"【报刊征订】请{chore.what}。登记回复“{chore.answer}”，看清单回复“报刊征订清单”。"
        key = f"registers:{chore.name}:{reminder.recipient}:{reminder.due_at.isoformat()}"
        desk.tell(reminder.recipient, text, key=key, subject=reminder.object)
    desk.plan(LINE, CHORE, reminder.object, reminder.recipient, next_time(desk, chore))


def _done(desk: Desk, chore: Chore) -> bool:
    """This month's row stands there; for the subscriptions, everything on the list is ordered."""
    if chore.days[0][0]:
        rows = [row for row in find(desk.tx, "subscription") if row.year == desk.here.year]
        return bool(rows) and all(row.state == "已订" for row in rows)
    month = f"{desk.here.month}月"
    return any(
        row.data.get("title") == chore.name and row.data.get("month") == month
        for row in find(desk.tx, "monthly", year=desk.here.year)
    )
