"""Rules of 值班 and of reporting an emergency in time (domain.md 6.1, 6.2). Pure functions; Beijing time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar

DAY, NIGHT, WHOLE = "白班", "夜班", "全天"
KINDS = (DAY, NIGHT, WHOLE)
MORNING, EVENING = time(8, 30), time(17, 30)
EVE = time(16)
BEFORE_START, BEFORE_END = timedelta(minutes=60), timedelta(minutes=30)
LIMITS = {False: (30, 60), True: (15, 30)}
"""Minutes to the telephone report and to the written one, by whether the event is 重大 or 特别重大."""
AGAIN = timedelta(hours=2)
"""续报 at least so often until the 终报."""
PHONE_WARNING, WRITTEN_WARNING = timedelta(minutes=10), timedelta(minutes=15)
HOLIDAY_WORKDAYS = 3
"""The roster of a holiday is due so many workdays before it; 行政科 is reminded two workdays earlier and on the day."""
ONE_DAY = timedelta(days=1)

EVENT = (
    r"(?:着火|起火|失火|火灾|火情|爆炸|坍塌|塌方|倒塌|垮塌|山体滑坡|泥石流|溃[口堤坝]|决口|管涌|群体性|聚集闹事|溺水|落水|燃气泄漏"
    r"|煤气泄漏|毒气|泄漏|食物中毒|内涝|踩踏|车祸|翻车|翻船|地震|触电|跳楼|险情|被困|困人|(?:发生|出了?|一起)[^，,。]{0,8}事故"
    r"|台风(?:登陆|来了|刮|吹)|(?:有|多|[\d一二两三四五六七八九十]+)名?人(?:受伤|重伤|轻伤|伤亡|死亡|被困|落水|失联|遇难|昏迷)|伤亡)"
)
NO_EVENT = (
    r"演练|演习|拉练|预案|培训|模拟|推演|案例|宣传|登记|通知|公告|会议|开会|方案|投稿|供稿|报信息|反馈|进展|督办|立项|整治|总结|提醒我"
    r"|来文|收文|发文|批示|转办|呈送|签收|办结|隐患|排查|防范|预防|查一下|多少|几起|统计|交接|接班|建议|去年|上个?月|昨年|报告标题|标题"
    r"|《|〔|关于|假如|如果|万一|课题|调研|材料|续报|终报|首报|保险|条例|信息：|督〔|消防(?:通道|设施|检查|安全)|设置|开[^，,。]{0,12}会(?!儿)|会议室|调查会|调度会"
    r"|^\W*(?:查|找|搜|调出|列出)"
)


@dataclass(frozen=True, slots=True)
class Step:
    """A reminder of a shift: eve, hour (before the start) or close (before the end), and when."""

    name: str
    at: datetime


def happens(text: str) -> bool:
    """Whether free words tell of an emergency that is going on: never a title, 登记, 演练, 预案 or 培训 (6.1)."""
    return re.search(EVENT, text) is not None and re.search(NO_EVENT, text) is None


def starts(day: date, kind: str) -> datetime:
    """When a shift begins."""
    return datetime.combine(day, EVENING if kind == NIGHT else MORNING, SHANGHAI)


def ends(day: date, kind: str) -> datetime:
    """When it ends: 夜班 and 全天 at 8:30 of the next day."""
    return (
        datetime.combine(day, EVENING, SHANGHAI) if kind == DAY else datetime.combine(day + ONE_DAY, MORNING, SHANGHAI)
    )


def hours(kind: str) -> str:
    """夜班17:30—次日8:30."""
    return {DAY: "白班8:30—17:30", NIGHT: "夜班17:30—次日8:30", WHOLE: "24小时（8:30—次日8:30）"}[kind]


def at(instant: datetime) -> tuple[tuple[date, str], ...]:
    """The shifts that may cover an instant (Beijing time), the likelier first."""
    day, now = instant.date(), instant.time()
    if now < MORNING:
        return ((day - ONE_DAY, NIGHT), (day - ONE_DAY, WHOLE))
    return ((day, DAY), (day, WHOLE)) if now < EVENING else ((day, NIGHT), (day, WHOLE))


def usual(day: date, calendar: WorkCalendar) -> str:
    """The shift that is meant when none is named: the night of a workday, the whole of a day off."""
    return NIGHT if calendar.is_workday(day) else WHOLE


def clash(kind: str) -> tuple[str, ...]:
    """The shifts of the same day that one of this kind leaves no room for."""
    return (DAY, NIGHT) if kind == WHOLE else (WHOLE,)


def steps(day: date, kind: str) -> tuple[Step, ...]:
    """The reminders of a shift: the day before at 16:00, an hour before it, half an hour before its end."""
    return (
        Step("eve", datetime.combine(day - ONE_DAY, EVE, SHANGHAI)),
        Step("hour", starts(day, kind) - BEFORE_START),
        Step("close", ends(day, kind) - BEFORE_END),
    )


def holiday(day: date, calendar: WorkCalendar) -> list[date]:
    """All days off that hang together around a day of a festival."""
    first = last = day
    while not calendar.is_workday(first - ONE_DAY):
        first -= ONE_DAY
    while not calendar.is_workday(last + ONE_DAY):
        last += ONE_DAY
    return list(days(first, last))


def next_holiday(after: date, calendar: WorkCalendar) -> list[date]:
    """The first holiday that begins after the day."""
    day = after + ONE_DAY
    while calendar.holiday_name(day) is None or holiday(day, calendar)[0] <= after:
        day += ONE_DAY
    return holiday(day, calendar)


def roster_reminders(block: Sequence[date], calendar: WorkCalendar) -> tuple[datetime, datetime]:
    """When 行政科 is asked for the roster of a holiday: two workdays before it is due, and on the day it is due."""
    nine = time(9)
    return (
        datetime.combine(calendar.add_workdays(block[0], -HOLIDAY_WORKDAYS - 2), nine, SHANGHAI),
        datetime.combine(calendar.add_workdays(block[0], -HOLIDAY_WORKDAYS), nine, SHANGHAI),
    )


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    return (first + n * ONE_DAY for n in range((last - first).days + 1))


@dataclass(frozen=True, slots=True)
class Timer:
    """What is known of an event: when it was told, until when what is due, and what was reported when (UTC)."""

    id: int
    reporter: str
    officers: tuple[str, ...]
    started_at: datetime
    phone_due: datetime
    written_due: datetime
    phoned_at: datetime | None
    written_at: datetime | None
    reports: int
    reported_at: datetime | None

    @property
    def next_report(self) -> datetime:
        """Until when the next 续报 is due."""
        return max(filter(None, (self.written_at or self.written_due, self.reported_at))) + AGAIN


def next_push(timer: Timer, now: datetime) -> datetime:
    """When the next word is due: before and at each limit that is still open, then every two hours."""
    found = []
    if timer.phoned_at is None:
        found += [timer.phone_due - PHONE_WARNING, timer.phone_due]
    if timer.written_at is None:
        found += [timer.written_due - WRITTEN_WARNING, timer.written_due]
    report = timer.next_report
    while report <= now:
        report += AGAIN
    return min(at for at in (*found, report) if at > now)
