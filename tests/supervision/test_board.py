"""The board: a picture and a text twin for those in charge, text for a unit; and statistics in chat."""

import io
from datetime import date, datetime

import pytest
from PIL import Image

from bot.imports import run_import
from handlers.supervision.board_picture import draw
from handlers.supervision.board_rows import Board
from handlers.supervision.terms import Light
from scheduler.clock import SHANGHAI
from storage.office import load_office
from tests.day import Day

ROWS = (
    ("0101", "云湾港片区道路工程", "住建局", "何晓东", "2026-09-08", ""),
    ("0102", "防汛物资补充", "应急局", "何晓东", "2026-09-21", ""),
    ("0103", "背街小巷整治", "城管局", "林知行", "2026-09-23", ""),
    ("0104", "校园安全排查", "教育局", "", "2026-11-20", ""),
    ("0105", "金溪镇农村公路", "住建局", "何晓东", "2026-12-20", ""),
    ("0106", "河涌整治方案", "农水局", "林知行", "2026-09-10", "2026-09-09"),
)


@pytest.fixture
async def office(day: Day) -> Day:
    day.at("2026-09-21 09:30")
    names = ("编号", "事项", "主办", "责任领导", "时限", "办结日期")
    rows = [
        {**dict(zip(names, (f"督〔2026〕{no}号", *rest), strict=True)), "交办日期": "2026-07-06"} for no, *rest in ROWS
    ]
    day.bot.db.write_now(lambda tx: run_import(tx, "tasks", rows, clock=day.clock, office=day.office, actor="duheng"))
    return day


async def test_picture_list_and_task(office: Day) -> None:
    du = office.phone("duheng")
    shown = await du.says("督查看板")
    for fact in (
        "在办督办事项5项",
        "1 红灯 1项",
        "2 黄灯 1项",
        "3 蓝灯（临期） 1项",
        "4 绿灯（正常） 2项",
        "5 本周到期 2项",
    ):
        assert fact in shown
    for fact in ("林知行 1项", "何晓东 3项（红1、黄1）", "未定责任领导 1项", "全部 5项"):
        assert fact in shown
    picture = Image.open(io.BytesIO(du.pictures[-1].content))
    assert picture.width == 1000 and picture.height > 1000 and du.pictures[-1].title == "督查看板"
    listed = await du.says("5")
    assert "共2项" in listed and listed.index("0102号") < listed.index("0103号")
    assert "牵头：区城管局" in await du.says("2")


async def test_a_leader_sees_his_own_and_a_unit_only_text(office: Day) -> None:
    he, li = office.phone("hexiaodong"), office.phone("like")
    assert "分管在办督办事项3项" in await he.says("督办总览") and len(he.pictures) == 1
    assert "林知行" not in he.last
    shown = await li.says("督查看板")
    assert "本单位在办督办事项2项" in shown and not li.pictures and "何晓东" not in shown
    listed = await li.says("全部")
    assert "0101号" in listed and "0105号" in listed and "0102号" not in listed
    assert "云湾港片区道路工程" in await li.says("1")
    assert "在办" not in await office.phone("youhong").says("督查看板")


async def test_statistics_in_chat(office: Day) -> None:
    du = office.phone("duheng")
    told = await du.says("督办统计")
    for fact in ("跟踪督办6项，办结1项", "办结率 16.7%（1/6）", "按期办结率 100.0%（1/1）", "目前在办5项"):
        assert fact in told
    told = await du.says("三季度办结率")
    assert "16.7%（1/6）" in told and "7月1日至9月21日" in told
    assert "0.0%（0/2）" in await du.says("住建局办结率")
    assert "不对单位排名" in await du.says("给各单位督办办结率排个名")
    assert "%" not in await office.phone("like").says("督办统计")


def test_the_picture_of_nothing() -> None:
    """Every colour stands there even when there is no task at all."""
    board = Board((), date(2026, 9, 21), (Light.RED, Light.YELLOW, Light.BLUE, Light.GREEN), ())
    png = draw(board, load_office(None), "杜衡", datetime(2026, 9, 21, 9, 30, tzinfo=SHANGHAI))
    assert Image.open(io.BytesIO(png)).size[0] == 1000
