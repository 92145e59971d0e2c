"""The time of a report: months, quarters, half-years and years by one rule (domain.md 1.3, 10.2, 10.5; G13). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias

from handlers.said import When
from scheduler.clock import SHANGHAI, local

Kind: TypeAlias = Literal["月", "季度", "半年", "年"]
_MONTHS: dict[Kind, int] = {"月": 1, "季度": 3, "半年": 6, "年": 12}
_QUARTER = "一二三四"
_CODE = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|[Qq]([1-4])|[Hh]([12]))?")
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
    """What a report is about. `n`: the month, quarter or half of the year; 1 for a year."""

    kind: Kind
    year: int
    n: int
    cut_off: date

    @property
    def key(self) -> str:
        """2026-09, 2026Q3, 2026H1, 2026: as typed on the command line."""
        return {
            "月": f"{self.year}-{self.n:02d}",
            "季度": f"{self.year}Q{self.n}",
            "半年": f"{self.year}H{self.n}",
        }.get(self.kind, str(self.year))

    @property
    def start(self) -> date:
        return date(self.year, (self.n - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        following = self.n * _MONTHS[self.kind] + 1
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
        return whole(self.kind, self.year - 1, 12 // _MONTHS[self.kind])

    @property
    def year_before(self) -> "Period":
        """The same period of last year, whole (同比)."""
        return whole(self.kind, self.year - 1, self.n)

    @property
    def quarters(self) -> tuple["Period", ...]:
        """The quarters of a half or of a whole year; none for shorter ones."""
        if self.kind not in ("半年", "年"):
            return ()
        first = self.start.month // 3 + 1
        return tuple(whole("季度", self.year, n) for n in range(first, first + _MONTHS[self.kind] // 3))

    @property
    def before_word(self) -> str:
        """上月, 上季度, 上半年度, 上年."""
        return {"月": "上月", "季度": "上季度", "半年": "上一半年"}.get(self.kind, "上年")


def whole(kind: Kind, year: int, n: int) -> Period:
    """The period with its last day as the cut-off."""
    found = Period(kind, year, n, date(year, 1, 1))
    return replace(found, cut_off=found.end)


def parse(code: str, cut_off: date | None = None) -> Period:
    """2026Q3, 2026-09, 2026H1, 2026. Raises ValueError with a Chinese line."""
    found = _CODE.fullmatch(code.strip())
    if found is None:
        raise ValueError(f"不认得“{code}”，请写 2026Q3、2026-09、2026H1 或 2026")
    year, month, quarter, half = found.groups()
    kind: Kind = "月" if month else "季度" if quarter else "半年" if half else "年"
    period = whole(kind, int(year), int(month or quarter or half or 1))
    if cut_off is None:
        return period
    if not period.start <= cut_off <= period.end:
        raise ValueError(f"截止日{cut_off}不在{period.name}（{period.start}至{period.end}）内")
    return replace(period, cut_off=cut_off)


_SAID = (
    ("季度", re.compile(r"第?([一二三四1-4])个?季度?|[Qq]([1-4])")),
    ("半年", re.compile(r"([上下])半年")),
    ("月", re.compile(r"(?<![\d.])(1[0-2]|[1-9])月份?(?!\d|[一二三四五六七八九十]*日)")),
)
_CN_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])月份?(?![一二三四五六七八九十\d])")
_CN = {"十": 10, "十一": 11, "十二": 12} | {word: n for n, word in enumerate("一二三四五六七八九", 1)}
_YEAR = re.compile(r"(20\d\d)年?|(今年|本年|去年|上年|前年)")


def said(text: str, today: date) -> Period | None:
    """The period that the words name: 三季度, 2026Q3, 上半年, 9月, 上季度, 本月, 年度; None when they name none."""
    if (code := re.search(r"20\d\d(?:-(?:0[1-9]|1[0-2])|[QqHh][1-4])", text)) is not None:
        try:
            return parse(code[0])
        except ValueError:
            return None
    year = _year(text, today)
    relative = re.search(r"(上个?|本|这个?|前个?|当)(月|季度?)(?!度?\d)", text)
    if relative is not None:
        kind: Kind = "月" if relative[2] == "月" else "季度"
        now = whole(kind, today.year, (today.month - 1) // _MONTHS[kind] + 1)
        return now.before if relative[1][0] in "上前" else now
    for name, words in _SAID:
        found = words.search(text)
        if found is not None:
            number = next(group for group in found.groups() if group)
            n = {"上": 1, "下": 2}.get(number) or _CN.get(number) or int(number)
            return _latest(name, year, n, today)  # type: ignore[arg-type]
    if (month := _CN_MONTH.search(text)) is not None:
        return _latest("月", year, _CN[month[1]], today)
    if re.search(r"年度|全年|年终|年报|一年|年总结|今年|去年|20\d\d年", text):
        given = year or (today.year if today.month > 1 or "今年" in text else today.year - 1)
        return whole("年", given, 1)
    return None


def _year(text: str, today: date) -> int | None:
    found = _YEAR.search(text)
    if found is None:
        return None
    return int(found[1]) if found[1] else today.year - {"去年": 1, "上年": 1, "前年": 2}.get(found[2], 0)


def _latest(kind: Kind, year: int | None, n: int, today: date) -> Period:
    """Without a year: the last one that has begun."""
    found = whole(kind, year or today.year, n)
    return found if year is not None or found.start <= today else whole(kind, today.year - 1, n)


def usual(today: date) -> Period:
    """What 生成工作总结 means: the running quarter when it is about to end, else the last one."""
    running = whole("季度", today.year, (today.month - 1) // 3 + 1)
    return running if (running.end - today).days < _DRAFT_DAYS else running.before


def until_now(period: Period, today: date) -> Period:
    """A period that still runs is cut off today."""
    return replace(period, cut_off=today) if period.start <= today < period.end else period


def window_said(text: str, times: Sequence[When], today: date) -> tuple[Window, str]:
    """The time that a question names and how to call it; without any, this year until today."""
    period = said(text, today)
    if period is not None and not re.search(r"\d日|\d号(?!文)|上周|本周|这周|[今昨前]天", text):
        period = until_now(period, today)
        year = "" if period.year == today.year else f"{period.year}年"
        label = f"{period.year}年" if period.kind == "年" else year + period.label
        return period.window, label
    for when in times:
        if when.start is not None and not when.deadline:
            first = local(when.start).date()
            last = local(when.end - timedelta(microseconds=1)).date() if when.end is not None else first
            last = max(first, last)
            days = f"{first.month}月{first.day}日" + ("" if first == last else f"至{last.month}月{last.day}日")
            return Window(first, last, min(last, max(first, today))), days
    return Window(date(today.year, 1, 1), today, today), "今年以来"


def date_of(text: str) -> date:
    """A day in ISO form, as steps keep it."""
    return date.fromisoformat(text)
