"""What the demo's pages show: people, chats, bubbles, the clock. Times are Beijing time as WeCom writes it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.pages_hints import hints
from bot.sandbox.phones import PhoneMessage
from bot.sandbox.world import Demo
from scheduler import wording
from scheduler.clock import SHANGHAI, local
from storage.office import Person

APP = "中枢"
FREQUENT = (
    "zhangmin",
    "fengkai",
    "like",
    "chenxi",
    "duheng",
    "zhaowan",
    "sunli",
    "guoping",
    "lian-he",
    "liaison-yingjiju",
)
"""Those whom the chooser offers first."""
PAGE = 50
"""Messages of a chat that a phone shows at first, and that are added when one scrolls up."""
TONES = 8
LONGEST_NAME = 4
_PAUSE = 300
"""Seconds after which WeCom writes the time above a message."""


@dataclass(frozen=True)
class Bubble:
    """A message with what stands around it: `stamp` above it (or ""), and who speaks."""

    message: PhoneMessage
    stamp: str
    who: str


@dataclass(frozen=True)
class ChatRow:
    """A line in the list of chats. `chat` is "" for the app, else the chatid; `faces` are the members' names."""

    chat: str
    name: str
    preview: str
    when: str
    unread: int
    faces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seat:
    """One phone: whose it is and what it shows; `chat` is None for the list of chats."""

    slot: int
    person: Person
    post: str
    chat: str | None
    name: str
    members: int
    rows: list[ChatRow]
    bubbles: list[Bubble]
    more: bool
    """Whether older messages stand above these."""
    hints: tuple[str, ...]
    elsewhere: int
    """Unread messages in the person's other chats."""


class Views:
    """Looks at a demo and remembers which messages have been looked at."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._seen: dict[tuple[str, str], int] = {}
        self._world = demo.fake

    def person(self, userid: str) -> Person:
        """Raises KeyError when there is nobody of that id."""
        found = self._demo.office.person(userid)
        if found is None:
            raise KeyError(userid)
        return found

    def people(self, query: str) -> list[Person]:
        """Those whose name, post, unit or userid has the words; without any, the frequent ones first."""
        words = query.lower().split()
        people = [p for p in self._demo.office.people if all(word in self._described(p).lower() for word in words)]
        if words:
            return people
        return sorted(people, key=lambda p: FREQUENT.index(p.userid) if p.userid in FREQUENT else len(FREQUENT))

    def post(self, person: Person) -> str:
        """What somebody is, with the unit: 区住建局联络员; "" where the name says it."""
        unit = self._demo.office.unit(person.unit) if person.unit else None
        foreign = unit is not None and unit is not self._demo.office.own
        post = f"{unit.label}{person.post}" if unit is not None and foreign else person.post
        return "" if post == person.name else post

    def _described(self, person: Person) -> str:
        return f"{person.name} {person.post} {person.unit or ''} {person.section or ''} {person.userid}"

    def seat(self, slot: int, userid: str, chat: str | None) -> Seat:
        """A phone; opening a chat marks it as read. Raises KeyError for an unknown person or chat."""
        person = self.person(userid)
        if chat is not None:
            self.saw(person.userid, chat)
        rows = self.rows(person.userid)
        bubbles, more = self.bubbles(person.userid, chat) if chat is not None else ([], False)
        shown = next((row for row in rows if row.chat == chat), None)
        if chat is not None and shown is None:
            raise KeyError(chat)
        return Seat(
            slot=slot,
            person=person,
            post=self.post(person),
            chat=chat,
            name=shown.name if shown else "消息",
            members=len(self._demo.fake.groups[chat].members) if chat else 0,
            rows=rows,
            bubbles=bubbles,
            more=more,
            hints=hints(person) if chat == "" else (),
            elsewhere=sum(row.unread for row in rows if row.chat != chat),
        )

    def rows(self, userid: str) -> list[ChatRow]:
        """The app and the person's groups, the one with the newest message first."""
        inbox = self._demo.fake.inbox(userid)
        groups = [group for group in self._demo.fake.groups.values() if userid.lower() in group.members]
        found = [(self._last(inbox, ""), self._row(userid, "", APP, ()))]
        for group in groups:
            faces = tuple(self._name(member) for member in group.members[:9])
            found.append((self._last(inbox, group.chatid), self._row(userid, group.chatid, group.name, faces)))
        return [row for _, row in sorted(found, key=lambda pair: pair[0].id if pair[0] else 0, reverse=True)]

    def _row(self, userid: str, chat: str, name: str, faces: tuple[str, ...]) -> ChatRow:
        last = self._last(self._demo.fake.inbox(userid), chat)
        if last is None:
            return ChatRow(chat, name, "", "", 0, faces)
        preview = f"{APP}撤回了一条消息" if last.recalled else last.text.partition("\n")[0]
        return ChatRow(chat, name, preview, self._when(last.at), self.unread(userid)[chat], faces)

    @staticmethod
    def _last(inbox: list[PhoneMessage], chat: str) -> PhoneMessage | None:
        return next((message for message in reversed(inbox) if message.chatid == chat), None)

    def unread(self, userid: str) -> Counter[str]:
        """How many messages by chat the person has not looked at."""
        return Counter(
            message.chatid
            for message in self._demo.fake.inbox(userid)
            if not message.mine and not message.recalled and message.id > self._mark(userid, message.chatid)
        )

    def _mark(self, userid: str, chat: str) -> int:
        return self._marks().get((userid.lower(), chat), 0)

    def _marks(self) -> dict[tuple[str, str], int]:
        """What was seen in this world; in a new one nothing was."""
        if self._world is not self._demo.fake:
            self._world, self._seen = self._demo.fake, {}
        return self._seen

    def saw(self, userid: str, chat: str) -> None:
        """The person has looked at everything in the chat."""
        last = self._last(self._demo.fake.inbox(userid), chat)
        self._marks()[userid.lower(), chat] = last.id if last else 0

    def bubbles(self, userid: str, chat: str, before: int | None = None) -> tuple[list[Bubble], bool]:
        """The last messages of a chat (those above the message `before`), oldest first; and whether there are more."""
        messages = [message for message in self._demo.fake.inbox(userid) if message.chatid == chat]
        if before is not None:
            messages = [message for message in messages if message.id < before]
        first = max(0, len(messages) - PAGE)
        earlier = messages[first - 1] if first else None
        shown = messages[first:]
        return [_bubble(one, earlier) for earlier, one in zip([earlier, *shown], shown, strict=False)], first > 0

    def bubble(self, userid: str, message_id: int) -> Bubble:
        """One message of the person's phone. Raises StopIteration when it is not there."""
        back = reversed(self._demo.fake.inbox(userid))
        message = next(message for message in back if message.id == message_id)
        return _bubble(message, next((other for other in back if other.chatid == message.chatid), None))

    def _name(self, userid: str) -> str:
        found = self._demo.office.person(userid)
        return found.name if found else userid

    def _when(self, at: float) -> str:
        then, today = datetime.fromtimestamp(at, SHANGHAI), local(self._demo.clock.now()).date()
        if then.date() == today:
            return wording.hour(then)
        return "昨天" if then.date() == today - timedelta(days=1) else f"{then.month}月{then.day}日"


def _bubble(message: PhoneMessage, before: PhoneMessage | None) -> Bubble:
    return Bubble(message, _stamp(before, message), message.sender if message.mine else APP)


def tone(name: str) -> int:
    """Which of the avatar's grounds a name gets."""
    return sum(name.encode()) % TONES


def face(name: str) -> str:
    """The two characters on an avatar: 张敏, 知行; of a post (区应急局联络员) the first two that tell it apart."""
    return name[-2:] if len(name) <= LONGEST_NAME else name.removeprefix("区")[:2]


def _stamp(before: PhoneMessage | None, message: PhoneMessage) -> str:
    at = datetime.fromtimestamp(message.at, SHANGHAI)
    if before is None:
        return wording.moment(at)
    last = datetime.fromtimestamp(before.at, SHANGHAI)
    if last.date() != at.date():
        return wording.moment(at)
    return wording.hour(at) if message.at - before.at >= _PAUSE else ""
