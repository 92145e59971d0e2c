"""The robot beside the app: what is said at the second door is handled by the same flow.

Guard, inbox, dialogue, handlers and the one transaction are those of the first door; only the way in and the way back
are of this door. In a group nothing of the answer is shown: it goes to the person, and the group hears where it went.
"""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime
from weakref import WeakValueDictionary

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.flow import Flow, Outcome
from bot.logs import place
from bot.metrics import METRICS
from bot.robot import rows, words
from bot.robot.answers import Answers
from bot.robot.capabilities import ROBOT_PRIVATE
from bot.robot.door import Door
from bot.robot.hearing import Heard
from bot.robot.pace import Pace
from scheduler.clock import Clock
from storage import outbox
from storage.db import Database, Unreachable
from storage.messages import Card, Text, message_adapter
from storage.office import Office

log = structlog.get_logger("robot")

TRIES = 3


class Robot:
    """Hears, has it handled and answers; one per process."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        office: Office,
        flow: Flow,
        wake: Callable[[], None],
        *,
        owner: str,
        url: str,
        bot_id: str,
        secret: str,
        pace: Pace | None = None,
    ) -> None:
        self._db, self._clock, self._office, self._flow, self._wake = db, clock, office, flow, wake
        self._owner = owner
        self.door = Door(db, clock, office, self._owner, url, bot_id, secret, self._on_heard, pace or Pace())
        self._answers = Answers(db, clock, self.door, self._owner)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._at_work: set[asyncio.Task[None]] = set()
        self._met: set[str] = set()

    async def start(self) -> None:
        """Connect as soon as the lease is ours."""
        await self.door.open()

    async def stop(self) -> None:
        """Answer what was heard, then let go of everything; what is not answered is the app's to bring."""
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=self.door.pace.last_answers)
        await self.door.close()
        for task in (left := list(self._at_work)):
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        with contextlib.suppress(Unreachable, DBAPIError):
            await self._db.write(lambda tx: outbox.let_go(tx, self._owner), alone=True)
        self._wake()

    async def idle(self) -> None:
        """Wait until everything heard so far is answered."""
        while self._at_work:
            await asyncio.wait(self._at_work)

    async def show(self, userid: str, card: Card) -> bool:
        """Bring a card into the single chat of somebody who has spoken there, if this server has the connection."""
        if not self.door.connected or not await self._db.read(lambda tx: rows.met(tx, userid)):
            return False
        return await self._answers.show(userid, card)

    def _on_heard(self, heard: Heard) -> None:
        task = asyncio.create_task(self._in_turn(heard))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def _in_turn(self, heard: Heard) -> None:
        """One person's messages one after another, in the order in which they came."""
        lock = self._locks.setdefault(heard.userid.lower(), asyncio.Lock())
        async with lock:
            try:
                await self._act(heard)
            except Exception as error:  # noqa: BLE001 - a bug in one answer must not end the door; its rows are freed
                METRICS.faults.inc()
                log.error("robot_fault", sort=heard.sort, at_code=place(error))
        self._wake()

    async def _act(self, heard: Heard) -> None:
        if heard.sort == "enter":
            await self._answers.welcome(heard, words.welcome(self._office, self._office.person(heard.userid)))
            return
        inbound = heard.inbound
        if inbound is None:
            return
        since, started = self._clock.now(), self._clock.real()
        outcome = await self._handle(heard, since)
        if outcome is None:
            await self._answers.say(heard, words.BUSY)
            return
        METRICS.callbacks.labels(f"Robot{type(inbound).__name__}", outcome.word).inc()
        if outcome.passive is not None:
            hard = outcome.word == "refused" and heard.chatid
            await self._answers.say(heard, words.hard_in_group(self._office) if hard else outcome.passive)
            return
        if outcome.word == "unknown":
            await self._answers.say(heard, words.UNREADABLE)
            return
        mine = await self._db.read(lambda tx: rows.taken(tx, heard.userid, heard.handle, self._owner))
        if heard.chatid:
            await self._answer_group(heard, mine, outcome, started)
        else:
            await self._answers.bring(heard, mine, since=started)

    async def _handle(self, heard: Heard, since: datetime) -> Outcome | None:
        """The flow; again when the database could not be reached: the inbox key makes that one effect."""
        inbound = heard.inbound
        assert inbound is not None  # noqa: S101 - asked by the only caller

        def ended(tx: Connection) -> None:
            if not heard.chatid and heard.userid.lower() not in self._met:
                rows.meet(tx, heard.userid, since)
            rows.take(
                tx,
                heard.userid,
                heard.handle,
                kinds=ROBOT_PRIVATE.kinds,
                since=since,
                owner=self._owner,
                real=self._clock.real(),
            )

        for attempt in range(1, TRIES + 1):
            try:
                outcome = await self._flow.handle(inbound, ended)
            except Unreachable as error:
                log.error("unreachable", cause=str(error))
                if attempt < TRIES:
                    await asyncio.sleep(self.door.pace.again)
            else:
                if not heard.chatid:
                    self._met.add(heard.userid.lower())
                return outcome
        return None

    async def _answer_group(self, heard: Heard, mine: list[rows.Taken], outcome: Outcome, started: float) -> None:
        """The answer to the person, then a word to the group. Somebody unknown hears it where he asked."""
        if outcome.word == "stranger":
            texts = [message_adapter.validate_python(row.payload) for row in mine]
            said = [await self._answers.say(heard, text.text) for text in texts if isinstance(text, Text)]
            await self._answers.settle(heard, mine, went=all(said))
            return
        if outcome.word == "repeated" and not mine:
            return
        known = await self._db.read(lambda tx: rows.met(tx, heard.userid))
        private = known and await self._answers.bring(heard, mine, since=started)
        if not known:
            await self._answers.settle(heard, mine, went=False)
        await self._answers.say(heard, words.IN_PRIVATE if private else words.IN_APP)
