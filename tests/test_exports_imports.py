"""`zhongshu export` and `zhongshu import` (design.md 3, domain.md 7.3, G25)."""

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot import sheet_reader
from bot.kinds import KINDS
from scheduler.clock import SHANGHAI
from storage.messages import Text
from storage.outbox import Lane, enqueue, user
from storage.tables import guard_counter, setting
from tests.console import HEAD, ROAD, RURAL, export, opened, refused, sheet, zhongshu

FORMULAS = ("=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1")
TOUCHED = ("tasks", "reminders", "outbox", "audit")
"""What an import of tasks could change."""


def _touched(url: str) -> list[list[dict[str, Any]]]:
    """Those tables, without the exports that looked at them."""
    return [[row for row in export(kind, url) if row.get("channel") != "cli"] for kind in TOUCHED]


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_every_kind_answers_without_arguments(sqlite_url: str) -> None:
    for kind in KINDS:
        assert export(kind, sqlite_url) == [] or kind in ("figures", "audit")
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
    before = _touched(database_url)
    again = zhongshu("import", "tasks", file, "--as", "duheng", url=database_url, CLOCK="2026-09-18T15:20:00+08:00")
    assert (again.exit_code, again.stdout) == (0, "导入完成：新增0，更新0，未变2。\n")
    assert _touched(database_url) == before
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
    before = _touched(database_url)
    result = zhongshu(
        "import", "tasks", str(sheet(tmp_path / "a.xlsx", HEAD, ROAD, HARD, SOFT, HARD)), url=database_url
    )
    refused(result, "第3行、第4行、第5行", "机要渠道")
    assert [piece for piece in ("蟠桃", "巡逻", "0102", "机密") if piece in result.output] == []
    assert _touched(database_url) == before
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
    monkeypatch.setattr(sheet_reader, "MOST_ROWS", 2)
    refused(zhongshu("import", "tasks", str(sheet(tmp_path / "a.xlsx", HEAD, ROAD, RURAL)), url=sqlite_url), "最多")


def test_only_what_can_be_imported_by_whom_the_office_knows(sqlite_url: str, tmp_path: Path) -> None:
    file = str(sheet(tmp_path / "a.xlsx", HEAD, ROAD))
    refused(zhongshu("import", "meetings", file, url=sqlite_url), "可导入：")
    refused(zhongshu("import", "tasks", file, "--as", "nobody", url=sqlite_url), "nobody")
