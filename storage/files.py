"""Files and pictures on their way to phones: kept until everybody has them, and no longer than they must.

The row remembers what WeCom calls the upload (media_id, good for three days: wecom.md 7), so one upload serves many
people, and a call that is repeated after a crash is the same to the letter.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Column, Connection, LargeBinary, String, Table, delete, insert, select, update

from storage import guard
from storage.tables import RowId, outbox
from storage.types import Instant, metadata

Kind = Literal["file", "picture"]

KEEP = timedelta(days=3)
"""How long a file is kept at least; WeCom keeps an upload as long."""
LIMITS: dict[Kind, int] = {"file": 20 << 20, "picture": 10 << 20}
"""Bytes (wecom.md 7). Each must have more than SMALLEST."""
SMALLEST = 5
LONGEST_NAME = 100
"""Characters."""
PNG = b"\x89PNG\r\n\x1a\n"

_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')

outgoing_file = Table(
    "outgoing_file",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("kind", String(8), nullable=False),
    Column("name", String(120), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
    Column("media_id", String(200)),
    Column("uploaded_at", Instant),
)


@dataclass(frozen=True, slots=True)
class Upload:
    """What is known of a file without its content; `media_id` is None before it was uploaded."""

    kind: Kind
    name: str
    media_id: str | None
    uploaded_at: datetime | None

    def good_at(self, now: datetime) -> bool:
        """Whether WeCom should still know the upload."""
        return self.uploaded_at is not None and now < self.uploaded_at + KEEP


def proper_name(name: str) -> str:
    """The name as a phone can store it: no path, no signs that file systems refuse, at most LONGEST_NAME characters.

    The ending stays. Raises ValueError when nothing is left.
    """
    clean = _FORBIDDEN.sub("_", "".join(sign for sign in name if sign.isprintable())).strip(" .")
    if not clean:
        raise ValueError("a file needs a name")
    stem, dot, ending = clean.rpartition(".")
    if not stem or len(ending) > 10:
        return clean[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(ending) - 1] + dot + ending


def keep(tx: Connection, kind: Kind, name: str, content: bytes, now: datetime) -> int:
    """Store a file and return its id; the same one kept at the same instant is stored once.

    Raises ValueError over WeCom's limits, or for a picture that is no PNG; GuardRefused for the name.
    """
    guard.refuse_unless_ok(name)
    if not SMALLEST < len(content) <= LIMITS[kind]:
        raise ValueError(f"{kind}: more than {SMALLEST} bytes, at most {LIMITS[kind]}")
    if kind == "picture" and not content.startswith(PNG):
        raise ValueError("a picture is a PNG")
    digest = hashlib.sha256(content).hexdigest()
    same = {"kind": kind, "name": name, "digest": digest, "created_at": now}
    query = select(outgoing_file.c.id).where(*(outgoing_file.c[column] == value for column, value in same.items()))
    found = tx.execute(query.limit(1)).scalar_one_or_none()
    if found is not None:
        return int(found)
    new = insert(outgoing_file).values(**same, content=content).returning(outgoing_file.c.id)
    return int(tx.execute(new).scalar_one())


def upload(tx: Connection, file: int) -> Upload:
    """What is known of the file. Raises NoResultFound when it is gone."""
    columns = outgoing_file.c.kind, outgoing_file.c.name, outgoing_file.c.media_id, outgoing_file.c.uploaded_at
    row = tx.execute(select(*columns).where(outgoing_file.c.id == file)).one()
    return Upload(row.kind, row.name, row.media_id, row.uploaded_at)


def content(tx: Connection, file: int) -> bytes:
    """The bytes. Raises NoResultFound when it is gone."""
    return bytes(tx.execute(select(outgoing_file.c.content).where(outgoing_file.c.id == file)).scalar_one())


def uploaded(tx: Connection, file: int, media_id: str, *, before: str | None, now: datetime) -> str:
    """Remember an upload in place of the one `before`; returns the one that holds, another sender's if it was faster.

    Raises NoResultFound when the file is gone.
    """
    tx.execute(
        update(outgoing_file)
        .where(outgoing_file.c.id == file, outgoing_file.c.media_id.is_not_distinct_from(before))
        .values(media_id=media_id, uploaded_at=now)
    )
    return str(tx.execute(select(outgoing_file.c.media_id).where(outgoing_file.c.id == file)).scalar_one())


def forget_old(tx: Connection, now: datetime) -> int:
    """Delete the files older than three days that nobody waits for; returns how many."""
    waiting = select(outbox.c.payload["file"].as_integer()).where(
        outbox.c.state.in_(("queued", "sending")), outbox.c.kind.in_(("file", "picture"))
    )
    old = delete(outgoing_file).where(outgoing_file.c.created_at < now - KEEP, outgoing_file.c.id.not_in(waiting))
    return tx.execute(old).rowcount
