"""What happens to a task besides its own fields: requests for more time, cards, 催办 (domain.md 3.3, 3.6, 3.7)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, update

from handlers.supervision.tables import card, task, task_chase, task_extension, task_feedback
from storage.prepared import Prepared
from storage.types import Instant

WAITING, AGREED, CHANGED, DECLINED, TAKEN_BACK = "待批", "同意", "改期同意", "不同意", "撤回"
GRANTED = (AGREED, CHANGED)
PROPOSED, PUT_OFF, ISSUED, REPLIED, WITHDRAWN = "建议", "暂缓", "已发", "已回复", "已撤回"
YELLOW, RED = "黄牌", "红牌"


@dataclass(frozen=True, slots=True)
class Extension:
    """A request for more time. Instants are UTC."""

    id: int
    task_id: int
    reason: str
    progress: str
    due_before: datetime
    wanted_at: datetime
    granted_at: datetime | None
    nth: int
    late: bool
    state: str
    decided_by: str | None
    decided_at: datetime | None
    created_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Issued:
    """A card, proposed or issued. Instants are UTC."""

    id: int
    task_id: int
    unit: str
    colour: str
    state: str
    reason: str
    proposed_by: str
    issued_by: str | None
    issued_at: datetime | None
    reply_due: datetime | None
    reply: str | None
    replied_by: str | None
    replied_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None
    close_reason: str | None
    created_at: datetime

    @property
    def key(self) -> str:
        """How the card is named in reminders and audit: card:3."""
        return f"card:{self.id}"


@dataclass(frozen=True, slots=True)
class Chase:
    """One 催办: a rung of the ladder, or a person's."""

    at: datetime
    stage: str
    level: int
    by: str


_EXTENSION = [task_extension.c[f.name] for f in fields(Extension)]
_CARD = [card.c[f.name] for f in fields(Issued)]
_LEVEL = Prepared(
    select(task_chase.c.level, task_chase.c.at)
    .where(
        task_chase.c.task_id == bindparam("task"),
        task_chase.c.stage == bindparam("stage"),
        task_chase.c.due_at == bindparam("due", type_=Instant),
    )
    .order_by(task_chase.c.id.desc())
    .limit(1)
)


def extensions(tx: Connection, *where: ColumnElement[bool]) -> list[Extension]:
    """The requests for which all conditions hold, oldest first."""
    rows = tx.execute(select(*_EXTENSION).where(*where).order_by(task_extension.c.id))
    return [Extension(**row) for row in rows.mappings()]


def extensions_of(tx: Connection, task_id: int) -> list[Extension]:
    return extensions(tx, task_extension.c.task_id == task_id)


def extension(tx: Connection, extension_id: int) -> Extension:
    """The request of that id. Raises LookupError."""
    found = extensions(tx, task_extension.c.id == extension_id)
    if not found:
        raise LookupError("no such request")
    return found[0]


def add_extension(tx: Connection, values: Mapping[str, Any], *, by: str, now: datetime) -> Extension:
    """Store a request that waits for its decision."""
    stamp = {"state": WAITING, "created_by": by, "created_at": now, "updated_at": now}
    row = insert(task_extension).values(**values, **stamp).returning(task_extension.c.id)
    return extension(tx, int(tx.execute(row).scalar_one()))


def settle_extension(
    tx: Connection, found: Extension, state: str, *, by: str, now: datetime, granted: datetime | None = None
) -> bool:
    """Decide on a request, or open it again; False when somebody did before."""
    same = (task_extension.c.id == found.id, task_extension.c.state == found.state)
    decided = {"decided_by": None, "decided_at": None} if state == WAITING else {"decided_by": by, "decided_at": now}
    values = {"state": state, "granted_at": granted, "updated_at": now, **decided}
    changed = update(task_extension).where(*same).values(**values, version=task_extension.c.version + 1)
    return tx.execute(changed).rowcount == 1


def cards(tx: Connection, *where: ColumnElement[bool]) -> list[Issued]:
    """The cards for which all conditions hold, oldest first."""
    rows = tx.execute(select(*_CARD).where(*where).order_by(card.c.id))
    return [Issued(**row) for row in rows.mappings()]


def cards_of(tx: Connection, task_id: int) -> list[Issued]:
    return cards(tx, card.c.task_id == task_id)


def card_of(tx: Connection, card_id: int) -> Issued:
    """The card of that id. Raises LookupError."""
    found = cards(tx, card.c.id == card_id)
    if not found:
        raise LookupError("no such card")
    return found[0]


def add_card(tx: Connection, values: Mapping[str, Any], *, by: str, now: datetime) -> Issued:
    """Store a proposed card."""
    stamp = {"state": PROPOSED, "proposed_by": by, "created_by": by, "created_at": now, "updated_at": now}
    return card_of(tx, int(tx.execute(insert(card).values(**values, **stamp).returning(card.c.id)).scalar_one()))


def change_card(tx: Connection, found: Issued, now: datetime, **values: Any) -> bool:
    """Move a card on from the state it was read in; False when somebody did before."""
    same = (card.c.id == found.id, card.c.state == found.state)
    changed = update(card).where(*same).values(**values, updated_at=now, version=card.c.version + 1)
    return tx.execute(changed).rowcount == 1


def chased(tx: Connection, task_id: int, stage: str, due: datetime | None) -> tuple[int, datetime] | None:
    """Level and time of the newest 催办 of that stage under that time limit."""
    found = _LEVEL.first(tx, {"task": task_id, "stage": stage, "due": due})
    return (found[0], found[1]) if found else None


def chase_log(tx: Connection, task_id: int) -> list[Chase]:
    """Every 催办 of a task, oldest first."""
    columns = (task_chase.c.at, task_chase.c.stage, task_chase.c.level, task_chase.c.by)
    rows = tx.execute(select(*columns).where(task_chase.c.task_id == task_id).order_by(task_chase.c.id))
    return [Chase(*row) for row in rows]


def feedback_of(tx: Connection, task_id: int) -> list[tuple[datetime, str, str]]:
    """Every feedback that stands: when, of which unit, what."""
    columns = (task_feedback.c.created_at, task_feedback.c.unit, task_feedback.c.text)
    same = (task_feedback.c.task_id == task_id, task_feedback.c.withdrawn.is_(False))
    return [
        (at, unit, text) for at, unit, text in tx.execute(select(*columns).where(*same).order_by(task_feedback.c.id))
    ]


def feedback_since(tx: Connection, since: datetime, supervisor: str) -> list[str]:
    """The numbers of a 督查员's tasks on which the lead unit reported since then, once for each report."""
    query = (
        select(task.c.no)
        .join(task, task.c.id == task_feedback.c.task_id)
        .where(
            task_feedback.c.created_at >= since,
            task_feedback.c.withdrawn.is_(False),
            task_feedback.c.unit == task.c.lead_unit,
            func.coalesce(task.c.supervisor, task.c.created_by) == supervisor,
        )
        .order_by(task_feedback.c.id)
    )
    return [no for (no,) in tx.execute(query)]


def log_chase(
    tx: Connection, task_id: int, *, at: datetime, stage: str, level: int, due: datetime | None, by: str
) -> None:
    """Note a 催办."""
    tx.execute(insert(task_chase).values(task_id=task_id, at=at, stage=stage, level=level, due_at=due, by=by))
