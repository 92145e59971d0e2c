"""Takes one message apart: numbers, times, units, people, rooms, titles (design.md 1, `Said`). Touches no state."""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.dialogue.doc_numbers import find_doc_numbers
from bot.dialogue.entities import find_people, find_rooms, find_units, leaders_among, says_vague_units
from bot.dialogue.grades import find_kind, find_urgency
from bot.dialogue.numerals import to_int
from bot.dialogue.own_numbers import find_own_numbers
from bot.dialogue.spelling import correct
from bot.dialogue.times import find_times
from bot.dialogue.titles import find_titles, main_title, whole_heading
from bot.dialogue.words import agrees, plain_answer
from handlers.said import Said, UnitSaid, bare_of
from handlers.turn import Turn
from scheduler.workdays import WorkCalendar
from storage.office import Office

_CHOICE = re.compile(
    r"(?:我)?(?:选择?|要|就)?(?P<digits>[0-9]{1,4}|[①-⑨])\s*(?:号|项|条)?"
    r"|(?:我)?(?:选择?|要|就)?第\s*(?P<nth>[0-9]{1,4}|[一二三四五六七八九十]{1,3})\s*(?:号|个|项|条|件|种)?"
    r"|(?:我)?(?:选择?)?(?P<one>[一二三四五六七八九])"
)
_DENIED = re.compile(r"不是[^，,。；;\n]{1,20}?(?=[，,]?\s*(?:而|应该?)?是)")
"""不是加急，是平件: what is denied is not said."""
_BODIES = re.compile("(?:人民政府|办事处|党委|党工委|委员会)?")
_FILLER = "\u2588"
_LONGEST_ANSWER = 40
"""A longer message is more than a number or a yes, however politely it is put."""


def understand(
    text: str, now: datetime, office: Office, calendar: WorkCalendar, codes: Collection[str] = frozenset()
) -> Said:
    """What is in the text, at this moment (aware). Never raises for any text.

    `codes` are those of 文号 that are known besides, or instead of, the office's own list.
    """
    titles = find_titles(text)
    plain = correct(text, verbatim=[title.span for title in titles]).text
    docs = find_doc_numbers(plain, codes or office.codes)
    own = find_own_numbers(plain, docs)
    if docs or plain != text:
        titles = find_titles(_hide(plain, [doc.span for doc in docs]))
    title = main_title(titles)
    rest = _hide(plain, [*(doc.span for doc in docs if doc.confidence != "reject"), *(number.span for number in own)])
    rest = _hide(rest, [title.span]) if title is not None else rest
    if "不是" in rest:
        rest = _hide(rest, [match.span() for match in _DENIED.finditer(rest)])
    bare = bare_of(plain)
    brief = len(bare) <= _LONGEST_ANSWER
    people = find_people(rest, office)
    rooms = find_rooms(rest, office)
    named = [room.span for room in rooms] + [one.span for one in people if one.person is not None]
    heading = whole_heading(plain, codes or office.codes) if docs else None
    if heading is not None:
        issuers = _issuers(heading.issuer, office)
        return Said(plain, now, docs=docs, own=own, title=heading.title, units=issuers, kind=find_kind(rest))
    return Said(
        plain,
        now,
        times=find_times(_hide(rest, named), now, calendar),
        docs=docs,
        own=own,
        units=find_units(rest, office),
        vague_units=says_vague_units(rest),
        people=people,
        leaders=leaders_among(people, office),
        rooms=[found.room for found in rooms],
        urgency=find_urgency(rest),
        kind=find_kind(rest),
        title=title.text if title is not None else None,
        choice=_choice(bare) if brief else None,
        yes=agrees(bare) if brief else None,
    )


def _issuers(issuer: str | None, office: Office) -> list[UnitSaid]:
    """Whose paper it is: one of our units when the name is one, otherwise the name as it stands."""
    if issuer is None:
        return []
    ours = [unit for unit in find_units(issuer, office) if unit.short]
    before = issuer[: ours[0].span[0]] if ours else ""
    whole = len(ours) == 1 and before in ("", office.city) and _BODIES.fullmatch(issuer[ours[0].span[1] :]) is not None
    return [replace(ours[0], span=(0, 0))] if whole else [UnitSaid(issuer, (0, 0), level="其他")]


def again(turn: Turn, text: str) -> Said:
    """Other words of the same person at the same moment: a part of the message, or one said before."""
    return understand(text, turn.here, turn.office, turn.calendar, turn.codes)


def _choice(bare: str) -> int | None:
    match = _CHOICE.fullmatch(plain_answer(bare))
    if match is None:
        return None
    word = match["digits"] or match["nth"] or match["one"]
    return ord(word) - ord("①") + 1 if "①" <= word <= "⑨" else to_int(word)


def _hide(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these places blotted out, at the same length, so that no digit in them is read twice."""
    if not spans:
        return text
    signs = list(text)
    for start, end in spans:
        signs[start:end] = _FILLER * (end - start)
    return "".join(signs)
