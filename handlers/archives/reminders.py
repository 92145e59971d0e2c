"""The three words a year before the hand-over of 30 June, and the number of each month (domain.md 2.9, 8.1)."""

from datetime import date, datetime, time

from handlers.archives import store
from handlers.archives.filing import LINE
from scheduler.clock import SHANGHAI
from scheduler.desk import Desk
from scheduler.workdays import WorkCalendar
from storage.office import Role
from storage.outbox import Lane
from storage.reminders import Reminder

HAND_OVER, MONTHLY = "hand_over", "monthly"
OBJECT = "archives:year"
DAYS = ((3, 1), (5, 1), (6, 15))
MORNING = time(9)


def plan(desk: Desk) -> None:
    """Plan the next of each for everybody who keeps the archive."""
    for userid in keepers(desk):
        desk.plan(LINE, HAND_OVER, OBJECT, userid, next_hand_over(desk))
        desk.plan(LINE, MONTHLY, OBJECT, userid, next_month(desk))


def keepers(desk: Desk) -> list[str]:
    """The archivists and the 秘书科长."""
    people = [*desk.office.people_with(Role.ARCHIVIST), *desk.office.people_with(Role.SECRETARY_CHIEF)]
    return list(dict.fromkeys(person.userid for person in people))


def next_hand_over(desk: Desk) -> datetime:
    """1 March, 1 May or 15 June, whichever comes next; on a day off the workday after it."""
    ahead = [*hand_over_days(desk.calendar, desk.here.year), *hand_over_days(desk.calendar, desk.here.year + 1)]
    return min(at for at in ahead if at > desk.now)


def hand_over_days(calendar: WorkCalendar, year: int) -> list[datetime]:
    """The three mornings of a year."""
    return [_morning(calendar, date(year, month, day)) for month, day in DAYS]


def next_month(desk: Desk) -> datetime:
    """9:00 of the first workday of a month."""
    year, month = desk.here.year, desk.here.month
    at = _morning(desk.calendar, date(year, month, 1))
    return at if at > desk.now else _morning(desk.calendar, date(year + month // 12, month % 12 + 1, 1))


def _morning(calendar: WorkCalendar, day: date) -> datetime:
    found = day if calendar.is_workday(day) else calendar.next_workday(day)
    return datetime.combine(found, MORNING, SHANGHAI)


def hand_over(desk: Desk, reminder: Reminder) -> None:
    """How many papers of the years before still wait to be filed."""
    left = [paper for paper in store.waiting(desk.tx, desk.office) if paper.year < desk.here.year]
    if left:
        own = sum(paper.source.own for paper in left)
        years = "、".join(f"{year}年" for year in sorted({paper.year for paper in left}))
        text = (
            f"【归档提醒】{years}文件还有{len(left)}件待归档（收文{len(left) - own}、发文{own}），"
            "请于6月30日前整理移交档案室。回复“待归档有哪些”看清单，“全部归档”按建议期限归档。"
        )
        _tell(desk, reminder, text)
    desk.plan(LINE, HAND_OVER, OBJECT, reminder.recipient, next_hand_over(desk))


def monthly(desk: Desk, reminder: Reminder) -> None:
    """How many papers wait at the end of the month."""
    left = store.waiting(desk.tx, desk.office)
    if left:
        own = sum(paper.source.own for paper in left)
        text = f"【归档】截至上月底待归档{len(left)}件（收文{len(left) - own}、发文{own}）。回复“待归档有哪些”看清单。"
        _tell(desk, reminder, text)
    desk.plan(LINE, MONTHLY, OBJECT, reminder.recipient, next_month(desk))


def _tell(desk: Desk, reminder: Reminder, text: str) -> None:
    key = f"{LINE}:{reminder.kind}:{reminder.recipient}:{reminder.due_at.isoformat()}"
    desk.tell(reminder.recipient, text, lane=Lane.ROUTINE, key=key, subject=OBJECT)
