"""数据来源表: every figure with definition, window, rows and who confirmed it, for internal use (10.2)."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter

from handlers.reports.definitions import SOURCE_WORDS, WINDOW_WORDS, Definition
from handlers.reports.numerals import change
from handlers.reports.period import Window
from handlers.reports.report import Report, Shown
from scheduler.clock import local
from storage.office import Office

HEADINGS = {
    "id": "编号",
    "name": "数据",
    "value": "采用值",
    "computed": "系统计算值",
    "unit": "单位",
    "definition": "口径",
    "period": "时间",
    "source": "来源",
    "row_count": "行数",
    "first_row": "首行",
    "last_row": "末行",
    "note": "说明",
    "override": "人工调整",
    "override_reason": "调整理由",
    "override_by": "调整人",
    "override_at": "调整时间",
    "confirmed_by": "确认人",
    "confirmed_at": "确认时间",
    "before": "上期",
    "change": "环比",
    "year_before": "上年同期",
    "year_change": "同比",
}
_WIDTHS = {
    "id": 6,
    "name": 22,
    "definition": 48,
    "period": 28,
    "note": 28,
    "first_row": 28,
    "last_row": 28,
    "override_reason": 20,
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(report: Report) -> list[dict[str, Any]]:
    """One row for each of the 43."""
    return [_row(report, shown) for shown in report.figures.values()]


def _in_words(report: Report) -> Iterable[dict[str, Any]]:
    """The same for people: the first and the last row by what they are called."""
    for row in rows(report):
        first, last = report.ends.get(row["id"], (row["first_row"], row["last_row"]))
        yield {**row, "first_row": first, "last_row": last}


def _row(report: Report, shown: Shown) -> dict[str, Any]:
    definition, over, said = shown.definition, shown.override, shown.confirmed
    return {
        "id": definition.id,
        "name": definition.name,
        "value": shown.value,
        "computed": shown.computed,
        "unit": definition.unit,
        "definition": definition.text,
        "period": window_words(definition, report.period.window),
        "source": SOURCE_WORDS[definition.source],
        "row_count": len(shown.rows),
        "first_row": shown.rows[0] if shown.rows else None,
        "last_row": shown.rows[-1] if shown.rows else None,
        "note": shown.note,
        "override": over.value if over else None,
        "override_reason": over.reason if over else None,
        "override_by": name_of(report.office, over.by) if over else None,
        "override_at": over.at if over else None,
        "confirmed_by": name_of(report.office, said.by) if said and shown.settled else None,
        "confirmed_at": said.at if said and shown.settled else None,
        "before": shown.before,
        "change": _change(shown.value, shown.before) if report.whole else None,
        "year_before": shown.year_before,
        "year_change": _change(shown.value, shown.year_before) if report.whole else None,
    }


def _change(now: int | None, then: int | None) -> str | None:
    return change(now, then) or None if now is not None and then is not None else None


def window_words(definition: Definition, window: Window) -> str:
    """2026年7月1日至9月30日; 截至2026年9月30日 for a stock."""
    if definition.window == "stock":
        return f"截至{_day(window.cut_off)}"
    return f"{_day(window.start)}至{_day(window.end)}"


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def name_of(office: Office, userid: str) -> str:
    person = office.person(userid)
    return person.name if person else userid


def workbook(report: Report) -> bytes:
    """Sheets: the figures; the claims and hints; late corrections; all row ids."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        title = f"{report.period.title}数据来源表（内部使用）"
        _sheet(book, "数据来源表", title, HEADINGS, _in_words(report))
        _sheet(book, "判断和提示", title, _CLAIM_HEADINGS, _claims(report))
        _sheet(book, "更正", title, _LATE_HEADINGS, _late(report))
        _details(book, report)
        definitions = [{"window": kind, "words": words} for kind, words in WINDOW_WORDS.items()]
        _sheet(book, "时间口径", title, {"window": "口径", "words": "说明"}, definitions)
    return buffer.getvalue()


_CLAIM_HEADINGS = {"id": "编号", "name": "判断", "ok": "是否成立", "words": "可用表述", "evidence": "依据"}
_LATE_HEADINGS = {"period": "报告期", "name": "数据", "was": "定稿时", "now": "现在", "words": "更正", "rows": "明细"}


def _claims(report: Report) -> Iterable[dict[str, Any]]:
    for claim in report.facts.claims:
        ok = "须人工确认" if claim.ok is None else "是" if claim.ok else "否"
        yield {"id": claim.id, "name": claim.name, "ok": ok, "words": claim.words, "evidence": claim.evidence}
    for finding in report.checks:
        level = {"error": "核对不符", "warning": "提醒", "hint": "提示"}[finding.level]
        yield {"id": "", "name": level, "ok": "", "words": "", "evidence": finding.text}
    for part in report.sections:
        for slip in part.slips:
            where = part.section.key
            yield {"id": "", "name": "文字校对", "ok": "", "words": slip.text, "evidence": f"{where}：{slip.advice}"}


def _late(report: Report) -> Iterable[dict[str, Any]]:
    for one in report.late:
        name = report.figures[one.figure].definition.name
        shown = {"period": report.period.before.name, "name": name, "was": one.was, "now": one.now}
        yield {**shown, "words": one.words, "rows": "、".join(one.rows[:20])}


def _details(book: xlsxwriter.Workbook, report: Report) -> None:
    """A column for each figure with the ids of its rows: as few cells as a year with 100,000 papers allows."""
    counted = [shown for shown in report.figures.values() if shown.rows]
    sheet = book.add_worksheet("明细编号")
    bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})
    sheet.set_column(0, max(0, len(counted) - 1), 18)
    for column, shown in enumerate(counted):
        sheet.write_string(0, column, f"{shown.definition.id} {shown.definition.name}", bold)
        for index, row in enumerate(shown.rows, 1):
            sheet.write_string(index, column, row)
    sheet.freeze_panes(1, 0)


def _sheet(
    book: xlsxwriter.Workbook, name: str, title: str, headings: Mapping[str, str], found: Iterable[Mapping[str, Any]]
) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "border": 1, "align": "center"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_row(1, 0, list(headings.values()), bold)
    for index, row in enumerate(found, 2):
        sheet.write_row(index, 0, [_cell(row.get(field)) for field in headings], wrap)
    for column, field in enumerate(headings):
        sheet.set_column(column, column, _WIDTHS.get(field, 12))
    sheet.freeze_panes(2, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    if hasattr(value, "tzinfo"):
        here = local(value)
        return f"{here.year}年{here.month}月{here.day}日{here.hour}:{here.minute:02d}"
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
