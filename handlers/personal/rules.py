"""When a personal reminder comes again, and what of the message it is about. Pure functions (domain.md 7.4, B.3)."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from handlers.meetings.recurrence import AFTER, BEFORE, SKIP, nominal_days, parts, rule_words
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar

ALWAYS = "照常"
RULES = {"prev": BEFORE, "skip": SKIP, "next": AFTER}
MORNING = time(9)
_MONTHS = 36
_WORKDAYS = "MO,TU,WE,TH,FR"
_AROUND = re.compile(
    r"^\W*个人提醒[，,：: ]*|"
    r"(?:请|麻烦)?(?:帮我|给我)?(?:定|设|加|建)?(?:一?个|条)?(?:闹钟|提醒事项)|(?:请|麻烦|帮我|给我|记得|到时候?|届时|务必|别忘了?|一定)*(?:提醒|叫|通知)(?:一下)?(?:我|本人|俺)(?:一下|一声)?"
    r"|(?:请|麻烦|帮我|给我)*(?:定|设|加|建)(?:置)?(?:一?个|条)?提醒|^提醒|(?:如果?|若)?遇(?:到|上)?(?:节假日|假期|休息日|放假)(?:则|就|的话)?(?:[^，,。]{0,8})"
)
_EDGES = " \t\n，,。；;：:、！!的在于是和"
_GOES_ON = re.compile(r"[和跟与给向同到去在找把][\u4e00-\u9fff]{1,8}$")
"""我和江涛周一开会: with whom, before the time."""
_LEAD = re.compile(r"^(?:要|都|得|该|去把|记得|前|之前|以前|左右|我|一下|一声|时|的时候)+(?=.)")


def subject(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """What is left of the message without its times and the words that ask to be reminded."""
    signs = list(text)
    for start, end in spans:
        signs[start:end] = "\u2588" * (end - start)
    plain = _AROUND.sub("\u2588", "".join(signs))
    parts = [part.strip(_EDGES[:-1]).rstrip(_EDGES) for part in plain.split("\u2588") if part.strip(_EDGES)]
    found = ""
    for part in parts:
        found += part if not found or _GOES_ON.match(found.rpartition("，")[2]) else f"，{part}"
    return _LEAD.sub("", found).strip(_EDGES[:-1])


def holiday_rule(rrule: str, said: str | None) -> str:
    """What becomes of a day off: as said; else 工作日 skip it, 每天 and weekends stay, others come before."""
    if said in RULES:
        return RULES[said]
    rule = parts(rrule)
    if rule.get("BYDAY") == _WORKDAYS:
        return SKIP if "BYSETPOS" not in rule else ALWAYS
    days = set(rule.get("BYDAY", "").split(","))
    return ALWAYS if rule.get("FREQ") == "DAILY" or days & {"SA", "SU"} else BEFORE


def next_time(rrule: str, first: date, holiday: str, after: datetime, calendar: WorkCalendar) -> datetime:
    """The first occurrence after an instant. The rule carries its hour (BYHOUR, BYMINUTE)."""
    rule = parts(rrule)
    at = time(int(rule.get("BYHOUR", "9").split(",")[0]), int(rule.get("BYMINUTE", "0").split(",")[0]))
    for nominal in _nominal(rrule, first, calendar):
        day = placed(nominal, rrule, holiday, calendar)
        if day is not None and (found := datetime.combine(day, at, SHANGHAI)) > after:
            return found
    raise ValueError("a rule that names no day")


def _nominal(rrule: str, first: date, calendar: WorkCalendar) -> Iterator[date]:
    """The days of a rule; besides those of meetings the yearly ones and 每月最后一个工作日."""
    rule = parts(rrule)
    if "BYSETPOS" in rule:
        named = rule.get("BYMONTH", "")  # 每季度最后一个工作日 names its months
        days = _nth_workdays(int(rule["BYSETPOS"]), first, calendar)
        yield from (day for day in days if not named or str(day.month) in named.split(","))
    elif rule.get("FREQ") == "YEARLY":
        months = {int(month) for month in rule.get("BYMONTH", str(first.month)).split(",")}
        day = rule.get("BYMONTHDAY", str(first.day))
        monthly = f"FREQ=MONTHLY;BYDAY={rule['BYDAY']}" if "BYDAY" in rule else f"FREQ=MONTHLY;BYMONTHDAY={day}"
        yield from (found for found in nominal_days(monthly, first) if found.month in months)
    else:
        yield from nominal_days(rrule, first)


def _nth_workdays(nth: int, first: date, calendar: WorkCalendar) -> Iterator[date]:
    """The n-th workday of each month from `first` on; -1 is the last."""
    for n in range(_MONTHS):
        month = date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1)
        if nth > 0:
            day = calendar.add_workdays(month - timedelta(days=1), nth)
        else:
            day = calendar.add_workdays((month + timedelta(days=32)).replace(day=1), nth)
        if day >= first:
            yield day


def placed(nominal: date, rrule: str, holiday: str, calendar: WorkCalendar) -> date | None:
    """The day on which an occurrence takes place; None when it is left out."""
    if calendar.is_workday(nominal) or holiday == ALWAYS:
        return nominal
    if holiday == SKIP:
        return None
    return calendar.previous_workday(nominal) if holiday == BEFORE else calendar.next_workday(nominal)


def words(rrule: str, holiday: str) -> str:
    """每周一9:00（遇节假日提前到前一工作日）."""
    rule = parts(rrule)
    at = f"{int(rule.get('BYHOUR', '9').split(',')[0])}:{int(rule.get('BYMINUTE', '0').split(',')[0]):02d}"
    if rule.get("BYDAY") == _WORKDAYS and rule.get("FREQ") == "WEEKLY" and holiday == SKIP:
        return f"每个工作日{at}"
    shown = {ALWAYS: "", SKIP: "（遇节假日跳过）", BEFORE: "（遇节假日提前到前一工作日）", AFTER: "（遇节假日顺延）"}
    return f"{_rule_words(rrule)}{at}{shown[holiday]}"


def _rule_words(rrule: str) -> str:
    rule = parts(rrule)
    if "BYSETPOS" in rule:
        nth = int(rule["BYSETPOS"])
        each = f"每年{rule['BYMONTH'].replace(',', '、')}月的" if "BYMONTH" in rule else "每月"
        return f"{each}{'最后一' if nth == -1 else f'倒数第{-nth}' if nth < 0 else f'第{nth}'}个工作日"
    if rule.get("FREQ") == "YEARLY":
        monthly = rule_words(";".join(f"{key}={value}" for key, value in {**rule, "FREQ": "MONTHLY"}.items()))
        return f"每年{'、'.join(rule.get('BYMONTH', '').split(','))}月{monthly.removeprefix('每月')}"
    return rule_words(rrule)
