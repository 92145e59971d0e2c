"""Secrets, log lines, cells and files: nothing gets out, and nothing gets in by them (docs/threat-model.md)."""

import asyncio
import csv
import io
import json
import re
import secrets
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot import exports, logs, sheet_reader
from bot.cli import main
from bot.kinds import KINDS
from bot.metrics import METRICS
from bot.sheet_reader import ImportRefused, read_cells
from handlers.documents.sheets import book as papers_book
from handlers.outgoing import sheet as outgoing_sheet
from handlers.reports import sheet as reports_sheet
from tests.console import HEAD, sheet, zhongshu
from tests.day import AES_KEY, CORP, SECRET, TOKEN, Day, settings_for
from tests.effort import stays_within

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028\u2029]")
FORMULAS = ("=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://evil")', "=cmd|' /C calc'!A0")


@pytest.fixture
async def watched(sqlite_url: str) -> Any:
    """An office with everything that it logs."""
    day, stream = Day(sqlite_url), io.StringIO()
    await day.start()
    logs.set_up(day.clock, stream)
    yield day, stream
    await day.stop()


def _event(sender: str, event: str, key: str) -> bytes:
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>1789714800</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{event}]]></Event>"
        f"<EventKey><![CDATA[{key}]]></EventKey><AgentID>1000002</AgentID></xml>"
    ).encode()


async def test_nothing_that_is_sent_makes_a_line_of_the_log(watched: tuple[Day, io.StringIO]) -> None:
    """Line ends, escape sequences and false fields in every place that a message has; raw nonsense on the wire."""
    day, stream = watched
    evil = 'x\r\n{"level":"info","event":"all well"}\x1b[2J\x1b[31m\u2028伪造\x07'
    plain = evil.replace("\x1b", "").replace("\x07", "")
    for text in (plain, f"登记收文 {plain}", f"查 {plain}"):
        await day.phone("zhangmin").says(text)
    for sender, event, key in ((plain, "click", "x"), ("zhangmin", plain, "x"), ("zhangmin", "click", plain)):
        await day.fake.send_raw(_event(sender, event, key), "zhangmin")
    host, port = day.address.removeprefix("http://").split(":")
    for raw in (b"GET /\x1b[31m\r\nforged: 1 HTTP/9\r\n\r\n", evil.encode() * 50, b"\x16\x03\x01\x02\x00", b"G" * 9000):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(raw + b"\r\n\r\n")
        await asyncio.wait_for(reader.read(100), 60)
        writer.close()
    await day.settle()
    lines = stream.getvalue().splitlines()
    assert len(lines) >= 6
    for line in lines:
        assert CONTROL.search(line) is None, line
        assert "伪造" not in line
        assert "all well" not in line
    told = [json.loads(line) for line in lines if line.startswith("{")]
    assert {one["event"] for one in told} <= {"handled", "rejected", "menu_created", "fault", "library"}


async def test_no_secret_is_in_any_output(watched: tuple[Day, io.StringIO]) -> None:
    """Seeded once, searched everywhere: log, metrics, exports, errors, the settings themselves."""
    day, stream = watched
    await day.phone("zhangmin").says("登记收文：平件，市委办，南委办〔2026〕8号，《关于开展检查的通知》，办件")
    await day.fake.send_raw(b"<xml><bad", "zhangmin")
    everything = [stream.getvalue(), METRICS.page().decode(), repr(day.bot.settings), str(day.bot.settings)]
    everything += [repr(vars(day.bot)), repr(day.bot.codec), repr(day.bot.client)]
    everything += [json.dumps(day.rows(kind), default=str, ensure_ascii=False) for kind in KINDS]
    tokens = [str(value) for value in vars(day.bot.client).values() if isinstance(value, str) and len(value) > 60]
    for secret in (SECRET, AES_KEY, f"{TOKEN}'", f'"{TOKEN}"', *tokens):
        assert [text[:80] for text in everything if secret in text] == []


@pytest.mark.parametrize("name", sorted(set(main.commands) - {"bench", "demo", "sandbox", "chat", "init", "db"}))
def test_no_command_tells_a_secret_when_it_fails(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is not there, with a password in its address."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").write_bytes(b"no backup")
    args = {"export": ["tasks"], "import": ["tasks", str(sheet(tmp_path / "a.xlsx", HEAD))], "report": ["2026Q3"]}
    args |= {"backup": ["y"], "restore": ["x"], "explain": ["待办"]}
    url = "postgresql+asyncpg://bot:pass-in-the-address@127.0.0.1:1/office"
    seeded = {"SECRET": "secret-seeded", "TOKEN": "tokenseeded", "ENCODING_AES_KEY": "k" * 42 + "!", "CORP_ID": "ww1"}
    result = zhongshu(name, *args.get(name, []), url=url, AGENT_ID="1", **seeded)
    said = result.output + result.stderr
    for secret in ("pass-in-the-address", "secret-seeded", "tokenseeded", "k" * 42):
        assert secret not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "cell",
    [exports._cell, outgoing_sheet._cell, reports_sheet._cell, papers_book.cell_of],
    ids=lambda found: found.__module__,
)
def test_no_table_has_a_cell_that_is_a_formula(cell: Callable[[Any], Any]) -> None:
    for text in FORMULAS:
        assert str(cell(text)).startswith("'"), text
    assert cell("收〔2026〕1203号") == "收〔2026〕1203号"


def test_files_keep_formulas_asleep(tmp_path: Path) -> None:
    rows = [{"id": n, "text": text, "to": "user:a"} for n, text in enumerate(FORMULAS)]
    table = list(csv.reader(io.StringIO(exports.as_csv("outbox", rows).decode("utf-8-sig"), newline="")))
    assert [line[2] for line in table[1:]] == [f"'{text}" for text in FORMULAS]
    for made in (exports.as_xlsx("outbox", rows), outgoing_sheet.workbook("表", {"text": "内容"}, rows)):
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
        assert not [one for one in sheets if b"<f>" in one or b"<hyperlink" in one]
        assert {cell.data_type for row in load_workbook(io.BytesIO(made)).worksheets[0].rows for cell in row} <= {
            "s",
            "n",
        }


def _archive(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _good(tmp_path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(sheet(tmp_path / "good.xlsx", HEAD)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _refused(file: Path) -> None:
    with pytest.raises(ImportRefused, match=r"读不出|一次最多"):
        read_cells(file)


def test_bombs_and_paths_in_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused before they unfold, in no time, and nothing is written anywhere."""
    monkeypatch.setattr(sheet_reader, "MOST_UNPACKED", 1_000_000)
    good = _good(tmp_path)
    inside = next(name for name in good if "sheet1" in name)
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    outside = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>'
    )
    bombs = {
        "ratio": {**good, "xl/media/zero": b"\0" * 20_000_000},
        "size": {**good, "xl/media/noise": secrets.token_bytes(1_100_000)},
        "many parts": {**good, **{f"xl/media/{n}": b"" for n in range(2100)}},
        "entities": {**good, inside: entity},
        "outer entity": {**good, "xl/sharedStrings.xml": outside},
        "another zip in it": {"a.xlsx": b"PK"},
        "no sheet": {name: content for name, content in good.items() if name != inside},
    }
    paths = {**good, "../../../outside.txt": b"x", "/tmp/outside.txt": b"x", "..\\outside.txt": b"x"}
    before = set(tmp_path.rglob("*"))
    for name, parts in bombs.items():
        file = _archive(tmp_path / f"{name}.xlsx", parts)
        before.add(file)
        assert stays_within(1, partial(_refused, file)), name
    found = read_cells(_archive(tmp_path / "paths.xlsx", paths))
    assert [row[: len(HEAD)] for row in found] == [list(HEAD)], "names in it are never used as paths"
    assert set(tmp_path.rglob("*")) - before == {tmp_path / "paths.xlsx"}
    assert not (tmp_path.parent / "outside.txt").exists()


def test_a_cell_far_away_is_no_long_walk(tmp_path: Path) -> None:
    good = _good(tmp_path)
    inside = next(name for name in good if "sheet1" in name)
    row = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c></row>'
    good[inside] = good[inside].replace(b"</sheetData>", row.encode() + b"</sheetData>")
    far = _archive(tmp_path / "far.xlsx", good)
    assert len(read_cells(far)) == 1
    assert stays_within(3, lambda: read_cells(far))


async def test_settings_never_show_their_secrets(sqlite_url: str) -> None:
    found = settings_for("http://127.0.0.1:1", sqlite_url)
    for text in (repr(found), str(found), repr(found.model_dump()), found.model_dump_json(exclude={"token"})):
        assert SECRET not in text
        assert AES_KEY not in text
