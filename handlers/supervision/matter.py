"""What a task is about when nobody said 立项：first: 把桥梁隐患立项, 民政局，养老院消防改造，建督办. Pure."""

import re

from handlers.said import Said, When

_SET_UP = r"立(?:[个一]?项|[个成为]?督办|起来|上)|[列纳][入为]?(?:成)?(?:督办|重点)|[建转]成?督办|[督盯]起来"
_TAKEN = re.compile(rf"[把将](?P<matter>[^，,。；;\n]{{3,60}}?)(?:也|先|给)*(?:{_SET_UP})")
_TOLD = re.compile(
    r"^(?:.{0,16}(?:交[代办]|要求|点名|强调|批示|反映|部署|讲|说)的|.{0,8}里头?的?|[那这][个件项]|关于)(?:[那这][个件项])?"
)
_ENDS = re.compile(r"(?:[那这][个件项条]|的事[情项]?|[那这]?个事|也)+$")
_PART = re.compile(r"[，,。；;：:！!？?\n\s]+")
_ABOUT_ELSE = re.compile(
    rf"{_SET_UP}|督办|督查|立|牵头|主办|协办|配合|参与|负责|交[办代]的?$|[办管]$|反馈|[每双隔]?[周月季]报|长期|责任|请|帮|麻烦|能不能|可以"
    r"|新[建增]|[加起开记][个一]|这个?[事件项]|那个?[事件项]$|依据|批示|布置的?$|特急|加急|时限|默认|[吗呢么]$"
)
_LEAST = 4
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
    return words if len(words) >= _LEAST else None


def _is_else(said: Said, part: str) -> bool:
    spans = [when.span for when in said.times] + [unit.span for unit in said.units]
    return any(said.text[slice(*span)] == part for span in spans) or _ABOUT_ELSE.search(part) is not None


def in_its_name(said: Said, when: When) -> bool:
    """国庆景区安全: the season belongs to the matter and is no time limit."""
    return not when.deadline and bool(_SEASON.match(when.text) and _GOES_ON.match(said.text, when.span[1]))
