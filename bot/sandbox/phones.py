"""What stands on people's phones."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.card_state import CardState
from bot.sandbox.core import Json, Refused
from bot.sandbox.feed import Feed
from bot.sandbox.media import Medium


@dataclass
class PhoneMessage:
    """One message on one person's phone.

    `text` is what a person sees. `payload` is the raw content under its msgtype. `at` is clock seconds. `sender` is the
    app's or the group's name, or the person's own name when `mine`. `chatid` is set for group messages, `passive` for
    the answer in a callback's response, `medium` for a picture or a file.
    """

    id: int
    userid: str
    kind: str
    text: str
    at: float
    sender: str
    msgid: str = ""
    chatid: str = ""
    mine: bool = False
    passive: bool = False
    recalled: bool = False
    payload: Json = field(default_factory=dict)
    card: CardState | None = None
    medium: Medium | None = None

    def to_dict(self) -> Json:
        """JSON for the browser phone. A recalled message keeps no content."""
        shown = {} if self.recalled else {"text": self.text, "payload": self.payload}
        card = self.card.to_dict() if self.card and not self.recalled else None
        names = ("id", "userid", "kind", "at", "sender", "msgid", "chatid", "mine", "passive", "recalled")
        return {**{name: getattr(self, name) for name in names}, "text": "", "payload": {}, **shown, "card": card}


class Phones:
    """The inbox of every member; keys are lower-case userids."""

    def __init__(self, feed: Feed, clock: Callable[[], float]) -> None:
        self._feed = feed
        self._clock = clock
        self._inboxes: dict[str, list[PhoneMessage]] = {}
        self._count = 0

    def show(
        self,
        userid: str,
        kind: str,
        text: str,
        sender: str,
        *,
        msgid: str = "",
        chatid: str = "",
        mine: bool = False,
        passive: bool = False,
        payload: Json | None = None,
        card: CardState | None = None,
        medium: Medium | None = None,
    ) -> PhoneMessage:
        """Put a message on the phone."""
        self._count += 1
        message = PhoneMessage(
            id=self._count,
            userid=userid.lower(),
            kind=kind,
            text=text,
            at=self._clock(),
            sender=sender,
            msgid=msgid,
            chatid=chatid,
            mine=mine,
            passive=passive,
            payload=payload or {},
            card=card,
            medium=medium,
        )
        self._inboxes.setdefault(message.userid, []).append(message)
        self._feed.publish({"type": "message", "userid": message.userid, "message": message.to_dict()})
        return message

    def changed(self, message: PhoneMessage) -> None:
        """Tell listeners that a message's card changed or that it was recalled."""
        if message.card and not message.recalled:
            message.text = message.card.text()
        self._feed.publish({"type": "update", "userid": message.userid, "message": message.to_dict()})

    @property
    def newest(self) -> int:
        """The id of the newest message on any phone, 0 when there is none."""
        return self._count

    def message(self, number: int) -> PhoneMessage | None:
        """The message of that id, on whatever phone."""
        for inbox in self._inboxes.values():
            at = bisect_left(inbox, number, key=lambda message: message.id)
            if at < len(inbox) and inbox[at].id == number:
                return inbox[at]
        return None

    def since(self, number: int) -> list[PhoneMessage]:
        """Every message above that id, on all phones, oldest first."""
        found = [m for box in self._inboxes.values() for m in box[bisect_right(box, number, key=lambda m: m.id) :]]
        return sorted(found, key=lambda message: message.id)

    def inbox(self, userid: str) -> list[PhoneMessage]:
        """All messages on the phone, oldest first, the person's own included."""
        return list(self._inboxes.get(userid.lower(), []))

    def by_msgid(self, msgid: str) -> list[PhoneMessage]:
        """The copies of one sent message on all phones."""
        return [message for inbox in self._inboxes.values() for message in inbox if message.msgid == msgid]

    def card(self, userid: str, task_id: str) -> PhoneMessage:
        """The newest card with this task_id on the phone. Raises Refused when there is none."""
        for message in reversed(self.inbox(userid)):
            if message.card and message.card.task_id == task_id and not message.recalled:
                return message
        raise Refused(f"{userid} has no card {task_id!r} on the phone")

    async def wait_for(
        self, userid: str, predicate: Callable[[PhoneMessage], bool], timeout: float = 30.0, *, after: int = 0
    ) -> PhoneMessage:
        """The first message on the phone that satisfies the predicate, now or within `timeout` real seconds.

        Only messages with an id greater than `after` count. Raises TimeoutError, quoting what the phone shows instead.
        """
        with self._feed.subscribe() as events:
            try:
                async with asyncio.timeout(timeout):
                    while True:
                        for message in self.inbox(userid):
                            if message.id > after and predicate(message):
                                return message
                        await events.get()
            except TimeoutError:
                shown = "\n".join(f"- {m.sender}: {m.text}" for m in self.inbox(userid)[-5:]) or "(nothing)"
                raise TimeoutError(f"{userid} got no such message in {timeout} s; the phone shows:\n{shown}") from None
