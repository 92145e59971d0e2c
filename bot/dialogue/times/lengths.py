"""Lengths of time: 两个小时, 8天20小时, 三年半, 半个月, 15个工作日, 三五天."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.dialogue.numerals import CN_NUMERAL, DIGITS, to_number
from bot.dialogue.times.lexicon import CONN, compiled, firsts
from bot.dialogue.times.model import Grain
from bot.dialogue.times.spans import Context, Span, add_months, at, days_span, month_span, week_start, year_span

_UNIT_MONTHS: Final = {"年": 12, "周年": 12, "季度": 3, "季": 3, "月": 1, "世纪": 1200}
_UNIT_DAYS: Final = {"周": 7, "星期": 7, "礼拜": 7, "天": 1, "日": 1, "旬": 10}
_UNIT_SECONDS: Final = {
    "小时": 3600, "钟头": 3600, "钟": 3600, "时": 3600, "刻钟": 900, "刻": 900, "分钟": 60, "分": 60,
    "秒钟": 1, "秒": 1,
}  # fmt: skip
_WORKDAYS: Final = {"工作日", "交易日", "法定工作日"}
_GRAINS: Final[dict[str, Grain]] = {
    "年": "year", "周年": "year", "世纪": "year", "季度": "quarter", "季": "quarter", "月": "month", "周": "week",
    "星期": "week", "礼拜": "week", "小时": "hour", "钟头": "hour", "钟": "hour", "时": "hour", "刻钟": "minute",
    "刻": "minute", "分钟": "minute", "分": "minute", "秒钟": "second", "秒": "second",
}  # fmt: skip
_UNITS: Final = (
    r"法定工作日|工作日|交易日|世纪|周年|年|季度|月|周|星期|礼拜|天|日|旬|小时|钟头|刻钟|分钟|秒钟|秒|钟|分|时"
)
_NUM: Final = rf"[0-9]+(?:\.[0-9]+)?[千万亿]?|[{CN_NUMERAL}]{{1,12}}"
_PIECE: Final = compiled(
    rf"(?:(?P<low>{_NUM})\s*(?:{CONN}|、)\s*)?(?:(?P<num>{_NUM})|(?P<half>半)|(?P<few>几|数|若干))"
    rf"\s*(?P<more>[多余来几])?\s*(?P<ge>个)?(?P<more2>[多余])?(?P<plus>半)?(?P<gap>\s*)(?P<unit>{_UNITS})(?P<after>半|多)?"
)
_PIECE_FIRSTS: Final = firsts(_PIECE) | frozenset("0123456789")
_AND: Final = compiled(r"\s*(?:又|零|加上?|和|,)?\s*")
_NIGHTS: Final = compiled(rf"[{CN_NUMERAL}0-9]{{1,3}}夜")
_SECONDS: Final = compiled(rf"[{CN_NUMERAL}0-9]{{1,4}}秒")
_BAD_NEXT: Final = {
    "年": "级代度份报鉴会轻青糕货", "月": "份饼球亮报薪谈", "天": "气津河花窗地", "日": "期报志常程均照元语本",
    "时": "候间期代",
    "周": "报刊岁", "分": "之数别局管部公支析工类", "秒": "杀", "钟": "楼表", "季": "节",
}  # fmt: skip
_WEEKDAY: Final = frozenset("一二三四五六日末")
_PAIRS: Final = {
    "一两": 2,
    "一二": 2,
    "两三": 3,
    "二三": 3,
    "三四": 4,
    "三五": 5,
    "四五": 5,
    "五六": 6,
    "六七": 7,
    "七八": 8,
    "八九": 9,
}
MOST_WORKDAYS: Final = 750
"""Three years of working days; nothing in an office counts further."""
_WEEKS_OF_A_YEAR: Final = 53
FEW: Final = 3
"""几个月 and 几天 count as three."""


@dataclass(slots=True)
class Length:
    """A length; ``workdays`` stands alone. ``unit`` is the last one said, ``count`` its number."""

    stop: int
    months: float = 0
    days: float = 0
    seconds: float = 0
    workdays: int | None = None
    unit: str = "天"
    count: float = 0
    approx: bool = False
    pieces: int = 1

    @property
    def grain(self) -> Grain:
        return "month" if self.unit == "年" and self.count < 1 else _GRAINS.get(self.unit, "day")

    @property
    def fine(self) -> bool:
        """Whether it reaches below whole days."""
        return bool(self.seconds)


def parse_length(text: str, pos: int) -> Length | None:
    """The longest length of time written at ``pos``."""
    total = _piece(text, pos, first=True)
    while total is not None and total.workdays is None:
        link = _AND.match(text, total.stop)
        following = _piece(text, link.end() if link else total.stop, first=False)
        if following is None or following.workdays is not None or _size(following) >= _size(total):
            break
        total = Length(
            following.stop,
            total.months + following.months,
            total.days + following.days,
            total.seconds + following.seconds,
            None,
            following.unit,
            following.count,
            total.approx or following.approx,
            total.pieces + 1,
        )
    return total


def _size(length: Length) -> float:
    """Seconds of the last unit, for the rule that units only get smaller."""
    unit = length.unit
    days = _UNIT_MONTHS.get(unit, 0) * 30 + _UNIT_DAYS.get(unit, 0)
    return days * 86400 + _UNIT_SECONDS.get(unit, 0)


def _piece(text: str, pos: int, *, first: bool) -> Length | None:
    match = _PIECE.match(text, pos) if text[pos : pos + 1] in _PIECE_FIRSTS else None
    if match is None:
        return None
    unit, stop = match["unit"], match.end()
    if text[stop : stop + 1] and text[stop] in _BAD_NEXT.get(unit, "") and not match["after"]:
        return None
    count, approx = _count(match)
    if count is None or not _plausible(match, unit, count, first=first):
        return None
    if nights := _NIGHTS.match(text, stop):
        stop = nights.end()
    approx = approx or bool(match["more"] or match["more2"] or match["after"] == "多")
    if unit in _WORKDAYS:
        return (
            Length(stop, workdays=int(count), unit=unit, count=count, approx=approx) if count <= MOST_WORKDAYS else None
        )
    return Length(
        stop,
        _UNIT_MONTHS.get(unit, 0) * count,
        _UNIT_DAYS.get(unit, 0) * count if not (unit == "天" and count == 0.5) else 0,
        43200 if unit == "天" and count == 0.5 else _UNIT_SECONDS.get(unit, 0) * count,
        unit=unit,
        count=count,
        approx=approx,
    )


def _count(match: re.Match[str]) -> tuple[float | None, bool]:
    if match["half"]:
        return 0.5, False
    if match["few"]:
        return FEW, True
    said = match["num"]
    approx = said in _PAIRS or bool(match["low"])
    if len(said) > 1 and not approx and all(c in DIGITS for c in said):
        return None, False  # 张三一周请假 is no 31 weeks
    count = _PAIRS.get(said) or to_number(said)
    if count is not None and (match["plus"] or match["after"] == "半"):
        count += 0.5
    return count, approx


def _plausible(match: re.Match[str], unit: str, count: float, *, first: bool) -> bool:
    if unit == "分" and first and not match["ge"] and _SECONDS.match(match.string, match.end()):
        return True
    weekday = unit in {"周", "星期", "礼拜"} and match.string[match.end() : match.end() + 1] in _WEEKDAY
    if weekday and (match.string[match.start("unit") - 1].isspace() or count > _WEEKS_OF_A_YEAR):
        return False  # 201 周二 and 301周三 are a room and a day
    if unit in {"分", "时"} and (first or match["ge"]):
        return False  # 5分 is a mark, 3时 an hour of the day
    if unit in {"钟", "季度"} and not match["ge"]:
        return unit == "钟" and match["half"] is not None
    if unit == "月" and not (match["ge"] or match["half"] or match["gap"] or match["few"]):
        return False  # 3月 is March
    if unit == "年" and match["num"] and len(match["num"]) == 4 and match["num"].isdigit():
        return False  # 2026年 is a year
    if unit in {"年", "天", "日"} and match["ge"]:
        return False
    return 0 < count < 1e12


def shift(moment: datetime, length: Length, sign: int) -> datetime:
    """The moment so much later (sign 1) or earlier (-1); half a month is 15 days. Raises OverflowError."""
    whole = int(length.months)
    if abs(whole) > 12 * 2000:
        raise OverflowError
    day = add_months(moment.date(), sign * whole)
    moment = datetime.combine(day, moment.timetz())
    rest = timedelta(days=(length.months - whole) * 30 + length.days, seconds=length.seconds)
    return moment + sign * rest


def blurred(length: Length, day: date) -> Span | None:
    """十个多月后, 三年多以前 name no day but its month or year; None for lengths that do."""
    if not length.approx or length.pieces > 1 or length.grain not in {"month", "year"}:
        return None
    return month_span(day.year, day.month) if length.grain == "month" else year_span(day.year)


def aligned(ctx: Context, length: Length, sign: int) -> Span:
    """Whole units beside the current one: 前两天 is the two days before today, 下三周 three weeks from Monday on."""
    count, grain = int(length.count), length.grain
    now, today = ctx.now, ctx.today
    if grain in {"hour", "minute", "second"}:
        size = timedelta(seconds=length.seconds)
        base = (
            now.replace(second=0, microsecond=0)
            if grain == "minute"
            else now.replace(minute=0, second=0, microsecond=0)
        )
        if grain == "second" or sign > 0:
            base = now
        return Span(base, base + size, grain) if sign > 0 else Span(base - size, base, grain)
    if grain == "day":
        return (
            days_span(today + timedelta(days=1), count) if sign > 0 else days_span(today - timedelta(days=count), count)
        )
    unit = {"week": 0, "month": 1, "quarter": 3, "year": 12}.get(grain, 1)
    if unit == 0:
        monday = week_start(today)
        first, stop = (1, 1 + count) if sign > 0 else (-count, 0)
        return Span(at(monday + timedelta(weeks=first)), at(monday + timedelta(weeks=stop)), grain)
    month = date(today.year, today.month - (today.month - 1) % unit, 1)
    first_month = add_months(month, unit if sign > 0 else -unit * count)
    return Span(at(first_month), at(add_months(first_month, unit * count)), grain)
