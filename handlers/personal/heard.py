"""When a person wants to be reminded, and of what, as pure functions of Said (domain.md 7.4, C.3)."""

import re
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from handlers.line import Slots
from handlers.personal import rules
from handlers.said import Said, When
from scheduler.clock import local

_WISH = re.compile("提醒|[叫喊]我")
_BESIDE = re.compile("记得|麻烦|到时候?|务必|一定|要|请|再|先|就|你|您|帮|也|的时候|左右|前")
_MATTER = re.compile("[\u4e00-\u9fff]{2}")
_NOON = time(12)
_AND = re.compile(r"[、，, ]*(?:和|及|与|跟|以及|还有|、|再)+[、，, ]*")


def when_slot(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """The instant; a day without an hour means nine o'clock."""
    when = _first(said)
    if when is None:
        return None
    start = _at_hour(said, when) or when.start
    if start is None:
        start = when.end
        if start is not None and when.deadline:
            morning = datetime.combine(_day(start), rules.MORNING, start.tzinfo)
            start = morning if morning > said.now else start - timedelta(hours=1)
    elif when.grain in ("day", "week", "month") and when.kind != "set" and start == when.start:
        start = _morning(said, start)
    return start.isoformat() if start else None


def _at_hour(said: Said, when: When) -> datetime | None:
    """明天上午去街道，提醒我8点出发: the hour that stands behind the wish, on the day named before it."""
    hour, reminds = _behind(said)
    if hour is None or hour.start is None or when.start is None or not reminds:
        return None
    clock = local(hour.start).time()
    if clock >= _NOON and local(when.start).time() < _NOON and re.search("上午|早", when.text):
        clock = clock.replace(hour=clock.hour - _NOON.hour)
    at = datetime.combine(_day(when.start), clock, local(when.start).tzinfo)
    return at if at > said.now else None


def _behind(said: Said) -> tuple[When | None, bool]:
    """The hour behind the wish, and whether it is when to remind: that of 明天9点提醒我10点开会 is of the matter."""
    when = _first(said)
    wish = _WISH.search(said.text, when.span[1]) if when is not None and not when.rrule else None
    if when is None or wish is None:
        return None, False
    hour = next((one for one in said.times if one.kind == "time" and one.span[0] >= wish.end()), None)
    between = _BESIDE.sub("", said.text[when.span[1] : wish.start()])
    return hour, when.grain == "day" or _MATTER.search(between) is not None


def _day(instant: datetime) -> date:
    return local(instant).date()


def rrule_slot(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """每周一9点."""
    when = _first(said)
    return when.rrule if when is not None else None


def holiday_slot(said: Said, _asked: bool, _slots: Slots) -> str | None:
    """遇节假日跳过 and the like."""
    when = _first(said)
    if when is not None and when.holiday_rule:
        return when.holiday_rule
    found = re.search(
        r"遇.{0,4}(?:节假日|假期|休息日|放假).{0,4}?(提前|往前|前一|跳过|取消|不提醒|不用|顺延|推后|延后|往后|后一)",
        said.text,
    )
    if found is None:
        return None
    return "prev" if "前" in found[1] else "next" if found[1] in ("顺延", "推后", "延后", "往后", "后一") else "skip"


def text_slot(said: Said, asked: bool, _slots: Slots) -> str | None:
    """What it is about."""
    hour, reminds = _behind(said)
    found = rules.subject(said.text, [one.span for one in said.times if reminds or one is not hour])
    return found or (said.bare if asked and not said.times else None)


def days_meant(said: Said) -> list[datetime]:
    """The mornings that a day may mean when it can be more than one: 2月30日, 周五 said on a Friday; else none."""
    when = _first(said)
    if when is None or not when.ambiguous or when.rrule:
        return []
    starts = [one.start for one in when.candidates if one.start is not None]
    hours = [_morning(said, start) if when.grain == "day" else start for start in starts]
    ahead = sorted(at for at in hours if at > said.now)
    return ahead if len({_day(at) for at in ahead}) > 1 else []


def several(said: Said) -> list[datetime]:
    """三天后和五天后: every instant that is named, when more than one is; else none."""
    times = sorted((one for one in said.times if one.start and not one.rrule), key=lambda one: one.span)
    gaps = [said.text[one.span[1] : other.span[0]] for one, other in pairwise(times)]
    if not gaps or not all(_AND.fullmatch(gap) for gap in gaps):
        return []
    return [_morning(said, at) if one.grain == "day" else at for one in times if (at := one.start) is not None]


def _morning(said: Said, start: datetime) -> datetime:
    """Nine o'clock; today, when that is past, an hour from now."""
    at = datetime.combine(_day(start), rules.MORNING, start.tzinfo)
    return at if at > said.now or _day(start) != said.now.date() else said.now + timedelta(hours=1)


def _first(said: Said) -> When | None:
    times = [one for one in said.times if one.start or one.end]
    return next((one for one in times if one.rrule), next(iter(times), None))
