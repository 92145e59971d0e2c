"""The 日程 app: calendars and single schedules of the app, and what stands in people's calendars (wecom.md 11.1, 11.2).

Repeating schedules are refused: the bot makes none.
"""

import re
import secrets
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.sandbox import strict
from bot.sandbox.core import Answer, ApiError, Call, Json, Route, ok
from bot.sandbox.messages import Office
from bot.sandbox.strict import Kind

CALENDAR = {"summary": Kind.STR, "color": Kind.STR, "description": Kind.STR, "set_as_default": Kind.FLAG} | {
    "admins": Kind.LIST,
    "shares": Kind.LIST,
}
SCHEDULE = {
    **dict.fromkeys(("schedule_id", "cal_id", "summary", "description", "location"), Kind.STR),
    **dict.fromkeys(("start_time", "end_time"), Kind.INT),
    **dict.fromkeys(("admins", "attendees"), Kind.LIST),
    "is_whole_day": Kind.FLAG,
    "reminders": Kind.OBJ,
}
REMINDERS = {
    **dict.fromkeys(("is_remind", "is_repeat", "is_custom_repeat"), Kind.FLAG),
    **dict.fromkeys(("remind_before_event_secs", "timezone"), Kind.INT),
    "remind_time_diffs": Kind.LIST,
}
UPDATE = {"skip_attendees": Kind.FLAG, "op_mode": Kind.INT, "op_start_time": Kind.INT, "schedule": Kind.OBJ}
DELETE = {"schedule_id": Kind.STR, "op_mode": Kind.INT, "op_start_time": Kind.INT}
LISTING = {"cal_id": Kind.STR, "offset": Kind.INT, "limit": Kind.INT}
LONGEST = {"summary": 128, "description": 1000, "location": 128}
COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
AHEAD = frozenset((0, -300, -900, -3600, -86400, 32400, -172800, -604800))
SECONDS = frozenset((0, 300, 900, 3600, 86400))


@dataclass
class Event:
    """A schedule as it stands in the calendars of its attendees (lower-case userids)."""

    schedule_id: str
    cal_id: str
    body: Json
    attendees: list[str]
    cancelled: bool = False
    sequence: int = 0

    @property
    def summary(self) -> str:
        return self.body.get("summary") or "新建事件"

    @property
    def location(self) -> str:
        return str(self.body.get("location", ""))

    @property
    def start(self) -> datetime:
        return datetime.fromtimestamp(self.body["start_time"], UTC)

    @property
    def end(self) -> datetime:
        return datetime.fromtimestamp(self.body["end_time"], UTC)

    def to_dict(self) -> Json:
        """As the API returns it."""
        people = [{"userid": userid, "response_status": 0} for userid in self.attendees]
        handles = {"schedule_id": self.schedule_id, "cal_id": self.cal_id, "sequence": self.sequence}
        return {**self.body, **handles, "attendees": people, "status": int(self.cancelled)}


class Schedules:
    """oa/calendar/add, del; oa/schedule/add, update, del, get_by_calendar. `permitted`: 可调用接口的应用 names us."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._note = office.journal.violation
        self.permitted = True
        self.events: dict[str, Event] = {}
        self.calendars: dict[str, Json] = {}
        self._deleted: set[str] = set()

    def routes(self) -> dict[str, Route]:
        """The API paths served here."""
        handlers = {
            "oa/calendar/add": self.add_calendar,
            "oa/calendar/del": self.delete_calendar,
            "oa/schedule/add": self.add,
            "oa/schedule/update": self.update,
            "oa/schedule/del": self.delete,
            "oa/schedule/get_by_calendar": self.listing,
        }
        return {path: Route("POST", self._guarded(handler), body="json") for path, handler in handlers.items()}

    def _guarded(self, handler: Callable[[Json], Answer]) -> Callable[[Call], Answer]:
        def handle(call: Call) -> Answer:
            if not self.permitted:
                raise ApiError(48002, "api forbidden: the app may not call the 日程 app", excused=True)
            answer = handler(deepcopy(call.body))
            self._office.journal.accept(call)
            return answer

        return handle

    def of(self, userid: str) -> list[Event]:
        """What stands in the calendar of a member, in the order of time."""
        mine = [event for event in self.events.values() if userid.lower() in event.attendees and not event.cancelled]
        return sorted(mine, key=lambda event: (event.start, event.schedule_id))

    def add_calendar(self, body: Json) -> Answer:
        """A new calendar of the app."""
        strict.fields(body, {"calendar": Kind.OBJ, "agentid": Kind.INT}, "calendar", self._note)
        calendar = strict.fields(body.get("calendar"), CALENDAR, "calendar", self._note)
        if not 1 <= len(calendar.get("summary", "")) <= 128 or len(calendar.get("description", "")) > 512:
            raise ApiError(40058, "calendar.summary has 1-128 characters, description at most 512")
        if not COLOR.fullmatch(calendar.get("color", "")):
            raise ApiError(90473, "invalid color")
        shares = {share.get("userid") for share in calendar.get("shares", ())}
        if len(calendar.get("admins", ())) > 3 or not shares.issuperset(calendar.get("admins", ())):
            raise ApiError(90492, "admins are at most 3 of the shares")
        cal_id = f"wc{secrets.token_urlsafe(24)}"
        self.calendars[cal_id] = calendar
        return ok(cal_id=cal_id, fail_result={"shares": []})

    def delete_calendar(self, body: Json) -> Answer:
        """The calendar goes, and what stands in it."""
        strict.fields(body, {"cal_id": Kind.STR}, "calendar", self._note)
        cal_id = self._calendar(body.get("cal_id", ""))
        if self.calendars[cal_id].get("set_as_default"):
            raise ApiError(90712, "a default calendar cannot be deleted")
        self._deleted.add(cal_id)
        for event in self.events.values():
            event.cancelled |= event.cal_id == cal_id
        return ok()

    def _calendar(self, cal_id: str) -> str:
        if cal_id in self._deleted:
            raise ApiError(90459, "calendar deleted", excused=True)
        if cal_id not in self.calendars:
            raise ApiError(90457, "invalid cal_id")
        return cal_id

    def _default(self) -> str:
        for cal_id, calendar in self.calendars.items():
            if calendar.get("set_as_default"):
                return cal_id
        raise ApiError(90708, "no cal_id, and the app has no default calendar")

    def add(self, body: Json) -> Answer:
        """A new schedule in the calendars of its attendees."""
        strict.fields(body, {"schedule": Kind.OBJ, "agentid": Kind.INT}, "schedule", self._note)
        schedule = self._checked(body.get("schedule"))
        cal_id = self._calendar(schedule.pop("cal_id")) if "cal_id" in schedule else self._default()
        if "schedule_id" in schedule:
            self._note("schedule.schedule_id: unknown field in add, WeCom ignores it")
        attendees = self._attendees(schedule)
        name = secrets.token_hex(16)
        self.events[name] = Event(name, cal_id, schedule, attendees)
        return ok(schedule_id=name)

    def update(self, body: Json) -> Answer:
        """Everything anew: what is left out goes back to its default."""
        strict.fields(body, UPDATE, "update", self._note)
        schedule = self._checked(body.get("schedule"))
        event = self._event(schedule.pop("schedule_id", ""))
        self._whole(body)
        if schedule.pop("cal_id", event.cal_id) != event.cal_id:
            self._note("schedule.cal_id: the calendar of a schedule cannot change")
        if body.get("skip_attendees") != 1:
            event.attendees = self._attendees(schedule)
        event.body = schedule
        event.sequence += 1
        return ok(schedule_id=event.schedule_id)

    def delete(self, body: Json) -> Answer:
        """The schedule is cancelled."""
        strict.fields(body, DELETE, "delete", self._note)
        event = self._event(body.get("schedule_id", ""))
        self._whole(body)
        event.cancelled = True
        event.sequence += 1
        return ok()

    def listing(self, body: Json) -> Answer:
        """A page of a calendar, cancelled schedules too; an empty one is past the end."""
        strict.fields(body, LISTING, "listing", self._note)
        cal_id = self._calendar(body.get("cal_id", ""))
        offset, limit = body.get("offset", 0), body.get("limit", 500)
        if not 1 <= limit <= 1000:
            raise ApiError(90469, "limit is 1-1000")
        if offset < 0:
            raise ApiError(90470, "offset is at least 0")
        found = [event.to_dict() for event in self.events.values() if event.cal_id == cal_id]
        return ok(schedule_list=found[offset : offset + limit])

    def _event(self, schedule_id: str) -> Event:
        event = self.events.get(schedule_id)
        if event is None:
            raise ApiError(90461, "invalid schedule_id")
        if event.cancelled:
            raise ApiError(90460, "schedule deleted", excused=True)
        return event

    @staticmethod
    def _whole(body: Json) -> None:
        if body.get("op_mode", 0) != 0:
            raise ApiError(90485, "op_mode is for repeating schedules")

    def _checked(self, value: object) -> Json:
        schedule = strict.fields(value, SCHEDULE, "schedule", self._note)
        for name, limit in LONGEST.items():
            if len(schedule.get(name, "")) > limit:
                raise ApiError(40058, f"schedule.{name} longer than {limit} characters")
        if not 0 < schedule.get("start_time", 0) < schedule.get("end_time", 0) < 1 << 32:
            raise ApiError(40058, "schedule.start_time and end_time are seconds, the end after the start")
        self._reminders(schedule)
        return schedule

    def _reminders(self, schedule: Json) -> None:
        reminders = strict.fields(schedule.get("reminders", {}), REMINDERS, "reminders", self._note)
        if not AHEAD.issuperset(reminders.get("remind_time_diffs", ())):
            raise ApiError(90704, "invalid remind_time_diffs")
        if reminders.get("remind_before_event_secs", 0) not in SECONDS:
            raise ApiError(90471, "invalid remind_before_event_secs")
        if not -12 <= reminders.get("timezone", 8) <= 12:
            raise ApiError(90480, "invalid timezone")
        if reminders.get("is_repeat"):
            raise ApiError(90465, "repeating schedules are not known here")

    def _attendees(self, schedule: Json) -> list[str]:
        people: list[Json] = schedule.pop("attendees", [])
        if not people:
            raise ApiError(90713, "no attendees")
        if len(people) > 1000:
            raise ApiError(90464, "more than 1000 attendees")
        for person in people:
            strict.fields(person, {"userid": Kind.STR}, "attendees", self._note)
        userids = list(dict.fromkeys(str(person.get("userid", "")).lower() for person in people))
        if unknown := [userid for userid in userids if self._office.directory.reachable(userid) is None]:
            raise ApiError(60111, f"userid not found: {'|'.join(unknown)}")
        admins = [str(admin).lower() for admin in schedule.get("admins", ())]
        if len(admins) > 3 or not set(admins).issubset(userids):
            raise ApiError(90715, "admins are at most 3 of the attendees")
        return userids
