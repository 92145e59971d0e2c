"""What a message says about a call, an adoption, a 批示 or an issue: the readers behind the slots (domain.md C.1)."""

import re
from datetime import datetime, time

from handlers.bulletins import commenting, upward
from handlers.bulletins.rules import issue_number
from handlers.line import Slots
from handlers.said import Said, gone_by
from scheduler.clock import SHANGHAI, local

CLOSE_OF_DAY = time(17, 30)
"""A day that is named as a limit means its close (domain.md 9.2)."""
_TOPIC = (
    re.compile(r"围绕[“\"‘「《]?([^“”\"‘’」《》，,。]{2,60}?)[”\"’」》]?(?=[，,。\s于向]|报送|约稿|$)"),
    re.compile(r"(?:主题|题目|内容)(?:是|为)?[：:]?[“\"《]?([^“”\"《》，,。]{2,60})"),
    re.compile(r"约[一两]?[篇条]?(?:关于)?[“\"《]([^“”\"《》]{2,60})[”\"》]"),
    re.compile(r"关于([^，,。]{2,40}?)(?:的?(?:信息|稿|约稿)|[，,。]|$)"),
    re.compile(r"[“\"《‘]([^“”\"《》‘’]{2,60})[”\"》’]"),
)
_WHY = re.compile(r"(?:原因|理由)(?:是|为)?[：:，,]?\s*(?P<why>[^\n]{2,100})|因为?(?P<cause>[^，,。\n]{2,40})")


def topic(said: Said, asked: bool, slots: Slots) -> str | None:
    found = next((match[1] for pattern in _TOPIC if (match := pattern.search(said.text))), None)
    another = re.search(r"约(?:一?[篇条个])?稿|也约", said.bare) is not None
    return found or (said.bare.strip('“”"《》') if asked and not another else None)


def units(said: Said, asked: bool, slots: Slots) -> list[str] | None:
    named = [unit.short for unit in said.units if unit.short]
    groups = [unit.group for unit in said.units if unit.group]
    return [*dict.fromkeys([*named, *(f"*{group}" for group in groups)])] or None


def due(said: Said, asked: bool, slots: Slots) -> str | None:
    when = next((w for w in said.times if w.start is not None or w.end is not None), None)
    if when is None:
        return None
    at = when.end if when.deadline and when.end is not None else when.start or when.end
    assert at is not None  # noqa: S101 - the filter above
    whole_day = when.grain == "day" and local(at).time() == time()
    return (datetime.combine(local(at).date(), CLOSE_OF_DAY, SHANGHAI) if whole_day else at).isoformat()


def words(said: Said, asked: bool, slots: Slots) -> str | None:
    return said.text if not asked else None


def on(said: Said, asked: bool, slots: Slots) -> str | None:
    """The day named outside a title, in Beijing."""
    titles = [found.span() for found in re.finditer(r"《[^《》]*》", said.text)]
    for when in said.times:
        inside = any(start <= when.span[0] < end for start, end in titles)
        if when.start is not None and not inside and when.grain in {"day", "hour", "minute"}:
            return local(gone_by(when, said.now) or when.start).date().isoformat()
    return None


def organ(said: Said, asked: bool, slots: Slots) -> str | None:
    found = upward.organs(said.text)
    if found or not asked:
        return next(iter(found), None)
    return upward.ORGANS[said.choice - 1] if said.choice and 0 < said.choice <= len(upward.ORGANS) else None


def organs(said: Said, asked: bool, slots: Slots) -> list[str] | None:
    return upward.organs(said.text) or ([one] if asked and (one := organ(said, asked, slots)) else None)


def kind(said: Said, asked: bool, slots: Slots) -> str | None:
    if asked and said.choice and 0 < said.choice <= len(upward.KINDS):
        return upward.KINDS[said.choice - 1]
    return upward.kind(said.text)


def leaders(said: Said, asked: bool, slots: Slots) -> list[str] | None:
    return commenting.leaders_in(said.text, [(p.span, p.person) for p in said.people]) or None


def unit_after(said: Said, asked: bool, slots: Slots) -> str | None:
    """Whom the 批示 asks to act: 请发改局阅研."""
    at = max(said.text.find("请"), said.text.find("交"))
    named = [unit.short for unit in said.units if unit.short and at >= 0 and unit.span[0] > at]
    return next(iter(named), None)


def reason(said: Said, asked: bool, slots: Slots) -> str | None:
    found = _WHY.search(said.text)
    if found:
        return (found["why"] or found["cause"]).strip(" 。")
    return said.bare if asked and len(said.bare) > 1 else None


def issue_no(said: Said, asked: bool, slots: Slots) -> int | None:
    bare = re.search(r"(?<!\d)(\d{1,4})(?=\s*(?:[wW]ord|WORD|文档))", said.text)
    return issue_number(said.text) or (int(bare[1]) if bare else None)
