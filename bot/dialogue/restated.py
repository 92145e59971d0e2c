"""What is put right in the same breath: 市发改局，哦不对，市财政局; 明天下午3点，不是，4点 (domain.md C.1).

The thing of the same kind that was said before is replaced, so that only what is meant is heard.
"""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from bot.dialogue.entities import find_rooms
from bot.dialogue.titles import find_titles
from bot.dialogue.understand import again
from handlers.turn import Turn

LONGEST = 300
Span: TypeAlias = tuple[int, int]

_TIMES = 3
_NEAR = 2
"""Characters that may stand before the new words, or behind the old ones."""
_PUNCTUATION = r"[，,。….；;、！! \t]"
_SOUND = "[哦噢啊呃额哎唉嗯]"
_TAKEN_BACK = "(?:不对|不是|说错了?|写错了?|打错了?|错了|更正)了?"
_MARK = re.compile(
    rf"(?:{_PUNCTUATION}+{_SOUND}?|{_SOUND})(?:{_TAKEN_BACK}{_PUNCTUATION}+(?:应该?)?(?:[是为]|改[成为])?"
    rf"|(?:等等|等一?下|慢着|算了){_PUNCTUATION}*(?:还是|改[成为到]|应该?是))[：: ]*"
)
_URGENCY = re.compile(r"特提|特急|加急|平急|平件")
_KIND = re.compile(r"阅件|办件")
_COUNT = re.compile(r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,5})(?P<of>[个名支包本份人条次台盒则篇箱瓶块把只张])")
_PART = r"(?:凌晨|早上|上午|中午|下午|傍晚|晚上)?"
_CLOCK = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})(?:点|[:：]\d\d).*$")


def put_right(turn: Turn) -> str:
    """The message with what it takes back itself replaced; as it was when it takes nothing back."""
    return in_place(turn, turn.said.text)


def in_place(turn: Turn, text: str) -> str:
    """These words, with what they take back replaced."""
    for _ in range(_TIMES):
        once = _once(turn, text)
        if once == text:
            break
        text = once
    return text


def _once(turn: Turn, text: str) -> str:
    mark = _MARK.search(text) if len(text) <= LONGEST else None
    if mark is None or mark.start() < _NEAR:
        return text
    left, right = text[: mark.start()], text[mark.end() :]
    for find in _FINDERS:
        new = next((span for span in find(turn, right) if span[0] <= _NEAR), None)
        old = list(find(turn, left))
        if new is not None and old:
            start, end = old[-1]
            words = merged(left[start:end], right[slice(*new)]) if find is times else right[slice(*new)]
            role, rest = left[end:], right[new[1] :]
            return f"{left[:start]}{words}{role}{rest.removeprefix(role)}"
    return _counted(left, right) or text


def _counted(left: str, right: str) -> str | None:
    """领10支签字笔 2包A4纸 and 20支: what is counted in the same measure."""
    new = _COUNT.match(right)
    old = [found for found in _COUNT.finditer(left) if new is not None and found["of"] == new["of"]]
    if new is None or not old:
        return None
    return f"{left[: old[-1].start()]}{new[0]}{left[old[-1].end() :]}{right[new.end() :]}"


def merged(old: str, new: str) -> str:
    """明天下午3点 and 4点 → 明天下午4点; 周三下午3点 and 周四 → 周四下午3点."""
    before, after = clock(old), clock(new)
    if before is None or (after is not None and after.start()):
        return new
    if after is None:
        part = re.search(rf"{_PART}$", old[: before.start()])
        return new + (part[0] if part else "") + before[0]
    starts_with_part = re.match(_PART, new)
    day = old[: before.start()]
    return (re.sub(rf"{_PART}$", "", day) if starts_with_part and starts_with_part[0] else day) + new


def clock(words: str) -> re.Match[str] | None:
    """The hour in the words of a time."""
    return _CLOCK.search(words)


def _titles(_turn: Turn, text: str) -> Iterator[Span]:
    return (title.span for title in find_titles(text))


def times(turn: Turn, text: str) -> Iterator[Span]:
    """Where a time is said."""
    return (when.span for when in again(turn, text).times)


def _of(pattern: re.Pattern[str]) -> Callable[[Turn, str], Iterator[Span]]:
    return lambda _turn, text: (match.span() for match in pattern.finditer(text))


Finder: TypeAlias = Callable[[Turn, str], Iterator[Span]]
NAMES: tuple[Finder, ...] = (
    lambda turn, text: (doc.span for doc in again(turn, text).docs),
    lambda turn, text: (own.span for own in again(turn, text).own),
    lambda turn, text: (unit.span for unit in again(turn, text).units),
    lambda turn, text: (room.span for room in find_rooms(text, turn.office)),
    lambda turn, text: (one.span for one in again(turn, text).people),
)
"""Numbers, units, rooms, people."""
_FINDERS: tuple[Finder, ...] = (_titles, *NAMES[:3], _of(_URGENCY), _of(_KIND), NAMES[3], times, NAMES[4])
