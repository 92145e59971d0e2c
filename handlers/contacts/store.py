"""通讯录 and 外出 in the database; what other lines may ask: `acting_for`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from handlers.contacts.tables import absence, contact
from scheduler.desk import Desk
from storage import upsert
from storage.office import Office, Person

AWAY, BACK, CANCELLED = "外出", "已返", "取消"
_LONGEST_CHAIN = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """How a person is reached. `backup` is the B of AB角."""

    person: Person
    mobile: str | None
    desk: str | None
    backup: Person | None
    confirmed_at: datetime | None = None


def entry(tx: Connection, office: Office, person: Person) -> Entry:
    """What is known of a person: changes first, else the office profile."""
    row = tx.execute(select(contact).where(contact.c.userid == person.userid)).first()
    backup = (row.backup if row else None) or person.backup
    return Entry(
        person,
        (row.mobile if row else None) or person.phone,
        (row.desk if row else None) or person.desk,
        office.person(backup) if backup else None,
        row.confirmed_at if row else None,
    )


def write(desk: Desk, userid: str, **values: Any) -> None:
    """Change some fields of a person's entry."""
    same = {"created_by": desk.actor, "created_at": desk.now, "updated_at": desk.now}
    row = upsert.insert(desk.tx, contact).values(userid=userid, **values, **same)
    again = {**values, "updated_at": desk.now, "version": contact.c.version + 1}
    desk.tx.execute(row.on_conflict_do_update(index_elements=["userid"], set_=again))


def own_value(tx: Connection, userid: str, field: str) -> str | None:
    """What a message put into a field before, for 撤销."""
    found: str | None = tx.execute(select(contact.c[field]).where(contact.c.userid == userid)).scalar_one_or_none()
    return found


def away_at(tx: Connection, userid: str, at: datetime) -> Row[Any] | None:
    """The report that says the person is away at that instant."""
    during = (absence.c.starts_at <= at, absence.c.ends_at > at, absence.c.state == AWAY)
    query = select(absence).where(absence.c.userid == userid, *during).order_by(absence.c.id.desc())
    return tx.execute(query).first()


def acting_for(tx: Connection, office: Office, userid: str, at: datetime) -> Person | None:
    """Who acts for a person at an instant (aware); None when he is there himself (domain.md 6.4, 6.5).

    When the one who acts is away too, whoever acts for him does; never the person himself.
    """
    found, seen = None, {userid}
    for _ in range(_LONGEST_CHAIN):
        row = away_at(tx, userid, at)
        if row is None:
            return found
        if row.acting in seen:
            return found
        found, userid = office.person(row.acting), row.acting
        seen.add(userid)
    return found


def overlapping(tx: Connection, userid: str, start: datetime, end: datetime) -> list[Row[Any]]:
    """The person's reports that touch a span."""
    where = (absence.c.userid == userid, absence.c.state == AWAY, absence.c.starts_at < end, absence.c.ends_at > start)
    return list(tx.execute(select(absence).where(*where).order_by(absence.c.starts_at)))


def away_between(tx: Connection, start: datetime, end: datetime) -> list[Row[Any]]:
    """Everybody who is away in a span."""
    where = (absence.c.state == AWAY, absence.c.starts_at < end, absence.c.ends_at > start)
    return list(tx.execute(select(absence).where(*where).order_by(absence.c.starts_at, absence.c.id)))


def report(desk: Desk, userid: str, start: datetime, end: datetime, acting: str) -> int:
    """Write a report down."""
    values = {"userid": userid, "starts_at": start, "ends_at": end, "acting": acting, "state": AWAY}
    more = {"created_by": desk.actor, "created_at": desk.now, "updated_at": desk.now}
    return int(desk.tx.execute(insert(absence).values(**values, **more).returning(absence.c.id)).scalar_one())


def by_id(tx: Connection, report_id: int) -> Row[Any]:
    """One report."""
    return tx.execute(select(absence).where(absence.c.id == report_id)).one()


def change(desk: Desk, report_id: int, **values: Any) -> None:
    """End or cancel a report."""
    more = {"updated_at": desk.now, "version": absence.c.version + 1}
    desk.tx.execute(update(absence).where(absence.c.id == report_id).values(**values, **more))
