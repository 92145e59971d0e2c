"""Counts, levels and kinds of meetings, as people say them (domain.md 4.1, C.1)."""

import re
from functools import cache

from bot.dialogue.numerals import CN_NUMERAL, to_int
from bot.dialogue.speech import speech

_PEOPLE = "人|位|名|个(?:同志|代表|座位?|席位)|座(?!谈)|席位"
_NUMBER = re.compile(rf"(?<![\d.第])(\d+|[{CN_NUMERAL}俩]+)")
_ROUGHLY = re.compile("[一二三四五六七八九]{2}")
"""七八个: no number."""
_OF_PEOPLE = frozenset("人名位")
_ONE_COUNTS = frozenset({"supplies", "propose_card", "adoption"})
"""领一本笔记本: one is as many as two; 一份通知, 各立一项 is only a way of speaking."""
_AFTER = re.compile(rf"份数\s*[：:]?\s*(\d+|[{CN_NUMERAL}]+)")
_ABOUT = "[来多余几号把]{0,2}"
_LEVEL = re.compile(
    r"(?P<level>[省市])(?:委|府|政府|里|级|办|局|厅|直|采|报|用|综|单)|(?:[报到在给]|上报)(?P<to>[省市])(?![场民区政长面])"
    r"|(?P<both>省市)|(?<=[ ，,])(?P<only>[省市])(?=$|[ ，,])"
)
_MEETINGS = (
    ("全会", "次全会|全体会议（扩大|区委.{0,8}全会"),
    ("党代会", "党代会|党(?:员)?代表大会"),
    ("人代会", "人代会|人民代表大会|人大.{0,6}次会议"),
    ("政协会", "政协.{0,8}会(?:议|$)"),
    ("书记专题会", "书记专题会"),
    ("政府党组会议", "党组(?:扩大)?会"),
    ("常委会", "常委会"),
    ("常务会议", "常务会|主任办公会"),
    ("区长办公会", "区长办公会"),
    ("办班子会议", "班子(?:成员)?会"),
    ("工作例会", "例会|力会"),
    ("座谈会", "座谈"),
    ("调度会", "调度会"),
    ("推进会", "推进会"),
    ("动员会", "动员(?:部署)?(?:大)?会"),
    ("部署会", "部署会"),
    ("培训班", "培训班|培训(?<![地外]培训)(?=$|[，, ])"),
    ("观摩会", "观摩会|现场会"),
    ("专题会", "专题会(?!议纪要)"),
    ("视频会", "视频会|电视电话会"),
)
"""The types of domain.md 4.1."""
_ANY_MEETING = re.compile("|".join(words for _, words in _MEETINGS))
_TYPES = tuple((name, re.compile(words)) for name, words in _MEETINGS)


def count(text: str, intent: str) -> int | list[int] | None:
    """How many of what the intent counts; several when several things are counted, in order."""
    counted, one = _counted(speech().counts.get(intent, _PEOPLE)), intent in _ONE_COUNTS
    found = []
    for number in _NUMBER.finditer(text):
        said = counted.match(text, number.end())
        value = to_int(number[1]) if said and (one or number[1] != "一" or said[0] in _OF_PEOPLE) else None
        if value and not _ROUGHLY.fullmatch(number[1]):
            found.append(value)
    if not found and (after := _AFTER.search(text)):
        found = [value for value in (to_int(after[1]),) if value]
    return found[0] if len(found) == 1 else found or None


@cache
def _counted(what: str) -> re.Pattern[str]:
    return re.compile(rf"{_ABOUT}\s*个?(?:{what})")


def level(text: str) -> str | list[str] | None:
    """省 or 市: who took an item, to whom one was sent."""
    found = dict.fromkeys(
        sign for match in _LEVEL.finditer(text) for sign in match["level"] or match["to"] or match["only"] or "省市"
    )
    return next(iter(found)) if len(found) == 1 else list(found) or None


def meeting_type(text: str) -> str | None:
    """The type that the words name; the first in the table of domain.md 4.1 when there are several."""
    if not _ANY_MEETING.search(text):
        return None
    return next((name for name, words in _TYPES if words.search(text)), None)
