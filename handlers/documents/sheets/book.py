"""A register as a spreadsheet that is ready to print: A4 across, headings on every page, nothing a formula (J.10)."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from scheduler.clock import local

A4 = 9
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula."""
_HEAD_ROW = 1


def book(title: str, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[Any]]) -> bytes:
    """An xlsx file of these rows under `columns` (heading, width in characters). Rows go out as they come."""
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as file:
        sheet = file.add_worksheet(title[:31])
        cell = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": "宋体", "font_size": 9}
        body = file.add_format(cell)
        head = file.add_format({**cell, "bold": True, "align": "center", "bg_color": "#EDEDED"})
        heading = file.add_format({"bold": True, "align": "center", "valign": "vcenter", "font_size": 16})
        for at, (_, width) in enumerate(columns):
            sheet.set_column(at, at, width)
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, len(columns) - 1, title, heading)
        sheet.write_row(_HEAD_ROW, 0, [name for name, _ in columns], head)
        for number, row in enumerate(rows, _HEAD_ROW + 1):
            for at, value in enumerate(row):
                sheet.write(number, at, cell_of(value), body)
        _for_print(sheet)
    return buffer.getvalue()


def cell_of(value: Any) -> str | int | float:
    """What stands in a cell: instants to the minute (Beijing time), lists joined, no text that is like a formula."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    text = "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _for_print(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, _HEAD_ROW)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.center_horizontally()
