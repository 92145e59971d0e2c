"""What needs no conversation: quantities, dates, declarations, the figures' edges, sheets in and out."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from handlers.registers import chores, figures, sheets
from handlers.registers.declared import BY_NAME, REGISTERS
from handlers.registers.declared.drafting import RESEARCH
from handlers.registers.declared.reforming import REFORM
from handlers.registers.declaring import Row, Window
from handlers.registers.reading import number
from handlers.registers.store import find
from handlers.registers.supply_words import items, quantity
from scheduler.desk import Desk
from scheduler.workdays import WorkCalendar
from storage.db import Database
from storage.office import load_office

Q3 = Window(date(2026, 7, 1), date(2026, 9, 30), date(2026, 9, 30))
OFFICE = load_office(None)


@pytest.mark.parametrize(
    ("text", "wanted", "purpose"),
    [
        ("领10支签字笔 2包A4纸", [("签字笔", 10, "支"), ("A4纸", 2, "包")], ""),
        ("领30个文件盒和10支记号笔", [("文件盒", 30, "个"), ("记号笔", 10, "支")], ""),
        ("领用：笔记本20本，会议用", [("笔记本", 20, "本")], "会议用"),
        ("麻烦领下墨盒两个", [("墨盒", 2, "个")], ""),
        ("要点笔 十支", [("笔", 10, "支")], ""),
        ("领一盒订书钉、三个文件夹", [("订书钉", 1, "盒"), ("文件夹", 3, "个")], ""),
        ("我想申领A4纸5包、签字笔12支", [("A4纸", 5, "包"), ("签字笔", 12, "支")], ""),
        ("领纸", [("纸", 0, "")], ""),
        ("签字笔没了 领点", [("签字笔", 0, "")], ""),
        ("想领几个文件夹", [("文件夹", 0, "")], ""),
    ],
)
def test_items_and_quantities(text: str, wanted: list[tuple[str, int, str]], purpose: str) -> None:
    assert items(text) == (wanted, purpose)


def test_numbers_and_quantities() -> None:
    assert [number(text) for text in ("3", "十", "十二", "二十", "两", "一百二十")] == [3, 10, 12, 20, 2, 120]
    assert [quantity(text) for text in ("10支", "要十二", "10", "多一点")] == [(10, "支"), (12, ""), (10, ""), None]


def test_every_declaration_is_whole() -> None:
    assert len({register.noun for register in REGISTERS}) == len(REGISTERS)
    for register in REGISTERS:
        names = [field.name for field in register.fields]
        assert len(names) == len(set(names))
        assert register.main in names
        assert register.on in {*names, ""}
        assert {*register.once} <= {*names}
        assert register.grouped in {*names, "state", ""}
        assert all(rule.field in names for rule in register.reminds)
        assert all(len(closing.state) <= 16 for closing in register.closings)


def row(state: str, closed_on: date | None = None, **data: Any) -> Row:
    return Row(id=1, year=2026, seq=1, state=state, data=data, closed_on=closed_on)


@pytest.mark.parametrize(
    ("final_on", "state", "counts"),
    [
        ("2026-06-30", "已定稿", False),
        ("2026-07-01", "已定稿", True),
        ("2026-09-30", "已定稿", True),
        ("2026-10-01", "已定稿", False),
        ("2026-09-30", "撰写中", False),
        (None, "已定稿", False),
    ],
)
def test_the_day_of_finishing_decides(final_on: str | None, state: str, counts: bool) -> None:
    assert RESEARCH.figures[1].counts(row(state, final_on=final_on), Q3) is counts


@pytest.mark.parametrize(
    ("year", "closed_on", "counts"),
    [
        ("2026", None, True),
        ("2026", date(2026, 9, 30), False),
        ("2026", date(2026, 10, 1), True),
        ("2025", None, False),
    ],
)
def test_items_cancelled_after_the_cut_off_still_count(year: str, closed_on: date | None, counts: bool) -> None:
    state = "已取消" if closed_on else "推进中"
    assert REFORM.figures[2].counts(row(state, closed_on, year=year), Q3) is counts


def desk(tx: Connection, now: datetime) -> Desk:
    return Desk(tx=tx, now=now, office=OFFICE, calendar=WorkCalendar(), request_id="test", actor="zhangmin")


PLAN = [
    {
        "年度": "2026",
        "板块": "放管服改革",
        "重点领域": "政务服务",
        "改革事项": "一网通办",
        "专项小组": "放管服专项小组",
        "牵头单位": "区政数局",
        "完成时限": "2026-12-31",
    },
    {
        "年度": "2026",
        "板块": "放管服改革",
        "重点领域": "政务服务",
        "改革事项": "信用承诺",
        "专项小组": "放管服专项小组",
        "牵头单位": "发改",
        "完成时限": "2026年11月30日",
    },
    {
        "年度": "2026",
        "板块": "民生改革",
        "重点领域": "医疗",
        "改革事项": "紧密型医共体",
        "专项小组": "民生专项小组",
        "牵头单位": "卫健局",
        "完成时限": "",
    },
    {
        "年度": "2025",
        "板块": "民生改革",
        "重点领域": "教育",
        "改革事项": "集团化办学",
        "专项小组": "民生专项小组",
        "牵头单位": "教育局",
        "完成时限": "",
    },
]


def test_the_plan_comes_in_once_and_is_counted(database: Database) -> None:
    take = sheets.importer(REFORM)
    now = datetime(2026, 9, 18, 7, 0, tzinfo=UTC)
    first = database.write_now(lambda tx: take(desk(tx, now), PLAN))
    again = database.write_now(lambda tx: take(desk(tx, now), PLAN))
    assert (first.new, first.changed, again.new, again.changed, again.same) == (4, 0, 0, 0, 4)
    moved = [{**PLAN[0], "完成时限": "2026-11-30"}]
    assert database.write_now(lambda tx: take(desk(tx, now), moved)).changed == 1
    values = [database.read_now(lambda tx, f=one: figures.counted(tx, f, Q3)) for one in ("F10", "F11", "F12", "F13")]  # type: ignore[misc]
    assert [value.value for value in values] == [2, 2, 3, 2]
    assert len(values[0].rows) == 3
    shown = database.read_now(lambda tx: list(sheets.table(REFORM, find(tx, "reform"), OFFICE)))
    assert database.write_now(lambda tx: take(desk(tx, now), [_as_sheet(one) for one in shown])).same == 4


def _as_sheet(one: dict[str, Any]) -> dict[str, str]:
    return {sheets.headings(REFORM)[name]: "" if value is None else str(value) for name, value in one.items()}


def test_a_bad_row_keeps_everything_out(database: Database) -> None:
    take = sheets.importer(BY_NAME["selfcheck"])
    now = datetime(2026, 9, 18, 7, 0, tzinfo=UTC)
    bad = [{"责任主体单位": "住建局"}, {"责任主体单位": "某某局"}, {"责任主体单位": ""}]
    result = database.write_now(lambda tx: take(desk(tx, now), bad))
    assert result.problems == ("第3行：“责任主体单位”不认识", "第4行：缺“责任主体单位”")
    assert database.read_now(lambda tx: find(tx, "selfcheck")) == []
    scores = [{"整改单位": "住建局", "问题": "得分85分", "整改时限": "2026-10-15"}]
    refused = database.write_now(lambda tx: sheets.importer(BY_NAME["archive_issue"])(desk(tx, now), scores))
    assert refused.problems == ("第2行：有不应登记的内容",)


@pytest.mark.parametrize(
    ("name", "now", "at"),
    [
        ("工资数据", "2026-09-18", "2026-09-30"),  # the 5th of October is a holiday: the workday before it
        ("个税申报", "2026-09-18", "2026-10-15"),
        ("社保缴费", "2026-09-18", "2026-09-24"),  # the 25th is 中秋
        ("报刊征订", "2026-09-18", "2026-10-15"),
        ("报刊征订", "2026-11-17", "2026-11-27"),
    ],
)
def test_chores_on_days_off_come_before(database: Database, name: str, now: str, at: str) -> None:
    instant = datetime.fromisoformat(f"{now}T07:00:00+00:00")
    chore = next(one for one in chores.CHORES if one.name == name)
    assert database.read_now(lambda tx: chores.next_time(desk(tx, instant), chore)).isoformat()[:10] == at
