"""When and how messages reach people: quiet hours, merging, caps, order, pages, expiry (domain.md 2.7, 7.9, 9.5)."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.wecom.budget import TEXT_LIMIT, utf8_len
from scheduler.clock import SHANGHAI
from storage import outbox
from storage.messages import Card, Text
from storage.outbox import Lane
from tests.day import Day
from tests.flow.telling import CLERK, LEADER, at, tell, told


def sent_at(day: Day, text: str) -> str:
    """Beijing time at which the words went out."""
    [row] = [row for row in day.rows("outbox") if text in row["text"]]
    assert row["state"] == "sent", row
    return str(row["sent_at"])[:16].replace("T", " ")


async def test_nothing_ordinary_between_ten_and_half_past_seven(day: Day) -> None:
    day.at("2026-09-21 23:00")
    assert await told(day, CLERK, "平件快到期了") == []
    assert await told(day, CLERK, "会议改到301", lane=Lane.TIMELY) == []
    assert await told(day, CLERK, "特急件请签收", lane=Lane.URGENT) == ["特急件请签收"]
    assert await day.phone(CLERK).says("帮助") != ""
    await day.until("2026-09-22 07:29")
    assert day.phone(CLERK).new() == []
    await day.until("2026-09-22 07:30")
    assert sorted(day.phone(CLERK).new()) == ["会议改到301", "平件快到期了"]


EDGES = [
    ("12:29", True),
    ("12:30", False),
    ("13:59", False),
    ("14:00", True),
    ("19:59", True),
    ("20:00", False),
    ("07:29", False),
    ("07:30", True),
]


@pytest.mark.parametrize(("hour", "through"), EDGES)
async def test_a_leaders_noon_and_evening(day: Day, hour: str, through: bool) -> None:
    """A leader also rests at noon and from eight in the evening; the office does not."""
    day.at(f"2026-09-21 {hour}")
    assert await told(day, LEADER, "阅件请阅示", lane=Lane.TIMELY) == (["阅件请阅示"] if through else [])
    office_hours = "07:30" <= hour < "22:00"
    assert await told(day, CLERK, "阅件请登记", lane=Lane.TIMELY) == (["阅件请登记"] if office_hours else [])
    assert await told(day, LEADER, "特急", lane=Lane.URGENT) == ["特急"]


async def test_several_in_one_slot_become_one_message(day: Day) -> None:
    before = day.fake.journal.calls["message/send"]
    arrived = await told(day, CLERK, *(f"【提醒】第{n}件快到期了" for n in "一二三四"))
    assert arrived == ["【提醒】共4项：\n1. 第一件快到期了\n2. 第二件快到期了\n3. 第三件快到期了\n4. 第四件快到期了"]
    assert day.fake.journal.calls["message/send"] == before + 1
    assert {row["state"] for row in day.rows("outbox")} == {"sent"}


async def test_answers_and_notices_are_never_merged(day: Day) -> None:
    arrived = await told(day, CLERK, "一", "二", lane=Lane.ANSWER)
    arrived += await told(day, CLERK, "三", "四", lane=Lane.TIMELY)
    assert arrived == ["一", "二", "三", "四"]


async def through_the_day(day: Day, who: str, times: int) -> list[int]:
    """How many messages arrive each time when a routine one is said every ten minutes."""
    counts = []
    for n in range(times):
        counts.append(len(await told(day, who, f"提醒{n}")))
        await day.until((day.clock.now().astimezone(SHANGHAI) + timedelta(minutes=10)).strftime("%Y-%m-%d %H:%M"))
    return counts


async def test_three_a_day_and_the_rest_on_the_next_workday(day: Day) -> None:
    """Friday: the rest comes on Sunday, which is worked (调休)."""
    day.at("2026-09-18 09:00")
    assert await through_the_day(day, CLERK, 6) == [1, 1, 1, 0, 0, 0]
    assert await told(day, CLERK, "会议改到301", lane=Lane.TIMELY) == ["会议改到301"]
    day.phone(CLERK).new()
    await day.until("2026-09-20 07:44")
    assert day.phone(CLERK).new() == []
    await day.until("2026-09-20 07:45")
    assert day.phone(CLERK).new() == ["【提醒】共3项：\n1. 提醒3\n2. 提醒4\n3. 提醒5"]


async def test_before_a_holiday_the_rest_waits_until_it_is_over(day: Day) -> None:
    """Thursday before 中秋: one summary for a leader, the next on Monday."""
    day.at("2026-09-24 09:00")
    assert await through_the_day(day, LEADER, 2) == [1, 0]
    day.phone(LEADER).new()
    await day.until("2026-09-27 23:00")
    assert day.phone(LEADER).new() == []
    await day.until("2026-09-28 07:45")
    assert day.phone(LEADER).new() == ["提醒1"]
    assert sent_at(day, "提醒1") == "2026-09-28 07:45"


async def test_what_cannot_be_merged_counts_one_by_one(day: Day) -> None:
    """Five cards in one slot: three today."""
    cards = [Card(task_id=f"t{n}", title=f"第{n}件") for n in range(5)]
    assert len(await told(day, CLERK, *cards)) == 3
    assert [row["state"] for row in day.rows("outbox")].count("queued") == 2


async def test_a_merged_message_counts_once(day: Day) -> None:
    assert [len(await told(day, CLERK, "一", "二", "三", "四")) for _ in range(4)] == [1, 1, 1, 0]


@pytest.mark.usefixtures("impatient")
async def test_a_failing_first_message_keeps_its_place(day: Day) -> None:
    day.fake.fail_next("message/send", "500", 3)
    await told(day, CLERK, "一", "二", "三", lane=Lane.TIMELY)
    await day.fake.wait_for(CLERK, lambda message: message.text == "三")
    assert day.phone(CLERK).texts == ["一", "二", "三"]


@pytest.fixture
def times(day: Day, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Real time, which is the last of these: on a slow machine a retry would come before the next step of the test."""
    passed = [day.clock.real()]
    monkeypatch.setattr(day.clock, "real", lambda: passed[-1])
    return passed


async def test_what_is_urgent_overtakes_what_waits_for_its_retry(day: Day, times: list[float]) -> None:
    day.fake.fail_next("message/send", "500", 1)
    assert await told(day, CLERK, "一", "二", lane=Lane.TIMELY) == []
    assert await told(day, CLERK, "特急", lane=Lane.URGENT) == ["特急"]
    times.append(times[0] + 3)
    await day.fake.wait_for(CLERK, lambda message: message.text == "二")
    assert day.phone(CLERK).texts == ["特急", "一", "二"]


async def test_what_is_urgent_goes_first_through_a_full_outbox(day: Day) -> None:
    people = [person.userid for person in day.office.people]
    for n in range(3):
        tell(day, people, f"通知{n}", lane=Lane.TIMELY)
    tell(day, CLERK, "特急", lane=Lane.URGENT)
    await day.settle()
    order = [call.body["text"]["content"] for call in day.fake.sent if call.body.get("msgtype") == "text"]
    assert len(order) == 3 * len(people) + 1
    assert order.index("特急") < 60


async def test_a_long_text_is_paged_in_order(day: Day) -> None:
    lines = [f"{n}. 云湾港片区道路工程前期工作第{n}项进展情况，由区住建局牵头。" for n in range(1, 120)]
    pages = await told(day, CLERK, "\n".join(lines), lane=Lane.ANSWER)
    assert [page.partition("）")[0] for page in pages] == [f"（{n}/{len(pages)}" for n in range(1, len(pages) + 1)]
    assert max(utf8_len(page) for page in pages) <= TEXT_LIMIT
    assert "\n".join(page.partition("）")[2] for page in pages).split("\n") == lines


@pytest.mark.usefixtures("impatient")
async def test_a_card_that_wecom_knows_already_counts_as_sent(day: Day) -> None:
    """After a failed call its task_id is "used": the first call had arrived (wecom.md 5.3)."""
    day.fake.fail_next("message/send", -1, 1)
    day.fake.fail_next("message/send", 42014, 1)
    tell(day, CLERK, Card(task_id="t1", title="请签收"), lane=Lane.TIMELY)
    await day.settle()
    while day.fake.faults.pending():
        await day.settle()
    await day.settle()
    assert [row["state"] for row in day.rows("outbox")] == ["sent"]


async def test_a_card_that_is_refused_at_once_is_told_to_its_origin(day: Day) -> None:
    day.fake.fail_next("message/send", 42014, 1)
    await told(day, CLERK, Card(task_id="t1", title="请签收"), lane=Lane.TIMELY, origin="zhangmin")
    assert [row["state"] for row in day.rows("outbox")] == ["failed", "sent"]
    assert "李可" in day.phone("zhangmin").last


@pytest.mark.usefixtures("times")
async def test_what_came_too_late_is_not_said(day: Day) -> None:
    """Neither in the morning after, nor when WeCom is back."""
    day.at("2026-09-21 22:30")
    late = at("2026-09-22 07:00")
    assert await told(day, CLERK, "今晚会议改到301", lane=Lane.TIMELY, expires_at=late) == []
    day.fake.fail_next("message/send", "500", 1)
    assert await told(day, CLERK, "现在开会", lane=Lane.URGENT, expires_at=late) == []
    await day.until("2026-09-22 08:00")
    assert day.phone(CLERK).texts == []
    assert {row["state"] for row in day.rows("outbox")} == {"expired"}


async def test_a_broadcast_to_2500_leaves_in_three_calls(day: Day) -> None:
    members = [f"member{n}" for n in range(2500)]
    for userid in members[:-1]:
        day.fake.add_member(userid, userid)

    def unit(tx: Connection) -> None:
        for userid in members:
            outbox.enqueue(
                tx,
                outbox.user(userid),
                Text(text="《云湾信息》第231期"),
                lane=Lane.BROADCAST,
                now=day.clock.now(),
                batch="bulletin:231",
                origin="zhaowan",
            )

    day.bot.db.write_now(unit)
    await day.settle()
    calls = [call.body["touser"].count("|") + 1 for call in day.fake.sent if "云湾信息" in str(call.body)]
    assert calls == [1000, 1000, 500]
    assert {len(day.fake.inbox(userid)) for userid in members[:-1]} == {1}
    states = [row["state"] for row in day.rows("outbox") if row["to"].startswith("user:member")]
    assert (states.count("sent"), states.count("failed")) == (2499, 1)
    assert "member2499" in day.phone("zhaowan").last


async def test_after_two_days_down_the_clock_catches_up(day: Day) -> None:
    """Late reminders come marked late; none for what was done; nothing twice."""
    zhang = day.phone("zhangmin")
    text = "登记收文：特急，市委办，南委办〔2026〕{n}号，《关于第{n}项工作的紧急通知》，办件，明天上午10点前反馈"
    await zhang.says(text.format(n=88))
    await zhang.says(text.format(n=89))
    await zhang.says("1204号办结")
    assert "办结" in await zhang.says("2")
    assert {row["object"] for row in day.rows("reminders") if row["state"] == "已取消"} == {"incoming:2"}
    await day.stop_bot()
    day.clock.move(at("2026-09-20 16:00"))
    zhang.new()
    await day.start_bot()
    await day.bot.day.tick()
    await day.settle()
    late = [row for row in day.rows("reminders") if row["state"] == "已提醒" and row["late"]]
    assert late
    assert {row["object"] for row in late if row["line"] == "documents"} == {"incoming:1"}
    said = "\n".join(zhang.new())
    assert "1203" in said
    assert "1204" not in said
    fired = len(day.rows("reminders"))
    await day.restart_bot()
    await day.bot.day.tick()
    assert (len(day.rows("reminders")), zhang.new()) == (fired, [])
