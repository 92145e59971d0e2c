"""Taking over a 督办台账 (domain.md J.10, G25)."""

import pytest

from bot.exports import as_csv
from handlers.supervision.exports import HEADINGS
from tests.day import Day
from tests.supervision.ledger import HARBOUR, LEDGER, PORT_ROAD, take_over

J10 = "编号|事项|依据|主办|协办|责任领导|交办日期|时限|原时限|完成标准|最新进展|反馈日期|灯色|延期次数|办结日期|结果"


@pytest.fixture
async def office(day: Day) -> Day:
    day.at("2026-09-22 09:00")
    return day


async def test_a_ledger_becomes_tasks(office: Day) -> None:
    result = take_over(office)
    assert (result.new, result.changed, result.same, result.problems) == (5, 0, 0, ())
    rows = {row["no"]: row for row in office.rows("tasks")}
    port = rows["督〔2026〕0101号"]
    assert (port["lead_unit"], port["co_units"], port["responsible_leader"]) == (
        "住建局",
        ["发改局", "财政局"],
        "何晓东",
    )
    assert (port["due_at"], port["created_on"]) == ("2026-10-20T17:30:00+08:00", "2026-09-08")
    assert (port["status"], port["light"]) == ("承办", "绿")
    assert rows["督〔2026〕0090号"]["status"] == "办结"


async def test_the_second_time_nothing_changes(office: Day) -> None:
    take_over(office)
    before = [office.rows(kind) for kind in ("tasks", "reminders", "outbox", "audit")]
    result = take_over(office)
    assert (result.new, result.changed, result.same) == (0, 0, 5)
    assert [office.rows(kind) for kind in ("tasks", "reminders", "outbox", "audit")] == before


async def test_what_was_fed_back_since_is_not_undone_by_the_old_file(office: Day) -> None:
    take_over(office)
    await office.phone("like").says("0101号 进展：施工图已完成送审")
    assert take_over(office).same == 5
    assert office.rows("tasks")[-1]["progress_text"] == "施工图已完成送审"
    moved = take_over(office, [{**PORT_ROAD, "时限": "2026-10-30", "原时限": "2026-10-20", "延期次数": "1"}])
    assert moved.changed == 1
    row = office.rows("tasks")[-1]
    assert (row["due_at"][:10], row["original_due_at"][:10], row["extensions"]) == ("2026-10-30", "2026-10-20", 1)
    assert row["progress_text"] == "施工图已完成送审"


async def test_an_export_comes_back_as_the_same(office: Day) -> None:
    take_over(office)
    rows = office.rows("tasks")
    cells = [
        {
            HEADINGS[name]: "、".join(v) if isinstance(v, list) else str(v if v is not None else "")
            for name, v in row.items()
        }
        for row in rows
    ]
    result = take_over(office, cells)
    assert (result.new, result.changed, result.same, result.problems) == (0, 0, 5, ())


async def test_the_counter_goes_on_after_imported_numbers(office: Day) -> None:
    take_over(office, [{**PORT_ROAD, "编号": "督〔2026〕0207号"}])
    du = office.phone("duheng")
    await du.says("立项督办：危房排查整治，住建局牵头，10月30日前完成")
    assert "督〔2026〕0208号" in await du.says("1")


async def test_a_ledger_below_the_profiles_first_number_does_not_lower_it(office: Day) -> None:
    """The sample office stands at 0123 whatever older rows come in."""
    take_over(office)
    du = office.phone("duheng")
    await du.says("立项督办：危房排查整治，住建局牵头，10月30日前完成")
    assert "督〔2026〕0123号" in await du.says("1")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"主办": "某某某单位"}, "主办"),
        ({"协办": "区发改局、某某某单位"}, "协办"),
        ({"编号": "0101"}, "编号"),
        ({"编号": "督〔2026〕0095号"}, "重复"),
        ({"事项": ""}, "事项"),
        ({"时限": "年底"}, "时限"),
        ({"时限": "2026-02-30"}, "时限"),
        ({"延期次数": "两次"}, "延期次数"),
        ({"状态": "办结"}, "办结日期"),
    ],
)
async def test_a_bad_row_refuses_the_whole_file(office: Day, change: dict[str, str], problem: str) -> None:
    result = take_over(office, [HARBOUR, {**PORT_ROAD, **change}])
    assert len(result.problems) == 1
    assert result.problems[0].startswith("第3行：") and problem in result.problems[0]
    assert "某某某" not in result.problems[0]
    assert office.rows("tasks") == []


async def test_headings_of_the_export(office: Day) -> None:
    take_over(office)
    head = as_csv("tasks", office.rows("tasks")).decode("utf-8-sig").splitlines()[0]
    assert head.split(",")[:16] == J10.split("|")


async def test_a_yellow_lamp_without_a_reason_in_the_dates_stays_until_feedback(office: Day) -> None:
    take_over(office, LEDGER)
    assert {row["no"]: row["light"] for row in office.rows("tasks")}["督〔2026〕0098号"] == "黄"
    await office.phone("liaison-jinxizhen").says("0098号 进展：路基完成80%，路面10月上旬开工")
    assert {row["no"]: row["light"] for row in office.rows("tasks")}["督〔2026〕0098号"] == "绿"
