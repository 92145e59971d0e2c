"""Entries in people's WeCom calendars: once each, whatever breaks, and never in anybody's way (wecom.md 11)."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from bot.metrics import METRICS
from bot.sandbox.faults import Kind
from scheduler.desk import Desk
from storage.guard import GuardRefused
from tests.day import Day
from tests.flow.telling import CLERK, LEADER, at, told
from tests.flow.test_files import act, acted, all_sent

MEETING = "meeting:12"
START = at("2026-09-23 09:00")
HOUR = timedelta(hours=1)


def put(
    summary: str = "会议", who: tuple[str, ...] = (CLERK, "duheng"), start: datetime = START, place: str = "3楼301"
) -> Callable[[Desk], None]:
    return lambda desk: desk.calendar_put(
        MEETING, summary=summary, start=start, end=start + 2 * HOUR, location=place, attendees=who
    )


def remove(desk: Desk) -> None:
    desk.calendar_remove(MEETING)


def shown(day: Day, userid: str) -> list[tuple[str, datetime, str]]:
    return [(event.summary, event.start, event.location) for event in day.phone(userid).calendar]


def states(day: Day) -> list[str]:
    """What became of the entries, in the order in which they were asked for."""
    return [row["state"] for row in day.rows("outbox") if row["kind"] == "calendar"]


def counted(outcome: str) -> float:
    families = text_string_to_metric_families(METRICS.page().decode())
    samples = [sample for family in families for sample in family.samples]
    return sum(s.value for s in samples if s.name == "zhongshu_calendar_total" and s.labels["outcome"] == outcome)


async def test_put_change_remove_and_put_again(day: Day) -> None:
    await acted(day, put())
    assert shown(day, CLERK) == shown(day, "duheng") == [("会议", START, "3楼301")]
    await acted(day, put("会议（改期）", (CLERK, "chenxi", "CHENXI"), START + HOUR, ""))
    assert shown(day, CLERK) == shown(day, "chenxi") == [("会议（改期）", START + HOUR, "")]
    assert shown(day, "duheng") == []
    await acted(day, remove)
    assert shown(day, CLERK) == []
    await acted(day, remove)
    await acted(day, put())
    assert len(shown(day, CLERK)) == 1
    calls = day.fake.journal.calls
    assert [calls[f"oa/{name}"] for name in ("calendar/add", "schedule/add", "schedule/update", "schedule/del")] == [
        1,
        2,
        1,
        1,
    ]
    assert day.phone(CLERK).texts == []


async def test_what_was_overtaken_is_not_said(day: Day) -> None:
    """Published, moved and cancelled in one evening: nobody's phone rings in the morning."""
    day.at("2026-09-21 22:30")
    await acted(day, put())
    await acted(day, put("会议（改期）"))
    await acted(day, remove)
    await day.until("2026-09-22 07:30")
    calls = day.fake.journal.calls
    assert (calls["oa/schedule/add"], states(day)) == (0, ["expired", "expired", "sent"])


async def test_it_waits_until_every_leader_may_be_disturbed_and_not_beyond_the_meeting(day: Day) -> None:
    day.at("2026-09-21 12:40")
    await acted(day, put(who=(CLERK, LEADER)))
    assert shown(day, CLERK) == []
    await day.until("2026-09-21 14:00")
    assert len(shown(day, CLERK)) == len(shown(day, LEADER)) == 1
    await acted(day, remove)
    day.clock.move(at("2026-09-21 22:30"))
    await acted(day, put(start=at("2026-09-22 04:00")))
    await day.until("2026-09-22 08:00")
    assert shown(day, CLERK) == []
    assert states(day) == ["sent", "sent", "expired"]
    await acted(day, put(start=at("2026-09-21 09:00")))
    assert len(states(day)) == 3


BREAKS: list[tuple[str, Kind]] = [
    ("oa/calendar/add", "500"),
    ("oa/schedule/add", "500"),
    ("oa/schedule/add", "reset_after_delivery"),
    ("oa/schedule/add", -1),
    ("oa/schedule/add", 45009),
    ("oa/schedule/get_by_calendar", "reset"),
    ("oa/schedule/update", "reset_after_delivery"),
    ("oa/schedule/del", "reset_after_delivery"),
]


@pytest.mark.usefixtures("impatient")
async def test_whatever_breaks_there_is_one_entry(day: Day) -> None:
    """Also when WeCom added it and the answer was lost: it is found by its mark."""
    for path, kind in BREAKS:
        day.fake.fail_next(path, kind)
        if path == "oa/schedule/get_by_calendar":
            day.fake.fail_next("oa/schedule/add", "reset_after_delivery")
        await acted(day, put())
        await all_sent(day)
        await acted(day, put("会议（改期）"))
        await all_sent(day)
        assert [entry[0] for entry in shown(day, CLERK)] == ["会议（改期）"], path
        await acted(day, remove)
        await all_sent(day)
        assert shown(day, CLERK) == [], path
    assert day.fake.faults.pending() == 0


async def test_the_server_dies_between_adding_and_remembering(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    added = asyncio.Event()

    async def hang(*_: object) -> str:
        added.set()
        await asyncio.Event().wait()
        return ""

    keeper = day.bot.sender._wecom._schedules
    real = keeper._add

    async def add_and_hang(schedule: object) -> str:
        await real(schedule)  # type: ignore[arg-type]
        return await hang()

    monkeypatch.setattr(keeper, "_add", add_and_hang)
    monkeypatch.setattr("bot.sender.LAST_CALLS", 0.01)
    act(day, put())
    day.bot.sender.wake()
    await added.wait()
    await day.restart_bot()
    day.bot.sender.wake()
    await all_sent(day)
    assert len(shown(day, CLERK)) == 1
    await acted(day, remove)
    assert shown(day, CLERK) == []


async def test_people_delete_what_is_theirs(day: Day) -> None:
    """An entry or the whole calendar was deleted in WeCom: it is made again."""
    await acted(day, put())
    [event] = day.phone(CLERK).calendar
    day.fake.schedules.delete({"schedule_id": event.schedule_id})
    await acted(day, put("第二次"))
    assert [entry[0] for entry in shown(day, CLERK)] == ["第二次"]
    [calendar] = day.fake.schedules.calendars
    day.fake.schedules.delete_calendar({"cal_id": calendar})
    await acted(day, put("第三次"))
    assert [entry[0] for entry in shown(day, CLERK)] == ["第三次"]
    assert len(day.fake.schedules.calendars) == 2


async def test_without_the_permission_everything_else_goes_on(day: Day) -> None:
    day.fake.schedules.permitted = False
    before = counted("no_permission")

    def unit(desk: Desk) -> None:
        for number in range(60):
            desk.calendar_put(
                f"meeting:{number}", summary="会议", start=START, end=START + HOUR, attendees=(CLERK, LEADER)
            )

    with capture_logs() as logs:
        act(day, unit)
        assert await told(day, CLERK, "会议改到301") == ["会议改到301"]
    assert [entry["code"] for entry in logs if entry["event"] == "no_calendar"] == [48002]
    assert [entry for entry in logs if entry["event"] == "wecom_refused"] == []
    assert counted("no_permission") == before + 60
    assert states(day) == ["failed"] * 60
    day.fake.schedules.permitted = True
    await acted(day, put())
    assert len(shown(day, CLERK)) == 1


async def test_a_slow_calendar_holds_up_nobody(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """And gives up while the row is still its own."""
    monkeypatch.setattr("bot.schedules.PATIENCE", 0.2)
    monkeypatch.setattr("bot.sender.SLOWEST_RETRY", 0.02)
    day.fake.fail_next("oa/calendar/add", "timeout")
    act(day, put())
    assert await told(day, CLERK, "请阅") == ["请阅"]
    await all_sent(day)
    assert len(shown(day, CLERK)) == 1


async def test_an_entry_with_somebody_who_left_fails_quietly(day: Day) -> None:
    day.fake.remove_member("duheng")
    await acted(day, put())
    assert states(day) == ["failed"]
    assert day.phone("zhangmin").texts == []
    await acted(day, put(who=(CLERK,)))
    assert len(shown(day, CLERK)) == 1


async def test_what_cannot_stand_in_a_calendar(day: Day) -> None:
    with pytest.raises(GuardRefused):
        act(day, put("机密★1年 关于防汛的通知"))
    for wrong in (put(""), put(who=()), put(who=tuple(f"u{n}" for n in range(1001)))):
        with pytest.raises(ValueError, match=r"entry|attendees"):
            act(day, wrong)
    with pytest.raises(ValueError, match="ends after"):
        act(day, lambda desk: desk.calendar_put(MEETING, summary="会", start=START, end=START, attendees=(CLERK,)))
    await acted(day, put("关于" + "推进" * 100 + "的会议", place="3楼" * 80))
    [(summary, _, place)] = shown(day, CLERK)
    assert (len(summary), summary[-1], len(place)) == (128, "…", 128)
