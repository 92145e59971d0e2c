"""Reads the handbook as a person does: every dialogue on a page is played, in order, in one office (docs/handbook).

A line is `@2026-09-18 15:20` (time passes until then), `张敏：…` (says), `李可［签收］` (presses), `机器人：…`
(what the answer holds, pieces between …… in that order) or `→李可：…` (what came to that phone meanwhile).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.day import Day

HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PRESS = re.compile(r"(\S+?)［(.+)］")
_GAP = "……"


@dataclass(frozen=True)
class Line:
    """One line of a dialogue. `kind`: time, says, presses, answer or arrives."""

    kind: str
    who: str
    words: str


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a page in that language."""
    return [text for kind, text in _BLOCK.findall(page.read_text(encoding="utf-8")) if kind == language]


def lines(page: Path) -> Iterator[Line]:
    """All dialogue lines of a page. Raises ValueError for a line that is none."""
    for text in "".join(blocks(page, "dialogue")).splitlines():
        if text.startswith("@"):
            yield Line("time", "", text[1:].strip())
        elif pressed := _PRESS.fullmatch(text):
            yield Line("presses", *pressed.groups())
        elif "：" in text:
            who, words = text.split("：", 1)
            kind = "arrives" if who.startswith("→") else "answer" if who == "机器人" else "says"
            yield Line(kind, who.removeprefix("→"), words)
        elif text.strip():
            raise ValueError(f"{page.name}: {text}")


class Played:
    """A page being played. `heard` is the answer to what was done last."""

    def __init__(self, day: Day) -> None:
        self._day = day
        self.heard = ""
        self._arrived: dict[str, str] = {}
        self._ids = {person.name: person.userid for person in day.office.people}

    async def play(self, line: Line) -> None:
        """Do or check one line. Raises AssertionError when the page says what the bot does not."""
        match line.kind:
            case "time":
                await self._day.until(line.words)
            case "says":
                self.heard = await self._day.phone(self._ids[line.who]).says(line.words)
            case "presses":
                self.heard = await self._day.phone(self._ids[line.who]).presses(line.words)
            case "answer":
                check(line, self.heard)
            case "arrives":
                check(line, self._news(self._ids[line.who]))

    def _news(self, userid: str) -> str:
        """All that came to the phone so far in this page."""
        return "\n".join(message.text for message in self._day.phone(userid).messages if not message.mine)


def check(line: Line, found: str) -> None:
    """The pieces stand in what was found, in order."""
    flat, at = "".join(found.split()), 0
    for piece in line.words.split(_GAP):
        wanted = "".join(piece.split())
        there = flat.find(wanted, at)
        assert there >= 0, f"{line.who}：{line.words}\n--- found:\n{found}"
        at = there + len(wanted)
