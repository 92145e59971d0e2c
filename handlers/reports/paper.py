"""The report as lines of a paper, from which the docx and the plain text are made (domain.md 10.3). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from handlers.reports.report import Paragraphs, Report
from handlers.reports.sections import CHAPTERS
from handlers.reports.words import OFFLINE_SLOT
from storage.guard import screen

_FIRST = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its rank in the layout, and whether a person or the machine wrote it."""

    kind: Literal["title", "chapter", "section", "body", "note", "signed"]
    text: str
    generated: bool = False


def lines(report: Report) -> Iterator[Line]:
    """Title, opening, chapters with their sections, problems and plans, late corrections, signature."""
    yield Line("title", report.period.title)
    chapter = ""
    numbered = len(CHAPTERS)
    for part in report.sections:
        section = part.section
        if section.chapter and section.chapter != chapter:
            chapter = section.chapter
            yield Line("chapter", f"{chapter}、{CHAPTERS[chapter]}")
        if section.chapter:
            yield Line("section", f"{section.level}{section.title}")
        elif section.title:
            numbered += 1
            yield Line("chapter", f"{_FIRST[numbered - 1]}、{section.title}")
        yield from _body(part)
    if report.late:
        text = f"{report.period.before_word}更正：{'、'.join(one.words for one in report.late)}。"
        yield Line("note", text, generated=True)
    yield Line("signed", report.office.name)
    end = report.period.cut_off
    yield Line("signed", f"{end.year}年{end.month}月{end.day}日")


def _body(part: Paragraphs) -> Iterator[Line]:
    for paragraph in part.human.splitlines():
        if paragraph.strip():
            yield Line("body", paragraph.strip())
    if part.generated:
        yield Line("body", part.generated, generated=True)
    if not part.human and not part.generated:
        yield Line("body", "【待补充】")


def plain(report: Report) -> str:
    """The report as words for a message; the sentence that may only stand on paper is named, not written."""
    found = []
    for line in lines(report):
        text = line.text
        if OFFLINE_SLOT in text and screen(text).level != "ok":
            text = text.partition("截至")[0] + f"另有7项{OFFLINE_SLOT}。"
        found.append(text)
    return "\n".join(found)
