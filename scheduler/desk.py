"""The desk: what every act in a transaction has at hand, whether a person or the clock started it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from scheduler import entries
from scheduler.clock import local
from scheduler.etiquette import not_before
from scheduler.workdays import WorkCalendar
from storage import audit, changes, files, numbers, outbox, quiet, reminders
from storage.messages import Card, CardUpdate, ChatCreate, FileMessage, Picture, Text
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
    did: str = ""
    """The last act in the audit that changed something, as it is called there."""

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
        self._tell(
            userids,
            Text(text=message) if isinstance(message, str) else message,
            lane=lane,
            key=key,
            subject=subject,
            origin=origin,
            expires_at=expires_at,
        )

    def send_file(
        self,
        userids: str | Iterable[str],
        name: str,
        content: bytes,
        *,
        lane: Lane = Lane.ANSWER,
        key: str | None = None,
        subject: str | None = None,
    ) -> None:
        """Put a file on people's phones under this name (signs that file systems refuse become "_").

        Etiquette and `key` as in `tell`; it goes out as it is, never with other words, and whoever sends it to others
        learns who did not get it. Raises ValueError for more than 20 MB or less than 6 bytes (wecom.md 7).
        """
        name = files.proper_name(name)
        file = files.keep(self.tx, "file", name, content, self.now)
        self._send(userids, FileMessage(file=file, name=name), lane, key, subject)

    def send_picture(
        self,
        userids: str | Iterable[str],
        png: bytes,
        *,
        title: str,
        lane: Lane = Lane.ANSWER,
        key: str | None = None,
        subject: str | None = None,
    ) -> None:
        """Show people a picture. The phone shows no title: say in words what it is, if it does not say so itself.

        Raises ValueError for what is no PNG, or is more than 10 MB (wecom.md 7).
        """
        title = files.proper_name(f"{title}.png").removesuffix(".png")
        file = files.keep(self.tx, "picture", f"{title}.png", png, self.now)
        self._send(userids, Picture(file=file, title=title), lane, key, subject)

    def calendar_put(
        self,
        object: str,
        *,
        summary: str,
        start: datetime,
        end: datetime,
        location: str = "",
        attendees: Iterable[str],
    ) -> None:
        """Put an entry into the WeCom calendars of these people, or change the object's entry to this.

        WeCom itself tells those who attend, so it waits until all of them may be disturbed; what is over by then is
        not put.
        What stands in a calendar is seen by others: the summary carries no sensitive title. Raises ValueError for an
        entry without a summary, without anybody, with more than 1000 people or with an end before its start.
        """
        entries.put(
            self.tx,
            self.office,
            self.now,
            object,
            summary=summary,
            start=start,
            end=end,
            location=location,
            attendees=attendees,
        )

    def calendar_remove(self, object: str) -> None:
        """Take the object's entry out of everybody's calendar; nothing happens when there is none."""
        entries.remove(self.tx, self.office, self.now, object)

    def _send(
        self,
        userids: str | Iterable[str],
        content: FileMessage | Picture,
        lane: Lane,
        key: str | None,
        subject: str | None,
    ) -> None:
        people = [userids] if isinstance(userids, str) else list(userids)
        origin = None if self.actor in people else self.actor
        self._tell(people, content, lane=lane, key=key, subject=subject, origin=origin)

    def _tell(
        self,
        userids: str | Iterable[str],
        content: Text | Card | FileMessage | Picture,
        *,
        lane: Lane,
        key: str | None,
        subject: str | None,
        origin: str | None = None,
        expires_at: datetime | None = None,
    ) -> None:
        for userid in dict.fromkeys([userids] if isinstance(userids, str) else userids):
            own = quiet.windows(self.tx, userid) if lane is Lane.ROUTINE else ()
            outbox.enqueue(
                self.tx,
                outbox.user(userid),
                content,
                lane=lane,
                now=self.now,
                not_before=not_before(self.now, lane, userid, self.office, own),
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
        """Write an act that changed something into the audit (domain.md 7.7). Only fields that are not sensitive."""
        self.did = action
        self._record(action, object, before=before, after=after, acting_for=acting_for, result=result)

    def looked(
        self,
        action: str,
        object: str,
        *,
        after: Mapping[str, Any] | None = None,
        acting_for: str | None = None,
        result: str = "ok",
    ) -> None:
        """Write into the audit what was looked at or handed out: it leaves nothing for 撤销 to take back."""
        self._record(action, object, before=None, after=after, acting_for=acting_for, result=result)

    def _record(self, action: str, object: str, **what: Any) -> None:
        self.noted = True
        audit.record(
            self.tx, at=self.now, actor=self.actor, action=action, object=object, request_id=self.request_id, **what
        )

    def undoable(self, line: str, kind: str, object: str, data: Mapping[str, Any]) -> None:
        """Keep what the line needs to take this write back (撤销, ten minutes: domain.md C.1 f)."""
        self.wrote = True
        changes.remember(self.tx, actor=self.actor, at=self.now, line=line, kind=kind, object=object, data=dict(data))
