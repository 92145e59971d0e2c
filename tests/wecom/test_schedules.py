"""The calendar calls as they go over the wire (wecom.md 11.1, 11.2)."""

from datetime import datetime

import pytest

from bot.wecom.client import WeComClient
from bot.wecom.errors import Reaction, WeComUnreachable
from bot.wecom.schedules import Listed, Schedule
from scheduler.clock import SHANGHAI
from tests.wecom.server import Office, failure, refuse

START = datetime(2026, 9, 23, 9, tzinfo=SHANGHAI)
END = START.replace(hour=11)
SCHEDULE = Schedule(attendees=("lin.hao", "zhao.min"), summary="会议", start=START, end=END, location="3楼301")
BODY = {
    "attendees": [{"userid": "lin.hao"}, {"userid": "zhao.min"}],
    "summary": "会议",
    "description": "",
    "start_time": 1790125200,
    "end_time": 1790132400,
    "is_whole_day": 0,
    "location": "3楼301",
    "reminders": {"is_remind": 0, "is_repeat": 0, "timezone": 8},
}


async def test_the_calls(office: Office, client: WeComClient) -> None:
    office.tell("oa/calendar/add", {"errcode": 0, "cal_id": "wcA"})
    office.tell("oa/schedule/add", {"errcode": 0, "schedule_id": "s1"})
    office.tell("oa/schedule/update", {"errcode": 0, "schedule_id": "s2"})
    assert await client.schedules.add_calendar("会议安排", "#3370FF") == "wcA"
    assert await client.schedules.add("wcA", SCHEDULE) == "s1"
    assert await client.schedules.update("s1", SCHEDULE) == "s2"
    await client.schedules.delete("s2")
    calendar = {"summary": "会议安排", "color": "#3370FF", "description": ""}
    assert office.bodies("oa/calendar/add") == [{"calendar": calendar}]
    assert office.bodies("oa/schedule/add") == [{"schedule": {"cal_id": "wcA", **BODY}}]
    assert office.bodies("oa/schedule/update") == [
        {"skip_attendees": 0, "op_mode": 0, "schedule": {"schedule_id": "s1", **BODY}}
    ]
    assert office.bodies("oa/schedule/del") == [{"schedule_id": "s2", "op_mode": 0}]


async def test_listing_ends_with_an_empty_page(office: Office, client: WeComClient) -> None:
    page = [
        {"schedule_id": "s1", "description": "编号：1", "status": 0},
        {"schedule_id": "s2", "description": "编号：2", "status": 1},
    ]
    office.tell("oa/schedule/get_by_calendar", {"errcode": 0, "schedule_list": page}, {"errcode": 0})
    assert [found async for found in client.schedules.listed("wcA")] == [Listed("s1", "编号：1")]
    assert [body["offset"] for body in office.bodies("oa/schedule/get_by_calendar")] == [0, 2]


async def test_refusals(office: Office, client: WeComClient) -> None:
    office.tell("oa/schedule/add", refuse(48002), {"errcode": 0})
    refusal = await failure(client.schedules.add("wcA", SCHEDULE))
    assert (refusal.code, refusal.reaction, refusal.path) == (48002, Reaction.ALERT, "oa/schedule/add")
    with pytest.raises(WeComUnreachable) as lost:
        await client.schedules.add("wcA", SCHEDULE)
    assert lost.value.maybe_done


def test_what_a_schedule_must_not_be() -> None:
    known: dict[str, object] = {"attendees": ("a",), "summary": "会", "start": START, "end": END}
    wrong: list[dict[str, object]] = [
        {"attendees": ()},
        {"summary": ""},
        {"summary": "会" * 129},
        {"end": START},
        {"location": "楼" * 129},
    ]
    wrong += [{"start": START.replace(tzinfo=None)}, {"attendees": ("a",) * 1001}, {"description": "会" * 1001}]
    for change in wrong:
        with pytest.raises(ValueError, match="Schedule"):
            Schedule.model_validate({**known, **change})
