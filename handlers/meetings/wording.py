"""How times, places and people of meetings are written (domain.md 9.2, 9.5, 9.6)."""

from collections.abc import Sequence
from datetime import date, datetime

from scheduler.clock import local
from scheduler.wording import day, hour
from storage.office import Office, Person, Room

NOON = 12
_PARTS = ((6, "凌晨"), (NOON, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


def clock12(value: datetime) -> str:
    """上午9:00, 下午3:00."""
    here = local(value)
    part = next(word for until, word in _PARTS if here.hour < until)
    shown = here.hour - NOON if here.hour > NOON else here.hour
    return f"{part}{shown}:{here.minute:02d}"


def long_moment(value: datetime) -> str:
    """9月23日（星期三）上午9:00, as in a notice."""
    return f"{day(value)}{clock12(value)}"


def short_moment(value: datetime) -> str:
    """9月23日上午9:00, as in a change notice."""
    here = local(value)
    return f"{here.month}月{here.day}日{clock12(value)}"


def span(start: datetime, end: datetime) -> str:
    """9月24日（星期四）9:00–11:00."""
    return f"{day(start)}{hours(start, end)}"


def hours(start: datetime, end: datetime) -> str:
    """9:00–11:00."""
    return f"{hour(start)}–{hour(end)}"


def option_day(value: date | datetime) -> str:
    """9月24日(星期四), as in a list of options."""
    return day(value).replace("（", "(").replace("）", ")")


def where(office: Office, room: str) -> str:
    """3楼301会议室 for a room of ours, any other place as it was given."""
    found = office.room(room)
    return found.label if found else room


def room_short(room: Room) -> str:
    """301会议室, 多功能厅."""
    return room.label.removeprefix(room.floor)


def name_of(office: Office, userid: str | None) -> str:
    """The name of a member; nothing for nobody."""
    person = office.person(userid) if userid else None
    return person.name if person else (userid or "")


def contact(office: Office, organiser: str) -> str:
    """陈曦 8056."""
    person = office.person(organiser)
    phone = (person.desk if person else None) or office.phones.conference
    return f"{name_of(office, organiser)} {phone}"


def spoken_to(person: Person | None) -> str:
    """何副区长; the plain name when there is no post to call by."""
    return person.address if person else ""


def numbered(options: Sequence[str]) -> str:
    """The offers behind a question, each with its number: 1 301会议室 2多功能厅."""
    parts = (f"{n} {option}" if option[0].isdigit() else f"{n}{option}" for n, option in enumerate(options, 1))
    return "".join(f"\n{part}" for part in parts)
