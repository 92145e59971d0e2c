"""`zhongshu import`: reads a spreadsheet, shows every cell to the guard, hands the rows to the line (domain.md 7.3)."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeAlias, runtime_checkable

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.schema import NotReady, prepare_database
from bot.sheet_reader import ImportRefused, quietly, read_cells, rows_by_heading
from handlers.line import Import, ImportResult
from handlers.registry import lines
from scheduler.clock import Clock, SteerableClock, local
from scheduler.desk import Desk
from scheduler.steered import office_time
from scheduler.workdays import WorkCalendar
from storage import counters
from storage.db import driver_url, make_engine
from storage.office import Office

__all__ = ["ImportRefused", "Sheet", "asks_first", "import_file", "importable", "importer", "quietly", "run_import"]

Track: TypeAlias = Callable[[Sequence[Any], str], Iterable[Any]]


class Seen(Protocol):
    """What an import would do."""

    def lines(self) -> list[str]: ...


@runtime_checkable
class Sheet(Protocol):
    """An import that looks at foreign headings first and can say what it would do before it writes."""

    def read(self, desk: Desk, cells: Sequence[Sequence[str]], wishes: Mapping[str, str], track: Track) -> Seen: ...
    def write(self, desk: Desk, preview: Any, track: Track) -> ImportResult: ...


def importer(kind: str) -> Import:
    """Raises KeyError for a kind that no line imports."""
    for line in lines():
        if kind in line.imports:
            return line.imports[kind]
    raise KeyError(kind)


def importable() -> tuple[str, ...]:
    return tuple(kind for line in lines() for kind in line.imports)


def run_import(
    tx: Connection, kind: str, rows: Sequence[dict[str, str]], *, clock: Clock, office: Office, actor: str
) -> ImportResult:
    """All or nothing; a second import of the same rows changes nothing (domain.md G25)."""
    result = importer(kind)(_desk(tx, clock, office, actor), rows)
    if result.problems:
        raise ImportRefused("；".join(result.problems[:20]))
    return result


def asks_first(kind: str) -> bool:
    """Whether the import shows what it would do and is to be confirmed. Raises KeyError."""
    return isinstance(importer(kind), Sheet)


def import_file(
    path: Path,
    kind: str,
    url: str,
    office: Office,
    clock: Clock,
    *,
    actor: str,
    wishes: Mapping[str, str] | None = None,
    track: Track = quietly,
    agreed: Callable[[list[str]], bool] | None = None,
    waits: bool = False,
) -> ImportResult | None:
    """Read, screen and import a file into the database at `url`; the guard's counters count what it refused.

    `agreed` is shown what would be done, in words, and decides; None is returned when it says no, and nothing is
    written. When it `waits` for a person, the database is left alone meanwhile and everything is looked at again.
    Raises NotReady (bot/schema.py) and ImportRefused.
    """
    found: object = importer(kind)

    def act(tx: Connection, now: Clock, *, cells: list[list[str]], asks: bool, writes: bool) -> ImportResult | None:
        if not isinstance(found, Sheet):
            result = run_import(tx, kind, rows_by_heading(cells), clock=now, office=office, actor=actor)
            words = [f"新增{result.new}，更改{result.changed}，未变{result.same}。"]
            return result if agreed is None or not asks or agreed(words) else None
        desk = _desk(tx, now, office, actor)
        preview = _looked_at(found, desk, cells, wishes, track if asks else quietly)
        if agreed is not None and asks and not agreed(preview.lines()):
            return None
        return found.write(desk, preview, track) if writes else ImportResult()

    prepare_database(url)
    engine = make_engine(driver_url(url))
    try:
        cells = _cells(engine, path, clock, track)
        if waits and _within(engine, clock, partial(act, cells=cells, asks=True, writes=False), keep=False) is None:
            return None
        return _within(engine, clock, partial(act, cells=cells, asks=not waits, writes=True), keep=True)
    except SQLAlchemyError as error:
        raise NotReady(f"导入没有完成（{type(error).__name__}），未改动任何数据，请稍后再试") from None
    finally:
        engine.dispose()


def _looked_at(
    sheet: Sheet, desk: Desk, cells: list[list[str]], wishes: Mapping[str, str] | None, track: Track
) -> Seen:
    try:
        return sheet.read(desk, cells, wishes or {}, track)
    except ValueError as error:
        raise ImportRefused(str(error)) from None


def _cells(engine: Engine, path: Path, clock: Clock, track: Track) -> list[list[str]]:
    try:
        return read_cells(path, track)
    except ImportRefused as refused:
        with engine.connect().execution_options(write=True) as tx, tx.begin():
            for rule in refused.rules:
                counters.count_refusal(tx, rule, local(office_time(tx, clock)))
        raise


def _within(
    engine: Engine, clock: Clock, act: Callable[[Connection, Clock], ImportResult | None], *, keep: bool
) -> ImportResult | None:
    """Act in a transaction of its own, which is undone unless `keep` and something was decided."""
    with engine.connect().execution_options(write=True) as tx, tx.begin() as transaction:
        result = act(tx, SteerableClock(office_time(tx, clock)))
        if result is None or not keep:
            transaction.rollback()
        return result


def _desk(tx: Connection, clock: Clock, office: Office, actor: str) -> Desk:
    return Desk(
        tx=tx,
        now=clock.now(),
        office=office,
        calendar=WorkCalendar(),
        request_id=f"import-{secrets.token_hex(4)}",
        actor=actor,
    )
