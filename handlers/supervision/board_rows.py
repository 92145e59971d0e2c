"""What the board shows: open tasks by light, by leader in charge, and those due this week (domain.md 3.5, 7.9).

Leaders stand in rank order and units are not compared: nothing here is a ranking.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.supervision import rights, search, wording
from handlers.supervision.store import Task
from handlers.supervision.terms import ACTIVE, Light
from handlers.turn import Turn
from scheduler.clock import local

NOBODY = "未定责任领导"
BY_LIGHT, BY_LEADER, THIS_WEEK, ALL = "light", "leader", "week", "all"
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Shown:
    """A task on the board with its light of the moment."""

    task: Task
    light: Light

    @property
    def due(self) -> date | None:
        return local(self.task.due_at).date() if self.task.due_at else None


@dataclass(frozen=True, slots=True)
class Board:
    """The open tasks that a person may see, as they stand on `today` (Beijing)."""

    shown: tuple[Shown, ...]
    today: date
    lights: tuple[Light, ...]
    leaders: tuple[str, ...]

    @property
    def by_light(self) -> list[tuple[Light, list[Shown]]]:
        """Every colour of the scheme, the worst first, even where there is none."""
        return [(light, [one for one in self.shown if one.light is light]) for light in self.lights]

    @property
    def by_leader(self) -> list[tuple[str, list[Shown]]]:
        """Those who have any, in rank order; tasks without one last."""
        names = (*self.leaders, NOBODY)
        found = [(name, [one for one in self.shown if self.leader_of(one) == name]) for name in names]
        return [(name, shown) for name, shown in found if shown]

    @property
    def this_week(self) -> list[Shown]:
        """Due from today to Sunday, the nearest first."""
        sunday = self.today + timedelta(days=_WEEK - 1 - self.today.weekday())
        found = self._where(lambda one: one.due is not None and self.today <= one.due <= sunday)
        return sorted(found, key=lambda one: (one.due or self.today, one.task.no or ""))

    def leader_of(self, one: Shown) -> str:
        """The leader in charge as he is listed."""
        name = one.task.responsible_leader
        return name if name and name in self.leaders else NOBODY

    def chosen(self, kind: str, value: str) -> list[Shown]:
        """What stands behind a line of the board, the most pressing first."""
        if kind == THIS_WEEK:
            return self.this_week
        found = self._where(
            lambda one: kind == ALL or value == (one.light.value if kind == BY_LIGHT else self.leader_of(one))
        )
        return sorted(found, key=lambda one: (self.lights.index(one.light), one.due or date.max, one.task.no or ""))

    def _where(self, fits: Callable[[Shown], bool]) -> list[Shown]:
        return [one for one in self.shown if fits(one)]


def board_of(turn: Turn) -> Board:
    """The board of whoever asks; who may see nothing gets an empty one."""
    tasks = search.visible(turn.tx, turn.person, turn.office)
    shown = tuple(Shown(task, wording.light(turn, task)) for task in tasks if task.status in ACTIVE)
    middle = Light.YELLOW if turn.office.limits.ducha.lights.scheme == "蓝黄红" else Light.ORANGE
    leaders = tuple(leader.name for leader in turn.office.leaders)
    return Board(shown, turn.here.date(), (Light.RED, middle, Light.BLUE, Light.GREEN), leaders)


def sees_picture(turn: Turn) -> bool:
    """督查室, those in charge, and leaders with their 联络员; units read their own tasks as text."""
    return rights.sees_all(turn.person) or rights.led_by(turn.person, turn.office) is not None


def counts(lights: Sequence[Light], shown: Sequence[Shown]) -> dict[Light, int]:
    """How many of each colour."""
    return {light: sum(one.light is light for one in shown) for light in lights}
