"""WeCom's calendar: schedules in a calendar that the app made (wecom.md 11.1 and 11.2).

Every method raises WeComError when WeCom refuses (48002: the app is not among 可调用接口的应用 of the 日程 app) and
WeComUnreachable when there is no usable answer. WeCom itself tells the members of what changes.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any, NamedTuple, Self

from pydantic import AwareDatetime, Field, model_validator

from bot.wecom.card_parts import Part
from bot.wecom.transport import Transport, handle

PAGE = 1000
CANCELLED = 1

Member = Annotated[str, Field(min_length=1, max_length=64)]


class Schedule(Part):
    """One schedule that does not repeat and reminds nobody: the bot reminds by itself."""

    attendees: Annotated[tuple[Member, ...], Field(min_length=1, max_length=1000)]
    summary: Annotated[str, Field(min_length=1, max_length=128)]
    description: Annotated[str, Field(max_length=1000)] = ""
    start: AwareDatetime
    end: AwareDatetime
    location: Annotated[str, Field(max_length=128)] = ""

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a schedule ends after it starts")
        return self

    def body(self) -> dict[str, Any]:
        """The ``schedule`` object without its handles."""
        return {
            "attendees": [{"userid": userid} for userid in self.attendees],
            "summary": self.summary,
            "description": self.description,
            "start_time": _seconds(self.start),
            "end_time": _seconds(self.end),
            "is_whole_day": 0,
            "location": self.location,
            "reminders": {"is_remind": 0, "is_repeat": 0, "timezone": 8},
        }


class Listed(NamedTuple):
    """A schedule as get_by_calendar shows it; cancelled ones are not listed."""

    schedule_id: str
    description: str


class Schedules:
    """The calls, over the client's transport."""

    def __init__(self, http: Transport) -> None:
        self._http = http

    async def add_calendar(self, summary: str, color: str, description: str = "") -> str:
        """oa/calendar/add; returns the cal_id. Name 1-128 characters, colour ``#RRGGBB``."""
        calendar = {"summary": summary, "color": color, "description": description}
        return handle(await self._http.post("oa/calendar/add", {"calendar": calendar}), "cal_id", "oa/calendar/add")

    async def add(self, cal_id: str, schedule: Schedule) -> str:
        """oa/schedule/add; returns the schedule_id."""
        body = {"schedule": {"cal_id": cal_id, **schedule.body()}}
        return handle(await self._http.post("oa/schedule/add", body), "schedule_id", "oa/schedule/add")

    async def update(self, schedule_id: str, schedule: Schedule) -> str:
        """oa/schedule/update of everything, attendees too; the calendar stays. Returns the schedule_id."""
        body = {"skip_attendees": 0, "op_mode": 0, "schedule": {"schedule_id": schedule_id, **schedule.body()}}
        return handle(await self._http.post("oa/schedule/update", body), "schedule_id", "oa/schedule/update")

    async def delete(self, schedule_id: str) -> None:
        """oa/schedule/del."""
        await self._http.post("oa/schedule/del", {"schedule_id": schedule_id, "op_mode": 0})

    async def listed(self, cal_id: str) -> AsyncIterator[Listed]:
        """oa/schedule/get_by_calendar, page after page until an empty one."""
        offset = 0
        while page := await self._page(cal_id, offset):
            for found in page:
                if found.get("status", 0) != CANCELLED:
                    yield Listed(str(found.get("schedule_id", "")), str(found.get("description", "")))
            offset += len(page)

    async def _page(self, cal_id: str, offset: int) -> list[dict[str, Any]]:
        body = {"cal_id": cal_id, "offset": offset, "limit": PAGE}
        return list((await self._http.post("oa/schedule/get_by_calendar", body)).get("schedule_list", ()))


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
