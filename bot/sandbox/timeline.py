"""What the clock will bring: the next messages, to whom and in which words, and the days ahead (domain.md 2.7, B.2).

What a reminder will say is found by letting its line act at that moment in a transaction that is taken back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, func, select

from bot.sandbox.world import Demo
from handlers.registry import lines
from scheduler.clock import local
from scheduler.desk import Desk
from scheduler.wording import WEEKDAYS, hour
from storage.reminders import Reminder
from storage.tables import audit_event, outbox, reminder

SHOWN = 10
ASKED = 40
"""Reminders looked at, at most, to find the shown ones: one whose matter is settled says nothing."""
DAYS = 14
NAMED = 4
LONGEST = 64
DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class Coming:
    """One thing to come. `at` is the instant; `line` the line's Chinese title; `people` the receivers' names."""

    at: datetime
    line: str
    people: tuple[str, ...]
    words: str
    held: str = ""
    """When it goes out, if quiet hours or the daily cap hold it back."""

    @property
    def to(self) -> str:
        """The receivers as a reader wants them: 李可、周志强等6人."""
        shown = "、".join(self.people[:NAMED])
        return f"{shown}等{len(self.people)}人" if len(self.people) > NAMED else shown

    @property
    def hour(self) -> str:
        """9:00."""
        return hour(self.at)

    @property
    def key(self) -> str:
        """The moment for the clock to go to, in Beijing time."""
        return local(self.at).replace(tzinfo=None).isoformat()


@dataclass(frozen=True)
class Day:
    """A day of the strip. `kind` is work, off or makeup; `mark` is 休 or 班 where the weekday does not say so."""

    number: str
    weekday: str
    kind: str
    mark: str
    name: str
    today: bool


@dataclass(frozen=True)
class Stretch:
    """A part of the day's bar, in thousandths of the day."""

    start: int
    length: int


@dataclass(frozen=True)
class Timeline:
    """The panel: what comes, day by day; the strip of days; the quiet hours and the hour now, on a bar of 24 hours."""

    coming: tuple[tuple[str, tuple[Coming, ...]], ...]
    days: tuple[Day, ...]
    quiet: tuple[Stretch, ...]
    quiet_words: str
    now: int


async def timeline(demo: Demo) -> Timeline:
    """The panel as it stands."""
    coming = await demo.bot.db.write(lambda tx: _coming(tx, demo, SHOWN))
    now = local(demo.clock.now())
    windows = demo.office.limits.push.quiet
    return Timeline(
        coming=tuple(_by_day(coming, now.date())),
        days=tuple(_days(demo, now.date())),
        quiet=tuple(_quiet(windows)),
        quiet_words="、".join(f"{start:%-H:%M}–{end:%-H:%M}" for start, end in windows),
        now=_thousandths(now.hour * 60 + now.minute),
    )


async def next_message(demo: Demo) -> datetime | None:
    """When somebody next hears something; None when nothing at all is to come."""
    at = await demo.bot.db.write(lambda tx: _foreseen(tx, demo))
    return at if at is not None else await demo.next_moment()


def _foreseen(tx: Connection, demo: Demo) -> datetime | None:
    """The moment of what comes first, looked for anew only when something was done or planned since."""
    later = (outbox.c.state == "queued", outbox.c.not_before > demo.clock.now())
    told = (
        select(func.max(audit_event.c.id)),
        select(func.max(reminder.c.id)),
        select(func.count()).select_from(reminder).where(reminder.c.state == "planned"),
        select(func.count()).select_from(outbox).where(*later),
        select(func.max(outbox.c.id)).where(*later),
    )
    state = (demo.fake, demo.clock.now(), *tx.execute(select(*(one.scalar_subquery() for one in told))).one())
    if demo.foreseen[0] != state:
        coming = _coming(tx, demo, 1)
        demo.foreseen = state, coming[0].at if coming else None
    return demo.foreseen[1]


def _coming(tx: Connection, demo: Demo, most: int) -> list[Coming]:
    titles = {line.name: line.title for line in lines()}
    found = [*_waiting(tx, demo), *islice(_planned(tx, demo, titles), most)]
    return sorted(found, key=lambda one: one.at)[:most]


def _waiting(tx: Connection, demo: Demo) -> Iterable[Coming]:
    """Messages that are written already and wait for their hour."""
    query = (
        select(outbox)
        .where(outbox.c.state == "queued", outbox.c.not_before > demo.clock.now())
        .order_by(outbox.c.not_before, outbox.c.id)
        .limit(ASKED)
    )
    for row in tx.execute(query):
        words = words_of(row.kind, row.payload)
        if words:
            yield Coming(row.not_before, "已写好待发", names(demo, [row.recipient]), words)


def _planned(tx: Connection, demo: Demo, titles: dict[str, str]) -> Iterable[Coming]:
    query = select(reminder).where(reminder.c.state == "planned").order_by(reminder.c.due_at, reminder.c.id)
    for row in tx.execute(query.limit(ASKED)).all():
        due = Reminder(row.id, row.line, row.kind, row.object, row.recipient, row.due_at, row.data)
        at = max(row.due_at, demo.clock.now())
        for rows in _said(tx, demo, due, at):
            held = max(row.not_before for row in rows)
            yield Coming(
                at,
                titles[due.line],
                names(demo, [row.recipient for row in rows]),
                words_of(rows[0].kind, rows[0].payload),
                f"安静时段，{hour(held)}送达" if held > at else "",
            )


def _said(tx: Connection, demo: Demo, due: Reminder, at: datetime) -> list[list[Row[Any]]]:
    """The rows that the reminder would write, those with equal words together. Nothing of it stays."""
    before = tx.execute(select(func.max(outbox.c.id))).scalar_one() or 0
    desk = Desk(tx=tx, now=at, office=demo.office, calendar=demo.bot.calendar, request_id="timeline")
    fire = next(line.reminders[due.kind] for line in lines() if line.name == due.line)
    attempt = tx.begin_nested()
    try:
        fire(desk, due)
        rows = tx.execute(select(outbox).where(outbox.c.id > before).order_by(outbox.c.id)).all()
    finally:
        attempt.rollback()
    groups: dict[str, list[Row[Any]]] = {}
    for row in rows:
        words = words_of(row.kind, row.payload)
        if words:
            groups.setdefault(words, []).append(row)
    return list(groups.values())


def words_of(kind: str, payload: dict[str, Any]) -> str:
    """The beginning of what a person will read; "" for what is no message (an update, a calendar entry)."""
    if kind == "card":
        parts = [payload["title"], payload.get("desc"), payload.get("text")]
        text = "，".join(part for part in parts if part)
    elif kind in ("text", "chat_text"):
        text = payload["text"]
    elif kind == "file":
        text = f"文件《{payload['name']}》"
    else:
        return ""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def names(demo: Demo, recipients: Sequence[str]) -> tuple[str, ...]:
    """Who gets it, each once."""
    found = []
    for recipient in recipients:
        kind, _, key = recipient.partition(":")
        person = demo.office.person(key)
        found.append(person.name if person else "群" if kind == "chat" else key)
    return tuple(dict.fromkeys(found))


def _by_day(coming: Iterable[Coming], today: date) -> Iterable[tuple[str, tuple[Coming, ...]]]:
    days: dict[date, list[Coming]] = {}
    for one in coming:
        days.setdefault(local(one.at).date(), []).append(one)
    for day, found in days.items():
        ahead = (day - today).days
        near = ("今天", "明天", "后天")[ahead] if ahead <= 2 else ""
        yield f"{near} {day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}".strip(), tuple(found)


def _days(demo: Demo, today: date) -> Iterable[Day]:
    calendar = demo.bot.calendar
    for ahead in range(DAYS):
        day = today + timedelta(days=ahead)
        weekend, works = day.weekday() > 4, calendar.is_workday(day)
        kind = "makeup" if calendar.is_makeup(day) else "work" if works else "off"
        mark = "班" if kind == "makeup" else "休" if not works and (calendar.holiday_name(day) or not weekend) else ""
        number = f"{day.month}/{day.day}" if day.day == 1 or ahead == 0 else str(day.day)
        yield Day(number, WEEKDAYS[day.weekday()], kind, mark, calendar.holiday_name(day) or "", ahead == 0)


def _quiet(windows: Iterable[tuple[Any, Any]]) -> Iterable[Stretch]:
    for start, end in windows:
        first, last = (moment.hour * 60 + moment.minute for moment in (start, end))
        for begin, stop in ((first, last),) if first < last else ((0, last), (first, DAY_MINUTES)):
            yield Stretch(_thousandths(begin), _thousandths(stop) - _thousandths(begin))


def _thousandths(minutes: int) -> int:
    return minutes * 1000 // DAY_MINUTES
