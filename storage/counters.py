"""Counts of what the guard refused: date, hour, rule, and nothing else (domain.md 7.3)."""

from datetime import datetime

from sqlalchemy import Connection

from storage.tables import guard_counter
from storage.upsert import insert


def count_refusal(tx: Connection, rule: str, at_local: datetime) -> None:
    """Add one to the rule's counter of this Beijing hour. No user, no text, no hash of the text."""
    row = insert(tx, guard_counter).values(date=at_local.date().isoformat(), hour=at_local.hour, rule=rule, n=1)
    keys = [guard_counter.c.date, guard_counter.c.hour, guard_counter.c.rule]
    tx.execute(row.on_conflict_do_update(index_elements=keys, set_={"n": guard_counter.c.n + 1}))
