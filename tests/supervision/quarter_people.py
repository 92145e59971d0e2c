"""The people of the simulated quarter: those who hand out tasks, liaisons who do as they please, and who decides."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection

from handlers.line import Answer, Press
from handlers.said import Said
from handlers.supervision import (
    approval,
    carding,
    exits,
    extending,
    extension_decisions,
    progress,
    records,
    signing,
    store,
)
from handlers.supervision import establish as established
from handlers.supervision.cards import Extend, Issue, Sign
from handlers.supervision.establish import Draft
from handlers.supervision.store import Task
from handlers.supervision.tables import card, task, task_extension
from handlers.supervision.terms import OPEN, WAITING, Period, Status
from scheduler.clock import local
from tests.supervision.quarter_world import CALENDAR, CHIEF, DEPUTY, FIRST, World, moment

FACTS = ("已完成方案报审，下一步10月前开工", "已排查{n}处，存在问题：资金未到位", "完成{n}%，预计月底取得批复")
NIGHT_OWLS = 0.05
"""How many of the acts happen at any hour of any day."""


@dataclass
class Life:
    """What really happened to a task, written down by whoever does it: the independent recount."""

    created: date
    since: date
    due: datetime | None
    period: Period
    closed: date | None = None
    on_time: bool = False
    applied: int = 0
    returned: int = 0
    granted: int = 0
    late_request: bool = False
    gone: str | None = None
    left: date | None = None
    fed: list[datetime] = field(default_factory=list)


@dataclass
class People(World):
    """Who does what, and when."""

    lives: dict[int, Life] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.keen = {unit.short: self.random.uniform(0.55, 1.0) for unit in self.office.units}

    def begin(self) -> None:
        days = [FIRST + timedelta(days=n) for n in range(self.days)]
        work = [day for day in days if CALENDAR.is_workday(day)]
        for n in range(self.tasks):
            day = work[int(self.random.triangular(0, len(work) * 0.9, len(work) * 0.3))]
            self.at(self._office_hour(day), partial(self._establish, n))
        for day in work:
            self.at(moment(day, 10, 30), self._decide)
            self.at(moment(day, 16, 0), self._decide)

    def _office_hour(self, day: date) -> datetime:
        minute = self.random.choice([*range(8 * 60 + 30, 12 * 60), *range(14 * 60 + 30, 17 * 60 + 30)])
        return moment(day, minute // 60, minute % 60)

    def _some_hour(self, at: datetime) -> datetime:
        """Most act in office hours of a workday; a few late at night or on a day off."""
        if self.random.random() < NIGHT_OWLS:
            return moment(at.date(), self.random.randrange(24), self.random.randrange(60))
        day = at.date() if CALENDAR.is_workday(at.date()) else CALENDAR.previous_workday(at.date())
        return self._office_hour(day)

    def _establish(self, n: int, tx: Connection) -> None:
        units = self.random.sample([unit.short for unit in self.office.units], self.random.choice((1, 1, 2, 2, 3)))
        urgent = self.random.random() < 0.03
        period = self.random.choices(list(Period), (72, 10, 5, 10, 3))[0]
        days = self.random.randint(1, 3) if urgent else self.random.randint(4, 40)
        due: datetime | None = moment((self.now + timedelta(days=days)).date(), 17, 30)
        if self.random.random() < 0.02:
            due, period = None, Period.MONTHLY
        leader = self.random.choice(self.office.leaders).name
        draft = Draft(
            title=f"第{n}项重点工作",
            lead_unit=units[0],
            co_units=tuple(units[1:]),
            due_at=due,
            leader=leader,
            period=period,
            urgent=urgent,
        )
        made = established.establish(self.turn(tx, self.random.choice((CHIEF, DEPUTY))), draft)
        self.lives[made.id] = Life(self.now.date(), self.now.date(), due, period)
        for unit in units:
            self.at(self._some_hour(self.now + timedelta(days=self.random.random() * 2)), self._sign(made.id, unit))
        self._plan_work(made)

    def _plan_work(self, made: Task) -> None:
        keen = self.keen[made.lead_unit]
        due = local(made.due_at) if made.due_at else self.now + timedelta(days=60)
        if self.random.random() < 0.2:
            before = self.random.choice((2, 4, 6, 8, -1))
            self.at(self._some_hour(due - timedelta(days=before)), self._ask_more(made.id))
        late = self.random.random() > keen
        done = due + timedelta(days=self.random.randint(1, 15) if late else -self.random.randint(0, 6))
        self.at(self._some_hour(max(done, self.now + timedelta(days=1))), self._apply(made.id))
        self.at(self._some_hour(self.now + timedelta(days=self.random.randint(2, 10))), self._feed(made.id))
        if made.period is not Period.NONE:
            for week in range(1, 14):
                if self.random.random() < keen:
                    self.at(self._some_hour(self.now + timedelta(days=7 * week - 2)), self._feed(made.id))
        if self.random.random() < 0.05:
            act = self.random.choice((exits.SUSPEND, exits.END, exits.MERGE, exits.MOVE))
            self.at(self._some_hour(self.now + timedelta(days=self.random.randint(2, 20))), self._exit(made.id, act))

    def _sign(self, task_id: int, unit: str) -> Callable[[Connection], None]:
        def act(tx: Connection) -> None:
            pressed = Press(f"t{task_id}", f"c{self.next_id()}", {})
            signing.press(self.turn(tx, self.liaison(unit)), Sign(task=task_id, unit=unit), pressed)

        return act

    def _feed(self, task_id: int) -> Callable[[Connection], None]:
        def act(tx: Connection) -> None:
            found = store.get(tx, task_id)
            if found.status not in (*OPEN, Status.EXTENDING):
                return
            words = self.random.choice(FACTS).format(n=self.random.randint(1, 99))
            progress.feed_back(self.turn(tx, self.liaison(found.lead_unit)), found, words)
            self.lives[task_id].fed.append(self.now)
            for unit in found.co_units[:1]:
                progress.feed_back(self.turn(tx, self.liaison(unit)), store.get(tx, task_id), "已配合完成3处点位核查")

        return act

    def _ask_more(self, task_id: int) -> Callable[[Connection], None]:
        def act(tx: Connection) -> None:
            found = store.get(tx, task_id)
            if found.status not in OPEN or found.due_at is None:
                return
            wanted = max(local(found.due_at), self.now) + timedelta(days=self.random.randint(5, 25))
            slots = {
                "datetime": moment(wanted.date(), 17, 30).isoformat(),
                "reason": "等省厅批复",
                "progress": "已完成方案报审",
            }
            late = self.now > found.due_at
            extending.ask(self.turn(tx, self.liaison(found.lead_unit)), found, slots)
            if store.get(tx, task_id).status is Status.EXTENDING:
                self.lives[task_id].late_request |= late

        return act

    def _apply(self, task_id: int) -> Callable[[Connection], None]:
        def act(tx: Connection) -> None:
            found = store.get(tx, task_id)
            if found.status not in (*OPEN, Status.EXTENDING):
                return
            progress.apply_for(self.turn(tx, self.liaison(found.lead_unit)), found, "已全部完成，取得验收合格书")
            self.lives[task_id].applied += 1

        return act

    def _exit(self, task_id: int, way: str) -> Callable[[Connection], None]:
        def act(tx: Connection) -> None:
            found = store.get(tx, task_id)
            others = [row.id for row in store.find(tx, task.c.status.in_(OPEN)) if row.id != task_id]
            if found.status not in OPEN or not others:
                return
            data: dict[str, Any] = {"act": way, "task": task_id, "reason": "情况变化", "moved_to": "市住建局"}
            if way == exits.MERGE:
                data |= {"survivor": self.random.choice(others), "others": []}
            exits.confirm(self.turn(tx, CHIEF), Answer(Said(text="1", now=self.now), 0, data))
            self.lives[task_id].gone = way
            self.lives[task_id].left = self.now.date()
            if way == exits.SUSPEND:
                self.at(self._some_hour(self.now + timedelta(days=7)), self._resume(task_id))

        return act

    def _resume(self, task_id: int) -> Callable[[Connection], None]:
        def act(tx: Connection) -> None:
            due = moment((self.now + timedelta(days=15)).date(), 17, 30)
            data = {"act": exits.RESUME, "task": task_id, "due": due.isoformat()}
            exits.confirm(self.turn(tx, CHIEF), Answer(Said(text="1", now=self.now), 0, data))
            life = self.lives[task_id]
            life.gone, life.due, life.since = None, due, self.now.date()
            self.at(self._some_hour(self.now + timedelta(days=5)), self._apply(task_id))

        return act

    def _decide(self, tx: Connection) -> None:
        """督查室主任 and 副主任 go through what lies before them."""
        for found in store.find(tx, task.c.status.in_(WAITING)):
            if self.random.random() < 0.08:
                approval.decide(self.turn(tx, CHIEF), found, False, "缺少验收报告")
                self.lives[found.id].returned += 1
                self.at(self._some_hour(self.now + timedelta(days=self.random.randint(1, 6))), self._apply(found.id))
            else:
                approval.decide(self.turn(tx, CHIEF), found, True)
                self._closed(found)
        for request in records.extensions(tx, task_extension.c.state == records.WAITING):
            if self.random.random() < 0.6:
                self._settle(tx, request)
        for one in records.cards(tx, card.c.state == records.PROPOSED):
            pressed = Press("c", f"c{self.next_id()}", {})
            if self.random.random() < 0.5:
                carding.press(self.turn(tx, CHIEF), Issue(card=one.id, issue=True), pressed)
            else:
                data = {"card": one.id}
                carding.why_not(self.turn(tx, CHIEF), Answer(Said(text="已约谈，暂缓", now=self.now), None, data))

    def _closed(self, found: Task) -> None:
        life = self.lives[found.id]
        assert found.applied_at is not None
        life.closed = local(found.applied_at).date()
        life.on_time = (life.due is None or life.closed <= life.due.date()) and not life.late_request

    def _settle(self, tx: Connection, request: records.Extension) -> None:
        agree = self.random.random() < 0.8
        pressed = Press("e", f"c{self.next_id()}", {})
        payload = Extend(request=request.id, decision="agree" if agree else "decline")
        extension_decisions.press(self.turn(tx, DEPUTY), payload, pressed)
        settled = records.extension(tx, request.id)
        if settled.granted_at is not None:
            life = self.lives[request.task_id]
            life.due, life.granted = local(settled.granted_at), life.granted + 1
