"""The command line (design.md 3): what it prints, how it fails, what it never prints."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from sqlalchemy import Connection, select

from bot import imports
from bot.cli import main
from bot.kinds import KINDS
from handlers.registry import branches
from scheduler.clock import SHANGHAI
from storage import migrate
from storage.db import driver_url, make_engine
from storage.messages import Text
from storage.outbox import Lane, enqueue, user
from storage.tables import guard_counter, setting

COMMANDS = ("serve", "demo", "chat", "db", "db upgrade", "explain", "export", "import", "bench")
HEAD = ("编号", "事项", "主办", "协办", "时限")
ROAD = ("督〔2026〕0101号", "云湾港片区道路", "住建局", "发改局", "2026-10-20")
RURAL = ("督〔2026〕0098号", "金溪镇农村公路", "金溪镇", "", "2026-09-30")
FORMULAS = ("=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1")


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No setting of whoever runs the tests; relative paths fall into the test's own folder."""
    for name in ("DATABASE_URL", "OFFICE", "CLOCK", "CORP_ID"):
        monkeypatch.delenv(f"ZHONGSHU_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    yield


def zhongshu(*args: str, url: str | None = None, stdin: str | None = None, **env: str) -> Result:
    given = {f"ZHONGSHU_{name}": value for name, value in env.items()}
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


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = zhongshu(*command.split(), "--help")
    assert result.exit_code == 0
    assert "例：" in result.stdout
    assert f"zhongshu {command.split(maxsplit=1)[0]}" in result.stdout.split("例：")[1]


def test_no_command_at_all_shows_the_help() -> None:
    result = zhongshu()
    assert result.exit_code == 0
    assert [name for name in ("serve", "demo", "chat", "db", "explain", "export") if name not in result.stdout] == []


WRONG = [
    (["frobnicate"], "没有 frobnicate 这个命令"),
    (["serve", "--fast"], "--fast"),
    (["export"], "KIND"),
    (["export", "nothing"], "incoming"),
    (["export", "tasks", "--format", "pdf"], "xlsx"),
    (["import", "tasks", "no-such-file.xlsx"], "找不到这个文件"),
    (["chat"], "--as"),
    (["explain", "--now"], "--now"),
    (["demo", "--port", "99999"], "65535"),
    (["db", "upgrade", "more"], "zhongshu db upgrade --help"),
]


@pytest.mark.parametrize(("args", "word"), WRONG)
def test_a_wrong_command_line(args: list[str], word: str) -> None:
    refused(zhongshu(*args), word, "--help", code=2)


MISTAKES = [
    (["explain"], {}, "--jsonl"),
    (["explain", "--now", "soon", "明天"], {}, "--now"),
    (["explain", "明天"], {"OFFICE": "nowhere.yaml"}, "ZHONGSHU_OFFICE"),
    (["explain", "明天"], {"OFFICE": "."}, "ZHONGSHU_OFFICE"),
    (["explain", "明天"], {"CLOCK": "soon"}, "ZHONGSHU_CLOCK"),
    (["chat", "--as", "nobody"], {}, "zhangmin"),
    (["demo", "--at", "soon"], {}, "--at"),
    (["export", "tasks"], {"DATABASE_URL": "mysql://x:top-secret@h/x"}, "ZHONGSHU_DATABASE_URL"),
    (["export", "tasks"], {"DATABASE_URL": "nonsense"}, "ZHONGSHU_DATABASE_URL"),
    (["export", "tasks"], {"DATABASE_URL": "sqlite+aiosqlite://"}, "ZHONGSHU_DATABASE_URL"),
    (["export", "tasks"], {"DATABASE_URL": "postgresql+asyncpg://u:top-secret@127.0.0.1:x/x"}, "ZHONGSHU_DATABASE_URL"),
    (["export", "tasks"], {"DATABASE_URL": "postgresql+asyncpg://u:top-secret@127.0.0.1:1/x"}, "ZHONGSHU_DATABASE_URL"),
    (["export", "tasks"], {"DATABASE_URL": "sqlite+aiosqlite:///nowhere.db"}, "zhongshu db upgrade"),
    (["db", "upgrade"], {"DATABASE_URL": "postgresql+asyncpg://u:top-secret@127.0.0.1:1/x"}, "ZHONGSHU_DATABASE_URL"),
    (["db", "upgrade"], {"DATABASE_URL": "sqlite+aiosqlite:///no/such/folder/x.db"}, "ZHONGSHU_DATABASE_URL"),
]


@pytest.mark.parametrize(("args", "env", "word"), MISTAKES)
def test_a_mistake_is_one_line_that_says_where(args: list[str], env: dict[str, str], word: str, tmp_path: Path) -> None:
    result = zhongshu(*args, **env)
    refused(result, word)
    assert "top-secret" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_read_or_imported_without_a_schema(postgres: str, tmp_path: Path) -> None:
    url = postgres.replace("/postgres?", "/template1?").replace("postgresql://", "postgresql+asyncpg://")
    refused(zhongshu("export", "tasks", url=url), "zhongshu db upgrade")
    refused(zhongshu("import", "tasks", str(sheet(tmp_path / "a.xlsx", HEAD, ROAD)), url=url), "zhongshu db upgrade")


def test_db_upgrade_creates_and_may_be_repeated(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    for _ in range(2):
        result = zhongshu("db", "upgrade", url=url)
        assert (result.exit_code, result.stderr) == (0, "")
    with opened(url) as tx:
        assert migrate.at_head(tx, branches())


def test_every_kind_answers_without_arguments(sqlite_url: str) -> None:
    for kind in KINDS:
        assert export(kind, sqlite_url) == []
        assert zhongshu("export", kind, "--format", "csv", url=sqlite_url).exit_code == 0
        assert zhongshu("export", kind, "--format", "xlsx", url=sqlite_url).exit_code == 0
        assert load_workbook(f"{kind}.xlsx").sheetnames == [kind]


def test_an_export_that_cannot_be_written(sqlite_url: str) -> None:
    for form in ("json", "csv", "xlsx"):
        result = zhongshu("export", "tasks", "--format", form, "--out", f"no/such/folder/x.{form}", url=sqlite_url)
        refused(result, "no/such/folder")


def test_a_cell_is_never_a_formula(database_url: str, tmp_path: Path) -> None:
    """A text that begins like a formula stays a text in the spreadsheets, and as it was in JSON."""
    now = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
    with opened(database_url) as tx:
        for text in FORMULAS:
            enqueue(tx, user("zhangmin"), Text(text=text), lane=Lane.ROUTINE, now=now)
    assert [row["text"] for row in export("outbox", database_url)] == list(FORMULAS)
    out = tmp_path / "outbox.csv"
    assert zhongshu("export", "outbox", "--format", "csv", "--out", str(out), url=database_url).exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(out.read_bytes().decode("utf-8-sig"), newline="")))
    assert [row["内容"] for row in table] == [f"'{text}" for text in FORMULAS]
    assert {row["产生时间"] for row in table} == {"2026-09-18T15:20:00+08:00"}
    out = tmp_path / "outbox.xlsx"
    assert zhongshu("export", "outbox", "--format", "xlsx", "--out", str(out), url=database_url).exit_code == 0
    cells = [cell for row in load_workbook(out).worksheets[0].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert sum(str(cell.value).startswith("'") for cell in cells) == len(FORMULAS)


def test_an_import_twice_adds_nothing(database_url: str, tmp_path: Path) -> None:
    file = str(sheet(tmp_path / "督办台账.xlsx", HEAD, ROAD, RURAL))
    first = zhongshu("import", "tasks", file, "--as", "duheng", url=database_url, CLOCK="2026-09-18T15:20:00+08:00")
    assert (first.exit_code, first.stdout) == (0, "导入完成：新增2，更新0，未变0。\n")
    before = [export(kind, database_url) for kind in KINDS]
    again = zhongshu("import", "tasks", file, "--as", "duheng", url=database_url, CLOCK="2026-09-18T15:20:00+08:00")
    assert (again.exit_code, again.stdout) == (0, "导入完成：新增0，更新0，未变2。\n")
    assert [export(kind, database_url) for kind in KINDS] == before
    rows = export("tasks", database_url)
    assert [(row["no"], row["lead_unit"], row["due_at"]) for row in rows] == [
        ("督〔2026〕0098号", "金溪镇", "2026-09-30T17:30:00+08:00"),
        ("督〔2026〕0101号", "住建局", "2026-10-20T17:30:00+08:00"),
    ]


def test_an_import_makes_the_embedded_database(tmp_path: Path) -> None:
    file = str(sheet(tmp_path / "a.xlsx", HEAD, ROAD))
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    assert zhongshu("import", "tasks", file, url=url).exit_code == 0
    assert len(export("tasks", url)) == 1


def test_lights_are_those_of_the_moment_of_the_export(sqlite_url: str, tmp_path: Path) -> None:
    """Without a server the time is ZHONGSHU_CLOCK's or the machine's; with a steered one it is where that stands."""
    file = str(sheet(tmp_path / "a.xlsx", HEAD, ROAD))
    assert zhongshu("import", "tasks", file, url=sqlite_url, CLOCK="2026-09-18T15:20:00+08:00").exit_code == 0
    lights = {
        day: export("tasks", sqlite_url, CLOCK=f"{day}T09:00:00+08:00")[0]["light"]
        for day in ("2026-09-21", "2026-10-19", "2026-10-21", "2026-11-20")
    }
    assert list(lights.values()) == ["绿", "蓝", "黄", "红"]
    stands = datetime(2026, 10, 19, 9, tzinfo=SHANGHAI)
    values = {"key": "clock", "value": stands.isoformat(), "changed_by": "clock", "changed_at": stands}
    with opened(sqlite_url) as tx:
        tx.execute(setting.insert().values(values))
    assert export("tasks", sqlite_url)[0]["light"] == "蓝"
    assert export("tasks", sqlite_url, CLOCK="2026-09-18T15:20:00+08:00")[0]["light"] == "蓝"


HARD = ("督〔2026〕0102号", "机密★1年 关于蟠桃园区夜间巡逻安排", "住建局", "", "2026-10-20")
SOFT = ("督〔2026〕0103号", "内部资料 注意保存", "住建局", "", "2026-10-20")


def test_a_secret_cell_refuses_the_file(database_url: str, tmp_path: Path) -> None:
    """Row numbers, no content, nothing stored, one count a hit (domain.md 7.3)."""
    before = [export(kind, database_url) for kind in KINDS]
    result = zhongshu(
        "import", "tasks", str(sheet(tmp_path / "a.xlsx", HEAD, ROAD, HARD, SOFT, HARD)), url=database_url
    )
    refused(result, "第3行、第4行、第5行", "机要渠道")
    assert [piece for piece in ("蟠桃", "巡逻", "0102", "机密") if piece in result.output] == []
    assert [export(kind, database_url) for kind in KINDS] == before
    with opened(database_url) as tx:
        assert sorted(n for (n,) in tx.execute(select(guard_counter.c.n))) == [1, 2]


def test_headings_extra_columns_and_the_file_name_are_seen_too(sqlite_url: str, tmp_path: Path) -> None:
    twice = sheet(
        tmp_path / "b.xlsx", ("编号", "事项", "事项", "主办"), ("督〔2026〕0101号", "机密★1年", "道路", "住建局")
    )
    refused(zhongshu("import", "tasks", str(twice), url=sqlite_url), "第2行")
    head = sheet(tmp_path / "c.xlsx", (*HEAD, "绝密★30年"), ROAD)
    refused(zhongshu("import", "tasks", str(head), url=sqlite_url), "第1行")
    name = sheet(tmp_path / "机密★1年.xlsx", HEAD, ROAD)
    refused(zhongshu("import", "tasks", str(name), url=sqlite_url), "文件名")


def bomb(path: Path) -> Path:
    """A few hundred kilobytes that unpack to 300 MB."""
    sheet(path, HEAD, ROAD)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x", "w") as inside:
        for _ in range(300):
            inside.write(bytes(1024 * 1024))
    return path


def broken_sheet(path: Path) -> Path:
    """A spreadsheet whose sheet is no XML."""
    sheet(path, HEAD, ROAD)
    kept = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in kept.items():
            archive.writestr(name, data[: len(data) // 2] if name.endswith("sheet1.xml") else data)
    return path


def plain(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def foreign_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    return path


def test_a_bad_file_is_refused_in_one_line(sqlite_url: str, tmp_path: Path) -> None:
    bad = [
        bomb(tmp_path / "bomb.xlsx"),
        broken_sheet(tmp_path / "broken.xlsx"),
        plain(tmp_path / "text.xlsx", "编号,事项\n".encode()),
        plain(tmp_path / "empty.xlsx", b""),
        plain(tmp_path / "old.xls", b"\xd0\xcf\x11\xe0" * 100),
        foreign_zip(tmp_path / "zip.xlsx"),
    ]
    for file in bad:
        refused(zhongshu("import", "tasks", str(file), url=sqlite_url), "另存为 .xlsx")
    refused(zhongshu("import", "tasks", str(tmp_path), url=sqlite_url), "FILE", code=2)


def test_rows_that_do_not_fit_are_named_by_number(sqlite_url: str, tmp_path: Path) -> None:
    cases: dict[str, tuple[list[tuple[str, ...]], str]] = {
        "a": ([("事项", "时限"), ("云湾港片区道路", "2026-10-20")], "编号"),
        "b": ([("编号", "事项"), ("督〔2026〕0101号", "道路")], "主办不能为空"),
        "c": ([HEAD, ROAD, ("督〔2026〕0102号", "道路", "某某局", "", "")], "第3行"),
        "d": ([HEAD, ROAD, ROAD], "第3行：编号与前面的行重复"),
        "e": ([HEAD, ROAD, ("", "", "", "", ""), RURAL], "第3行是空行"),
        "f": ([], "空的"),
    }
    for name, (rows, words) in cases.items():
        result = zhongshu("import", "tasks", str(sheet(tmp_path / f"{name}.xlsx", *rows)), url=sqlite_url)
        refused(result, words)
        assert "某某" not in result.stderr
    assert export("tasks", sqlite_url) == []


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch, sqlite_url: str, tmp_path: Path) -> None:
    monkeypatch.setattr(imports, "MOST_ROWS", 2)
    refused(zhongshu("import", "tasks", str(sheet(tmp_path / "a.xlsx", HEAD, ROAD, RURAL)), url=sqlite_url), "最多")


def test_only_what_can_be_imported_by_whom_the_office_knows(sqlite_url: str, tmp_path: Path) -> None:
    file = str(sheet(tmp_path / "a.xlsx", HEAD, ROAD))
    refused(zhongshu("import", "incoming", file, url=sqlite_url), "可导入：tasks")
    refused(zhongshu("import", "tasks", file, "--as", "nobody", url=sqlite_url), "nobody")


def test_explain_changes_nothing_and_answers_in_order(tmp_path: Path) -> None:
    asked = [{"id": n, "text": text} for n, text in enumerate(("今天下班前", "机密★1年", "督办0101号到哪了"))]
    stdin = "\n".join(json.dumps(line) for line in [*asked, {"id": 9}]) + "\n\nno json\n"
    result = zhongshu("explain", "--jsonl", "--now", "2026-09-18T15:20:00+08:00", stdin=stdin)
    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer.get("guard") for answer in answers] == ["ok", "hard", "ok", None, None]
    assert answers[0]["times"][0]["end"] == "2026-09-18T17:30:00+08:00"
    assert answers[2]["intent"] == "query_task"
    assert [("error" in answer) for answer in answers] == [False, False, False, True, True]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.process
def test_the_processes_time_zone_does_not_matter() -> None:
    """Two real processes, far east and far west of Beijing, under a plain C locale."""
    answers = set()
    for zone in ("Pacific/Kiritimati", "America/Los_Angeles"):
        command = [
            str(Path(sys.executable).with_name("zhongshu")),
            "explain",
            "--now",
            "2026-09-18T23:50:00",
            "明天下午3点",
        ]
        done = subprocess.run(command, env={"TZ": zone, "LC_ALL": "C"}, capture_output=True, check=True, timeout=30)
        answers.add(done.stdout)
    [answer] = answers
    assert json.loads(answer)["times"][0]["start"] == "2026-09-19T15:00:00+08:00"
