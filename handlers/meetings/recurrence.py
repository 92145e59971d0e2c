"""When something recurs, and what a holiday does to it. Pure rules (domain.md 4.5, B.3 no. 6, SC24)."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.workdays import WorkCalendar

BEFORE, SKIP, AFTER = "前一工作日", "跳过", "后一工作日"
HOLIDAY_RULES = (BEFORE, SKIP, AFTER)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = "一二三四五六日"
FAR = 400


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`nominal` is the day that the rule names; `day` the one it takes place on, None when it is skipped."""

    nominal: date
    day: date | None

    @property
    def moved(self) -> bool:
        return self.day is not None and self.day != self.nominal


def parts(rrule: str) -> dict[str, str]:
    """FREQ=WEEKLY;BYDAY=FR → {FREQ: WEEKLY, BYDAY: FR}."""
    return dict(part.split("=", 1) for part in rrule.split(";") if "=" in part)


def nominal_days(rrule: str, first: date) -> Iterator[date]:
    """The days of the rule from `first` on: DAILY, WEEKLY (BYDAY, INTERVAL) and MONTHLY (BYDAY=1MO, BYMONTHDAY)."""
    rule = parts(rrule)
    step = int(rule.get("INTERVAL", "1"))
    monday = first - timedelta(days=first.weekday())
    wanted = set(rule.get("BYDAY", DAYS[first.weekday()]).split(","))
    for n in range(FAR * 7):
        day = first + timedelta(days=n)
        if rule.get("FREQ") == "DAILY":
            fits = n % step == 0
        elif rule.get("FREQ") == "WEEKLY":
            fits = DAYS[day.weekday()] in wanted and ((day - monday).days // 7) % step == 0
        else:
            months = (day.year - first.year) * 12 + day.month - first.month
            fits = months % step == 0 and _in_month(rule, day, first)
        if fits:
            yield day


def _in_month(rule: dict[str, str], day: date, first: date) -> bool:
    last = calendar.monthrange(day.year, day.month)[1]
    if "BYDAY" in rule:
        for name in rule["BYDAY"].split(","):
            nth, weekday = name[:-2], name[-2:]
            if DAYS[day.weekday()] == weekday and nth:
                count = (day.day - 1) // 7 + 1 if int(nth) > 0 else -((last - day.day) // 7 + 1)
                if count == int(nth):
                    return True
        return False
    wanted = [int(n) for n in rule.get("BYMONTHDAY", str(first.day)).split(",")]
    return day.day in {min(n, last) if n > 0 else last + 1 + n for n in wanted}


def occurrences(
    rrule: str, first: date, until: date, holiday: str, workdays: WorkCalendar, not_before: date
) -> list[Occurrence]:
    """The occurrences whose nominal day lies in [first, until], in order; no day twice, none before `not_before`."""
    found: list[Occurrence] = []
    taken: set[date] = set()
    for nominal in nominal_days(rrule, first):
        if nominal > until:
            break
        day = _placed(nominal, holiday, workdays)
        if day is not None and (day in taken or day < not_before):
            day = None
        taken |= {day} if day is not None else set()
        found.append(Occurrence(nominal, day))
    return found


def _placed(nominal: date, holiday: str, workdays: WorkCalendar) -> date | None:
    if workdays.is_workday(nominal):
        return nominal
    if holiday == BEFORE:
        return workdays.previous_workday(nominal)
    return workdays.next_workday(nominal) if holiday == AFTER else None


def rule_words(rrule: str) -> str:
    """每周五, 每两周周三, 每月第1个周一, 每月20日, 每天."""
    rule = parts(rrule)
    step = int(rule.get("INTERVAL", "1"))
    days = rule.get("BYDAY", "")
    if rule.get("FREQ") == "DAILY":
        return "每天" if step == 1 else f"每{step}天"
    if rule.get("FREQ") == "WEEKLY":
        names = "、".join(_NAMES[DAYS.index(day)] for day in days.split(",") if day in DAYS)
        return f"每{'' if step == 1 else '两' if step == 2 else step}周{'' if step == 1 else '周'}{names}"
    every = "每月" if step == 1 else f"每{step}个月"
    if days:
        named = "、".join(_nth(day[:-2], day[-2:]) for day in days.split(","))
        return f"{every}{named}"
    number = rule.get("BYMONTHDAY", "")
    return f"{every}最后一天" if number == "-1" else f"{every}{number}日"


def _nth(nth: str, day: str) -> str:
    return f"{'最后一' if nth.startswith('-') else '第' + (nth or '1')}个周{_NAMES[DAYS.index(day)]}"
