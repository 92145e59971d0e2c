"""What the demo remembers of every callback and of every act of the clock, so that a message can be taken apart.

Nothing of a text that the guard stops is kept, not even its envelope (domain.md 7.3). The newest acts only; `zhongshu
serve` knows nothing of all this.
"""

import itertools
from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.app import Bot
from bot.calls import CHECK_FROM
from bot.sandbox.core import ApiCall
from bot.sandbox.inspect_rows import ACT, RowChange, WatchedDatabase
from bot.sandbox.world import Demo
from bot.wecom.crypto import Rejected
from bot.wecom.events import parse
from bot.wecom.inbound import Inbound, MediaMessage, TextMessage
from storage import guard
from storage.guard import GuardRefused

MOST = 500
"""Acts, and calls to WeCom, that are kept."""

ASLEEP = timedelta(hours=2)
"""How long the bot is away when it is put to sleep."""

Level = Literal["ok", "soft", "hard"]


@dataclass(frozen=True)
class Envelope:
    """A callback as WeCom posted it, and what is inside."""

    body: bytes
    signature: str
    timestamp: str
    nonce: str
    plain: bytes


@dataclass
class Act:
    """A callback (`event`) with all its deliveries, an act of the clock, or something done to the demo (`mark`).

    `at` is office time; `first` the newest message on any phone when it began. `deliveries` are the HTTP statuses of
    the callback's posts, with real seconds; a retry adds one to the act that it repeats.
    """

    number: int
    at: datetime
    first: int
    sender: str = ""
    key: str = ""
    level: Level = "ok"
    event: Inbound | None = None
    envelope: Envelope | None = None
    mark: str = ""
    rows: list[RowChange] = field(default_factory=list)
    deliveries: list[tuple[int, float]] = field(default_factory=list)
    error: str = ""

    @property
    def until(self) -> datetime:
        """The office time at its end."""
        return self.at + ASLEEP if self.mark == "asleep" else self.at

    @property
    def text(self) -> str | None:
        """What was typed; None for everything else, and for what is not kept."""
        return self.event.content if isinstance(self.event, TextMessage) else None

    def new_rows(self, table: str) -> Iterator[RowChange]:
        """The rows that it added to a table."""
        return (row for row in self.rows if row.table == table and row.verb == "增")

    def forget(self, error: str = "") -> None:
        """Keep nothing of what was said."""
        self.event = self.envelope = None
        self.rows, self.error = [], error or self.error


class Acts:
    """The newest acts and calls of the present world."""

    def __init__(self, demo: Demo) -> None:
        self._demo = demo
        self._world: object = None
        self._numbers = itertools.count(1)
        self.kept: OrderedDict[int, Act] = OrderedDict()
        self.calls: deque[ApiCall] = deque(maxlen=MOST)
        self.dropped = 0
        """Acts that are no longer kept."""
        self.began = demo.clock.now()
        """Office time at which the present world began."""
        demo.open_database = lambda url: WatchedDatabase(url, self)
        demo.on_bot.append(self._attach)

    def _attach(self, bot: Bot, app: web.Application) -> None:
        """Watch a new bot; in a new world everything begins anew."""
        if self._world is not self._demo.fake:
            self._world = self._demo.fake
            self.kept.clear()
            self.calls.clear()
            self.dropped, self.began = 0, self._demo.clock.now()
        self._demo.fake.journal.watch = self.calls.append
        self._demo.fake.journal.most = MOST

        @web.middleware
        async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.method != "POST" or request.path != "/wecom/callback":
                return await handler(request)
            act, began = self._arrived(bot, request.query, await request.read()), bot.clock.real()
            token = ACT.set(act)
            try:
                response = await handler(request)
            finally:
                ACT.reset(token)
            if act is not None:
                act.deliveries.append((response.status, bot.clock.real() - began))
            return response

        app.middlewares.append(watch)

    def _arrived(self, bot: Bot, query: Mapping[str, str], body: bytes) -> Act | None:
        """The act of a callback: a new one, or that of which this is a retry; None for what is rejected."""
        signature, timestamp, nonce = (query.get(name, "") for name in ("msg_signature", "timestamp", "nonce"))
        try:
            plain = bot.codec.open(signature, timestamp, nonce, body)
            event = parse(plain)
        except Rejected:
            return None
        if (known := self.by_key(event.dedupe_key)) is not None:
            return known
        act = self._add(key=event.dedupe_key)
        act.level = guard.screen(event.content).level if isinstance(event, TextMessage) else "ok"
        if act.level != "hard":
            act.sender = event.sender.lower()
        if act.level == "ok":
            act.event = event
        if act.level == "ok" and not isinstance(event, MediaMessage):
            act.envelope = Envelope(body, signature, timestamp, nonce, plain)
        return act

    def _add(self, *, key: str = "", mark: str = "") -> Act:
        act = Act(next(self._numbers), self._demo.clock.now(), self._demo.fake.phones.newest, key=key, mark=mark)
        self.kept[act.number] = act
        if len(self.kept) > MOST:
            self.kept.popitem(last=False)
            self.dropped += 1
        return act

    def mark(self, what: str) -> None:
        """Note what was done to the demo itself."""
        self._add(mark=what)

    def wrote(self, act: object | None, rows: list[RowChange]) -> None:
        """A unit committed. What the clock did counts when it said something."""
        if act is None and any(row.table == "outbox" for row in rows):
            act = self._add()
        if isinstance(act, Act) and act.level != "hard":
            act.rows.extend(rows)

    def failed(self, act: object | None, error: BaseException) -> None:
        """A unit was rolled back; a refusal by the guard shows that the text was not fit to be kept."""
        if isinstance(act, Act):
            act.error = type(error).__name__
            if isinstance(error, GuardRefused):
                act.forget()

    def by_key(self, key: str) -> Act | None:
        """The act of a callback, by its dedupe key."""
        return next((act for act in reversed(self.kept.values()) if act.key == key), None)

    def presses(self, userid: str, task_id: str) -> list[Act]:
        """When this person pressed the card, oldest first."""
        return [
            act
            for act in self.kept.values()
            if act.sender == userid.lower() and task_id and getattr(act.event, "task_id", None) == task_id
        ]

    def causing(self, outbox_id: int) -> Act | None:
        """The act that put this row into the outbox."""
        wanted = str(outbox_id)
        return next(
            (act for act in reversed(self.kept.values()) if any(r.id == wanted for r in act.new_rows("outbox"))), None
        )

    def row_of(self, msgid: str) -> int | None:
        """Which row of the outbox became this message, by the interval of its duplicate check (bot/calls.py)."""
        call = next((call for call in reversed(self.calls) if msgid and call.msgid == msgid), None)
        interval = orjson.loads(call.body).get("duplicate_check_interval") if call is not None else None
        return interval - CHECK_FROM if isinstance(interval, int) else None

    def callbacks(self) -> list[Act]:
        """The acts of people, and what was done to the demo, oldest first."""
        return [act for act in self.kept.values() if act.key or act.mark]
