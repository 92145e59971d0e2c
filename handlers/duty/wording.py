"""How duty is spoken of (domain.md 9.6, 17)."""

from handlers.duty import rules
from handlers.duty.store import Shift
from scheduler.desk import Desk
from scheduler.wording import day as day_words
from storage.office import Office

NAME = "duty"


def name(office: Office, userid: str | None) -> str:
    """张敏; 郭副主任 for whoever has a title."""
    person = office.person(userid) if userid else None
    return "" if person is None else person.address


def names(office: Office, userids: tuple[str, ...] | list[str]) -> str:
    """张敏、唐薇."""
    people = (office.person(userid) for userid in userids)
    return "、".join(person.name for person in people if person)


def crew(office: Office, shift: Shift) -> str:
    """张敏；带班：郭副主任；备班：唐薇."""
    parts = [names(office, shift.officers) or "未排"]
    if shift.leader:
        parts.append(f"带班：{name(office, shift.leader)}")
    if shift.backup:
        parts.append(f"备班：{names(office, [shift.backup])}")
    return "；".join(parts)


def title(shift: Shift) -> str:
    """9月23日（星期三）夜班."""
    return f"{day_words(shift.day)}{shift.kind}"


def when(shift: Shift) -> str:
    """9月23日（星期三）夜班17:30—次日8:30."""
    return f"{day_words(shift.day)}{rules.hours(shift.kind)}"


def phone(desk: Desk) -> str:
    """The telephone of the duty room."""
    return desk.office.phones.duty
