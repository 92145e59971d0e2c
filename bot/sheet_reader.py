"""A spreadsheet from outside as text cells: measured before it is unpacked, every cell shown to the guard (7.3).

Formulas are never evaluated: only the value that the file itself carries for a cell is read.
"""

import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import load_workbook

from bot.plain import straight
from storage import guard

MOST_ROWS, MOST_COLUMNS = 20_000, 60
MOST_BYTES, MOST_UNPACKED = 20 * 1024 * 1024, 200 * 1024 * 1024
MOST_PARTS, MOST_RATIO = 2000, 300
"""Members of the archive, and how many times smaller than its content it may be."""
MOST_CHARACTERS = 2000
"""Of one cell."""
HEAD = 4096
"""Bytes of a part in which a declared entity would stand."""

Track: TypeAlias = Callable[[Sequence[Any], str], Iterable[Any]]


class ImportRefused(Exception):
    """The file was not taken; the text is one Chinese line with what to do and nothing of the content."""

    def __init__(self, message: str, rules: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.rules = tuple(rules)


def quietly(items: Sequence[Any], _label: str) -> Iterable[Any]:
    """Walk through items without showing it."""
    return items


def read_cells(path: Path, track: Track = quietly) -> list[list[str]]:
    """The first sheet's rows as text, after the guard saw every cell. Raises ImportRefused."""
    cells = _cells(path)
    if len(cells) > MOST_ROWS:
        raise ImportRefused(f"一次最多导入{MOST_ROWS}行，请分几个文件")
    _screen(path, cells, track)
    if not cells:
        raise ImportRefused("表格是空的")
    return cells


def rows_by_heading(cells: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Rows keyed by the headings of the first line. Raises ImportRefused for an empty row between others."""
    blank = [number for number, row in enumerate(cells, 1) if not any(row)]
    if blank:
        raise ImportRefused(f"第{blank[0]}行是空行，请删去后重新导入")
    return [dict(zip(cells[0], row, strict=False)) for row in cells[1:]]


def _cells(path: Path) -> list[list[str]]:
    try:
        _measure(path)
        with path.open("rb") as file:  # a broken one would stay open if the reader opened it itself
            rows = (
                load_workbook(file, read_only=True, data_only=True)
                .worksheets[0]
                .iter_rows(values_only=True, max_col=MOST_COLUMNS)
            )
            cells = [[_text(value) for value in row] for row in islice(rows, MOST_ROWS + 1)]
    except Exception:  # noqa: BLE001 - whatever a broken file does to the reader, it cannot be read
        raise ImportRefused("读不出这个文件，请另存为 .xlsx 后再导入") from None
    while cells and not any(cells[-1]):
        cells.pop()
    return cells


def _screen(path: Path, cells: Sequence[Sequence[str]], track: Track) -> None:
    """One hit refuses the file: row numbers, no content. Raises ImportRefused."""
    hits: list[tuple[int, str]] = []
    texts: list[tuple[int, Sequence[str]]] = [(0, [path.name]), *enumerate(cells, 1)]
    for number, row in track(texts, "安全检查"):
        if any(len(text) > MOST_CHARACTERS for text in row):
            raise ImportRefused(f"第{number}行有超过{MOST_CHARACTERS}字的单元格，请删减后重新导入")
        verdict = guard.screen("\n".join(row))
        if verdict.level != "ok":
            hits.append((number, verdict.rule or ""))
    if hits:
        places = "、".join("文件名" if number == 0 else f"第{number}行" for number, _ in hits[:20])
        message = f"{places}含有不宜在企业微信出现的内容，整个文件未导入。请删去后重新导入；涉密内容请走机要渠道"
        raise ImportRefused(message, [rule for _, rule in hits])


def _measure(path: Path) -> None:
    """A small file that unpacks to a huge one, or declares entities, is refused before anything is parsed."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ValueError("too large")
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or unpacked > min(MOST_UNPACKED, MOST_RATIO * size):
            raise ValueError("too large when unpacked")
        for part in parts:
            with archive.open(part) as file:
                if b"<!ENTITY" in file.read(HEAD) or part.flag_bits & 1:
                    raise ValueError("declares entities, or is encrypted")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (
            value.isoformat(sep=" ", timespec="minutes") if (value.hour or value.minute) else value.date().isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return straight(str(value)).strip()
