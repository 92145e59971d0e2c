"""`zhongshu bench report`: the report of a year with 100,000 papers, 20,000 tasks and 5,000 meetings (issue 8)."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import click
from sqlalchemy import Connection, insert

from bot.bench.registers import fill
from bot.schema import prepare_database
from handlers.meetings.tables import meeting
from handlers.reports import docx, sheet
from handlers.reports.period import parse
from handlers.reports.report import Report, build
from handlers.supervision.tables import task
from scheduler.clock import SHANGHAI
from storage.db import driver_url, make_engine
from storage.office import Office, load_office

NOW = datetime(2026, 12, 31, 18, tzinfo=SHANGHAI)
PAPERS, TASKS, MEETINGS = 100_000, 20_000, 5_000
GOAL = 5.0
_BATCH = 2000
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
        _put(tx, task, _tasks())
        _put(tx, meeting, _meetings())
    with engine.connect() as tx:
        for code in ("2026Q4", "2026"):
            made, spent = _timed(lambda code=code: build(tx, office, parse(code), NOW))  # type: ignore[misc]
            paper, writing = _timed(lambda made=made: (docx.render(made), sheet.workbook(made)))  # type: ignore[misc]
            _print(database, code, made, office, spent, writing, len(paper[1]))
    engine.dispose()


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    began = perf_counter()
    return act(), perf_counter() - began


def _print(database: str, code: str, made: Report, _office: Office, spent: float, writing: float, size: int) -> None:
    counted = "、".join(f"{id} {made.figures[id].value}" for id in ("F14", "F26", "F27"))
    click.echo(
        f"{database} {code}: figures {spent:.2f} s, docx and xlsx ({size // 1024} KB) {writing:.2f} s（{counted}）；"
        f"goal {GOAL:.0f} s: {'met' if spent + writing < GOAL else 'missed'}"
    )


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
