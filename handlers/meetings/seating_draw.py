"""A seating plan to look at and to print: a picture for the phone, and 席卡 as a docx (domain.md 4.6)."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import noto_cjk_sans_otc
from PIL import Image, ImageDraw, ImageFont

from handlers.meetings.seating_rules import card_name

_FONT = Path(noto_cjk_sans_otc.__file__).with_name("NotoSansCJK-Regular.ttc")
_SIMPLIFIED = 2
"""The face for simplified Chinese in the font collection."""
INK, RED, PALE, LINE = "#1f2328", "#b3261e", "#fbe9e7", "#8c959f"
MARGIN, WIDTH, NARROWEST, WIDEST, GAP = 48, 1080, 76, 132, 10
SIZE, TITLE_SIZE, NOTE_SIZE = 40, 44, 30
LETTER = 48
"""Height of one character of a name, which stands upright."""
Row = Sequence[tuple[int, str]]
"""Numbers and names from left to right."""


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size, index=_SIMPLIFIED)


def dais_picture(title: str, row: Row) -> bytes:
    """主席台 as the audience sees it, as PNG."""
    page = _Page(title, [row])
    page.note("主席台（从台下看）", LINE)
    page.row(row)
    page.note("▲", INK)
    page.note("台下", INK)
    return page.png()


def table_picture(title: str, guests: Row, hosts: Row) -> bytes:
    """A long table as seen from the door, as PNG: the guests' side faces the door."""
    page = _Page(title, [guests, hosts])
    page.note("客方（面向门）", LINE)
    page.row(guests)
    page.table()
    page.row(hosts)
    page.note("主方（背对门）", LINE)
    page.note("门", INK)
    return page.png()


class _Page:
    def __init__(self, title: str, rows: Sequence[Row]) -> None:
        most = max(len(row) for row in rows)
        self.cell = max(NARROWEST, min(WIDEST, (WIDTH - 2 * MARGIN) // most - GAP))
        self.width = max(WIDTH, 2 * MARGIN + most * (self.cell + GAP))
        self.letters = max(len(card_name(name)) for row in rows for _, name in row)
        self.image = Image.new("RGB", (self.width, 400 + len(rows) * (self._height() + 80) + 200), "white")
        self.draw = ImageDraw.Draw(self.image)
        self.y = MARGIN
        self._centred(title, self.width // 2, TITLE_SIZE, INK)
        self.y += TITLE_SIZE + 36

    def _height(self) -> int:
        return 64 + self.letters * LETTER + 20

    def _centred(self, text: str, x: int, size: int, colour: str, y: int | None = None) -> None:
        while size > NOTE_SIZE and self.draw.textlength(text, _font(size)) > self.width - MARGIN:
            size -= 2
        self.draw.text((x, self.y if y is None else y), text, font=_font(size), fill=colour, anchor="ma")

    def note(self, text: str, colour: str) -> None:
        self._centred(text, self.width // 2, NOTE_SIZE, colour)
        self.y += NOTE_SIZE + 22

    def row(self, row: Row) -> None:
        left = (self.width - len(row) * (self.cell + GAP) + GAP) // 2
        for place, (number, name) in enumerate(row):
            x = left + place * (self.cell + GAP)
            first = number == 1
            box = (x, self.y, x + self.cell, self.y + self._height())
            self.draw.rounded_rectangle(box, 12, PALE if first else "white", RED if first else LINE, 3)
            self._centred(str(number), x + self.cell // 2, NOTE_SIZE, RED if first else LINE, self.y + 12)
            shown = card_name(name)
            top = self.y + 60 + (self.letters - len(shown)) * LETTER // 2
            for step, letter in enumerate(shown):
                self._centred(letter, x + self.cell // 2, SIZE, INK, top + step * LETTER)
        self.y += self._height() + 28

    def table(self) -> None:
        box = (MARGIN, self.y, self.width - MARGIN, self.y + 56)
        self.draw.rounded_rectangle(box, 10, "#f1f3f5", LINE, 2)
        self._centred("长　桌", self.width // 2, NOTE_SIZE, LINE, self.y + 8)
        self.y += 56 + 28

    def png(self) -> bytes:
        out = BytesIO()
        self.image.crop((0, 0, self.width, self.y + MARGIN // 2)).save(out, "PNG", optimize=True)
        return out.getvalue()


BIGGEST = 150
"""Points of a name of three characters on a card as wide as the page."""


def cards_docx(names: Sequence[str]) -> bytes:
    """席卡 to print and cut: two to a page of A4 across, one name in a frame of its own.

    The library takes half a second to load, and few commands want it.
    """
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(8)
    section.left_margin = section.right_margin = Mm(15)
    table = document.add_table(rows=0, cols=1, style="Table Grid")
    for name in names:
        row = table.add_row()
        row.height, row.height_rule = Mm(92), WD_ROW_HEIGHT_RULE.EXACTLY
        cell = row.cells[0]
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shown = card_name(name)
        run = paragraph.add_run(shown)
        run.font.size, run.font.name = Pt(min(BIGGEST, 600 // max(len(shown), 1))), "黑体"
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体")
    out = BytesIO()
    document.save(out)
    return out.getvalue()
