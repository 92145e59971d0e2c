"""Times of day: 上午9点, 下午三点半, 15:30, 晚上12点, 下班前, 3:30pm (domain.md C.3)."""

from datetime import date, datetime, timedelta
from typing import Final

from bot.dialogue.numerals import to_int
from bot.dialogue.times.dayparts import PARTS
from bot.dialogue.times.lexicon import CONN, N, compiled, firsts, number
from bot.dialogue.times.model import Grain
from bot.dialogue.times.spans import Clock, Context, Span, at

_LONG: Final = "|".join(sorted((p for p in PARTS if len(p) > 1), key=len, reverse=True))
PART: Final = compiled(rf"\s*(?:(?:的|当天)?({_LONG})|(am|pm)\b)(?!半场|茶|好|班(?![级组]))")
PART_SHORT: Final = compiled(r"\s*(早|晨|晚|夜)(?!于|餐|饭|宴|报|会|期|些|已|班|间|上(?!班)|里|晚)")
_LATER_PART: Final = compiled(r"\s*的?([上下前后]?半夜|深夜|午夜|子夜|凌晨(?=\s*[0-9零一二两三四五十]))")
_HMS: Final = compiled(
    r"\s*([01]?[0-9]|2[0-4])\s*[:：]\s*([0-5][0-9])(?:\s*:\s*([0-5][0-9])(?:\.\d{1,6})?)?(?![0-9:])(?:\s*[时点分秒](?![0-9]))?"
)
_COUNTED: Final = (
    r"(?!\s*(?:意见|建议|要求|问题|想法|说明|思考|体会|希望|原因|内容|措施|做法|经验|启示|共识|感受|认识|注意|补充|钱))"
)
_O_CLOCK: Final = compiled(
    rf"\s*({N})\s*(?:(点|點|时(?![候间期代刻常尚段空事局效辰]|不时))(整|正|多?钟?){_COUNTED}|(?=\s*{CONN}\s*{N}\s*(?:点|时(?![候间期])|:\d\d)))"
)
_AM_PM: Final = compiled(r"\s*(1[0-2]|0?[1-9])\s?([ap])\.?m\b\.?")
_HALF: Final = compiled(r"\s*半(?!小时|个|天|年|月|价)")
_QUARTER: Final = compiled(r"\s*([一二三123])\s*刻钟?")
_MINUTE: Final = compiled(rf"\s*过?({N})\s*分(?!钟[前后内以之]|之|[部支局管组册批])钟?(?:\s*({N})\s*秒)?")
_MINUTE_BARE: Final = compiled(
    r"(零?[一二三四五六七八九十]{1,3}|[0-5][0-9])(?!\s*(?:[个件份篇期项次人名位条款批支包台岁元万%/.:0-9点时年月日号天周楼室]))"
)
_SHORT_OF: Final = compiled(rf"\s*差\s*(?:(一刻)钟?|({N})\s*分钟?)\s*(?:到)?\s*({N})\s*点")
_MINUS: Final = compiled(rf"\s*[差缺欠]\s*(?:(一刻)钟?|({N})\s*分钟?)")
_SUFFIX: Final = compiled(r"\s*([ap])\.?\s?m\b\.?")
_OFFICE: Final = compiled(r"\s*(上班|下班)(?=之?前|以前|之?后|以后|时(?!间))")
_OFFICE_HALVES: Final = {
    (False, "上班"): (8, 30),
    (False, "下班"): (12, 0),
    (True, "上班"): (14, 30),
    (True, "下班"): (17, 30),
}
"""Whether of the afternoon, and the word: the office's hours (domain.md B.2)."""
_LATE: Final = {"上班": {"noon", "pm", "night"}, "下班": {"pm", "night"}}
"""Parts of the day that mean the afternoon's hours: 中午下班 is noon, 中午上班 half past two."""
_ONE: Final = compiled(
    r"一\s*点(?!\s*(?:半|钟|整|[0-9零一二三四五六七八九十]|之?前|以前|之?后|开|到|至|-|~|左右|集合|出发))"
)


_OFFICE_FIRSTS: Final = firsts(_OFFICE)
_PART_FIRSTS: Final = firsts(PART, PART_SHORT)
_SHORT_FIRSTS: Final = firsts(_SHORT_OF)
_DIGIT_FIRSTS: Final = firsts(_HMS, _AM_PM)
CLOCK_FIRSTS: Final = firsts(_O_CLOCK) | _OFFICE_FIRSTS | _PART_FIRSTS | _SHORT_FIRSTS | _DIGIT_FIRSTS


def parse_clock(ctx: Context, pos: int, *, dated: bool) -> Clock | None:
    """A time of day at ``pos``; ``dated`` when a day precedes it, which lets bare words (晚, 一点) count."""
    text = ctx.text
    first = text[pos : pos + 1]
    if first not in CLOCK_FIRSTS:
        return None
    if first in _OFFICE_FIRSTS and (office := _OFFICE.match(text, pos)):
        hour, minute = (17, 30) if office[1] == "下班" else (8, 30)
        return Clock(office.end(), None, hour, minute, grain="minute", exact=True)
    part, after = _part(text, pos, dated=dated) if first in _PART_FIRSTS else (None, pos)
    if part and (office := _OFFICE.match(text, after)):
        hour, minute = _OFFICE_HALVES[(PARTS[part][0] in _LATE[office[1]], office[1])]
        return Clock(office.end(), None, hour, minute, grain="minute", exact=True)
    clock = _hour(text, after, part, dated=dated or part is not None)
    if clock is None:
        return Clock(after, part) if part and (after > pos) else None
    suffix = _SUFFIX.match(text, clock.stop)
    if suffix and clock.part is None:
        morning = suffix[1].lower() == "a"
        midnight = morning and clock.hour == _NOON  # 12:30am
        clock = clock._replace(stop=suffix.end(), part="上午" if morning else "下午", exact=False)
        clock = clock._replace(hour=0) if midnight else clock
    return clock


def _part(text: str, pos: int, *, dated: bool) -> tuple[str | None, int]:
    if match := PART.match(text, pos):
        word = match[1] or ("上午" if match[2].lower() == "am" else "下午")
        return _night_of(text, word, match.end())
    short = PART_SHORT.match(text, pos)
    if short and _ONE.match(text, short.end()):
        return None, pos  # 早一点来
    if short and (dated or _O_CLOCK.match(text, short.end()) or _HMS.match(text, short.end())):
        return _night_of(text, short[1], short.end())
    return None, pos


def _night_of(text: str, word: str, stop: int) -> tuple[str, int]:
    """今晚午夜 is the night's end; 今晚凌晨2点 is two hours past it, so the hour stays one of the night."""
    later = _LATER_PART.match(text, stop) if PARTS[word][0] == "night" else None
    if later is None:
        return word, stop
    return (word if later[1] == "凌晨" else later[1]), later.end()


def _hour(text: str, pos: int, part: str | None, *, dated: bool) -> Clock | None:
    while pos < len(text) and text[pos] in ", 的" and part:  # 下午，3点
        pos += 1
    first = text[pos : pos + 1]
    digit = first in _DIGIT_FIRSTS
    if digit and (match := _HMS.match(text, pos)):
        grain: Grain = "second" if match[3] else "minute"
        exact = len(match[1]) == 2 or int(match[1]) > 12
        return Clock(match.end(), part, int(match[1]), int(match[2]), int(match[3] or 0), grain, exact)
    if first in _SHORT_FIRSTS and (match := _SHORT_OF.match(text, pos)):
        hour, short = number(match[3], 1, 24), 15 if match[1] else number(match[2], 1, 59)
        return Clock(match.end(), part, hour - 1, 60 - short, grain="minute") if hour and short else None
    if digit and (match := _AM_PM.match(text, pos)):
        said = int(match[1])
        return Clock(match.end(), "上午", said % _NOON) if match[2] in "aA" else Clock(match.end(), "下午", said)
    match = _O_CLOCK.match(text, pos)
    if match is None or (not dated and (_ONE.match(text, match.start(1)) or match[0].strip() == "一时")):
        return None
    hour = number(match[1], 0, 24)
    if hour is None:
        return None
    spoken = Clock(match.end(), part, hour, exact=match[2] == "时" or hour > 12 or hour == 0)
    return spoken if not match[2] or match[3] in {"整", "正"} else _minutes(text, spoken)


def _minutes(text: str, clock: Clock) -> Clock:
    pos = clock.stop
    if match := _HALF.match(text, pos):
        return clock._replace(stop=match.end(), minute=30, grain="minute")
    if match := _QUARTER.match(text, pos):
        return clock._replace(stop=match.end(), minute=15 * (to_int(match[1]) or 1), grain="minute")
    if match := _MINUS.match(text, pos):
        short = 15 if match[1] else number(match[2], 1, 59)
        if short and clock.hour:
            return clock._replace(stop=match.end(), hour=clock.hour - 1, minute=60 - short, grain="minute")
    if match := _MINUTE.match(text, pos):
        minute, second = number(match[1], 0, 59), number(match[2], 0, 59)
        if minute is not None:
            grain: Grain = "second" if second is not None else "minute"
            return clock._replace(stop=match.end(), minute=minute, second=second or 0, grain=grain)
    if match := _MINUTE_BARE.match(text, pos):
        minute = number(match[1], 1, 59)
        if minute is not None and (minute >= 10 or match[1][0] in "0零"):
            return clock._replace(stop=match.end(), minute=minute, grain="minute")
    return clock


def place_clock(clock: Clock, day: date) -> list[Span]:
    """The moment (or part of the day) on that day; the likelier reading first."""
    if clock.hour is None:
        _, first, last = PARTS[clock.part or "上午"]
        grain: Grain = "hour"
        return [Span(at(day, 0, first), at(day, 0, last), grain)]
    return [_instant(day, hour, clock) for hour in _hours(clock)]


def _instant(day: date, hour: int, clock: Clock) -> Span:
    moment: datetime = at(day, hour, clock.minute, clock.second)
    return Span(moment, moment, clock.grain)


def _hours(clock: Clock) -> list[int]:
    """Hours after midnight of the day that the said hour can mean; 晚上12点 is 24."""
    hour = clock.hour or 0
    if clock.part is not None:
        return [_with_part(PARTS[clock.part][0], hour)]
    if clock.exact or hour in {0, 12} or hour > 12:
        return [hour]
    # domain.md C.3: 3点 is 15:00, office hours; what could be either keeps its other reading
    return [hour + 12, hour] if hour <= 6 else [hour, hour + 12]


def _with_part(group: str, hour: int) -> int:
    if hour > 12:
        return hour
    if group == "day":
        return hour + 12 if hour <= 6 else hour
    if group == "late":  # 下半夜3点 lies past the midnight that ends the day
        return hour + (24 if hour <= 6 else 12)
    if group == "dawn":
        return 0 if hour == 12 else hour
    if group == "noon":
        return hour + 12 if hour <= 3 else hour
    if group == "pm":
        return hour if hour in {0, 12} else hour + 12
    if group == "night":
        return 24 if hour in {0, 12} else hour + (24 if hour <= 4 else 12)
    return hour


_NOON: Final = 12
_MORNING: Final = 6
_EVENING_SAID: Final = 8
"""8点 may be 20:00; later hours said without 晚上 are morning hours."""


def unsure(clock: Clock) -> bool:
    """Whether the bare hour is as likely in the morning as in the evening (6点, 7点)."""
    return clock.part is None and not clock.exact and clock.hour in {6, 7}


def next_time(clock: Clock, now: datetime) -> tuple[list[Span], bool]:
    """Readings of a bare time of day from now on, and whether today's has passed already."""
    today = now.date()
    if clock.part and PARTS[clock.part][0] == "late" and now.hour < _MORNING:
        today -= timedelta(days=1)  # the second half of the night that runs
    spans = place_clock(clock, today)
    tomorrow = place_clock(clock, today + timedelta(days=1))
    first = spans[0]
    passed = first.end < now if clock.hour is not None else first.end <= now
    if not passed:
        return spans, False
    if clock.exact and clock.hour == 0 and clock.minute == 0:
        return tomorrow, False  # 零点 is the midnight that comes
    later = [span for span in spans[1:] if span.start >= now and (clock.hour or 0) <= _EVENING_SAID]
    return [tomorrow[0], *later, first], True
