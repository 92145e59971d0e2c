"""The desk: what every act in a transaction has at hand, whether a person or the clock started it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from scheduler.clock import local
from scheduler.etiquette import not_before
from scheduler.workdays import WorkCalendar
from storage import audit, changes, numbers, outbox, reminders
from storage.messages import Card, CardUpdate, ChatCreate, Text
from storage.office import Office
from storage.outbox import Lane


@dataclass(kw_only=True)
class Desk:
    """One transaction at one instant (`now`, UTC). Everything written through it commits or vanishes together."""

    tx: Connection
    now: datetime
    office: Office
    calendar: WorkCalendar
    request_id: str
    actor: str = "clock"
    wrote: bool = False
    """Whether something was written here that 撤销 can take back."""
    noted: bool = False
    """Whether the audit has an event of this act."""

    @property
    def here(self) -> datetime:
        """The same instant in Beijing time."""
        return local(self.now)

    def tell(
        self,
        userids: str | Iterable[str],
        message: str | Text | Card,
        *,
        lane: Lane = Lane.ROUTINE,
        key: str | None = None,
        subject: str | None = None,
        origin: str | None = None,
        expires_at: datetime | None = None,
    ) -> None:
        """Say something to people, each at the first moment that etiquette allows (domain.md 2.7).

        `key` makes it idempotent for each of them; `origin` is told who could not be reached.
        """
        content = Text(text=message) if isinstance(message, str) else message
        for userid in dict.fromkeys([userids] if isinstance(userids, str) else userids):
            outbox.enqueue(
                self.tx,
                outbox.user(userid),
                content,
                lane=lane,
                now=self.now,
                not_before=not_before(self.now, lane, userid, self.office),
                expires_at=expires_at,
                dedupe_key=f"{key}:{userid}" if key else None,
                subject=subject,
                origin=origin,
            )

    def tell_group(self, chatid: str, message: str | ChatCreate, *, key: str, subject: str | None = None) -> None:
        """Say something in a WeCom group, or create it. Group words carry no row data (domain.md 7.6)."""
        content = Text(text=message) if isinstance(message, str) else message
        allowed = not_before(self.now, Lane.TIMELY, None, self.office)
        start = self.now if isinstance(content, ChatCreate) else allowed
        outbox.enqueue(
            self.tx,
            outbox.chat(chatid),
            content,
            lane=Lane.TIMELY,
            now=self.now,
            not_before=start,
            dedupe_key=key,
            subject=subject,
            origin=self.actor,
        )

    def update_card(self, response_code: str, users: Iterable[str], card: Card) -> None:
        """Change a card where it stands on these people's phones."""
        update = CardUpdate(response_code=response_code, users=tuple(users), card=card)
        outbox.enqueue(self.tx, outbox.user(update.users[0]), update, lane=Lane.ANSWER, now=self.now)

    def plan(
        self,
        line: str,
        kind: str,
        object: str,
        recipient: str,
        due_at: datetime,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Plan the next reminder of this kind; it replaces the one planned before (storage/reminders.py)."""
        reminders.plan(self.tx, line=line, kind=kind, object=object, recipient=recipient, due_at=due_at, data=data)

    def unplan(self, line: str, object: str, kind: str | None = None, recipient: str | None = None) -> None:
        """Take back what is planned for the object."""
        reminders.cancel(self.tx, line=line, object=object, kind=kind, recipient=recipient)

    def number(self, series: str, year: int) -> int:
        """The next number of a series; where the profile says so, a series begins above 1 (a register taken over)."""
        return numbers.allocate(self.tx, series, year, self.office.first_number(series, year))

    def note(
        self,
        action: str,
        object: str,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        acting_for: str | None = None,
        result: str = "ok",
    ) -> None:
        """Write the act into the audit (domain.md 7.7). Only fields that are not sensitive."""
        self.noted = True
        audit.record(
            self.tx,
            at=self.now,
            actor=self.actor,
            action=action,
            object=object,
            before=before,
            after=after,
            acting_for=acting_for,
            result=result,
            request_id=self.request_id,
        )

    def undoable(self, line: str, kind: str, object: str, data: Mapping[str, Any]) -> None:
        """Keep what the line needs to take this write back (撤销, ten minutes: domain.md C.1 f)."""
        self.wrote = True
        changes.remember(self.tx, actor=self.actor, at=self.now, line=line, kind=kind, object=object, data=dict(data))
