"""Takes one message apart: numbers, times, units, people, rooms, titles (design.md 1, `Said`). Touches no state."""

import re
from dataclasses import replace
from datetime import datetime

from bot.dialogue.doc_numbers import find_doc_numbers, find_own_numbers
from bot.dialogue.entities import find_people, find_rooms, find_units, leaders_among, says_vague_units
from bot.dialogue.grades import find_kind, find_urgency
from bot.dialogue.numerals import to_int
from bot.dialogue.spelling import correct
from bot.dialogue.times import find_times
from bot.dialogue.titles import find_title
from handlers.said import Said
from scheduler.workdays import WorkCalendar
from storage.office import Office

_CHOICE = re.compile(r"^\s*(?:选|第)?\s*([0-9]{1,4}|[①②③④⑤⑥⑦⑧⑨])\s*(?:号|个|项)?\s*[。.、!！]?\s*$")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_YES_WORDS = "是 是的 对 对的 好 好的 嗯 行 可以 确认 确定 发 发送 发吧 发送吧 没问题 没错 同意 要 就这样 ok OK"
_NO_WORDS = "否 不 不是 不对 不用 不要 不行 不发 先不发 取消 不同意 算了 no NO"
_YES, _NO = frozenset(_YES_WORDS.split(" ")), frozenset(_NO_WORDS.split(" "))
_FILLER = "\u2588"


def understand(text: str, now: datetime, office: Office, calendar: WorkCalendar) -> Said:
    """What is in the text, at this moment (aware). Never raises for any text."""
    plain = correct(text).text
    docs = find_doc_numbers(plain, office.codes)
    own = find_own_numbers(plain, docs)
    title = find_title(_hide(plain, [doc.span for doc in docs]))
    rest = _hide(plain, [*(doc.span for doc in docs if doc.confidence != "reject"), *(number.span for number in own)])
    rest = _hide(rest, [title.span]) if title is not None else rest
    said = Said(text=plain, now=now)
    bare = said.bare
    people = find_people(rest, office)
    return replace(
        said,
        times=find_times(rest, now, calendar),
        docs=docs,
        own=own,
        units=find_units(rest, office),
        vague_units=says_vague_units(rest),
        people=people,
        leaders=leaders_among(people, office),
        rooms=[found.room for found in find_rooms(rest, office)],
        urgency=find_urgency(rest),
        kind=find_kind(rest),
        title=title.text if title is not None else None,
        choice=_choice(bare),
        yes=True if bare in _YES else False if bare in _NO else None,
    )


def _choice(bare: str) -> int | None:
    match = _CHOICE.match(bare)
    if match is None:
        return None
    word = match[1]
    return _CIRCLED.index(word) + 1 if word in _CIRCLED else to_int(word)


def _hide(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these places blotted out, at the same length, so that no digit in them is read twice."""
    for start, end in spans:
        text = text[:start] + _FILLER * (end - start) + text[end:]
    return text
