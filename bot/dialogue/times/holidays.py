"""Named days: statutory holidays, memorial days, solar terms."""

import re
from datetime import date, timedelta
from typing import Final

from bot.dialogue.times.lexicon import compiled
from bot.dialogue.times.lunar import TERMS, lunar_date, term_date
from bot.dialogue.times.model import WorkCalendar
from bot.dialogue.times.spans import DAY

_SOLAR: Final[dict[str, tuple[int, int]]] = {
    "元旦节|元旦|阳历新年|公历新年|新年": (1, 1),
    "情人节": (2, 14),
    "女生节": (3, 7),
    "三八国际妇女节|国际妇女节|三八妇女节|妇女节|三八节|女神节": (3, 8),
    "植树节": (3, 12),
    "国际消费者权益日|消费者权益日|消费者权益保护日": (3, 15),
    "愚人节": (4, 1),
    "全民国家安全教育日|国家安全教育日": (4, 15),
    "世界地球日|地球日": (4, 22),
    "世界读书日|读书日": (4, 23),
    "五一国际劳动节|国际劳动节|五一劳动节|劳动节|五一节|五一": (5, 1),
    "五四青年节|青年节|五四": (5, 4),
    "护士节": (5, 12),
    "国际家庭日": (5, 15),
    "六一国际儿童节|国际儿童节|六一儿童节|儿童节|六一": (6, 1),
    "世界环境日|环境日": (6, 5),
    "国际禁毒日|禁毒日": (6, 26),
    "建党节|七一建党节|党的生日|七一": (7, 1),
    "八一建军节|建军节|八一": (8, 1),
    "抗战胜利纪念日": (9, 3),
    "教师节": (9, 10),
    "烈士纪念日": (9, 30),
    "国庆节|国庆|十一国庆节|十一国庆": (10, 1),
    "全国消防日|消防日|消防宣传日": (11, 9),
    "记者节": (11, 8),
    "光棍节|双十一|双11": (11, 11),
    "国家宪法日|宪法日": (12, 4),
    "双十二|双12": (12, 12),
    "国家公祭日|公祭日": (12, 13),
    "平安夜|圣诞夜|圣诞前夜|圣诞节前夜": (12, 24),
    "圣诞节|圣诞": (12, 25),
    "万圣节前夜|万圣夜": (10, 31),
    "万圣节": (11, 1),
    "跨年夜": (12, 31),
}
_LUNAR: Final[dict[str, tuple[int, int]]] = {
    "春节|农历新年|大年初一|年初一|大年初一": (1, 1),
    "破五": (1, 5),
    "元宵节|元宵|灯节|上元节": (1, 15),
    "龙抬头|二月二龙抬头": (2, 2),
    "端午节|端午|端阳节": (5, 5),
    "七夕节|七夕|乞巧节": (7, 7),
    "中元节": (7, 15),
    "中秋节|中秋|八月节": (8, 15),
    "重阳节|重阳|老人节": (9, 9),
    "腊八节|腊八": (12, 8),
    "小年夜|小年": (12, 23),
    "除夕夜|除夕|大年三十|年三十|大年夜": (12, 30),
}
_NTH_WEEKDAY: Final[dict[str, tuple[int, int, int]]] = {  # month, which, weekday
    "母亲节": (5, 2, 6),
    "父亲节": (6, 3, 6),
    "感恩节": (11, 4, 3),
}
_FIXED: Final = {name: value for names, value in _SOLAR.items() for name in names.split("|")}
_MOON: Final = {name: value for names, value in _LUNAR.items() for name in names.split("|")}
_TERM_NAMES: Final = {name: name for name in TERMS} | {"清明节": "清明"}
# Words that are also something else count only with a companion that makes them a day.
_GUARDS: Final = {
    "新年": r"(?!度|快乐|好|伊始)",
    "五一": r"(?![一二三四五六七八九十点号日月路个分])",
    "六一": r"(?![一二三四五六七八九十点号日月路个分])",
    "七一": r"(?![一二三四五六七八九十点号日月路个分勋])",
    "八一": r"(?![一二三四五六七八九十点号日月路个分])",
    "五四": r"(?![一二三四五六七八九十点号日月路个分])",
    "圣诞": r"(?!老人|树|卡)",
    "小雪": r"(?!花|人)",
    "大雪": r"(?=节气|当天|前|后|$)",
    "大寒": r"(?!潮)",
    "元宵": r"(?!粉|馅)",
    "雨水": r"(?=节气|当天|前后|$)",
    "小满": r"(?=节气|当天|前|后|$)",
    "清明": r"(?!上河)",
}
_ALL: Final = sorted((*_FIXED, *_MOON, *_NTH_WEEKDAY, *_TERM_NAMES), key=len, reverse=True)
HOLIDAY_STARTS: Final = tuple(sorted({name[:3] for name in _ALL} | {"十一"}))
"""The first three characters of every name."""
HOLIDAY_FIRSTS: Final = frozenset(name[0] for name in HOLIDAY_STARTS)
_SHISHI: Final = r"十一(?=”?(?:国庆|前|之前|后|之后|那几?天|当天|[值带排]班|假期|长假|放假|期间|黄金周|小长假))"
HOLIDAY: Final = compiled(
    rf"(?<![五六七八九十初廿])(?:{'|'.join(re.escape(w) + _GUARDS.get(w, '') for w in _ALL)}|{_SHISHI})"
)
HOLIDAY_LEAVE: Final = compiled(r"\s*(?:节日)?(?:小?长假|假期|放假期间|放假|黄金周|期间|假日|那几天)")
ON_DUTY: Final = compiled(r"的?(?:[3-8三四五六七八]天)?的?(?:[值带排]班|值守|轮值)")
"""What runs through all days off of a holiday: 国庆值班表 is that of all of them."""
QUOTES: Final = frozenset('“”"「」')
"""Official prose writes “五一”, “七一”."""
_LABELS: Final = {"劳动节": "五一假期", "春节": "春节假期", "元旦": "元旦假期"}


def holiday_date(name: str, year: int) -> date | None:
    """The day of a named holiday in that solar year."""
    if name == "十一":
        return date(year, 10, 1)
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _NTH_WEEKDAY:
        month, which, weekday = _NTH_WEEKDAY[name]
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
    if name in _TERM_NAMES:
        return term_date(year, _TERM_NAMES[name])
    month, day = _MOON[name]
    return lunar_date(year - 1 if month == 12 else year, month, day)


def leave_label(name: str) -> str:
    """ "中秋节" as people say it of the days off: 中秋假期."""
    return _LABELS.get(name, f"{name.removesuffix('节')}假期")


def leave_block(day: date, calendar: WorkCalendar) -> tuple[date, date]:
    """The first day off and the first working day after it, around a holiday; a working day is a block of one."""
    first, stop = day, day + DAY
    while not calendar.is_workday(first - DAY) and (day - first).days < 15:
        first -= DAY
    while not calendar.is_workday(stop) and (stop - day).days < 15:
        stop += DAY
    return (first, stop) if not calendar.is_workday(day) else (day, day + DAY)


def next_leave(day: date, calendar: WorkCalendar, skip: int = 0) -> tuple[str, date] | None:
    """Name and first day of the next statutory leave after ``day`` (``skip`` of them passed over) within a year."""
    seen = None
    for offset in range(1, 366):
        probe = day + timedelta(days=offset)
        name = calendar.holiday_name(probe)
        if name and name != seen and not calendar.is_workday(probe):
            if skip == 0:
                return name, probe
            skip -= 1
        seen = name or (None if calendar.is_workday(probe) else seen)
    return None
