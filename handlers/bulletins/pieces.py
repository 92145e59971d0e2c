"""Which piece is meant when it is adopted, sent up or commented on: by title, issue and place, unit, or 那条."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from handlers.bulletins import queries, series
from handlers.bulletins.editing import shares_words
from handlers.bulletins.queries import Item
from handlers.bulletins.rules import IssueState, issue_number
from handlers.turn import Turn

_TITLE = re.compile(r"《([^《》]{2,60})》")
_PLACE = re.compile(r"第?([一二三四五六七八九十]|\d{1,2})[条篇](?!都|单|综|专)")
_BARE_ISSUE = re.compile(r"(?<!\d)(\d{1,4})\s*(?=第[一二三四五六七八九十\d]+[条篇])")
_NUMBER = re.compile(r"信〔?(20\d\d)?〕?\s*0*(\d{1,5})号")
_NAMED = re.compile(r"([一-鿿]{2,12}?)的?[那这][条篇]|[那这][条篇]([一-鿿]{2,12}?)的?(?:信息|稿)")
_TODAY = re.compile(r"今[日天](?:的)?(?:信息|日报)|本期|这期")
_DIGITS = "零一二三四五六七八九十"
_SPACE = re.compile(r"[\s，。、；：:“”\"]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of ours or one known by its title or place only; `key` tells pieces apart."""

    key: str
    title: str
    item: int | None = None
    unit: str | None = None

    def dumps(self) -> dict[str, Any]:
        return asdict(self)


def find(turn: Turn, text: str, *, issues: bool = False) -> list[Piece]:
    """The pieces that the text means; with `issues` a whole issue will do."""
    titles = [title for title in _TITLE.findall(text) if title not in series.names(turn.office)]
    if titles:
        return [_titled(turn, title) for title in titles]
    if (number := _NUMBER.search(text)) and (found := _numbered(turn, number)):
        return [found]
    named = series.said(text, turn.office) or turn.office.bulletin
    no, place = _issue_no(text), _PLACE.search(text)
    if no is not None and place is not None:
        return [_placed(turn, named, no, _index(place[1]))]
    if place is not None and _TODAY.search(text) and (here := _today(turn, _index(place[1]))):
        return [here]
    if found := _by_words(turn, text):
        return [found]
    if issues and no is not None:
        issue = queries.issue_numbered(turn.tx, named, no)
        title = f"《{named}》第{no}期"
        return [Piece(issue.key, title) if issue else Piece(f"{named}〔{turn.here.year}〕{no}", title)]
    return []


def as_title(turn: Turn, text: str) -> list[Piece]:
    """An answer to 哪一篇: anything `find` knows, else the words are the title."""
    plain = text.strip(' ，。,.；;《》“”"')
    return find(turn, text, issues=True) or ([_titled(turn, plain)] if 4 <= len(plain) <= 60 else [])


def of_item(item: Item) -> Piece:
    return Piece(item.key, item.title, item.id, item.unit)


def _titled(turn: Turn, title: str) -> Piece:
    plain = _SPACE.sub("", title)
    recent = queries.recent_items(turn.tx)
    same = [item for item in recent if _SPACE.sub("", item.title) == plain]
    same = same or [item for item in recent if len(plain) >= 5 and plain in _SPACE.sub("", item.title)]
    return of_item(same[0]) if same else Piece(f"题:{plain}", title)


def _numbered(turn: Turn, number: re.Match[str]) -> Piece | None:
    year, seq = int(number[1] or turn.here.year), int(number[2])
    return next((of_item(i) for i in queries.recent_items(turn.tx) if (i.year, i.seq) == (year, seq)), None)


def _placed(turn: Turn, named: str, no: int, index: int) -> Piece:
    issue = queries.issue_numbered(turn.tx, named, no)
    items = queries.items_in(turn.tx, issue.id) if issue else []
    if 0 < index <= len(items):
        return of_item(items[index - 1])
    year = issue.year if issue else turn.here.year
    return Piece(f"{named}〔{year}〕{no}#{index}", f"《{named}》第{no}期第{index}条")


def _today(turn: Turn, index: int) -> Piece | None:
    issues = [i for i in queries.issues_of(turn.tx, turn.here.date()) if i.state in IssueState]
    issue = issues[-1] if issues else queries.open_issue(turn.tx, turn.office.bulletin)
    items = queries.items_in(turn.tx, issue.id) if issue else []
    return of_item(items[index - 1]) if 0 < index <= len(items) else None


def _by_words(turn: Turn, text: str) -> Piece | None:
    recent = queries.recent_items(turn.tx)
    for found in _NAMED.finditer(text):
        words = found[1] or found[2]
        starts = [words[n:] for n in range(max(1, len(words) - 1))]
        for start in starts:
            if len(start) >= 2 and (hit := next((item for item in recent if start in item.title), None)):
                return of_item(hit)
    if hit := next((item for item in recent if len(item.title) >= 4 and shares_words(text, item.title)), None):
        return of_item(hit)
    if units := _units_of(turn, text):
        return next((of_item(item) for item in recent if item.unit in units), None)
    if re.search(r"[那这][条篇]|它", text) and (spoken := turn.lately("item")):
        return next((of_item(item) for item in recent if str(item.id) == spoken), None)
    return None


def _units_of(turn: Turn, text: str) -> list[str]:
    """工信局那篇: the units whose piece is meant."""
    named = [found[1] for found in _NAMED.finditer(text) if found[1]]
    return [
        unit.short
        for unit in turn.office.units
        if any(words.endswith((unit.short, unit.name, unit.label, *unit.aliases)) for words in named)
    ]


def _issue_no(text: str) -> int | None:
    bare = _BARE_ISSUE.search(text)
    return issue_number(text) or (int(bare[1]) if bare else None)


def _index(word: str) -> int:
    return int(word) if word.isdecimal() else _DIGITS.index(word)
