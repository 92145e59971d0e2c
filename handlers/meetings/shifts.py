"""By how much a meeting moves or grows: 推迟半小时, 提前一天, 延长二十分钟 (domain.md 4.3)."""

import re
from datetime import timedelta

from handlers.line import Slots
from handlers.said import Said

_SHIFT = re.compile(
    r"(?P<how>推迟|延后|延迟|往后[推挪]|推后|提前)(?:个|了)?(?P<by>(?:半|\d+|[一二两三四])个?半?(?:小时|分钟)|(?:\d+|[一二两三])天)(?!前|内|通知|送)"
)
_LONGER = re.compile(r"(?P<how>延长|多开|缩短|少开|提前结束)(?:个|了)?(?P<by>[^，,。]{0,6}?(?:小时|分钟))")


def shift(said: Said, _asked: bool, _slots: Slots) -> int | None:
    """推迟半小时, 提前一天: by how many minutes an existing meeting moves."""
    found = _SHIFT.search(said.text)
    if found is None:
        return None
    length = plain_length(found["by"]) or timedelta(days=_days_in(found["by"]))
    minutes = int(length.total_seconds() // 60)
    return (-minutes if found["how"] == "提前" else minutes) or None


def longer(said: Said, _asked: bool, _slots: Slots) -> int | None:
    """会议延长半小时: by how many minutes it ends later."""
    found = _LONGER.search(said.text)
    length = plain_length(found["by"]) if found else None
    if found is None or length is None:
        return None
    minutes = int(length.total_seconds() // 60)
    return minutes if found["how"] in {"延长", "多开"} else -minutes


def _days_in(text: str) -> int:
    found = re.match(r"(\d+|[一二两三])天", text)
    words = {"一": 1, "二": 2, "两": 2, "三": 3}
    return 0 if found is None else words.get(found[1]) or int(found[1])


def plain_length(text: str) -> timedelta | None:
    """一个小时, 两小时, 半小时, 90分钟, where the rule has swallowed the words around it."""
    found = re.search(r"(?<![第\d点:：])(半|\d+|[一二两三四])个?(半)?(小时|分钟)", text)
    if found is None:
        return None
    words = {"半": 0.5, "一": 1.0, "二": 2.0, "两": 2.0, "三": 3.0, "四": 4.0}
    number = words[found[1]] if found[1] in words else float(found[1])
    return timedelta(minutes=(number + (0.5 if found[2] else 0)) * (60 if found[3] == "小时" else 1))
