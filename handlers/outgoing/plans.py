"""What must be remembered about an outgoing paper: one next reminder for each thing that is owed (domain.md 2.7)."""

from datetime import date, datetime, time

from handlers.outgoing import store
from handlers.outgoing.store import Out, Owed
from handlers.outgoing.terms import FIRST, LINE, Part, State
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.hours import OfficeHours
from storage.office import Role

NEXT_STEP, COSIGN, RECEIVE, YEAR_END = "next_step", "cosign", "receive", "year_end"
MORNING = time(9)
PATIENCE = {"特提": 0, "特急": 0, "加急": 1}
"""Workdays a step may rest before its owner hears of it; two when not named here."""
_TWO_DAYS, _HOURS = 2, 4
KINDS = {Part.COSIGN: COSIGN, Part.DELIVERY: RECEIVE}
REGISTER = "register"
"""The object of reminders about the numbers of a year: register:2026."""


def again(desk: Desk, doc: Out) -> None:
    """Plan what is owed now, in place of what was planned before."""
    desk.unplan(LINE, doc.key)
    if doc.state in (State.TO_FILE, State.FILED, State.VOID):
        return
    part = {State.COSIGNING: Part.COSIGN, State.DELIVERING: Part.DELIVERY}.get(doc.state)
    if part is not None:
        for one in store.owed(desk.tx, doc.id, part):
            unit(desk, doc, part, one)
    owner(desk, doc)


def owner(desk: Desk, doc: Out) -> None:
    """Whoever has the next step in the office hears when it rests too long."""
    desk.plan(LINE, NEXT_STEP, doc.key, owner_of(desk, doc), _rest(desk, doc), {"state": doc.status})


def owner_of(desk: Desk, doc: Out) -> str:
    """The one person in the office who has to move the paper on."""
    chiefs = desk.office.people_with(Role.SECRETARY_CHIEF)
    return chiefs[0].userid if doc.state is State.EDITING and chiefs else doc.clerk


def _rest(desk: Desk, doc: Out) -> datetime:
    days = PATIENCE.get(doc.urgency, _TWO_DAYS)
    if days == 0:
        return OfficeHours(desk.calendar, desk.office.hours).add_working_hours(desk.now, _HOURS)
    return morning(desk.calendar.add_workdays(desk.here.date(), days))


def unit(desk: Desk, doc: Out, part: Part, one: Owed) -> None:
    """The next word to a unit that still owes its answer: the workday before its limit, else each workday."""
    if one.state != FIRST[part]:
        return
    at = next_morning(desk)
    if part is Part.COSIGN and one.due_at is not None:
        before = morning(desk.calendar.previous_workday(local(one.due_at).date()))
        ahead = [moment for moment in (before, local(one.due_at)) if moment > desk.now]
        at = ahead[0] if ahead else at
    desk.plan(LINE, KINDS[part], doc.key, liaison(desk, one.unit) or doc.clerk, at, {"unit": one.unit})


def liaison(desk: Desk, name: str) -> str | None:
    """The first 联络员 of a unit."""
    return next((person.userid for person in desk.office.liaisons(name)), None)


def next_morning(desk: Desk, days: int = 1) -> datetime:
    """9:00 of the workday that many days on."""
    return morning(desk.calendar.add_workdays(desk.here.date(), days))


def morning(day: date) -> datetime:
    """9:00 of a day."""
    return datetime.combine(day, MORNING, SHANGHAI)


def year_end(desk: Desk) -> None:
    """On the last workday of the year somebody asks what is to become of the numbers that nobody used (SC37)."""
    for year in (desk.here.year, desk.here.year + 1):
        at = morning(last_workday(desk, year))
        if at > desk.now:
            for userid in keepers(desk):
                desk.plan(LINE, YEAR_END, f"{REGISTER}:{year}", userid, at, {"year": year})
            return


def last_workday(desk: Desk, year: int) -> date:
    """31 December, or the last workday before it."""
    end = date(year, 12, 31)
    return end if desk.calendar.is_workday(end) else desk.calendar.previous_workday(end)


def keepers(desk: Desk) -> list[str]:
    """Who keeps the register of numbers: the clerks and the 秘书科长."""
    people = [*desk.office.people_with(Role.CLERK), *desk.office.people_with(Role.SECRETARY_CHIEF)]
    return list(dict.fromkeys(person.userid for person in people))
