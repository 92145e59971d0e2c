"""`zhongshu import`: reads a spreadsheet, shows every cell to the guard, hands the rows to the line (domain.md 7.3)."""

import secrets
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.schema import NotReady, prepare_database
from handlers.line import Import, ImportResult
from handlers.registry import lines
from scheduler.clock import Clock, SteerableClock, local
from scheduler.desk import Desk
from scheduler.steered import office_time
from scheduler.workdays import WorkCalendar
from storage import counters, guard
from storage.db import driver_url, make_engine
from storage.office import Office

MOST_ROWS, MOST_COLUMNS = 20_000, 60
MOST_BYTES, MOST_UNPACKED = 20 * 1024 * 1024, 200 * 1024 * 1024


class ImportRefused(Exception):
    """The file was not taken; the text is one Chinese line with what to do and nothing of the content."""

    def __init__(self, message: str, rules: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.rules = tuple(rules)


def importer(kind: str) -> Import:
    """Raises KeyError for a kind that no line imports."""
    for line in lines():
        if kind in line.imports:
            return line.imports[kind]
    raise KeyError(kind)


def importable() -> tuple[str, ...]:
    return tuple(kind for line in lines() for kind in line.imports)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The first sheet as rows keyed by the headings of its first line, after the guard saw every cell.

    Raises ImportRefused.
    """
    cells = _cells(path)
    if len(cells) > MOST_ROWS:
        raise ImportRefused(f"一次最多导入{MOST_ROWS}行，请分几个文件")
    _screen(path, cells)
    if not cells:
        raise ImportRefused("表格是空的")
    blank = [number for number, row in enumerate(cells, 1) if not any(row)]
    if blank:
        raise ImportRefused(f"第{blank[0]}行是空行，请删去后重新导入")
    head = cells[0]
    return [dict(zip(head, row, strict=False)) for row in cells[1:]]


def _cells(path: Path) -> list[list[str]]:
    try:
        _measure(path)
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            rows = islice(book.worksheets[0].iter_rows(values_only=True), MOST_ROWS + 1)
            cells = [[_text(value) for value in row[:MOST_COLUMNS]] for row in rows]
        finally:
            book.close()
    except Exception:  # noqa: BLE001 - whatever a broken file does to the reader, it cannot be read
        raise ImportRefused("读不出这个文件，请另存为 .xlsx 后再导入") from None
    while cells and not any(cells[-1]):
        cells.pop()
    return cells


def _screen(path: Path, cells: Sequence[Sequence[str]]) -> None:
    """One hit refuses the file: row numbers, no content. Raises ImportRefused."""
    hits = []
    for number, text in [(0, path.name), *((n, "\n".join(row)) for n, row in enumerate(cells, 1))]:
        verdict = guard.screen(text)
        if verdict.level != "ok":
            hits.append((number, verdict.rule or ""))
    if hits:
        places = "、".join("文件名" if number == 0 else f"第{number}行" for number, _ in hits[:20])
        message = f"{places}含有不宜在企业微信出现的内容，整个文件未导入。请删去后重新导入；涉密内容请走机要渠道"
        raise ImportRefused(message, [rule for _, rule in hits])


def run_import(
    tx: Connection, kind: str, rows: Sequence[dict[str, str]], *, clock: Clock, office: Office, actor: str
) -> ImportResult:
    """All or nothing; a second import of the same rows changes nothing (domain.md G25)."""
    desk = Desk(
        tx=tx,
        now=clock.now(),
        office=office,
        calendar=WorkCalendar(),
        request_id=f"import-{secrets.token_hex(4)}",
        actor=actor,
    )
    result = importer(kind)(desk, rows)
    if result.problems:
        raise ImportRefused("；".join(result.problems[:20]))
    return result


def import_file(path: Path, kind: str, url: str, office: Office, clock: Clock, *, actor: str) -> ImportResult:
    """Read, screen and import a file into the database at `url`; the guard's counters count what it refused.

    Raises NotReady (bot/schema.py) and ImportRefused.
    """
    prepare_database(url)
    engine = make_engine(driver_url(url))
    try:
        with engine.connect().execution_options(write=True) as tx:
            try:
                rows = read_rows(path)
            except ImportRefused as refused:
                with tx.begin():
                    for rule in refused.rules:
                        counters.count_refusal(tx, rule, local(office_time(tx, clock)))
                raise
            with tx.begin():
                return run_import(
                    tx, kind, rows, clock=SteerableClock(office_time(tx, clock)), office=office, actor=actor
                )
    except SQLAlchemyError as error:
        raise NotReady(f"导入没有完成（{type(error).__name__}），未改动任何数据，请稍后再试") from None
    finally:
        engine.dispose()


def _measure(path: Path) -> None:
    """A small file that unpacks to a huge one is refused before anything is read."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError("too large")
    with zipfile.ZipFile(path) as archive:
        if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
            raise ValueError("too large when unpacked")


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
    return str(value).strip()
