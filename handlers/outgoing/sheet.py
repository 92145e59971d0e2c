"""A table as an xlsx ready to print: landscape A4, headings on every page, no cell that is a formula (J.10)."""

import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import xlsxwriter

from scheduler.clock import local

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_A4, _WIDTH, _WIDE = 9, 14, 42
_LONG = frozenset({"标题", "题名", "主送", "分发清单", "备注"})


def workbook(title: str, headings: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The file; dates without leading zeros as they are written (2026年9月18日)."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(title[:31])
        grid = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        head = book.add_format({**grid, "bold": True, "align": "center"})
        cell = book.add_format(grid)
        big = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        last = max(len(headings) - 1, 1)
        sheet.merge_range(0, 0, 0, last, title, big)
        sheet.write_row(1, 0, list(headings.values()), head)
        for index, row in enumerate(rows, 2):
            sheet.write_row(index, 0, [_cell(row.get(name)) for name in headings], cell)
        for column, heading in enumerate(headings.values()):
            sheet.set_column(column, column, _WIDE if heading in _LONG else _WIDTH)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 1)
        sheet.freeze_panes(2, 0)
        sheet.set_footer("&C第&P页，共&N页")
    return buffer.getvalue()


def _cell(value: Any) -> str | int | float:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        here = local(value) if isinstance(value, datetime) else value
        return f"{here.year}年{here.month}月{here.day}日"
    text = "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
