"""Runs `zhongshu` commands in the test's own process, and makes the files that they read."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from openpyxl import Workbook
from sqlalchemy import Connection

from bot.cli import main
from storage.db import driver_url, make_engine

HEAD = ("编号", "事项", "主办", "协办", "时限")
ROAD = ("督〔2026〕0101号", "云湾港片区道路", "住建局", "发改局", "2026-10-20")
RURAL = ("督〔2026〕0098号", "金溪镇农村公路", "金溪镇", "", "2026-09-30")


def zhongshu(*args: str, url: str | None = None, stdin: str | None = None, **env: str) -> Result:
    """Run a command in this process, with these settings and no others."""
    given: dict[str, str | None] = dict.fromkeys(name for name in os.environ if name.startswith("ZHONGSHU_"))
    given |= {f"ZHONGSHU_{name}": value for name, value in env.items()}
    if url is not None:
        given["ZHONGSHU_DATABASE_URL"] = url
    return CliRunner().invoke(main, list(args), input=stdin, env=given, prog_name="zhongshu")


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """A transaction on the database, beside the command line."""
    engine = make_engine(driver_url(url))
    with engine.connect().execution_options(write=True) as tx, tx.begin():
        yield tx
    engine.dispose()


def refused(result: Result, *words: str, code: int = 1) -> None:
    """It failed with one line on stderr that has the words; nothing on stdout, no traceback."""
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    assert [word for word in words if word not in result.stderr] == []


def sheet(path: Path, *rows: Sequence[Any]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def export(kind: str, url: str, **env: str) -> list[dict[str, Any]]:
    result = zhongshu("export", kind, url=url, **env)
    assert result.exit_code == 0, result.stderr
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    return rows
