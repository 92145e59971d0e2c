"""Counts of what the guard refused: date, hour, rule, and nothing else (domain.md 7.3)."""

from datetime import datetime

from sqlalchemy import Connection

from storage.prepared import Prepared
from storage.tables import guard_counter

_KEY = [guard_counter.c.date, guard_counter.c.hour, guard_counter.c.rule]
_COUNT = Prepared(
    lambda insert: insert(guard_counter).on_conflict_do_update(index_elements=_KEY, set_={"n": guard_counter.c.n + 1})
)


def count_refusal(tx: Connection, rule: str, at_local: datetime) -> None:
    """Add one to the rule's counter of this Beijing hour. No user, no text, no hash of the text."""
    row = {"date": at_local.date().isoformat(), "hour": at_local.hour, "rule": rule, "n": 1}
    _COUNT.run(tx, row)
