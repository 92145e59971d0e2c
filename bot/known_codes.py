"""Codes of 发文字号 registered before, so that a 文号 in running words is cut where it begins (domain.md 2.5).

Any table of a line with the columns `id` and `doc_no` teaches its codes. Nothing is stored twice: the register itself
is the memory, so several servers and a restart know the same.
"""

import re

from sqlalchemy import Connection, bindparam, func, select

from handlers.registry import lines
from storage.prepared import Prepared
from storage.types import metadata

NEWEST = 5_000
"""How many papers of a register are looked at when a server first needs them."""
OVERLAP = 50
"""Rows read again: of two that are written at once, the later number may be seen first."""
_CODE = re.compile(r"^([\u4e00-\u9fff]{2,10})〔\d{4}〕\d+号$")


class KnownCodes:
    """One per process. `refresh` costs one look at the end of each register; only new rows are read."""

    def __init__(self, given: tuple[str, ...]) -> None:
        lines()  # the lines' tables are known once their packages are
        self._given = frozenset(given)
        self._seen: dict[str, int] = {}
        self._registers = {
            table.name: (
                Prepared(select(func.max(table.c.id))),
                Prepared(select(table.c.doc_no).where(table.c.id > bindparam("after"))),
            )
            for table in metadata.sorted_tables
            if {"id", "doc_no"} <= set(table.c.keys())
        }
        self.codes = self._given

    def refresh(self, tx: Connection) -> frozenset[str]:
        """The office's own list and everything learned up to this transaction."""
        for name, (newest, above) in self._registers.items():
            last, seen = newest.rows(tx, {})[0][0], self._seen.get(name, 0)
            if last is not None and last > seen:
                after = seen - OVERLAP if seen else last - NEWEST
                found = [self._code(row[0]) for row in above.rows(tx, {"after": after})]
                self.codes |= frozenset(code for code in found if code)
                self._seen[name] = last
        return self.codes

    def _code(self, doc_no: str | None) -> str | None:
        """Its code, unless that is a known one with words before it, which was read wrong."""
        match = _CODE.match(doc_no or "")
        if match is None or match[1] in self.codes:
            return None
        known = any(match[1].endswith(code) for code in self._given)
        return None if known else match[1]
