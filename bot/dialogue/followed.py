"""明天呢, 那201呢, 他们局长的呢: the last question once more, about another day, room, unit or person (issue 3, 4)."""

import re

from bot.dialogue import restated
from bot.dialogue.state import State
from bot.dialogue.understand import again
from handlers.said import Said
from handlers.turn import Turn

LONGEST = 60
"""Characters of a question that may be asked once more."""
_AS_WELL = re.compile(r"^(?:那么?|还有)?[，, ]*(?P<what>[^，,。；;！!？?\n]{1,14}?)(?:的|那边)?(?:呢|[？?])[呢？?]*$")
_HOURS = re.compile(
    r"(?:凌晨|早上|上午|中午|下午|晚上)?(?:\d{1,2}|[一二三四五六七八九十两]{1,3})(?:点半?|[:：]\d\d|点\d+分?)"
    r"(?:[到至\-~—](?:上午|中午|下午|晚上)?(?:\d{1,2}|[一二三四五六七八九十两]{1,3})(?:点半?|[:：]\d\d|点\d+分?))?"
)
_PART_OF_DAY = re.compile(r"(?:凌晨|早上|上午|中午|下午|晚上)$")
_BOOK = re.compile(
    r"(?:那么?|就|帮我|给我|好的?|行|可以|[，, ])*(?:预[订定]|[订定要用借])(?:一?下)?"
    r"(?:第(?P<nth>[一二三四五六七八九]|\d)[个间]|[那这][个间]|它|[一-龥\d]{2,6}?)(?:会议室)?(?:[吧了啊呀]|这间|那间)*"
)
_DIGITS = "一二三四五六七八九"
_NUMBER = re.compile(r"\d{3,4}")
_POST = re.compile(
    r"(?:他们|它们|你们|该单位|[这那]个单位|那边|人家|[他她])?(?:单位|家)?的?"
    r"(?P<post>(?:副|分管)?(?:局长|区长|书记|主任|镇长|科长|院长)|一把手|联络员|(?:主要|分管)负责人)"
)


def resolved(turn: Turn, state: State) -> Said:
    """The question that is meant, in full; unchanged when the message asks nothing after another question."""
    if not state.asked or state.waiting():
        return turn.said
    found = _AS_WELL.match(turn.said.text.strip())
    words = _about(turn, state.asked, found["what"]) if found else _narrower(turn, state.asked) or _booked(turn, state)
    return again(turn, words) if words else turn.said


def _narrower(turn: Turn, asked: str) -> str | None:
    """9点到11点 after 明天上午有会议室没."""
    times = list(restated.times(turn, asked))
    if len(times) != 1 or not _HOURS.fullmatch(turn.said.bare) or restated.clock(asked[slice(*times[0])]):
        return None
    day = _PART_OF_DAY.sub("", asked[slice(*times[0])])
    return _replaced(asked, times[0], f"{day}{turn.said.bare}")


def _booked(turn: Turn, state: State) -> str | None:
    """订第二个, 就订201 after what is free was asked: at the time of that question."""
    found = _BOOK.fullmatch(turn.said.bare)
    rooms = [key.partition(":")[2] for key in turn.about if key.startswith("room:")]
    times = list(restated.times(turn, state.asked))
    if found is None or not rooms or len(times) != 1 or turn.said.times:
        return None
    named = next((room.name for room in turn.said.rooms), None)
    if named is None and found["nth"]:
        place = int(found["nth"]) if found["nth"].isdigit() else _DIGITS.find(found["nth"]) + 1
        named = rooms[place - 1] if 0 < place <= len(rooms) else None
    if named is None and len(rooms) == 1:
        named = rooms[0]
    return f"订{named}，{state.asked[slice(*times[0])]}" if named else None


def _about(turn: Turn, asked: str, what: str) -> str | None:
    """The question about something else of a kind that it names already; any can be asked of another day."""
    if _NUMBER.fullmatch(what) and len(again(turn, asked).own) == 1:
        what = f"{what}号"
    for find in restated.NAMES:
        old = list(find(turn, asked))
        if (0, len(what)) in find(turn, what) and len(old) == 1:
            return _replaced(asked, old[0], what)
    times = list(restated.times(turn, asked))
    if (0, len(what)) in restated.times(turn, what) and len(times) < 2:
        start, end = times[0] if times else (0, 0)
        return _replaced(asked, (start, end), restated.merged(asked[start:end], what))
    post, people = _POST.fullmatch(what), again(turn, asked).people
    if post and len(people) == 1 and again(turn, asked).units:
        return _replaced(asked, people[0].span, post["post"])
    return None


def _replaced(text: str, span: restated.Span, words: str) -> str:
    return f"{text[: span[0]]}{words}{text[span[1] :]}"
