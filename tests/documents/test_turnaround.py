"""办文时效: hours from step to step, and no ranking of anybody (issue 4, item 8; SC40)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.documents.turnaround.hours import Way, ninetieth, spent, summary, working_hours
from scheduler.clock import SHANGHAI
from scheduler.hours import OfficeHours
from scheduler.workdays import WorkCalendar
from storage.office import load_office
from tests.day import Day

HOURS = OfficeHours(WorkCalendar(), load_office(None).hours)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("09-18 15:20", "09-18 16:20", 1.0),
        ("09-18 11:00", "09-18 15:30", 2.0),
        ("09-18 16:30", "09-20 09:30", 2.0),  # 9-20 is a worked Sunday, 9-19 is free
        ("09-18 20:00", "09-20 08:30", 0.0),
        ("09-24 17:00", "09-28 09:00", 1.0),  # 中秋 between them
        ("09-21 08:30", "09-22 17:30", 13.0),
        ("09-21 08:30", "09-23 17:30", 19.5),
        ("09-19 10:00", "09-19 12:00", 0.0),
        ("09-18 16:00", "09-18 15:00", 0.0),
    ],
)
def test_only_office_hours_count(start: str, end: str, hours: float) -> None:
    assert working_hours(HOURS, at(start), at(end)) == pytest.approx(hours)


_INSTANTS = st.integers(0, 60 * 24 * 40).map(lambda minutes: at("09-01 00:00") + timedelta(minutes=minutes))


@given(_INSTANTS, _INSTANTS, _INSTANTS)
def test_hours_add_up(one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted((one, two, three))
    whole = working_hours(HOURS, first, last)
    assert whole == pytest.approx(working_hours(HOURS, first, middle) + working_hours(HOURS, middle, last))
    assert 0 <= whole <= (last - first).total_seconds() / 3600 + 1e-9


def test_urgent_papers_run_round_the_clock() -> None:
    friday, monday = at("09-18 17:30"), at("09-21 08:30")
    assert spent(Way("特急", "办件", friday, submitted=monday), "registered", "submitted", HOURS) == 63.0
    assert spent(Way("平件", "办件", friday, submitted=monday), "registered", "submitted", HOURS) == pytest.approx(6.5)
    assert spent(Way("平件", "办件", monday, submitted=friday), "registered", "submitted", HOURS) is None
    assert spent(Way("平件", "办件", friday), "registered", "submitted", HOURS) is None


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60))
def test_nine_in_ten_are_not_above_it(values: list[float]) -> None:
    limit = ninetieth(values)
    assert limit in values and sum(value <= limit for value in values) >= 0.9 * len(values)
    assert all(sum(v <= smaller for v in values) < 0.9 * len(values) for smaller in values if smaller < limit)


def test_a_step_that_nobody_took_is_not_there() -> None:
    ways = [
        Way("平件", "办件", at(f"09-{day} 09:00"), submitted=at(f"09-{day} {9 + n:02d}:00"))
        for n, day in enumerate((14, 15, 16))
    ]
    assert [(s.start, s.end, s.count, s.median, s.ninety) for s in summary(ways, HOURS)] == [("登记", "呈送", 3, 1, 2)]


async def test_the_director_asks_how_long_papers_take(day: Day) -> None:
    zhang, shen = day.phone("zhangmin"), day.phone("shenlan")
    await zhang.says("登记收文：加急，市委办，南委办〔2026〕89号，《关于做好中秋值守工作的通知》，办件")
    await day.until("2026-09-18 15:50")
    await zhang.says("1203号呈送周书记")
    await zhang.says("住建局牵头")
    await zhang.says("1")
    await day.until("2026-09-18 17:20")
    await day.phone("like").says("签收")
    answer = await shen.says("9月办文时效")
    assert "收文1件，已办结0件" in answer and "【加急办件】1件" in answer
    assert "登记→呈送：中位30分钟，九成30分钟内（1件）" in answer
    assert "转办→签收：中位1.5小时，九成1.5小时内（1件）" in answer
    for said in ("公文运转要多久", "这个月办件平均多久", "加急件办文时效"):
        assert "登记→呈送" in await shen.says(said)
    assert "未查询到" in await shen.says("特急件办文时效")
    assert "李可" not in answer and "住建" not in answer


async def test_nobody_is_ranked(day: Day) -> None:
    shen = day.phone("shenlan")
    for said in (
        "哪个科室办文最慢",
        "各单位办文时效排名",
        "谁办件最快",
        "按人统计一下办文时效",
    ):
        answer = await shen.says(said)
        assert "不对科室、单位和个人排名" in answer and "国办函〔2026〕12号" in answer and "办文时效" in answer, said
    assert "未查询到" in await day.phone("like").says("9月办文时效")
