"""F27–F30 and F40–F43, from the meetings held and their minutes (domain.md 1.3, 4.1). Reads only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, or_, select

from handlers.meetings.seating_minutes_tables import minutes
from handlers.meetings.tables import meeting
from handlers.meetings.terms import MeetingState
from handlers.reports.counted import Counted, plainly
from handlers.reports.figures_registers import one
from handlers.reports.period import Window
from storage.office import Office

TYPES = {"F27": "常委会", "F28": "政府党组会议", "F29": "常务会议", "F41": "办班子会议", "F42": "工作例会"}
_DISTRICT = frozenset(
    {"全会", "党代会", "人代会", "政协会", "常委会", "书记专题会", "政府党组会议", "常务会议", "区长办公会"}
)
"""Meetings of the 区委 and 区政府, which the office prepares but does not hold."""
_DISTRICT_TITLE = re.compile(r"^(?:全区|区委|区政府|开发区)(?!办)")
_RESUMED = re.compile(r"[（(]?(?:续会|复会|续开)[）)]?")
_RECTIFYING = re.compile(r"巡察|整改|督导检查")
_LOOK_BACK = timedelta(days=62)
_GONE = ("作废", "已撤销", "已取消")


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that took place."""

    id: int
    title: str
    type: str
    starts_at: datetime
    chair: str | None


def held(tx: Connection, window: Window) -> list[Held]:
    """Meetings held that began in the window; one that was adjourned and resumed is the first of the two."""
    table = meeting.c
    fields = (table.id, table.title, table.type, table.starts_at, table.chair)
    took_place = (
        table.state == MeetingState.HELD,
        table.starts_at >= window.since - _LOOK_BACK,
        table.starts_at < window.until,
    )
    found = [Held(*row) for row in tx.execute(select(*fields).where(*took_place).order_by(table.starts_at))]
    return [here for here in _once(found) if here.starts_at >= window.since]


def _once(found: Iterable[Held]) -> list[Held]:
    """Without the second part of one that was resumed, and the second name of one that was entered twice (A 暨 B)."""
    kept: list[Held] = []
    opened: set[tuple[str, str]] = set()
    begun: set[tuple[str, datetime]] = set()
    for here in found:
        key, start = (here.type, _RESUMED.sub("", here.title)), (here.type, here.starts_at)
        resumed = key[1] != here.title and key in opened
        if resumed or (here.type in TYPES.values() and start in begun):
            continue
        opened.add(key)
        begun.add(start)
        kept.append(here)
    return kept


def own(here: Held, office: Office, scope: str = "own") -> bool:
    """Whether the office itself held it (F40): no meeting of 区委 or 区政府, none that a 区领导 chaired.

    What F41–F43 count is always its own.
    """
    if scope == "all" or here.type in (TYPES["F41"], TYPES["F42"]) or _rectifying(here):
        return True
    led = here.chair is not None and office.is_leader(here.chair)
    return here.type not in _DISTRICT and not led and _DISTRICT_TITLE.match(here.title) is None


def _rectifying(here: Held) -> bool:
    """A 座谈会 about 巡察整改 (F43)."""
    return here.type == "座谈会" and _RECTIFYING.search(here.title) is not None


def figures(tx: Connection, office: Office, window: Window, scope: str = "own") -> dict[str, Counted]:
    """The meetings' figures; F40 with the study activities that the office hosted."""
    took_place = held(tx, window)
    found = {
        figure: plainly("meeting", [m.id for m in took_place if m.type == type_]) for figure, type_ in TYPES.items()
    }
    talks = [m.id for m in took_place if _rectifying(m)]
    found["F43"] = plainly("meeting", talks)
    ours = plainly("meeting", [m.id for m in took_place if own(m, office, scope)])
    studies = one(tx, "F40", window)
    note = f"会议{ours.value}次、调研活动{studies.value}次"
    found["F40"] = Counted(ours.value + studies.value, (*ours.rows, *studies.rows), note)
    return found | {"F30": _minutes(tx, window)}


def _minutes(tx: Connection, window: Window) -> Counted:
    """F30: our own by the day they were issued, others' by the day we had edited them; a paper counts once."""
    table = minutes.c
    issued = and_(table.action == "制发", table.issued_on.between(window.start, window.end))
    edited = and_(table.action == "核改", table.edited_on.between(window.start, window.end))
    found = tx.execute(select(table.id).where(or_(issued, edited), table.state.not_in(_GONE)))
    return plainly("minutes", list(found.scalars()))
