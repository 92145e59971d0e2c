"""Addresses from which a report's files can be fetched for a quarter of an hour (domain.md 7.7: logged, private).

Whoever opens the address needs nothing else, so it is said to one person only, its own table knows no more of it than
its hash, and it serves a few times: a browser that asks twice is no reason to ask for a new one. The message that says
it stands in the outbox like every other: an export of that leaves it out, and its quarter of an hour ends it.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from handlers.reports import standing
from handlers.reports.tables import report_download
from handlers.turn import Turn
from storage import audit, files, settings
from storage.guard import screen
from storage.office import Office

PUBLIC_URL = "public_url"
"""The setting that holds where phones reach this server (ZHONGSHU_PUBLIC_URL); without it nothing is offered."""
GOOD_FOR = timedelta(minutes=15)
MOST = 5
"""How often one address serves."""
_BYTES = 32
_KEPT = timedelta(days=1)
_ADDRESS = re.compile(r"/files/[0-9A-Za-z_-]{43}")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that an address served."""

    name: str
    content: bytes


def offer(turn: Turn, period: str, names: Sequence[tuple[str, int]]) -> str:
    """Lines with an address for each file (label, id of outgoing_file); "" when no public address is set."""
    base = settings.get(turn.tx, PUBLIC_URL)
    if not base:
        return ""
    turn.tx.execute(delete(report_download).where(report_download.c.expires_at < turn.now - _KEPT))
    lines = [f"电脑上可打开下面的地址下载（{GOOD_FOR.seconds // 60}分钟内有效，地址只给您一人，下载会留记录）："]
    for label, file in names:
        token = _token()
        values = {"digest": _digest(token), "file": file, "userid": turn.person.userid, "period": period}
        values |= {"created_at": turn.now, "expires_at": turn.now + GOOD_FOR}
        turn.tx.execute(insert(report_download).values(**values))
        lines.append(f"{label}：{base}/files/{token}")
    return "\n".join(lines)


def _token() -> str:
    """Unguessable, and nothing in which the guard would see a number of a person or a paper."""
    while screen(token := secrets.token_urlsafe(_BYTES)).level != "ok":
        continue
    return token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def without_address(text: str) -> str:
    """The words of a message for others than whom it was said to."""
    return _ADDRESS.sub("/files/…", text)


def fetch(tx: Connection, office: Office, token: str, now: datetime, request_id: str) -> Fetched | None:
    """The file, and a line in the audit; None for an address that never was, is over, is used up, or whose owner may
    read reports no longer."""
    t = report_download.c
    mine = (t.digest == _digest(token), t.expires_at > now, t.fetched < MOST)
    counted = update(report_download).where(*mine).values(fetched=t.fetched + 1)
    found = tx.execute(counted.returning(t.file, t.userid, t.period, t.fetched)).first()
    person = office.person(found.userid) if found is not None else None
    if found is None or person is None or not standing.may_read(person):
        return None
    kept = tx.execute(select(files.outgoing_file.c.name).where(files.outgoing_file.c.id == found.file)).scalar()
    if kept is None:
        return None
    after = {"file": kept, "time": found.fetched}
    audit.record(
        tx,
        at=now,
        actor=person.userid,
        action="下载总结文件",
        object=f"report:{found.period}",
        after=after,
        channel="web",
        request_id=request_id,
    )
    return Fetched(kept, files.content(tx, found.file))
