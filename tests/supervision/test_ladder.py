"""The chase ladder on a running office: who gets what on which day (SC15)."""

import asyncio
from datetime import datetime

import pytest

from scheduler.clock import SHANGHAI
from tests.day import Day
from tests.supervision.ledger import take_over

TASK = {
    "编号": "督〔2026〕0123号",
    "事项": "云湾港片区道路前期工作",
    "主办": "住建局",
    "协办": "发改局",
    "时限": "2026-09-24",
}


def said(day: Day) -> list[tuple[str, str, str]]:
    """Everything about the task that was sent: to whom, when (Beijing time), what."""
    rows = [row for row in day.rows("outbox") if row["sent_at"] and "0123" in row["text"]]
    return [(row["to"].removeprefix("user:"), row["sent_at"][5:16].replace("T", " "), row["text"]) for row in rows]


def recipients(day: Day) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for who, when, _ in said(day):
        found.setdefault(when, set()).add(who)
    return found


async def test_across_two_holidays(day: Day) -> None:
    """SC15, day by day."""
    day.at("2026-09-18 15:20")
    take_over(day, [TASK])
    await day.until("2026-10-09 08:00")
    assert recipients(day) == {
        "09-21 09:00": {"like"},
        "09-23 09:00": {"like"},
        "09-24 17:30": {"like", "zhouzhiqiang"},
        "09-28 09:00": {"zhouzhiqiang", "guoping"},
        "09-29 09:00": {"duheng"},
        "09-30 09:00": {"duheng"},
        "10-08 09:00": {"like", "zhouzhiqiang", "guoping", "duheng"},
    }
    texts = {(who, when): text for who, when, text in said(day)}
    for fact in ("【提醒】", "督〔2026〕0123号", "还有3个工作日", "9月24日17:30", "进展", "8031"):
        assert fact in texts["like", "09-21 09:00"]
    assert "还有1个工作日（9月24日17:30）" in texts["like", "09-23 09:00"]
    assert "黄色" in texts["zhouzhiqiang", "09-24 17:30"]
    assert "已超过时限1个工作日，请反馈情况" in texts["zhouzhiqiang", "09-28 09:00"]
    assert "超过时限2个工作日" in texts["duheng", "09-29 09:00"]
    assert "红色" in texts["duheng", "10-08 09:00"]


@pytest.mark.parametrize(
    ("when", "light"),
    [("2026-09-18 16:00", "绿"), ("2026-09-21 10:00", "蓝"), ("2026-09-24 18:00", "黄"), ("2026-10-08 10:00", "红")],
)
async def test_lights_in_the_export(day: Day, when: str, light: str) -> None:
    day.at("2026-09-18 15:20")
    take_over(day, [TASK])
    await day.until(when)
    assert [row["light"] for row in day.rows("tasks")] == [light]


async def test_there_is_always_exactly_one_next_reminder(day: Day) -> None:
    day.at("2026-09-18 15:20")
    take_over(day, [TASK])
    for when in ("2026-09-18 16:00", "2026-09-21 10:00", "2026-09-26 10:00", "2026-10-02 10:00", "2026-10-30 10:00"):
        await day.until(when)
        planned = [
            row for row in day.rows("reminders") if row["state"] == "待提醒" and row["object"].startswith("task:")
        ]
        assert len(planned) == 1
        assert datetime.fromisoformat(planned[0]["due_at"]) > datetime.fromisoformat(when).replace(tzinfo=SHANGHAI)


async def test_after_down_time_only_the_newest_is_said(day: Day) -> None:
    day.at("2026-09-18 15:20")
    take_over(day, [TASK])
    await day.stop_bot()
    day.clock.move(datetime(2026, 9, 23, 10, 30, tzinfo=SHANGHAI))
    await day.start_bot()
    await day.until("2026-09-23 11:00")
    texts = [text for _, _, text in said(day)]
    assert len(texts) == 1 and "还有1个工作日" in texts[0]


async def test_down_over_a_holiday_says_nothing_before_the_next_workday(day: Day) -> None:
    day.at("2026-09-18 15:20")
    take_over(day, [TASK])
    await day.stop_bot()
    day.clock.move(datetime(2026, 9, 26, 10, 30, tzinfo=SHANGHAI))
    await day.start_bot()
    await day.until("2026-09-28 08:59")
    assert said(day) == []
    await day.until("2026-09-28 09:00")
    assert {who for who, _, _ in said(day)} == {"zhouzhiqiang", "guoping"}


async def test_several_overdue_tasks_are_one_list(day: Day) -> None:
    day.at("2026-09-18 15:20")
    take_over(day, [TASK, {**TASK, "编号": "督〔2026〕0124号", "主办": "发改局", "协办": ""}])
    await day.until("2026-09-29 09:30")
    lists = [row["text"] for row in day.rows("outbox") if row["to"] == "user:duheng" and row["sent_at"]]
    assert len(lists) == 1 and "2项" in lists[0] and "0123" in lists[0] and "0124" in lists[0]


async def test_periodic_feedback_is_asked_for_once_and_not_from_whoever_gave_it(day: Day) -> None:
    day.at("2026-09-21 10:00")
    take_over(day, [{**TASK, "时限": "长期", "反馈周期": "每周"}])
    await day.until("2026-09-24 10:00")
    assert [(who, when) for who, when, _ in said(day)] == [("like", "09-24 09:00")]
    await day.phone("like").says("0123号 进展：完成初步设计评审，正在修改图纸")
    await day.until("2026-10-09 08:59")
    mornings = [when for who, when, text in said(day) if who == "like" and when.endswith("09:00")]
    assert mornings == ["09-24 09:00", "09-30 09:00", "10-08 09:00"]


async def test_leaders_and_groups_are_never_told_of_single_tasks(day: Day) -> None:
    day.at("2026-09-18 15:20")
    take_over(day, [{**TASK, "责任领导": "何晓东"}])
    await day.until("2026-10-20 10:00")
    leaders = {"user:hexiaodong", "user:linzhixing", "user:zhoumingyuan"}
    rows = [row for row in day.rows("outbox") if "您好。今日" not in row["text"]]  # 领导晨报 is another line's
    assert not {row["to"] for row in rows} & leaders
    assert not [row for row in rows if row["to"].startswith("chat:")]


async def test_the_leader_in_charge_gets_a_list_a_week(day: Day) -> None:
    """L5: three workdays over and more, on the first workday of a week, by way of his 联络员."""
    day.at("2026-09-18 15:20")
    take_over(day, [{**TASK, "责任领导": "何晓东"}, {**TASK, "编号": "督〔2026〕0124号", "责任领导": "林知行"}])
    await day.until("2026-10-20 10:00")
    lists = [row for row in day.rows("outbox") if "督办周清单" in row["text"] and row["to"] == "user:lian-he"]
    assert [row["sent_at"][5:16] for row in lists] == ["10-08T09:00", "10-12T09:00", "10-19T09:00"]
    assert "何副区长" in lists[0]["text"] and "0123" in lists[0]["text"] and "0124" not in lists[0]["text"]


async def test_an_urgent_task_climbs_a_level_every_four_hours(day: Day) -> None:
    day.at("2026-09-24 10:00")
    take_over(day, [{**TASK, "特急": "是"}])
    await day.until("2026-09-25 12:00")
    assert recipients(day) == {
        "09-24 13:30": {"like"},
        "09-24 17:30": {"like", "zhouzhiqiang"},
        "09-24 21:30": {"like", "zhouzhiqiang", "guoping"},
        "09-25 01:30": {"duheng"},
    }


async def test_one_message_for_all_that_is_due_at_an_hour(day: Day) -> None:
    day.at("2026-09-18 15:20")
    more = [{**TASK, "编号": f"督〔2026〕01{n}号", "协办": ""} for n in range(30, 34)]
    take_over(day, [TASK, *more])
    await day.until("2026-09-21 10:00")
    told = [row["text"] for row in day.rows("outbox") if row["to"] == "user:like" and row["sent_at"]]
    assert len(told) == 1 and "有5项督办事项" in told[0] and "督〔2026〕0133号" in told[0]


async def test_missed_feedback_turns_yellow_then_red(day: Day) -> None:
    day.at("2026-09-14 10:00")
    take_over(day, [{**TASK, "交办日期": "2026-09-14", "时限": "2026-12-30", "反馈周期": "每周"}])
    await day.until("2026-09-20 10:00")
    assert day.rows("tasks")[0]["light"] == "黄"
    assert "尚未反馈" in day.phone("zhouzhiqiang").last
    await day.until("2026-09-28 10:00")
    assert day.rows("tasks")[0]["light"] == "红"
    assert any("建议发红牌" in text for text in day.phone("duheng").texts)
    assert "已记录" in await day.phone("like").says("0123号 进展：完成初步设计评审")
    assert day.rows("tasks")[0]["light"] == "绿"


async def test_ticks_while_the_clock_is_moved_pass_nobody_by(day: Day) -> None:
    """A tick of the second that falls between two moments of a moved clock sends at that moment, not at the next."""
    day.at("2026-09-18 15:20")
    take_over(day, [{**TASK, "编号": f"督〔2026〕{number:04d}号", "时限": "2026-09-22"} for number in range(123, 143)])
    moving = asyncio.create_task(day.until("2026-09-23 08:00"))
    while not moving.done():
        await day.bot.day.tick()
        await asyncio.sleep(0)
    await moving
    times = {row["sent_at"][11:16] for row in day.rows("outbox") if row["sent_at"] and "督〔2026〕" in row["text"]}
    assert times <= {"09:00", "17:30"}
