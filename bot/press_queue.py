"""Presses that were accepted in a burst, done one after another (wecom.md 2: a callback is answered within 5 s).

A press costs milliseconds and hundreds may come in a second, when a notice reaches thousands. So that WeCom need not
wait, a press beyond BURST at once is written down, answered, and done in its turn. Below that everything is done before
the answer, as ever. The rows are the queue: a server that dies leaves them, and the next one, or another, does them.
"""

import asyncio
import contextlib
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.logs import place
from bot.wecom.inbound import CardPress
from handlers.line import Press
from scheduler.clock import Clock
from storage import inbox
from storage.db import Database

log = structlog.get_logger("presses")

BURST = 16
"""Presses in hand at once beyond which more are written down first: some hundredths of a second's work."""
AT_ONCE = 8
"""People whose presses are done together: they share a commit, and what arrives meanwhile waits no longer than that."""
BREATH, BREATHS = 0.05, 20
"""What arrives goes first: so many seconds, so many times, the queue waits while more are being written down."""
AGAIN = 1.0
"""Real seconds until a press is tried again that the database could not be reached for."""
LOOK = 5.0
"""Real seconds between two looks for what another server left behind."""


class PressQueue:
    """Whose presses wait on this server, in the order in which they came. One per process."""

    def __init__(self, db: Database, clock: Clock, owner: str, finish: Callable[[str], Awaitable[None]]) -> None:
        self._db, self._clock, self._finish = db, clock, finish
        self.owner = owner
        self._people: OrderedDict[str, None] = OrderedDict()
        self._in_hand = self._arriving = 0
        self._awake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._working: list[asyncio.Task[None]] = []

    def start(self, after: Callable[[], None]) -> None:
        """Do what waits from now on; `after` is called when some of it is done."""
        self._working = [asyncio.create_task(self._run(after)), asyncio.create_task(self._watch())]

    async def stop(self) -> None:
        """What is begun ends by itself; the rest waits in its rows for whoever comes next."""
        for task in self._working:
            task.cancel()
        await asyncio.gather(*self._working, return_exceptions=True)
        if self._people:
            try:
                await self._db.write(lambda tx: inbox.let_go(tx, self.owner))
            except Exception as error:  # noqa: BLE001 - then another takes them when they have waited long enough
                log.error("press_stop", at_code=place(error))

    async def settle(self) -> None:
        """Wait until nothing of this server's waits any more."""
        await self._idle.wait()

    def crowded(self) -> bool:
        """Whether one more press should be written down first; who comes after others that wait waits, too."""
        return bool(self._working) and (self._in_hand >= BURST or bool(self._people))

    @contextlib.contextmanager
    def in_hand(self) -> Iterator[None]:
        """A press that is done before it is answered."""
        self._in_hand += 1
        try:
            yield
        finally:
            self._in_hand -= 1

    async def put_off(self, pressed: CardPress) -> bool:
        """Write it down, to be done in its turn; durable when this returns. False: it had been accepted before."""
        request_id, sender = secrets.token_hex(6), pressed.sender.lower()

        def unit(tx: Connection) -> bool:
            new = inbox.accept(tx, pressed.dedupe_key, self._clock.now(), request_id)
            if new:
                inbox.put_off(tx, sender, _row(pressed), owner=self.owner, real=self._clock.real())
            return new

        self._arriving += 1
        try:
            new = await self._db.write(unit)
        finally:
            self._arriving -= 1
        if new:
            self.add(sender)
        log.info("put_off", request=request_id, new=new)
        return new

    def add(self, sender: str) -> None:
        """Something that this person pressed waits."""
        self._people[sender] = None
        self._idle.clear()
        self._awake.set()

    async def _run(self, after: Callable[[], None]) -> None:
        while True:
            await self._awake.wait()
            self._awake.clear()
            while self._people:
                await self._let_pass()
                people = [self._people.popitem(last=False)[0] for _ in range(min(AT_ONCE, len(self._people)))]
                await asyncio.gather(*(self._finish_for(sender) for sender in people))
                after()
            self._idle.set()

    async def _let_pass(self) -> None:
        """Callbacks first, as long as they are many; but not for ever."""
        for _ in range(BREATHS):
            if self._arriving <= AT_ONCE:
                return
            await asyncio.sleep(BREATH)

    async def _finish_for(self, sender: str) -> None:
        """All that this person pressed; again later when the database cannot be reached or cannot keep it."""
        try:
            await self._finish(sender)
        except Exception as error:  # noqa: BLE001 - a bug was answered; a database that is away or full comes back
            log.error("press_waits", at_code=place(error))
            await asyncio.sleep(AGAIN)
            self.add(sender)

    async def _watch(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - a database that is away comes back; the rows are kept
                log.error("press_watch", at_code=place(error))
            await asyncio.sleep(LOOK)

    async def look(self) -> None:
        """Take over what others left behind; on SQLite, where there are no others, what the last one left."""
        before = float("inf") if self._db.is_sqlite else self._clock.real() - inbox.LEFT_BEHIND
        for sender in await self._db.read(lambda tx: inbox.left_behind(tx, before)):
            self.add(sender)


def press_of(row: Mapping[str, Any]) -> tuple[str, Press]:
    """The key and the press in a row that waited."""
    selected = {question: tuple(chosen) for question, chosen in row["selected"].items()}
    return row["key"], Press(row["task_id"], row["code"], selected)


def _row(pressed: CardPress) -> dict[str, Any]:
    """What a press consists of: keys, ids and a code of WeCom's, nothing that a person wrote."""
    selected = {question: list(chosen) for question, chosen in pressed.selected.items()}
    return {
        "key": pressed.key,
        "task_id": pressed.task_id,
        "code": pressed.response_code,
        "selected": selected,
    }
