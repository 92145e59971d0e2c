"""The time of a report: months, quarters, half-years and years by one rule (domain.md 1.3, 10.2, 10.5; G13). Pure."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias

from scheduler.clock import SHANGHAI

Kind: TypeAlias = Literal["月", "季度", "半年", "前三季度", "年"]
MONTHS: dict[Kind, int] = {"月": 1, "季度": 3, "半年": 6, "前三季度": 9, "年": 12}
_QUARTER = "一二三四"
_CODE = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|[Qq](1-3|[1-4])|[Hh]([12]))?")
_DRAFT_DAYS = 12
"""From so many days before its end on, a report asked for by no name is that of the running quarter."""


@dataclass(frozen=True, slots=True)
class Window:
    """Flow: from 00:00 of `start` to 23:59:59 of `end`. Stock: 23:59:59 of `cut_off` (Beijing time)."""

    start: date
    end: date
    cut_off: date

    @property
    def since(self) -> datetime:
        """The first instant of the flow, aware."""
        return datetime.combine(self.start, time(), SHANGHAI)

    @property
    def until(self) -> datetime:
        """The first instant after the flow, aware."""
        return datetime.combine(self.end + timedelta(days=1), time(), SHANGHAI)

    @property
    def stock_until(self) -> datetime:
        """The first instant after the cut-off, aware."""
        return datetime.combine(self.cut_off + timedelta(days=1), time(), SHANGHAI)


@dataclass(frozen=True, slots=True)
class Period:
    """What a report is about. `n`: the month, quarter or half of the year; 1 for a year and for its 前三季度."""

    kind: Kind
    year: int
    n: int
    cut_off: date

    @property
    def key(self) -> str:
        """2026-09, 2026Q3, 2026H1, 2026Q1-3, 2026: as typed on the command line."""
        return {
            "月": f"{self.year}-{self.n:02d}",
            "季度": f"{self.year}Q{self.n}",
            "半年": f"{self.year}H{self.n}",
            "前三季度": f"{self.year}Q1-3",
        }.get(self.kind, str(self.year))

    @property
    def start(self) -> date:
        return date(self.year, (self.n - 1) * MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        following = self.n * MONTHS[self.kind] + 1
        return date(self.year + following // 13, (following - 1) % 12 + 1, 1) - timedelta(days=1)

    @property
    def window(self) -> Window:
        return Window(self.start, self.end, self.cut_off)

    @property
    def label(self) -> str:
        """第三季度, 9月, 上半年; 全年, or 今年以来 while it runs: as a sentence begins."""
        return {
            "月": f"{self.n}月",
            "季度": f"第{_QUARTER[(self.n - 1) % 4]}季度",
            "半年": "上下"[(self.n - 1) % 2] + "半年",
            "前三季度": "前三季度",
        }.get(self.kind, "全年" if self.cut_off == self.end else "今年以来")

    @property
    def name(self) -> str:
        """2026年第三季度, 2026年9月, 2026年上半年; 2026年度 for a year."""
        return f"{self.year}年{'度' if self.kind == '年' else self.label}"

    @property
    def title(self) -> str:
        return f"{self.name}工作总结"

    @property
    def before(self) -> "Period":
        """The period before this one, whole (环比)."""
        if self.n > 1:
            return whole(self.kind, self.year, self.n - 1)
        return whole(self.kind, self.year - 1, 12 // MONTHS[self.kind])

    @property
    def year_before(self) -> "Period":
        """The same period of last year, whole (同比)."""
        return whole(self.kind, self.year - 1, self.n)

    @property
    def quarters(self) -> tuple["Period", ...]:
        """The quarters of a half, of the first three or of a whole year; none for shorter ones."""
        if MONTHS[self.kind] <= MONTHS["季度"]:
            return ()
        first = self.start.month // 3 + 1
        return tuple(whole("季度", self.year, n) for n in range(first, first + MONTHS[self.kind] // 3))

    @property
    def before_word(self) -> str:
        """上月, 上季度, 上半年度, 上年."""
        return {"月": "上月", "季度": "上季度", "半年": "上一半年"}.get(self.kind, "上年")


def whole(kind: Kind, year: int, n: int) -> Period:
    """The period with its last day as the cut-off."""
    found = Period(kind, year, n, date(year, 1, 1))
    return replace(found, cut_off=found.end)


def exactly(first: date, last: date) -> Period | None:
    """The period that has these days, no more and no less; the year's first nine months are its three quarters."""
    for kind, months in MONTHS.items():
        found = whole(kind, first.year, (first.month - 1) // months + 1)
        if (found.start, found.end) == (first, last) and found.n * months <= MONTHS["年"]:
            return found
    return None


def parse(code: str, cut_off: date | None = None) -> Period:
    """2026Q3, 2026-09, 2026H1, 2026Q1-3, 2026. Raises ValueError with a Chinese line."""
    found = _CODE.fullmatch(code.strip())
    if found is None:
        raise ValueError(f"不认得“{code}”，请写 2026Q3、2026-09、2026H1、2026Q1-3（前三季度）或 2026")
    year, month, quarter, half = found.groups()
    if quarter == "1-3":
        period = whole("前三季度", int(year), 1)
    else:
        kind: Kind = "月" if month else "季度" if quarter else "半年" if half else "年"
        period = whole(kind, int(year), int(month or quarter or half or 1))
    if cut_off is None:
        return period
    if not period.start <= cut_off <= period.end:
        raise ValueError(f"截止日{cut_off}不在{period.name}（{period.start}至{period.end}）内")
    return replace(period, cut_off=cut_off)


def usual(today: date) -> Period:
    """What 生成工作总结 means: the running quarter when it is about to end, else the last one."""
    running = whole("季度", today.year, (today.month - 1) // 3 + 1)
    return running if (running.end - today).days < _DRAFT_DAYS else running.before


def until_now(period: Period, today: date) -> Period:
    """A period that still runs is cut off today."""
    return replace(period, cut_off=today) if period.start <= today < period.end else period


def date_of(text: str) -> date:
    """A day in ISO form, as steps keep it."""
    return date.fromisoformat(text)
