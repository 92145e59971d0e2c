"""The world of the simulated quarter: an office of many units, a clock, and messages that go as they really would."""

import heapq
import itertools
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, event, func, select

from bot import render
from handlers.said import Said
from handlers.supervision import LINE
from handlers.turn import Turn
from scheduler.clock import SHANGHAI, local
from scheduler.dispatch import claim_parcels
from scheduler.parcels import Parcel
from scheduler.ticks import tick
from scheduler.workdays import WorkCalendar
from storage import outbox, reminders
from storage.db import driver_url, make_engine
from storage.office import Category, Office, Person, Role, Unit, load_office
from storage.outbox import Lane
from storage.tables import outbox as outbox_table
from storage.types import metadata

FIRST = date(2026, 7, 15)
"""中秋 and 国庆 lie in the 92 days from here, and two weekends that are worked."""
DAYS = 92
CHIEF, DEPUTY = "duheng", "guoping"
PAGE = 2048
MANY = 500
CALENDAR = WorkCalendar()


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def wide_office(units: int) -> Office:
    """The sample office with as many units as wanted."""
    sample = load_office(None)
    more = [
        Unit(
            id=f"x{n}",
            name=f"云湾区第{n}事务中心",
            short=f"第{n}中心",
            label=f"区第{n}中心",
            category=Category.GOVERNMENT,
            liaison=f"liaison-x{n}",
            head=f"head-x{n}",
        )
        for n in range(len(sample.units), units)
    ]
    staff = [
        Person(userid=userid, name=f"{word}{unit.id}", post=word, unit=unit.short, roles=(role,))
        for unit in more
        for userid, word, role in (
            (unit.liaison or "", "联络员", Role.UNIT_LIAISON),
            (unit.head or "", "主任", Role.UNIT_HEAD),
        )
    ]
    fields = {name: getattr(sample, name) for name in Office.model_fields}
    return Office(**{**fields, "units": (*sample.units, *more)[:units], "people": (*_staff(sample, units), *staff)})


def _staff(sample: Office, units: int) -> list[Person]:
    kept = {unit.short for unit in sample.units[:units]} | {sample.own.short}
    return [person for person in sample.people if person.unit is None or person.unit in kept]


@dataclass(frozen=True)
class Sent:
    """One message as a phone gets it."""

    who: str
    at: datetime
    lane: Lane
    pages: int


@dataclass
class World:
    """The clock, the queue of what people will do, and what reaches their phones. Deterministic for a seed."""

    tasks: int
    units: int
    days: int = DAYS
    seed: int = 2026
    sent: list[Sent] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.office = wide_office(self.units)
        self.fires = {("supervision", kind): fire for kind, fire in LINE.reminders.items()}
        self.now = moment(FIRST, 0)
        self.end = moment(FIRST + timedelta(days=self.days), 0)
        self._acts: list[tuple[datetime, int, Callable[[Connection], None]]] = []
        self._ids = itertools.count()
        self._real = 0.0

    def at(self, when: datetime, act: Callable[[Connection], None]) -> None:
        """Let something happen then, if the quarter lasts so long."""
        if self.now <= when < self.end:
            heapq.heappush(self._acts, (when, self.next_id(), act))

    def turn(self, tx: Connection, userid: str, words: str = "") -> Turn:
        """That person says that now."""
        person = self.office.person(userid)
        assert person is not None, userid
        now = self.now.astimezone(UTC)
        said = Said(text=words, now=self.now)
        request = f"q{self.next_id()}"
        return Turn(
            tx=tx,
            now=now,
            office=self.office,
            calendar=CALENDAR,
            request_id=request,
            actor=userid,
            person=person,
            said=said,
        )

    def next_id(self) -> int:
        return next(self._ids)

    def liaison(self, unit: str) -> str:
        return self.office.liaisons(unit)[0].userid

    def run(self) -> None:
        """Play the quarter."""
        with tempfile.TemporaryDirectory() as folder, _engine(Path(folder) / "quarter.db") as engine:
            self.begin()
            while (when := self._next(engine)) is not None and when < self.end:
                self.now = max(self.now, when)
                with engine.connect().execution_options(write=True) as tx, tx.begin():
                    while self._acts and self._acts[0][0] <= self.now:
                        heapq.heappop(self._acts)[2](tx)
                self._let_time_act(engine)
            self.now = self.end
            with engine.connect() as tx:
                self.finish(tx)

    def begin(self) -> None:
        """Plan what people do."""

    def finish(self, tx: Connection) -> None:
        """Look at what is there when it is over."""

    def _next(self, engine: Engine) -> datetime | None:
        waiting = select(func.min(outbox_table.c.not_before)).where(outbox_table.c.state == "queued")
        with engine.connect() as tx:
            times = [reminders.next_due(tx), tx.execute(waiting).scalar_one_or_none()]
        found = [local(at) for at in times if at is not None]
        return min([*found, *(when for when, _, _ in self._acts[:1])], default=None)

    def before_tick(self, tx: Connection) -> None:
        """Look at what is about to fall due."""

    def _let_time_act(self, engine: Engine) -> None:
        now = self.now.astimezone(UTC)
        with engine.connect().execution_options(write=True) as tx, tx.begin():
            self.before_tick(tx)
            while True:
                desk = self.turn(tx, CHIEF)
                desk.actor = "clock"
                fired = tick(desk, self.fires, MANY)
                self.faults += [f"{reminder.object}: {error!r}" for reminder, error in fired.failed]
                if fired.done + len(fired.failed) < MANY:
                    break
        with engine.connect().execution_options(write=True) as tx, tx.begin():
            while True:
                self._real += 120.0
                parcels = claim_parcels(
                    tx, owner="q", now=now, real=self._real, office=self.office, calendar=CALENDAR, limit=MANY
                )
                if not parcels:
                    break
                for parcel in parcels:
                    outbox.mark_sent(
                        tx,
                        parcel.ids,
                        owner="q",
                        now=now,
                        real=self._real,
                        calls=1,
                        msgid=f"m{self.next_id()}",
                        response_code=None,
                    )
                    self._note(parcel)

    def _note(self, parcel: Parcel) -> None:
        texts = [row.payload.get("text", "") for row in parcel.rows if row.kind == "text"]
        size = len(render.merged(texts).encode()) if texts else 0
        for recipient in parcel.recipients:
            who = recipient.removeprefix("user:")
            self.sent.append(Sent(who, self.now, parcel.first.lane, max(1, -(-size // PAGE))))


@contextmanager
def _engine(path: Path) -> Iterator[Engine]:
    engine = make_engine(driver_url(f"sqlite:///{path}"))
    metadata.create_all(engine)
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
    engine.dispose()
    yield engine
    engine.dispose()
