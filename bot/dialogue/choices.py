"""Numbered options: how they are shown, and how an answer picks one (domain.md C.1 g)."""

import re
from collections.abc import Sequence

from handlers.said import Said

_YES = ("是", "确认", "发送", "发", "同意", "对", "好", "合并", "可以")
_NO = ("否", "不", "取消", "暂缓", "修改")
_ORDINAL = re.compile(r"^第?([一二三四五六七八九]|[1-9])[个项条]?(?:吧|个吧)?$")
_DIGITS = "一二三四五六七八九"


def with_options(text: str, options: Sequence[str]) -> str:
    """The question with 1是 2否 behind it, unless it shows them already."""
    if not options or _numbered(1, options[0]) in text:
        return text
    joiner = " " if sum(map(len, options)) <= 40 else "\n"
    return text + joiner + joiner.join(_numbered(index, option) for index, option in enumerate(options, 1))


def _numbered(index: int, option: str) -> str:
    """1是, but 1 9月24日: two numbers never run into one."""
    return f"{index} {option}" if option[:1].isdigit() else f"{index}{option}"


def outside(said: Said, options: Sequence[str]) -> bool:
    """The message is a number, but none of the shown ones."""
    return said.choice is not None and not 1 <= said.choice <= len(options)


def chosen(said: Said, options: Sequence[str]) -> int | None:
    """The index of the option meant: by its number, by its words, or by a plain yes or no."""
    if not options:
        return None
    if said.choice is not None:
        return said.choice - 1 if 1 <= said.choice <= len(options) else None
    bare = said.bare
    ordinal = _ORDINAL.match(bare)
    if ordinal:
        number = _DIGITS.find(ordinal[1]) + 1 or int(ordinal[1])
        return number - 1 if number <= len(options) else None
    exact = [i for i, option in enumerate(options) if bare == option]
    near = exact or [
        i for i, option in enumerate(options) if bare and (option.startswith(bare) or bare.startswith(option))
    ]
    if len(near) == 1:
        return near[0]
    if said.yes is True and options[0].startswith(_YES):
        return 0
    if said.yes is False:
        negative = [i for i, option in enumerate(options) if option.startswith(_NO)]
        return negative[0] if len(negative) == 1 else None
    return None
