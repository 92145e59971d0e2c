"""The strict 日程 app: calendars, single schedules, and every refusal (wecom.md 11.1, 11.2, 14.16)."""

from typing import Any

import pytest

from bot.sandbox.core import Upload
from bot.sandbox.server import FakeWeCom
from tests.sandbox.support import Api, Json

BEGIN = 1_790_003_600


async def calendar(api: Api, **more: object) -> str:
    body = {"summary": "会议安排", "color": "#3370FF", **more}
    return str((await api.post("oa/calendar/add", {"calendar": body}))["cal_id"])


def schedule(**more: object) -> Json:
    people = [{"userid": "zhangmin"}, {"userid": "LiKe"}]
    found: Json = {"summary": "会议", "start_time": BEGIN, "end_time": BEGIN + 3600, "attendees": people, **more}
    return {name: value for name, value in found.items() if value is not None}


async def add(api: Api, **more: object) -> Json:
    return await api.post("oa/schedule/add", {"schedule": schedule(**more)})


def titles(fake: FakeWeCom, userid: str) -> list[str]:
    return [event.summary for event in fake.calendar(userid)]


async def test_a_schedule_stands_in_the_calendars_of_its_attendees(fake: FakeWeCom, api: Api) -> None:
    cal_id = await calendar(api)
    late = (await add(api, cal_id=cal_id, start_time=BEGIN + 60, location="3楼301"))["schedule_id"]
    await add(api, cal_id=cal_id, summary="")
    assert titles(fake, "ZhangMin") == titles(fake, "like") == ["新建事件", "会议"]
    assert (fake.calendar("like")[1].location, titles(fake, "duheng")) == ("3楼301", [])
    body: Json = {"schedule": schedule(schedule_id=late, summary="改期", attendees=[{"userid": "duheng"}])}
    assert (await api.post("oa/schedule/update", body))["schedule_id"] == late
    assert (titles(fake, "zhangmin"), titles(fake, "duheng")) == (["新建事件"], ["改期"])
    assert fake.calendar("duheng")[0].location == ""
    body = {"skip_attendees": 1, "schedule": schedule(schedule_id=late, attendees=None)}
    assert (await api.post("oa/schedule/update", body))["errcode"] == 0
    assert titles(fake, "duheng") == ["会议"]
    assert (await api.post("oa/schedule/del", {"schedule_id": late}))["errcode"] == 0
    assert titles(fake, "duheng") == []
    listed = await api.post("oa/schedule/get_by_calendar", {"cal_id": cal_id, "limit": 1})
    assert [(found["status"], found["sequence"]) for found in listed["schedule_list"]] == [(1, 3)]
    assert (await api.post("oa/schedule/get_by_calendar", {"cal_id": cal_id, "offset": 2}))["schedule_list"] == []
    assert fake.violations == []


REFUSED: list[tuple[dict[str, Any], int]] = [
    ({"attendees": []}, 90713),
    ({"attendees": [{"userid": f"u{n}"} for n in range(1001)]}, 90464),
    ({"attendees": [{"userid": "ghost"}]}, 60111),
    ({"attendees": "zhangmin"}, 40058),
    ({"admins": ["duheng"]}, 90715),
    ({"summary": "会" * 129}, 40058),
    ({"description": "会" * 1001}, 40058),
    ({"location": "会" * 129}, 40058),
    ({"end_time": BEGIN}, 40058),
    ({"start_time": None}, 40058),
    ({"start_time": str(BEGIN)}, 40058),
    ({"cal_id": "wcOther"}, 90457),
    ({"reminders": {"remind_time_diffs": [-60]}}, 90704),
    ({"reminders": {"remind_before_event_secs": 60}}, 90471),
    ({"reminders": {"timezone": 13}}, 90480),
    ({"reminders": {"is_repeat": 1}}, 90465),
]


@pytest.mark.parametrize(("wrong", "code"), REFUSED)
async def test_what_a_schedule_must_not_be(fake: FakeWeCom, api: Api, wrong: dict[str, Any], code: int) -> None:
    cal_id = await calendar(api)
    assert (await add(api, **{"cal_id": cal_id, **wrong}))["errcode"] == code
    assert fake.calendar("zhangmin") == []
    assert len(fake.violations) == (code != 60111)


async def test_calendars(fake: FakeWeCom, api: Api) -> None:
    refused: list[tuple[Json, int]] = [
        ({"color": "blue"}, 90473),
        ({"summary": ""}, 40058),
        ({"admins": ["li"]}, 90492),
    ]
    for wrong, code in refused:
        body = {"summary": "会", "color": "#3370FF", **wrong}
        assert (await api.post("oa/calendar/add", {"calendar": body}))["errcode"] == code
    assert (await add(api))["errcode"] == 90708
    own = await calendar(api, set_as_default=1)
    assert (await add(api))["errcode"] == 0
    assert (await api.post("oa/calendar/del", {"cal_id": own}))["errcode"] == 90712
    other = await calendar(api)
    await add(api, cal_id=other, summary="另一个")
    assert (await api.post("oa/calendar/del", {"cal_id": other}))["errcode"] == 0
    assert titles(fake, "zhangmin") == ["会议"]
    fake.violations.clear()
    assert (await add(api, cal_id=other))["errcode"] == 90459
    assert fake.violations == []


async def test_handles_and_modes(fake: FakeWeCom, api: Api) -> None:
    own = (await add(api, cal_id=await calendar(api)))["schedule_id"]
    assert (await api.post("oa/schedule/del", {"schedule_id": "x"}))["errcode"] == 90461
    assert (await api.post("oa/schedule/del", {"schedule_id": own, "op_mode": 1}))["errcode"] == 90485
    assert (await api.post("oa/schedule/get_by_calendar", {"cal_id": "x"}))["errcode"] == 90457
    assert len(fake.violations) == 3
    assert (await api.post("oa/schedule/del", {"schedule_id": own}))["errcode"] == 0
    for path, body in (("del", {"schedule_id": own}), ("update", {"schedule": schedule(schedule_id=own)})):
        assert (await api.post(f"oa/schedule/{path}", body))["errcode"] == 90460
    assert len(fake.violations) == 3
    moved = (await add(api, cal_id=await calendar(api), colour="red"))["schedule_id"]
    await api.post("oa/schedule/update", {"schedule": schedule(schedule_id=moved, cal_id="wcOther")})
    assert len(fake.violations) == 5


async def test_without_the_permission(fake: FakeWeCom, api: Api) -> None:
    fake.schedules.permitted = False
    assert (await add(api))["errcode"] == 48002
    assert fake.violations == []


async def test_phones_hold_the_picture_and_the_file_themselves(fake: FakeWeCom, api: Api) -> None:
    picture = fake.media.add("image", Upload("图.png", "image/png", b"\x89PNG\r\n\x1a\nxyz"))
    paper = fake.media.add("file", Upload("通知.docx", "application/octet-stream", b"PK1234567"))
    await api.send("image", {"media_id": picture.id})
    await api.send("file", {"media_id": paper.id})
    await api.text()
    assert [message.medium for message in fake.inbox("zhangmin")] == [picture, paper, None]
    assert (picture.shape, paper.size) == ("image/png", "1KB")
