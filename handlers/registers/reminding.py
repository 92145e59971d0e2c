"""Reminders of open rows: one next step each, planned again from what stands then (domain.md 2.7)."""

from datetime import date, datetime, time, timedelta

from handlers.registers import wording
from handlers.registers.declaring import Register, Reminds
from handlers.registers.store import GONE, LINE, Stored, get
from scheduler.clock import SHANGHAI
from scheduler.desk import Desk
from scheduler.wording import day
from storage.office import Role
from storage.outbox import Lane
from storage.reminders import Reminder

DUE = "due"
MORNING = time(9)


def plan(desk: Desk, register: Register, row: Stored) -> str:
    """Plan the next words about a row; returns what to say of them, or nothing."""
    desk.unplan(LINE, row.object, DUE)
    if row.state == GONE or row.state in register.final:
        return ""
    first = ""
    for index, rule in enumerate(register.reminds):
        at = next_time(desk, rule, row.day(rule.field))
        if at is not None:
            desk.plan(LINE, DUE, row.object, str(index), at)
            first = first or f"{day(at)}9:00提醒，"
    return first


def next_time(desk: Desk, rule: Reminds, on: date | None) -> datetime | None:
    """So many workdays before, on the day (or the workday before it), and the first workday after."""
    if on is None:
        return None
    calendar = desk.calendar
    that = on if calendar.is_workday(on) else calendar.previous_workday(on)
    days = [calendar.add_workdays(that, -rule.before)] if rule.before else []
    days += [that, calendar.add_workdays(on, 1)]
    moments = [datetime.combine(one, MORNING, SHANGHAI) for one in days]
    return next((at for at in moments if at > desk.now), None)


def due(registers: dict[str, Register], desk: Desk, reminder: Reminder) -> None:
    """Say it to whom it concerns, if it still does, and plan the next."""
    row = get(desk.tx, int(reminder.object.rpartition(":")[2]))
    if row is None or row.state == GONE:
        return
    register = registers[row.register]
    rule = register.reminds[int(reminder.recipient)]
    on = row.day(rule.field)
    if row.state in register.final or on is None:
        return
    over = desk.here.date() > on
    called = f"{wording.name(register, row)}“{row.title}”"
    when = f"已于{day(on)}到期" if over else f"今天（{day(on)}）到期" if desk.here.date() == on else f"{day(on)}到期"
    text = (
        f"【{register.title}】{called}{rule.text}，{when}。办完回复“{wording.name(register, row)}{_word(register)}”。"
    )
    people = recipients(desk, rule, row, over=over)
    if people:
        key = f"registers:{row.id}:{reminder.recipient}:{reminder.due_at.isoformat()}"
        desk.tell(people, text, lane=Lane.ROUTINE, key=key, subject=row.object)
    at = next_time(desk, rule, on)
    if at is not None and at > desk.now + timedelta(minutes=1):
        desk.plan(LINE, DUE, row.object, reminder.recipient, at)


def _word(register: Register) -> str:
    return register.closings[0].state if register.closings else "完成"


def recipients(desk: Desk, rule: Reminds, row: Stored, *, over: bool) -> list[str]:
    """Who is told: the person of the row or who wrote it, the unit's 联络员, or the role."""
    office = desk.office
    found: list[str] = []
    if isinstance(rule.to, Role):
        found = [person.userid for person in office.people_with(rule.to)]
    elif rule.to == "unit":
        found = [person.userid for person in office.liaisons(row.unit or "")[:1]]
    else:
        named = next((person.userid for person in office.people if person.name == row.person), None)
        found = [named or row.created_by] if office.person(named or row.created_by) else []
    if over and rule.over is not None:
        found += [person.userid for person in office.people_with(rule.over)]
    leaders = [userid for userid in found if office.is_leader(userid)]
    found = [userid for userid in found if userid not in leaders]
    found += [secretary.userid for one in leaders if (secretary := office.liaison_of(one)) is not None]
    return list(dict.fromkeys(found))
