"""A tick: claim the reminders that are due and let their lines act on them, all in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from sqlalchemy import update

from scheduler.desk import Desk
from storage import reminders
from storage.reminders import Reminder
from storage.tables import reminder as reminder_table
from storage.trouble import trouble_of

Fire: TypeAlias = Callable[[Desk, Reminder], None]

SECOND_TRY = timedelta(minutes=10)
"""When a reminder whose line failed is tried again: a bug must not lose an obligation."""


@dataclass(frozen=True, slots=True)
class Fired:
    """What one tick did."""

    done: int
    failed: tuple[tuple[Reminder, BaseException], ...]


def tick(desk: Desk, lines: Mapping[tuple[str, str], Fire], limit: int = 200) -> Fired:
    """Fire what is due at `desk.now`. `lines` maps (line, kind) to the line's function.

    One that fails is kept for a second try, with its error for the caller to report.
    """
    failed: list[tuple[Reminder, BaseException]] = []
    due = reminders.claim_due(desk.tx, desk.now, limit)
    for found in due:
        try:
            with desk.tx.begin_nested():
                lines[found.line, found.kind](desk, found)
        except Exception as error:
            if trouble_of(error) is not None:
                raise  # nothing can be kept: all of it is taken back and stays due
            failed.append((found, error))
            desk.tx.execute(
                update(reminder_table)
                .where(reminder_table.c.id == found.id)
                .values(state="planned", due_at=desk.now + SECOND_TRY)
            )
    return Fired(len(due) - len(failed), tuple(failed))
