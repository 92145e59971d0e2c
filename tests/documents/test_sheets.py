"""Registers as spreadsheets: a foreign export taken over once, ours sent to the phone ready to print (item 6, G25)."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook
from sqlalchemy import Connection, select

from bot import exports
from bot.cli import main
from handlers.documents.finding.index import having
from storage.db import driver_url, make_engine
from storage.office import load_office
from storage.tables import audit_event, number_series, reminder
from tests.day import Day
from tests.documents.papers import NEXT

CLOCK = "2026-09-18T15:20:00+08:00"
HEAD = (
    "序号",
    "来文日期",
    "发文机关",
    "发文字号",
    "文件名称",
    "紧急程度",
    "承办单位",
    "限办时间",
    "办理状态",
    "拟稿处室",
)
ROWS = (
    (
        1,
        "2026/9/1",
        "市委办",
        "南委办[2026]012号",
        "关于做好台风防御工作的通知",
        "特急",
        "住建局",
        "2026-09-21",
        "办理中",
        "一处",
    ),
    (
        2,
        datetime.fromisoformat("2026-09-02 09:30"),
        "市发改局",
        "无",
        "关于报送数据的函",
        "一般",
        "",
        None,
        "已办结",
        "二处",
    ),
    (3, "2026年8月5日", "区应急局", "云应急〔2026〕3号", "=关于消防检查的请示", "加急", "某某公司", "", "", "三处"),
)


def sheet(path: Path, *rows: tuple[Any, ...]) -> str:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(path)
    return str(path)


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ZHONGSHU_DATABASE_URL", database_url)
    monkeypatch.setenv("ZHONGSHU_CLOCK", CLOCK)

    def call(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, ["import", "incoming", *arguments, "--as", "zhangmin"], input=typed)

    return call


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    engine = make_engine(driver_url(url))
    with engine.connect() as tx:
        yield tx
    engine.dispose()


def papers(url: str) -> list[dict[str, Any]]:
    with opened(url) as tx:
        return exports.rows_of("incoming", tx, load_office(None), datetime.fromisoformat(CLOCK))


def untouched(url: str) -> list[Any]:
    """What a second import may not touch."""
    with opened(url) as tx:
        kept = [
            list(tx.execute(select(table.c[name]))) for table, name in ((audit_event, "id"), (number_series, "next"))
        ]
        return [*kept, list(tx.execute(select(reminder.c.id, reminder.c.state))), papers(url)]


def test_foreign_headings_are_understood_shown_confirmed_and_remembered(
    run: Any, database_url: str, tmp_path: Path
) -> None:
    file = sheet(tmp_path / "a.xlsx", ("云湾区收文一览表",), HEAD, *ROWS)
    result = run(file, "--preview")
    assert result.exit_code == 0 and "新增3，更改0，未变0，不导入0" in result.output and "没有写入" in result.output
    for line in (
        "来文单位 ← 发文机关（同义）",
        "标题 ← 文件名称（同义）",
        "时限 ← 限办时间（同义）",
        "不导入的列：序号、拟稿处室",
    ):
        assert line in result.output
    assert "台风" not in result.output and papers(database_url) == []
    for typed, code in (("n\n", 0), ("", 1)):
        assert run(file, typed=typed).exit_code == code and papers(database_url) == []
    assert "导入完成：新增3，更新0，未变0。" in run(file, typed="y\n").output
    one, two, three = papers(database_url)
    assert (one["no"], one["doc_no"], one["urgency"]) == ("收〔2026〕1203号", "南委办〔2026〕12号", "特急")
    assert (one["status"], one["lead_unit"], one["due_at"]) == ("承办中", "区住建局", "2026-09-21T17:30:00+08:00")
    assert (two["status"], two["kind"], two["received_at"]) == ("办结", "阅件", "2026-09-02T09:30:00+08:00")
    assert (three["title"], three["remark"]) == ("=关于消防检查的请示", "原承办：某某公司")
    with opened(database_url) as tx:
        assert having(tx, ["台风"], limit=3) and len(list(tx.execute(select(reminder.c.kind)))) == 1
    assert "上次的对应" in run(file, "--preview").output


def test_a_second_import_changes_nothing_and_a_changed_row_only_itself(
    run: Any, database_url: str, tmp_path: Path
) -> None:
    assert run(sheet(tmp_path / "a.xlsx", HEAD, *ROWS), "--yes").exit_code == 0
    before = untouched(database_url)
    again = run(sheet(tmp_path / "b.xlsx", HEAD, *ROWS), "--yes")
    assert "新增0，更新0，未变3" in again.output and untouched(database_url) == before
    done = (*ROWS[0][:8], "已办结", ROWS[0][9])
    result = run(sheet(tmp_path / "c.xlsx", HEAD, done, *ROWS[1:]), "--yes")
    assert "更改 第2行 收〔2026〕1203号：状态" in result.output and "新增0，更新1，未变2" in result.output
    assert papers(database_url)[0]["status"] == "办结"
    with opened(database_url) as tx:
        assert list(tx.execute(select(reminder.c.state))) == [("cancelled",)]
    assert "新增0，更新0，未变3" in run(sheet(tmp_path / "d.xlsx", HEAD, done, *ROWS[1:]), "--yes").output


def test_our_own_numbers_are_kept_and_the_next_one_comes_after(run: Any, database_url: str, tmp_path: Path) -> None:
    head = ("收文编号", "收文时间", "来文单位", "标题")
    rows = [
        ("收〔2026〕0007号", "2026-01-05", "市委办", "关于春运的通知"),
        ("收2026-1300", "2026-09-01", "市委办", "甲事"),
    ]
    assert (
        run(sheet(tmp_path / "a.xlsx", head, *rows, ("OA-778", "2026-09-03", "市委办", "乙事")), "--yes").exit_code == 0
    )
    assert [row["no"] for row in papers(database_url)] == ["收〔2026〕0007号", "收〔2026〕1203号", "收〔2026〕1300号"]
    assert papers(database_url)[1]["remark"] == "原编号OA-778"
    with opened(database_url) as tx:
        assert tx.execute(select(number_series.c.next)).scalar_one() == 1301
    other = run(
        sheet(tmp_path / "b.xlsx", head, ("收〔2026〕1300号", "2026-09-01", "市委办", "完全不同的另一件事")), "--yes"
    )
    assert "新增0" in other.output
    ours = ("收〔2026〕1301号", "2026-09-01", "市委办", "丙事")
    assert "新增1" in run(sheet(tmp_path / "c.xlsx", head, ours), "--yes").output


def test_rows_that_do_not_fit_stay_out_by_number_and_reason(run: Any, database_url: str, tmp_path: Path) -> None:
    good = ("2026-09-01", "市委办", "关于值守的通知", "平件", "", "")
    bad = (
        (("2026-09-01", "市委办", "", "平件", "", ""), "没有标题"),
        (("", "市委办", "甲", "平件", "", ""), "没有收文时间"),
        (("昨天", "市委办", "乙", "平件", "", ""), "收文时间不是日期"),
        (("2026-13-01", "市委办", "丙", "平件", "", ""), "收文时间不是日期"),
        (("2026-10-01", "市委办", "丁", "平件", "", ""), "收文时间晚于现在"),
        (("2026-09-01", "市委办", "戊", "十万火急", "", ""), "缓急认不出"),
        (("2026-09-01", "市委办", "己", "平件", "2026-08-01", ""), "时限早于收文时间"),
        (("2026-09-01", "市委办", "庚", "平件", "", "2026-08-01"), "办结时间早于收文时间"),
        (good, "与第2行重复"),
        (("2026-09-01", "市委办", "长" * 121, "平件", "", ""), "标题超过120字"),
    )
    head = ("收文日期", "来文单位", "标题", "缓急", "时限", "办结时间")
    result = run(sheet(tmp_path / "a.xlsx", head, good, *(row for row, _ in bad)), "--yes")
    assert "新增1，更改0，未变0，不导入10" in result.output and len(papers(database_url)) == 1
    for number, (_, why) in enumerate(bad, 3):
        assert f"不导入 第{number}行：{why}" in result.output
    assert "十万" not in result.output


def test_columns_may_be_told_by_hand(run: Any, database_url: str, tmp_path: Path) -> None:
    file = sheet(tmp_path / "a.xlsx", ("日子", "哪来的", "标题"), ("2026-09-01", "市委办", "关于值守的通知"))
    result = run(file, "--yes")
    assert result.exit_code == 1 and "来文单位、收文时间" in result.stderr and len(result.stderr.splitlines()) == 1
    result = run(file, "--yes", "--column", "日子=收文时间", "--column", "哪来的=来文单位")
    assert "新增1" in result.output and "收文时间 ← 日子（指定）" in result.output
    assert "未变1" in run(file, "--yes").output
    assert run(file, "--yes", "--column", "没有=标题").exit_code == 1
    assert run(file, "--yes", "--column", "标题").exit_code == 1
    assert len(papers(database_url)) == 1


def test_a_secret_cell_or_a_marked_paper_is_not_taken(run: Any, database_url: str, tmp_path: Path) -> None:
    """One hit refuses the file with its row and nothing of its content (domain.md 7.3)."""
    secret = (4, "2026/9/1", "市委办", "无", "机密★1年 关于蟠桃园的通知", "平件", "", "", "", "")
    result = run(sheet(tmp_path / "a.xlsx", HEAD, *ROWS, secret), "--yes")
    assert result.exit_code == 1 and "第5行" in result.stderr and "蟠桃" not in result.output
    head = ("收文日期", "来文单位", "标题", "密级")
    result = run(sheet(tmp_path / "b.xlsx", head, ("2026-09-01", "市委办", "甲", "内部掌握")), "--yes")
    assert "不导入1" in result.output or result.exit_code == 1
    assert papers(database_url) == []
    long = run(sheet(tmp_path / "c.xlsx", HEAD, ("", "", "", "", "长" * 2001)), "--yes")
    assert long.exit_code == 1 and "第2行有超过2000字" in long.stderr


def test_a_file_that_declares_entities_is_not_parsed(run: Any, database_url: str, tmp_path: Path) -> None:
    file = sheet(tmp_path / "a.xlsx", HEAD, *ROWS)
    parts = {name: zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            bad = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' if name.endswith("sheet1.xml") else b""
            archive.writestr(name, bad + data)
    result = run(file, "--yes")
    assert result.exit_code == 1 and "另存为 .xlsx" in result.stderr and papers(database_url) == []


async def test_the_register_comes_to_the_phone_ready_to_print(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    await zhang.says("1203号呈送周书记")
    await zhang.says("登记收文：平件，市委办，南委办〔2026〕90号，《=1+1的通知》，阅件")
    answer = await zhang.says("导出9月收文")
    assert "收文登记簿（2026年9月）共2件" in answer
    file = zhang.files[-1]
    assert file.name == "收文登记簿（2026年9月）.xlsx"
    page = load_workbook(io.BytesIO(file.content)).worksheets[0]
    heads = "收文编号|收文时间|收文身份|来文单位|来文字号|标题|缓急|类别|呈送|批示|主办|协办|"
    heads += "时限|时限来源|办理结果|办结时间|归档号|备注"
    assert [cell.value for cell in page[2]] == heads.split("|")
    assert page.page_setup.orientation == "landscape" and page.page_setup.paperSize == 9
    assert page.print_title_rows == "$1:$2" and page.page_setup.fitToHeight == 0
    assert page["I3"].value == "周明远（未阅）" and page["B3"].value == "2026-09-18 15:20"
    assert {cell.data_type for row in page.iter_rows(min_row=3) for cell in row} <= {"s", "n"}
    assert not str(page["F4"].value).startswith("=")
    events = [event for event in day.rows("audit") if event["action"] == "导出收文登记簿"]
    assert events[0]["after"]["rows"] == 2 and events[0]["actor"] == "zhangmin"
    assert "未查询到" in await zhang.says("导出7月收文")
    for userid in ("like", "guoping", "youhong"):
        phone = day.phone(userid)
        await phone.says("导出收文登记簿")
        assert not phone.files and "共" not in phone.last


async def test_what_was_exported_comes_back_as_the_same(day: Day, tmp_path: Path) -> None:
    """G25: the clerk's own register, sent back in, says nothing new."""
    zhang = day.phone("zhangmin")
    await zhang.says(NEXT)
    await zhang.says("住建局牵头")
    await zhang.says("1")
    await zhang.says("导出收文登记簿")
    path = tmp_path / "收文登记簿.xlsx"
    path.write_bytes(zhang.files[-1].content)
    before = day.rows("incoming")
    runner = CliRunner(env={"ZHONGSHU_DATABASE_URL": day.database_url, "ZHONGSHU_CLOCK": CLOCK})
    result = runner.invoke(main, ["import", "incoming", str(path), "--yes"])
    assert "新增0，更新0，未变1" in result.output and day.rows("incoming") == before
