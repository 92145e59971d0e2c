"""What a task is about when nobody said 立项：first: 把桥梁隐患立项, 民政局，养老院消防改造，建督办. Pure."""

import re

from handlers.said import Said, When

_SET_UP = (
    r"立(?:[个一]?项|[个成为]?督办|起来|上)|[列纳][入为进到]?(?:成)?(?:督办|重点)|[列纳][入进](?:去|来)"
    r"|[建挂]一?[条个](?:督办)?|[建转]成?督办|[督盯]起来"
)
_TAKEN = re.compile(rf"[把将](?P<matter>[^，,。；;\n]{{3,60}}?)(?:也|先|给)*(?:{_SET_UP})")
_TOLD = re.compile(
    r"^(?:.{0,16}(?:交[代办]|要求|点名|[议确]?定|通过|研究|强调|批示|反映|部署|讲|说)的|.{0,8}里头?的?"
    r"|[那这][个件项]|关于)(?:[那这][个件项])?"
)
_ENDS = re.compile(r"(?:[那这][个件项条]|的事[情项]?|[那这]?个事|也)+$")
_PART = re.compile(r"[，,。；;：:！!？?\n\s]+")
_ABOUT_ELSE = re.compile(
    rf"{_SET_UP}|督办|督查|立|牵头|主办|协办|配合|参与|负责|交[办代]的?$|[办管]$|反馈|[每双隔]?[周月季]报"
    rf"|长期|责任|请|帮|麻烦|能不能|可以"
    r"|新[建增]|[加起开记][个一]|这个?[事件项]|那个?[事件项]$|依据|批示|布置的?$|特急|加急|时限|默认|[吗呢么]$"
)
_LED_BY = re.compile(r"^(?:由|请|责成)?(?P<unit>[^，,、\s]{2,16}?)(?:牵头|主办|负责)(?:负责|办理)?[：: ]*(?=.{4})")
_BY_UNIT = re.compile(
    r"(?<=.{4})(?:，|,|\s)?(?:由|请|责成)(?P<unit>[^，,、\s]{2,16}?)(?:牵头|主办|负责)(?:办理|落实)?$"
)
_TOLD_TO = re.compile(
    r"^(?:由|请|责成|让|要求)?(?P<unit>[^，,、\s]{2,16}?)(?:[^，,、\s]{1,8}(?:之?前|以[前内]|内)|尽快"
    r"|抓紧)?[要必须]*[把将](?=.{4})"
)
"""住建局牵头推进道路前期工作, 道路前期工作由住建局牵头, 让城管局把…清走: one clause says the matter and whose it is."""
_LEAST = 4
_NUMBERED = re.compile(r"\d{3,}号?(?:的批示)?$|^\d{3,}")
"""把1203列入督办: a paper is no matter yet."""
_SEASON = re.compile("国庆|中秋|春节|元旦|五一|端午|清明|双节|节日|暑|寒假")
_GOES_ON = re.compile(r"(?!前|之前|内|完成|报|交|办|拿|反馈|要|结束|后)(?:期间|假期)?的?[\u4e00-\u9fff]{2}")


def taken_up(said: Said) -> str | None:
    """What stands between 把 and 立项."""
    taken = _TAKEN.search(said.text)
    return _bare(taken["matter"]) if taken else None


def matter(said: Said) -> str | None:
    """The one part of the message that says nothing else; None when in doubt."""
    signs = list(said.text)
    spans = [when.span for when in said.times if when.deadline] + [one.span for one in said.people if one.person]
    spans += [own.span for own in said.own] + [doc.span for doc in said.docs]
    for start, end in spans:
        signs[start:end] = "，" * (end - start)
    parts = [part for part in map(_bare, _PART.split("".join(signs))) if part and not _is_else(said, part)]
    return parts[0] if len(parts) == 1 else None


def _bare(words: str) -> str | None:
    words = _ENDS.sub("", _TOLD.sub("", words.strip()))
    return words if len(words) >= _LEAST and not _NUMBERED.search(words) else None


def _is_else(said: Said, part: str) -> bool:
    spans = [when.span for when in said.times] + [unit.span for unit in said.units]
    return any(said.text[slice(*span)] == part for span in spans) or _ABOUT_ELSE.search(part) is not None


def without_lead(said: Said, words: str) -> str:
    """The matter of a clause that says who leads it, too."""
    for pattern in (_LED_BY, _BY_UNIT, _TOLD_TO):
        found = pattern.search(words)
        if found is not None and any(unit.text == found["unit"] for unit in said.units):
            return (words[: found.start()] + words[found.end() :]).strip()
    return words


def in_its_name(said: Said, when: When) -> bool:
    """国庆景区安全: the season belongs to the matter and is no time limit."""
    return not when.deadline and bool(_SEASON.match(when.text) and _GOES_ON.match(said.text, when.span[1]))
