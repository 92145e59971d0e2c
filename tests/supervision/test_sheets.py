"""督办台账 out and in again: J.10 columns on the phone, every column for a round trip (G25)."""

import io

import pytest
from openpyxl import load_workbook

from bot.imports import run_import
from handlers.supervision.exports import HEADINGS
from tests.day import Day

J10 = "编号|事项|依据|主办|协办|责任领导|交办日期|时限|原时限|完成标准|最新进展|反馈日期|灯色|延期次数|办结日期|结果"


@pytest.fixture
async def office(day: Day) -> Day:
    day.at("2026-09-22 09:00")
    du = day.phone("duheng")
    await du.says(
        "立项督办：加快推进云湾港片区道路工程前期工作，住建局牵头，发改局配合，10月20日前完成施工图审查，依据：9月21日区政府常务会议"
    )
    await du.says("1")
    await du.says("立项督办：网格巡查长效机制，城管局牵头，长期坚持")
    await du.says("1")
    return day


async def test_the_ledger_as_a_file(office: Day) -> None:
    du = office.phone("duheng")
    assert "共2项" in await du.says("导出督办台账")
    sheet = load_workbook(io.BytesIO(du.files[-1].content)).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[1] == J10.split("|") and len(cells) == 4
    assert cells[2][0] == "督〔2026〕0123号" and cells[2][3] == "区住建局" and cells[2][12] == "绿"
    assert "共1项" in await du.says("导出城管局的督办台账")
    assert "台账共" not in await office.phone("like").says("导出督办台账")


async def test_what_was_exported_changes_nothing_when_imported(office: Day) -> None:
    """G25: idempotent, twice over."""
    before = office.rows("tasks")
    rows = [{HEADINGS[name]: _cell(value) for name, value in row.items() if name in HEADINGS} for row in before]
    for _ in range(2):
        result = office.bot.db.write_now(
            lambda tx: run_import(tx, "tasks", rows, clock=office.clock, office=office.office, actor="duheng")
        )
        assert (result.new, result.changed, result.problems) == (0, 0, ())
    assert office.rows("tasks") == before


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "、".join(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)
