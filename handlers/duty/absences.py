"""Who is put on duty while he has reported himself away: said to whoever arranges it, decided by people (6.2, 6.5)."""

from collections.abc import Iterable

from handlers.contacts import store as contacts
from handlers.duty import wording
from handlers.duty.store import Shift
from scheduler.desk import Desk


def notes(desk: Desk, shift: Shift, userids: Iterable[str]) -> list[str]:
    """吴洋在9月24日夜班期间已报备外出，请核对."""
    away = [one for one in userids if contacts.overlapping(desk.tx, one, shift.starts, shift.ends)]
    return [f"{wording.names(desk.office, away)}在{wording.title(shift)}期间已报备外出，请核对。"] if away else []
