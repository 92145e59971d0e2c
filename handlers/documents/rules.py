"""Rules of 办文 without any I/O: limits, effective deadlines, levels of senders, likeness of titles."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.documents.terms import ACTION, AT_ONCE, DEFAULT
from scheduler.clock import local
from scheduler.hours import OfficeHours
from scheduler.workdays import WorkCalendar
from storage.limits import DocRules
from storage.office import Category, Office
from storage.profile_types import Span

GENRES = (
    "决议",
    "决定",
    "命令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)
LIKE = 0.9
"""How alike two titles must be to look like one paper (domain.md 2.4)."""
LIKE_WITHIN = timedelta(days=15)
_GENRE = re.compile(f"的?({'|'.join(GENRES)})[）)》]?$")
_LEVELS = {Category.TOWN: "镇街", Category.ENTERPRISE: "企业"}
_PREFIXES = (("中", "中央"), ("国务院", "中央"), ("国家", "中央"), ("省", "省"), ("市", "市"), ("区", "区"))


@dataclass(frozen=True, slots=True)
class Due:
    """An effective deadline, where it comes from, and the limit in words (15个工作日) when it is a default."""

    at: datetime
    source: str
    limit: str = ""


def number(year: int, seq: int) -> str:
    """收〔2026〕1203号."""
    return f"收〔{year}〕{seq:04d}号"


def genre(title: str) -> str | None:
    """The 文种 that a title ends with (domain.md 2.1)."""
    match = _GENRE.search(title)
    return match[1] if match else None


def at_least(urgency: str, title: str) -> str:
    """A title that says 紧急 makes the paper at least 加急 (domain.md 2.1)."""
    return "加急" if "紧急" in title and urgency in ("平件", "平急") else urgency


def limit_of(rules: DocRules, urgency: str, title: str) -> Span:
    """The default limit for 办结 of an action paper (domain.md 2.7, Annex F doc.limits)."""
    key = "请示" if urgency == "平件" and genre(title) == "请示" else urgency
    close = rules.limits[key].close
    return close if close is not None else Span(15, "wd")


def due(
    hours: OfficeHours,
    rules: DocRules,
    *,
    received: datetime,
    urgency: str,
    kind: str,
    title: str,
    stated: Iterable[tuple[datetime, str]] = (),
) -> Due | None:
    """The effective deadline: the earliest stated one, else the default; None for a reading paper without one.

    A stated date that is no workday is kept (domain.md 2.7, `nonworkday: keep`).
    """
    named = [Due(_shifted(at, hours.calendar, rules), source) for at, source in stated]
    if named:
        return min(named, key=lambda found: found.at)
    if kind != ACTION:
        return None
    limit = limit_of(rules, urgency, title)
    return Due(hours.due(received, limit), DEFAULT, words(limit))


def _shifted(at: datetime, calendar: WorkCalendar, rules: DocRules) -> datetime:
    here = local(at)
    if rules.nonworkday == "keep" or calendar.is_workday(here.date()):
        return at
    step = calendar.next_workday if rules.nonworkday == "roll_next" else calendar.previous_workday
    return datetime.combine(step(here.date()), here.timetz())


def reading_due(hours: OfficeHours, rules: DocRules, submitted: datetime, urgency: str) -> datetime:
    """By when a leader should have read: two workdays, 特急 the same day; late in the day, two hours (J.2)."""
    if urgency not in AT_ONCE:
        per_reader = rules.limits["阅件"].per_reader
        return hours.due(submitted, per_reader if per_reader is not None else Span(2, "wd"))
    closing = hours.closing_of(local(submitted).date())
    return closing if closing - submitted >= timedelta(minutes=30) else submitted + timedelta(hours=2)


def submit_due(hours: OfficeHours, rules: DocRules, received: datetime, urgency: str) -> datetime:
    """By when a registered paper should have been put up: the same workday, an afternoon's by the next noon (2.7)."""
    limit = rules.limits[urgency].submit if urgency in rules.limits else None
    if limit is not None:
        return hours.due(received, limit)
    start = hours.working_start(received)
    noon = datetime.combine(start.date(), hours.hours[0].end, start.tzinfo)
    if start < noon:
        return hours.closing_of(start.date())
    return datetime.combine(hours.calendar.next_workday(start.date()), noon.timetz())


def words(span: Span) -> str:
    """15个工作日, 24小时, 10天."""
    unit = {"m": "分钟", "h": "小时", "wh": "个工作小时", "d": "天", "wd": "个工作日"}[span.unit]
    return f"{span.amount}{unit}"


def level(office: Office, sender: str) -> str:
    """中央, 省, 市, 区, 镇街, 企业 or 其他: where a sender stands (domain.md 2.4)."""
    unit = office.unit(sender)
    if unit is not None:
        return _LEVELS.get(unit.category, "区")
    for prefix, found in ((office.province, "省"), (office.city, "市"), (office.district, "区"), *_PREFIXES):
        if sender.startswith(prefix):
            return found
    if re.search(r"(?:镇|街道)(?:党|人民政府|政府|办)?", sender):
        return "镇街"
    return "企业" if sender.endswith(("集团", "公司")) else "其他"


def alike(one: str, other: str) -> bool:
    """Whether two titles look like those of one paper."""
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= LIKE
