"""`zhongshu bench report`: the report of a year with 100,000 papers, 20,000 tasks and 5,000 meetings (issue 8)."""

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import click
from sqlalchemy import Connection, insert

from bot.bench.registers import IN_HAND, fill
from bot.schema import prepare_database
from handlers.documents.tables import incoming_doc
from handlers.meetings.tables import meeting
from handlers.registers.tables import register_row
from handlers.reports import docx, sheet
from handlers.reports.period import parse
from handlers.reports.report import build
from handlers.supervision.tables import task
from scheduler.clock import SHANGHAI
from storage.db import driver_url, make_engine
from storage.office import Office, load_office

NOW = datetime(2026, 12, 31, 18, tzinfo=SHANGHAI)
PAPERS, TASKS, MEETINGS = 100_000, 20_000, 5_000
GOAL = 5.0
_BATCH = 2000
_A_DAY = 144
"""Papers come ten minutes apart."""
_TYPES = ("常委会", "政府党组会议", "常务会议", "办班子会议", "工作例会", "座谈会", "专题会议")


def run(*, with_postgres: bool) -> None:
    """The command of `zhongshu bench report`."""
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'office.db'}"
        prepare_database(url)
        _measure("SQLite", url)
        if with_postgres:
            from bot.bench.postgres import databases

            with databases(folder / "pg") as fresh:
                _measure("PostgreSQL", fresh())


def _measure(database: str, url: str) -> None:
    office = load_office(None)
    engine = make_engine(driver_url(url))
    with engine.connect().execution_options(write=True) as tx, tx.begin():
        fill(tx, office, 1, PAPERS, NOW)
        _close(tx)
        _put(tx, task, _tasks())
        _put(tx, meeting, _meetings())
        _put(tx, register_row, _registers())
    with engine.connect() as tx:
        for code in ("2026-12", "2026Q4", "2026H2", "2026"):
            _report(database, code, tx, office)
    engine.dispose()


def _report(database: str, code: str, tx: Connection, office: Office) -> None:
    """Count, write and print one report: its parts by the clock, all of it in CPU time of this process."""
    began, busy = perf_counter(), process_time()
    made = build(tx, office, parse(code), NOW)
    counted = perf_counter()
    docx.render(made)
    written = perf_counter()
    size = len(sheet.workbook(made))
    over, busy = perf_counter(), process_time() - busy
    values = "、".join(f"{id} {made.figures[id].value}" for id in ("F08", "F14", "F26", "F27"))
    click.echo(
        f"{database} {code}: figures {counted - began:.2f} s, docx {written - counted:.2f} s, "
        f"xlsx ({size // 1024} KB) {over - written:.2f} s; {busy:.2f} s of CPU（{values}）；"
        f"goal {GOAL:.0f} s of CPU: {'met' if busy < GOAL else 'missed'}"
    )


def _close(tx: Connection) -> None:
    """Papers that are no longer in hand were closed after ten days, some too late."""
    for block, first in enumerate(range(1, PAPERS - IN_HAND, _A_DAY)):
        mine = incoming_doc.c.id.between(first, min(first + _A_DAY - 1, PAPERS - IN_HAND))
        received = NOW - timedelta(minutes=10 * (PAPERS - first) + 60)
        on = (received + timedelta(days=10 if block % 40 else 16)).date()
        tx.execute(incoming_doc.update().where(mine, incoming_doc.c.status == "办结").values(closed_on=on))


def _put(tx: Connection, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    batch = list(rows)
    for start in range(0, len(batch), _BATCH):
        tx.execute(insert(table), batch[start : start + _BATCH])


def _kept(at: datetime) -> dict[str, Any]:
    return {"created_by": "duheng", "created_at": at, "updated_at": at}


def _tasks() -> Iterator[dict[str, Any]]:
    for n in range(1, TASKS + 1):
        at = NOW - timedelta(hours=n * 0.6)
        closed = n % 4 != 0
        yield {
            "no": f"督〔{at.year}〕{n:05d}号",
            "title": f"事项{n}",
            "lead_unit": "住建局",
            "created_on": at.date(),
            "period": "无",
            "status": "办结" if closed else "承办",
            "closed_on": (at + timedelta(days=10)).date() if closed else None,
            **_kept(at),
        }


def _meetings() -> Iterator[dict[str, Any]]:
    for n in range(MEETINGS):
        at = NOW - timedelta(hours=n * 1.7)
        kind = _TYPES[n % len(_TYPES)]
        yield {
            "title": f"第{n}次{kind}",
            "type": kind,
            "compound_types": [],
            "sensitivity": "低",
            "starts_at": at,
            "ends_at": at + timedelta(hours=2),
            "room": "301",
            "chair": "shenlan",
            "organiser": "chenxi",
            "need": "主要负责同志",
            "audience": "各单位",
            "reply_by": at,
            "leave_approver": "shenlan",
            "group_name": "",
            "chatid": f"bench{n}",
            "state": "已召开",
            **_kept(at),
        }


def _registers() -> Iterator[dict[str, Any]]:
    """Three thousand manuscripts of the year, and its reform plan."""
    for n in range(3000):
        on = (NOW - timedelta(hours=n * 2.9)).date()
        yield _row("manuscript", n, {"title": f"讲话{n}", "on": on.isoformat(), "action": "起草"})
    for n in range(300):
        plan = {"block": f"板块{n % 4}", "area": f"领域{n % 20}", "group": f"小组{n % 12}", "title": f"事项{n}"}
        yield _row("reform", n, {"year": str(NOW.year), **plan})


def _row(register: str, n: int, data: dict[str, str]) -> dict[str, Any]:
    known = {"register": register, "year": NOW.year, "seq": n, "state": "已登记", "title": data["title"]}
    return {**known, "data": data, **_kept(NOW)}
