"""Filed papers and those that wait for it, from the registers of 收文 and 发文 (domain.md 2.9, 8.1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, cast, func, literal, select, update
from sqlalchemy import String as Text

from handlers.archives.rules import Source, filing_year
from handlers.archives.tables import archive_item
from handlers.documents import rules as paper_rules
from handlers.documents import store as papers
from handlers.documents.tables import incoming_doc
from handlers.outgoing import store as outgoing
from handlers.outgoing.tables import outgoing_doc
from handlers.outgoing.terms import State
from scheduler.clock import local
from scheduler.desk import Desk
from storage import upsert
from storage.db import lock
from storage.office import Office

FILED, LEFT_OUT, WITHDRAWN = "已归档", "不归档", "已撤回"
CLOSED = ("办结", "阅毕", "待归档")
"""States of an incoming paper that waits for the archive."""
_YEAR = re.compile(r"〔(\d{4})〕")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of either register, as the archive sees it. `ready`: it waits to be filed."""

    object: str
    register_no: str
    doc_no: str | None
    title: str
    responsible: str
    doc_date: date | None
    year: int
    source: Source
    status: str
    ready: bool

    @property
    def name(self) -> str:
        """收〔2026〕1203号《……》."""
        short = self.title if len(self.title) <= 24 else f"{self.title[:23]}…"
        return f"{self.register_no}《{short}》"


def incoming(tx: Connection, office: Office, *where: Any, limit: int | None = None) -> list[Paper]:
    """Papers of the 收文登记簿, by number."""
    query = select(incoming_doc).where(*where).order_by(incoming_doc.c.year, incoming_doc.c.seq).limit(limit)
    return [_incoming(office, row) for row in tx.execute(query).mappings()]


def _incoming(office: Office, row: Mapping[Any, Any]) -> Paper:
    received = local(row["received_at"]).date()
    said = _YEAR.search(row["doc_no"] or "")
    signed = date(int(said[1]), 12, 31) if said and int(said[1]) < received.year else received
    unit = office.unit(row["sender"])
    return Paper(
        object=f"incoming:{row['id']}",
        register_no=row["no"],
        doc_no=row["doc_no"],
        title=row["title"],
        responsible=unit.label if unit else row["sender"],
        doc_date=None,
        year=filing_year(signed, row["closed_on"] if row["kind"] == "办件" else None),
        source=Source(
            False,
            row["genre"],
            row["title"],
            row["sender_level"],
            acted=row["kind"] == "办件",
            important=row["important"],
        ),
        status=row["status"],
        ready=row["status"] in CLOSED,
    )


def issued(tx: Connection, office: Office, *where: Any, limit: int | None = None) -> list[Paper]:
    """Papers of the 发文登记簿, by number."""
    found = outgoing.find(tx, *where, limit=limit)
    return [_outgoing(office, doc) for doc in sorted(found, key=lambda doc: (doc.year, doc.series, doc.seq))]


def _outgoing(office: Office, doc: outgoing.Out) -> Paper:
    signed = doc.written_on or doc.signed_on or doc.issued_on or local(doc.created_at).date()
    return Paper(
        object=doc.key,
        register_no=doc.doc_no,
        doc_no=doc.doc_no,
        title=doc.title,
        responsible=_issuer(office, doc.series),
        doc_date=signed,
        year=filing_year(signed, None),
        source=Source(True, doc.genre, doc.title, important=doc.important, acted=True),
        status=doc.status,
        ready=doc.state is State.TO_FILE,
    )


def _issuer(office: Office, series: str) -> str:
    if "办" in series:
        return office.name
    return f"中共{office.district}委员会" if "委" in series else f"{office.district}人民政府"


def waiting(tx: Connection, office: Office, *, limit: int | None = None) -> list[Paper]:
    """待归档: closed and neither filed nor left out; 收文 first, each by number."""
    settled = select(archive_item.c.object).where(archive_item.c.status.in_((FILED, LEFT_OUT)))
    key = literal("incoming:").concat(cast(incoming_doc.c.id, Text))
    closed = and_(incoming_doc.c.status.in_(CLOSED), key.not_in(settled))
    own = literal("outgoing:").concat(cast(outgoing_doc.c.id, Text))
    sent = and_(outgoing_doc.c.status == State.TO_FILE.value, own.not_in(settled))
    return [*incoming(tx, office, closed, limit=limit), *issued(tx, office, sent, limit=limit)]


def item(tx: Connection, object_: str) -> Mapping[Any, Any] | None:
    """What the archive knows of a paper."""
    return tx.execute(select(archive_item).where(archive_item.c.object == object_)).mappings().first()


def archive_no(tx: Connection, object_: str) -> str | None:
    """The 档号 of a paper (incoming:12, outgoing:3), or None."""
    found = item(tx, object_)
    return found["archive_no"] if found is not None and found["status"] == FILED else None


def with_number(tx: Connection, number: str) -> Mapping[Any, Any] | None:
    """What is filed under a 档号."""
    return tx.execute(select(archive_item).where(archive_item.c.archive_no == number)).mappings().first()


def filed(tx: Connection, year: int | None = None) -> list[Mapping[Any, Any]]:
    """Everything filed, by 档号; of one filing year when it is named."""
    where = [archive_item.c.status == FILED] + ([archive_item.c.year == year] if year is not None else [])
    query = select(archive_item).where(*where).order_by(archive_item.c.year, archive_item.c.box, archive_item.c.seq)
    return list(tx.execute(query).mappings())


def counts(tx: Connection) -> dict[int, int]:
    """How many are filed, by filing year."""
    query = (
        select(archive_item.c.year, func.count()).where(archive_item.c.status == FILED).group_by(archive_item.c.year)
    )
    return {year: int(n) for year, n in tx.execute(query)}


def taken(tx: Connection, box: str) -> set[int]:
    """The 件号 in use in a class, under its lock."""
    lock(tx, f"box:{box}")
    rows = tx.execute(select(archive_item.c.seq).where(archive_item.c.box == box, archive_item.c.status == FILED))
    return {row.seq for row in rows}


def put(desk: Desk, paper: Paper, values: Mapping[str, Any]) -> None:
    """Write what becomes of a paper; a second decision replaces the first."""
    fields = {
        "object": paper.object,
        "register_no": paper.register_no,
        "doc_no": paper.doc_no,
        "title": paper.title,
        "responsible": paper.responsible,
        "doc_date": paper.doc_date,
        "year": paper.year,
        "filed_by": desk.actor,
        "filed_on": desk.here.date(),
        "updated_at": desk.now,
        **values,
    }
    row = upsert.insert(desk.tx, archive_item).values(**fields, created_by=desk.actor, created_at=desk.now)
    again = {**fields, "version": archive_item.c.version + 1}
    desk.tx.execute(row.on_conflict_do_update(index_elements=["object"], set_=again))


def withdraw(desk: Desk, object_: str) -> None:
    """Take a filing back: its 件号 is free again, the row stays."""
    same = archive_item.c.object == object_
    blank = {"archive_no": None, "seq": None, "status": WITHDRAWN, "updated_at": desk.now}
    desk.tx.execute(update(archive_item).where(same).values(**blank, version=archive_item.c.version + 1))


def mark(desk: Desk, paper: Paper, status: str, number: str | None) -> None:
    """Say it in the paper's own register: 已归档, or what it was before. Raises the registers' Outdated."""
    kind, _, key = paper.object.partition(":")
    if kind == "incoming":
        doc = papers.get(desk.tx, int(key))
        papers.change(desk.tx, doc, desk.now, {"status": status, "archive_no": number})
    else:
        out = outgoing.get(desk.tx, int(key))
        outgoing.change(desk.tx, out, desk.now, {"status": status, "archive_no": number})


def number_of(year: int, seq: int) -> str:
    """Our 收文 number as it is written."""
    return paper_rules.number(year, seq)
