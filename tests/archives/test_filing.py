"""归档 as it is spoken: proposals, 档号, what is left out, the hand-over list, the reminders (domain.md 8.1)."""

import io

import openpyxl
import pytest

from handlers.archives.reminders import hand_over_days
from scheduler.workdays import WorkCalendar
from tests.day import Day

ACTION = "登记收文：市委办，南委办〔2026〕{}号，《关于做好{}工作的通知》，加急，办件"


@pytest.fixture
async def closed(day: Day) -> Day:
    """Two closed incoming papers, and an outgoing one that waits."""
    day.at("2026-09-21 09:10")
    zhang, chief = day.phone("zhangmin"), day.phone("mishukezhang")
    for n, (number, what) in enumerate(((88, "防汛"), (90, "防火"))):
        await zhang.says(ACTION.format(number, what))
        await zhang.says(f"{1203 + n}号办结，已落实")
    await zhang.says("登记发文：云湾府办，《关于加强安全检查的通知》，主送各镇街，20份，主动公开")
    await zhang.says("发文45号前置审核通过")
    await chief.says("发文45号核稿通过")
    for word in ("发文45号何副区长已签发", "发文45号复核通过", "发文45号印发", "3", "发文45号转归档"):
        await zhang.says(word)
    return day


async def test_what_waits_and_how_it_is_filed(closed: Day) -> None:
    you = closed.phone("youhong")
    listed = await you.says("待归档有哪些")
    assert "待归档3件（收文2、发文1）" in listed and "30年（上级来文，本机关承办）" in listed
    answer = await you.says("归档 1203号")
    assert "档号：0101-WS·2026-D30-BGS-0001" in answer
    await you.says("归档 发文45号，6页")
    rows = {row["archive_no"]: row for row in closed.rows("archives")}
    assert rows["0101-WS·2026-D30-BGS-0002"]["doc_no"] == "云湾府办〔2026〕45号"
    assert rows["0101-WS·2026-D30-BGS-0002"]["pages"] == 6
    assert closed.rows("incoming")[0]["status"] == "已归档"
    out = closed.rows("outgoing")[0]
    assert (out["status"], out["archive_no"]) == ("已归档", "0101-WS·2026-D30-BGS-0002")
    assert "已归档，档号" in await you.says("归档 1203号")
    assert "未查询到" in await closed.phone("like").says("1204号归档")


async def test_a_number_taken_back_leaves_no_gap(closed: Day) -> None:
    you = closed.phone("youhong")
    await you.says("归档 1203号")
    assert "件号可再用" in await you.says("撤销")
    assert "BGS-0001" in await you.says("归档 1204号")
    assert "D30-BGS-0001→0101-WS·2026-Y-BGS-0001" in await you.says("1204号保管期限改为永久")
    assert "D30-BGS-0001" in await you.says("归档 1203号")


async def test_a_typed_number_must_be_right_and_next(closed: Day) -> None:
    you = closed.phone("youhong")
    assert "保管期限只有" in await you.says("1203号归档，档号0101-WS·2026-D20-BGS-0001")
    asked = await you.says("1203号归档，档号0101-WS·2026-D30-BGS-0007")
    assert "下一个件号是0001" in asked and "1 用0101-WS·2026-D30-BGS-0001" in asked
    await you.says("1")
    assert "收〔2026〕1203号" in await you.says("0101-WS·2026-D30-BGS-0001是哪份")
    assert "间隔号" in await you.says("0101-WS.2026-D30-BGS-0001这个档号对不对")
    assert "下一个件号是0002" in await you.says("查档号0101-WS·2026-D30-BGS-0009")


async def test_what_nobody_acted_on_may_be_left_out(closed: Day) -> None:
    zhang, you = closed.phone("zhangmin"), closed.phone("youhong")
    await zhang.says("登记收文：市委办，南委办〔2026〕91号，《关于学习宣传的通知》，平件，阅件")
    assert "才能归档" in await you.says("归档 1205号")
    await zhang.says("1205号办结，已存")
    assert "可不归档" in await you.says("归档 1205号")
    assert "已登记不归档" in await you.says("1205号不归档，普发性文件")
    assert "1205" not in await you.says("待归档有哪些")
    assert "恢复为待归档" in await you.says("撤销")


async def test_the_hand_over_list_and_all_at_once(closed: Day) -> None:
    you = closed.phone("youhong")
    assert "归档3件" in await you.says("全部归档")
    assert "已归档3件" in await you.says("1")
    assert "2026年度3件" in await you.says("归档了多少件")
    assert "共3件" in await you.says("导出移交清单")
    (file,) = you.files
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0] == ["序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"]
    issued = next(row for row in rows if row[2] == "云湾府办〔2026〕45号")
    assert issued[3] == "云湾区委办公室" and issued[5] == "20260921"


def test_three_mornings_a_year_none_on_a_day_off() -> None:
    assert [f"{at:%m-%d %H}" for at in hand_over_days(WorkCalendar(), 2026)] == ["03-02 09", "05-06 09", "06-15 09"]


async def test_the_reminders_before_the_hand_over(day: Day) -> None:
    day.at("2026-12-30 09:10")
    zhang, you, chief = day.phone("zhangmin"), day.phone("youhong"), day.phone("mishukezhang")
    for number, what in ((88, "防汛"), (90, "防火")):
        await zhang.says(ACTION.format(number, what))
    await zhang.says("1203号办结，已落实")
    await zhang.says("1204号办结，已落实")
    await day.until("2027-01-04 10:00")
    assert "待归档2件（收文2、发文0）" in you.last
    await you.says("归档 1203号")
    await day.until("2027-03-01 10:00")
    for phone in (you, chief):
        assert any("2026年文件还有1件待归档（收文1、发文0），请于6月30日前" in text for text in phone.texts)
