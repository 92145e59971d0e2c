"""Numbered options: how they are shown, and how an answer picks one (domain.md C.1 g)."""

import re
from collections.abc import Sequence

from bot.dialogue.words import plain_answer, stops
from handlers.said import Said

_YES = ("是", "确认", "发送", "发", "同意", "对", "好", "合并", "可以", "再撤销")
_NO = ("否", "不", "取消", "暂缓", "修改")
_LAST = re.compile(r"(?:选|要|就|是)?(?:最后|末尾?|最末|后面?)(?:那)?(?:一)?[个项条件]")
_FIRST = re.compile(r"(?:选|要|就|是)?(?:前面?|最前面?|头)(?:那)?(?:一)?[个项条件]")
_FILLER = re.compile(
    r"^(?:我)?(?:选|要|就|是|看|指)?(?:的)?(?:是)?(?:那个|这个)?|(?:的)?(?:那|这)?[个项条件份](?:吧|呢)?$|(?:吧|呢|的)$"
)
_PARTICLES = re.compile(r"[的了吧啊呀哦哈\s，,。.！!~～]*")
_DAY = re.compile(r"(?<=\d)号")
"""26号 is 26日."""
_LEAST = 2


SHORT_OPTION = 12
_DECLINES = ("不予", "不同意", "不批准", "不准")
"""An option that is a decision upon somebody else's wish."""


def with_options(text: str, options: Sequence[str]) -> str:
    """The question with 1是 2否 behind it, unless it shows them already.

    Options that are long or begin with a digit stand apart from their numbers: 1 督〔2026〕0101号, 1 9月24日.
    """
    apart = any(option[:1].isdigit() or len(option) > SHORT_OPTION for option in options)
    shown = [f"{index} {option}" if apart else f"{index}{option}" for index, option in enumerate(options, 1)]
    if not options or f"1{options[0]}" in text or f"1 {options[0]}" in text:
        return text
    joiner = " " if sum(map(len, options)) <= 40 else "\n"
    return text + joiner + joiner.join(shown)


def outside(said: Said, options: Sequence[str]) -> bool:
    """The message is a number, but none of the shown ones."""
    return said.choice is not None and not 1 <= said.choice <= len(options)


def chosen(said: Said, options: Sequence[str]) -> int | None:
    """The index of the option meant: by its number, by its words, or by a plain yes or no."""
    if not options:
        return None
    if said.choice is not None:
        return said.choice - 1 if 1 <= said.choice <= len(options) else None
    bare, options = _DAY.sub("日", plain_answer(said.bare)), [_DAY.sub("日", option) for option in options]
    if _LAST.fullmatch(bare):
        return len(options) - 1
    if _FIRST.fullmatch(bare):
        return 0
    exact = [i for i, option in enumerate(options) if bare == option]
    near = exact or [i for i, option in enumerate(options) if bare and _near(bare, option)]
    if len(near) == 1:
        return near[0]
    if said.yes is True and options[0].startswith(_YES):
        return 0
    if said.yes is False:
        negative = [i for i, option in enumerate(options) if option.startswith(_NO)]
        if stops(bare) and negative and options[negative[0]].startswith(_DECLINES):
            return None  # 算了 leaves it undecided: it declines nobody
        return negative[0] if len(negative) == 1 else None
    return _by_a_word(bare, options)


def _near(bare: str, option: str) -> bool:
    """发 for 发送, 请假吧 for 请假; but not 参加不了 for 参加."""
    return option.startswith(bare) or (bare.startswith(option) and bool(_PARTICLES.fullmatch(bare[len(option) :])))


def _by_a_word(bare: str, options: Sequence[str]) -> int | None:
    """农村公路那个: words that stand in one option only."""
    core = _FILLER.sub("", _FILLER.sub("", bare))
    if len(core) < _LEAST or (core.isdigit() and len(core) <= _LEAST) or core.startswith(("不", "没", "别")):
        return None
    found = [i for i, option in enumerate(options) if core in option and not option.startswith(("不", "否"))]
    return found[0] if len(found) == 1 else None
