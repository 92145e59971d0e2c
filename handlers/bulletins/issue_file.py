"""An issue as a docx in the layout of domain.md J.7, on the page of 10.3. No I/O.

The fonts are named, not embedded: where they are missing Word takes 宋体 and 黑体.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

BODY, HEAD, BOLD, KAI, SMALL = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
WIDTH = Mm(210 - 28 - 26)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on the page. `draft`: not signed yet."""

    series: str
    number: str
    editor_office: str
    on: date
    pieces: Sequence[tuple[str, str]]
    reported_to: str
    sent_to: str
    copies: int
    signed_by: str
    reviewed_by: str
    edited_by: str
    draft: bool


def build(page: Page) -> bytes:
    """The file."""
    doc = Document()
    _page(doc)
    if page.draft:
        _line(doc, "草稿　不作正式文件使用", BOLD, 14, WD_ALIGN_PARAGRAPH.RIGHT)
    _line(doc, "内部资料　注意保存", BOLD, 16)
    _line(doc, " ".join(page.series), HEAD, 26 if len(page.series) < 8 else 22, WD_ALIGN_PARAGRAPH.CENTER, spacing=35)
    _line(doc, page.number, BODY, 16, WD_ALIGN_PARAGRAPH.CENTER)
    on = f"{page.on.year}年{page.on.month}月{page.on.day}日"
    _rule(_two(doc, f"{page.editor_office}编", on, KAI))
    for title, text in page.pieces:
        _line(doc, f"● {title}", BOLD, 16)
        for part in filter(None, (one.strip() for one in text.split("\n"))):
            _line(doc, part, BODY, 16, WD_ALIGN_PARAGRAPH.JUSTIFY).paragraph_format.first_line_indent = Pt(32)
    _rule(_line(doc, "", BODY, 16))
    _line(doc, f"报：{page.reported_to}", BODY, 14)
    _rule(_two(doc, f"发：{page.sent_to}", f"（共印{page.copies}份）", BODY))
    _line(doc, f"签发：{page.signed_by}　　审核：{page.reviewed_by}　　编辑：{page.edited_by}", BODY, 14)
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def _page(doc: Doc) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name, value in (("type", "linesAndChars"), ("linePitch", "579"), ("charSpace", "-849")):
        grid.set(qn(f"w:{name}"), value)
    doc.settings.odd_and_even_pages_header_footer = True
    _number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def _number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, in 宋体 四号."""
    paragraph.alignment = side
    _write(paragraph, "— ", SMALL, 14)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    _write(paragraph, " —", SMALL, 14)


def _line(
    doc: Doc,
    text: str,
    font: str,
    size: float,
    side: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    spacing: float = 28.8,
) -> Paragraph:
    paragraph = doc.add_paragraph()
    paragraph.alignment = side
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
    _write(paragraph, text, font, size)
    return paragraph


def _two(doc: Doc, left: str, right: str, font: str) -> Paragraph:
    """Words at both ends of a line."""
    paragraph = _line(doc, f"{left}\t{right}", font, 14)
    paragraph.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    return paragraph


def _write(paragraph: Paragraph, text: str, font: str, size: float) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _rule(paragraph: Paragraph) -> None:
    """A black line below: an export carries no red head (domain.md 10.3)."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "8"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)
