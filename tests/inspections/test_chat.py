"""SC17 and what else is said of inspections and papers, as dialogues."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.day import Day


@pytest.fixture
async def office(day: Day) -> Day:
    day.at("2026-09-22 18:05")
    return day


async def test_inspections_in_one_line(office: Day) -> None:
    """SC17: one sentence, one event; several sites are one 次."""
    wu = office.phone("wuyang")
    told = await wu.says("今天上午去云湾港项目现场督查，发改局住建局参加，邀请了2名人大代表")
    for fact in ("9月22日", "现场", "重大项目", "云湾港项目", "区发改局、区住建局", "人大代表2名", "撤销"):
        assert fact in told
    assert "3个（计1次）" in await wu.says("疫情防控实地检查了3个点")
    rows = office.rows("inspections")
    assert [(row["mode"], row["topic"], row["sites"]) for row in rows] == [
        ("现场", "重大项目", 1),
        ("实地", "疫情防控", 3),
    ]
    assert rows[0]["units"] == ["发改局", "住建局"] and rows[0]["externals"] == ["人大代表2名"]
    assert "哪一类" in await wu.says("昨天下午到白石街道暗访了两家单位，邀请政协委员参加")
    asked = await wu.says("作风建设")
    assert "几名" in asked
    told = await wu.says("2名")
    assert "9月21日" in told and "暗访" in told and "政协委员2名" in told and "作风建设" in told
    assert "已撤销" in await wu.says("撤销")
    assert len(office.rows("inspections")) == 2
    listed = await wu.says("本月督查活动有哪些")
    assert "2次" in listed and "疫情实地督查1次，现场督查1次" in listed
    assert "还没到" in await wu.says("明天去云湾港项目现场督查")
    told = await wu.says("今天下午和应急局一起去金溪镇查了3家危化企业，暗访")
    assert "地点：金溪镇" in told and "参加单位：区应急局\n" in told
    await wu.says("撤销")
    assert "已登记" not in await wu.says("今天没去督查")
    await wu.says("导出督查活动")
    sheet = load_workbook(BytesIO(wu.files[-1].content)).active
    assert sheet is not None and sheet.max_row == 4
    assert "已登记" not in await office.phone("like").says("登记督查活动：去云湾港项目现场督查")
    assert len(office.rows("inspections")) == 2


async def test_issues_and_gaps(office: Day) -> None:
    """SC17: 督查快报 with a number left out, and several issues of a special series at once."""
    wu = office.phone("wuyang")
    assert "督查快报第15期（总第310期）" in await wu.says("出了督查快报第15期（总第310期），郭平签发")
    asked = await wu.says("出了督查快报第17期")
    assert "上次是第15期，缺第16期，确认？1 16期作废 2 是第16期" in asked
    assert "第16期（总第311期）" in await wu.says("2")
    assert "缺第17期" in await wu.says("今天印发了督查快报第18期")
    assert "第17期记为作废" in await wu.says("1")
    row = office.rows("publications")[-1]
    assert (row["seq"], row["total"], row["state"]) == (18, 312, "已印发")
    assert "已登记" in await wu.says("登记督查快报第18期")
    assert "未重复" in await wu.says("1")
    await wu.says("疫情督查快报第11期")
    asked = await wu.says("疫情督查快报5份")
    assert "上次是第11期" in asked and "12–16期" in asked
    assert "共5期" in await wu.says("1")
    assert [row["seq"] for row in office.rows("publications") if row["series"] == "疫情督查快报"] == [*range(11, 17)]
    asked = await wu.says("疫情快报又出了两份")
    assert "17–18" in asked
    assert "第17–18期" in await wu.says("第17期、第18期")
    listed = await wu.says("今年督查快报出了几期")
    assert "督查快报3期" in listed and "最近第18期" in listed and "作废第17期" in listed
    assert "已撤销" in await wu.says("撤销")


async def test_a_circular_is_signed_by_a_leader(office: Day) -> None:
    """domain.md 3.1 art. 21: naming is decided by people; the bot only counts the issue."""
    du = office.phone("duheng")
    assert "人工拟稿" in await du.says("发个督查通报批评发改局没按时完成")
    assert office.rows("publications") == []
    assert "哪位区领导" in await du.says("印发督查通报第3期")
    told = await du.says("林区长签发")
    assert "督查通报第3期" in told and "林知行" in told
    assert "确认" in await du.says("督查专报又出了一期")
    assert "督查专报第1期" in await du.says("是")
    assert "哪一种" in await du.says("登记督查刊物第2期")
    assert "督查简报第2期" in await du.says("简报")
