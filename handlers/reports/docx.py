"""The report as a docx in the layout of an official paper, marked as a draft (domain.md 10.3, GB/T 9704).

Fonts are named, not embedded: where they are missing the reader's machine falls back to 宋体 and 黑体.
"""

import io
import re

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from handlers.reports import paper
from handlers.reports.report import Report
from handlers.reports.words import MARK

SONG_TITLE, FANGSONG, HEI, KAI, SONG, LATIN = (
    *("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "Times New Roman"),
)
BODY, TITLE, FOOT = Pt(16), Pt(22), Pt(14)
"""三号, 二号, 四号."""
LINE_PITCH, CHAR_SPACE = "579", "-849"
_CLOSER = "-6"
"""Twentieths of a point: 28 signs of 15.7 pt fit into 156 mm, 29 do not."""
_TITLE_LINE = Pt(33)
"""With 21 lines of 28.8 pt it fills the 225 mm of the first page to the twip."""
_INSTEAD = {SONG_TITLE: "宋体", FANGSONG: "仿宋", KAI: "楷体"}
"""What a machine without these fonts should take before anything else."""
_STYLES = {
    "总结标题": (SONG_TITLE, TITLE),
    "一级标题": (HEI, BODY),
    "二级标题": (KAI, BODY),
    "人工撰写": (FANGSONG, BODY),
    "自动生成": (FANGSONG, BODY),
    "落款": (FANGSONG, BODY),
}
_KINDS = {"title": "总结标题", "chapter": "一级标题", "section": "二级标题", "signed": "落款"}


def render(report: Report) -> bytes:
    """The file. What was generated has the style 自动生成, what a person wrote 人工撰写: they look the same."""
    document = Document()
    docx = report.office.limits.report.docx
    spacing = Pt(float(re.sub(r"[^\d.]", "", docx.line)))
    _defaults(document)
    for name, (font, size) in _STYLES.items():
        _style(document, name, font, size, spacing)
    _page(document.sections[0], docx.margins)
    _settings(document)
    signed = 0
    for line in paper.lines(report):
        style = _KINDS.get(line.kind) or ("自动生成" if line.generated else "人工撰写")
        if line.kind == "signed":
            signed += 1
            if signed == 1:
                document.add_paragraph(style="人工撰写")
        for run in document.add_paragraph(line.text, style=style).runs:
            _fonts(run._r.get_or_add_rPr()).set(qn("w:hint"), "eastAsia")
        if line.kind == "title":
            document.add_paragraph(style="人工撰写")
    for paragraph in document.paragraphs[-signed - 2 : -1]:  # no page holds the signature alone
        paragraph.paragraph_format.keep_with_next = True
    properties = document.core_properties
    properties.title, properties.author, properties.comments = report.period.title, report.office.name, MARK
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _defaults(document: Paper) -> None:
    """What every style begins with: the grid is reckoned from this size, the shape of stops from the language."""
    document.styles["Normal"].element.get_or_add_rPr().get_or_add_sz().set(qn("w:val"), str(int(BODY.pt * 2)))
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _fonts(properties).attrib.clear()
    _east_asian(properties, FANGSONG)
    for slot in ("w:sz", "w:szCs"):
        properties.find(qn(slot)).set(qn("w:val"), str(int(BODY.pt * 2)))
    properties.find(qn("w:lang")).set(qn("w:eastAsia"), "zh-CN")
    spacing = defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}/{qn('w:spacing')}")
    spacing.set(qn("w:after"), "0")
    spacing.set(qn("w:line"), "240")


def _style(document: Paper, name: str, font: str, size: Pt, spacing: Pt) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    style.font.name, style.font.size = LATIN, size
    _east_asian(style.element.get_or_add_rPr(), font)
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = _TITLE_LINE if name == "总结标题" else spacing
    shape.widow_control = False
    if name == "总结标题":
        shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif name == "落款":
        shape.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    else:
        shape.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        shape.first_line_indent = Pt(2 * BODY.pt)
        _two_signs(style.element.get_or_add_pPr())
    if name.endswith("级标题"):
        shape.keep_with_next = True
    _off_the_grid(style.element)


def _off_the_grid(style: BaseOxmlElement) -> None:
    """28 signs a line by their own spacing: LibreOffice gives a sign of 16 pt two cells of 15.8 pt, not one."""
    lines, signs = OxmlElement("w:snapToGrid"), OxmlElement("w:snapToGrid")
    for snap in (lines, signs):
        snap.set(qn("w:val"), "0")
    style.get_or_add_pPr().find(qn("w:spacing")).addprevious(lines)
    closer = OxmlElement("w:spacing")
    closer.set(qn("w:val"), _CLOSER)
    size = style.get_or_add_rPr().find(qn("w:sz"))
    size.addprevious(signs)
    size.addprevious(closer)


def _east_asian(properties: BaseOxmlElement, font: str, latin: str = LATIN) -> None:
    fonts = _fonts(properties)
    for slot, name in (("ascii", latin), ("hAnsi", latin), ("eastAsia", font), ("cs", latin)):
        fonts.set(qn(f"w:{slot}"), name)


def _fonts(properties: BaseOxmlElement) -> BaseOxmlElement:
    """Which fonts; a run that says eastAsia takes “ ” — and …, which both scripts have, from the Chinese one."""
    fonts: BaseOxmlElement | None = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    return fonts


def _two_signs(properties: BaseOxmlElement) -> None:
    """Indent by two characters, whatever the grid makes of a point."""
    indent = properties.find(qn("w:ind"))
    if indent is not None:
        indent.set(qn("w:firstLineChars"), "200")


def _page(section: Section, margins: tuple[int, int, int, int]) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name, value in (("type", "linesAndChars"), ("linePitch", LINE_PITCH), ("charSpace", CHAR_SPACE)):
        grid.set(qn(f"w:{name}"), value)
    for part in (section.header, section.even_page_header):
        part.is_linked_to_previous = False
        mark = part.paragraphs[0]
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(mark, MARK, HEI, Pt(10.5))
    for foot, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        foot.is_linked_to_previous = False
        _page_number(foot.paragraphs[0], side)


def _page_number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, one sign in from the edge."""
    paragraph.alignment = side
    indent = paragraph.paragraph_format
    indent.right_indent, indent.left_indent = (FOOT, None) if side == WD_ALIGN_PARAGRAPH.RIGHT else (None, FOOT)
    _run(paragraph, "— ", SONG, FOOT)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    _run(paragraph, "1", SONG, FOOT)
    field.append(paragraph.runs[-1]._r)
    paragraph._p.append(field)
    _run(paragraph, " —", SONG, FOOT)


def _run(paragraph: Paragraph, text: str, font: str, size: Pt) -> None:
    """A run outside the styles; the digits of a page number are 宋体 as well."""
    run = paragraph.add_run(text)
    run.font.size = size
    properties = run._r.get_or_add_rPr()
    _east_asian(properties, font, SONG if font == SONG else LATIN)
    _fonts(properties).set(qn("w:hint"), "eastAsia")


def _settings(document: Paper) -> None:
    """Odd and even pages have feet of their own; fonts that are missing have a nearest kin."""
    document.settings.odd_and_even_pages_header_footer = True
    table = next(part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{kin}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, kin in _INSTEAD.items()
    )
    table._blob = table.blob.replace(b"</w:fonts>", f"{fonts}</w:fonts>".encode())
