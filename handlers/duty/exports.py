"""The roster as a table."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from handlers.duty import store, wording
from handlers.line import Export
from storage.office import Office


def _rows(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    for shift in store.between(tx, date(2000, 1, 1), date(2999, 1, 1)):
        yield {
            "day": shift.day,
            "shift": shift.kind,
            "officers": wording.names(office, shift.officers),
            "leader": wording.names(office, [shift.leader] if shift.leader else []),
            "backup": wording.names(office, [shift.backup] if shift.backup else []),
        }


EXPORTS = {
    "duty": Export(
        {"day": "日期", "shift": "班次", "officers": "值班员", "leader": "带班领导", "backup": "备班"}, _rows
    )
}
