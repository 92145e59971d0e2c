"""The sender: brings outbox rows to WeCom, one recipient's rows one after another, many recipients at once.

A call that may or may not have arrived is repeated to the letter with WeCom's duplicate check on; the check's interval
differs from row to row, so that two equal texts to one person remain two messages (design.md 1).
"""

import asyncio

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.calls import Calls, Delivered, Failed, Later, Outcome, Show
from bot.metrics import METRICS
from bot.wecom.client import WeComClient
from bot.wecom.errors import Reaction, WeComError, WeComUnreachable
from scheduler.clock import Clock
from scheduler.dispatch import claim_parcels
from scheduler.etiquette import not_before
from scheduler.parcels import Parcel
from scheduler.workdays import WorkCalendar
from storage import outbox
from storage.db import Database, Unreachable
from storage.messages import Text
from storage.office import Office, Role
from storage.outbox import Lane

log = structlog.get_logger("sender")

CLAIM = 1000
SLOWEST_RETRY = 60.0
RENEWED = outbox.LEASE * 2 / 3
"""A lease with less left, in seconds, is renewed: a slow WeCom must not hand our rows to another server."""
LAST_CALLS = 4.0
"""Seconds that running calls are given when the server stops."""
PACE = 0.025
"""Seconds between two rounds under load: one claim then serves many messages. A message after a lull goes at once."""
TASK_ID_USED, CODE_USED, CHAT_EXISTS = 42014, 60140, 86215
"""On a repeated call these say that the first one had arrived."""


class Sender:
    """One per process. `wake()` after every commit that enqueued; a tick wakes it too."""

    def __init__(
        self, db: Database, client: WeComClient, clock: Clock, office: Office, calendar: WorkCalendar, owner: str
    ) -> None:
        self._db, self._clock, self._owner = db, clock, owner
        self._office, self._calendar = office, calendar
        self._awake = asyncio.Event()
        self._calls: set[asyncio.Task[None]] = set()
        self._results: list[tuple[Parcel, Outcome]] = []
        self._wecom = Calls(db, client, clock)
        self._held: dict[int, float] = {}
        self._one_round = asyncio.Lock()
        self._running: asyncio.Task[None] | None = None
        self._ending = False

    def start(self) -> None:
        """Send from now on, in a task of its own."""
        self._running = asyncio.create_task(self._run())

    def second_door(self, show: Show | None) -> None:
        """Where cards go when the app may send no buttons (no public address: docs/second-door.md)."""
        self._wecom.second = show

    def wake(self) -> None:
        """There may be something to send."""
        self._awake.set()

    async def finish(self) -> None:
        """No new rounds. The one that runs ends first: a claim whose answer nobody hears would wait for its lease."""
        self._ending = True
        self.wake()
        if self._running is not None:
            await self._running

    async def _run(self) -> None:
        loop, last = asyncio.get_running_loop(), 0.0
        while True:
            await self._awake.wait()
            if (rest := last + PACE - loop.time()) > 0:
                await asyncio.sleep(rest)
            self._awake.clear()
            if self._ending:
                return
            last = loop.time()
            try:
                await self._round()
            except Exception as error:  # noqa: BLE001 - a broken database must not end the sender; rows are kept
                log.error("sender_round", error=type(error).__name__)
                await asyncio.sleep(1)
                self._awake.set()

    async def drain(self) -> None:
        """Send everything that may go now and wait until it has gone or failed once (the steerable clock, tests)."""
        while await self._round() or self._calls or self._results:
            if self._calls:
                await asyncio.wait(self._calls, return_when=asyncio.FIRST_COMPLETED)

    async def close(self) -> None:
        """Finish; give running calls a few seconds, write down their results, leave the rest to whoever comes next."""
        await self.finish()
        if self._calls:
            _, running = await asyncio.wait(self._calls, timeout=LAST_CALLS)
            for call in running:
                call.cancel()
            if running:
                await asyncio.wait(running)
        await self._wecom.close()
        await self._settle()
        await self._db.write(lambda tx: outbox.let_go(tx, self._owner))

    async def _round(self) -> int:
        async with self._one_round:
            return await self._claim_and_start()

    async def _claim_and_start(self) -> int:
        """Write down what has ended, claim what may go, start its calls; returns how many."""
        now, real = self._clock.now(), self._clock.real()
        settled, self._results = self._results, []
        for parcel, _ in settled:
            self._let_go(parcel)
        old = [row for row, until in self._held.items() if until < real + RENEWED]

        def unit(tx: Connection) -> tuple[list[int], list[Parcel]]:
            for parcel, outcome in settled:
                self._write_down(tx, parcel, outcome)
            still_ours = outbox.renew(tx, old, owner=self._owner, real=real) if old else []
            return still_ours, claim_parcels(
                tx,
                owner=self._owner,
                now=now,
                real=real,
                office=self._office,
                calendar=self._calendar,
                limit=CLAIM,
            )

        try:
            renewed, parcels = await self._db.write(unit, alone=True)
        except BaseException:
            self._results = settled + self._results
            raise
        self._held |= dict.fromkeys((*renewed, *(row for parcel in parcels for row in parcel.ids)), real + outbox.LEASE)
        chains: dict[str, list[Parcel]] = {}
        for parcel in parcels:
            key = parcel.recipients[0] if len(parcel.recipients) == 1 else f"batch:{parcel.first.id}"
            chains.setdefault(key, []).append(parcel)
        for chain in chains.values():
            task = asyncio.create_task(self._send_chain(chain))
            self._calls.add(task)
            task.add_done_callback(self._calls.discard)
        return len(parcels)

    async def _settle(self) -> None:
        settled, self._results = self._results, []

        def unit(tx: Connection) -> None:
            for parcel, outcome in settled:
                self._write_down(tx, parcel, outcome)

        if settled:
            await self._db.write(unit, alone=True)

    async def _send_chain(self, chain: list[Parcel]) -> None:
        blocked: Later | None = None
        for parcel in chain:
            if blocked is None:
                outcome = await self._send(parcel)
                blocked = outcome if isinstance(outcome, Later) else None
            else:
                outcome = blocked
            METRICS.sent.labels(type(outcome).__name__.lower()).inc()
            self._results.append((parcel, outcome))
        self.wake()

    def _let_go(self, parcel: Parcel) -> None:
        for row in parcel.ids:
            self._held.pop(row, None)

    async def _send(self, parcel: Parcel) -> Outcome:
        if any(self._held.get(row, 0.0) <= self._clock.real() for row in parcel.ids):
            return Later(0.0, "租约已过")  # this process stood still: another server has the row by now
        try:
            return await self._wecom.make(parcel)
        except WeComUnreachable as error:
            return Later(_back_off(parcel.first.attempt), error.reason)
        except WeComError as error:
            return self._after_error(parcel, error)
        except (DBAPIError, Unreachable, OSError) as error:
            log.error("sender_database", row=parcel.first.id, error=type(error).__name__)
            return Later(_back_off(parcel.first.attempt), "数据库")
        except Exception as error:  # noqa: BLE001 - a message that cannot be built must not stop the others
            log.error("unsendable", row=parcel.first.id, kind=parcel.first.kind, error=type(error).__name__)
            return Failed(f"消息无法生成（{type(error).__name__}）")

    def _after_error(self, parcel: Parcel, error: WeComError) -> Outcome:
        repeated = parcel.first.attempt > 1
        if error.code == CHAT_EXISTS or (repeated and error.code in {TASK_ID_USED, CODE_USED}):
            return Delivered(f"row:{parcel.first.id}", None, 0)
        log.warning("wecom_refused", code=error.code, reaction=error.reaction.value, row=parcel.first.id)
        METRICS.wecom_errors.labels(str(error.code)).inc()
        match error.reaction:
            case Reaction.RETRY | Reaction.REFRESH:
                return Later(_back_off(parcel.first.attempt), str(error.code))
            case Reaction.BACKOFF | Reaction.ALERT:
                return Later(SLOWEST_RETRY, str(error.code))
            case _:
                return Failed(f"{error.code} {error.cause}")

    def _write_down(self, tx: Connection, parcel: Parcel, outcome: Outcome) -> None:
        now, real = self._clock.now(), self._clock.real()
        match outcome:
            case Later():
                retry_at = real + outcome.seconds
                outbox.put_back(tx, parcel.ids, owner=self._owner, retry_at=retry_at, error=outcome.reason)
            case Failed():
                outbox.mark_failed(tx, parcel.ids, owner=self._owner, error=outcome.reason)
                if parcel.first.kind != "calendar":
                    users = [r.removeprefix("user:") for r in parcel.recipients]
                    self._tell_origin(tx, parcel, users, outcome.reason)
            case Delivered():
                missed = [row for row in parcel.rows if row.recipient.removeprefix("user:") in outcome.invalid]
                reached = [row.id for row in parcel.rows if row not in missed]
                outbox.mark_sent(
                    tx,
                    reached,
                    owner=self._owner,
                    now=now,
                    real=real,
                    calls=outcome.calls,
                    msgid=outcome.msgid,
                    response_code=outcome.response_code,
                    shared=len(parcel.recipients) > 1,
                )
                if missed:
                    outbox.mark_failed(tx, [row.id for row in missed], owner=self._owner, error="invaliduser")
                    self._tell_origin(tx, parcel, [r.recipient.removeprefix("user:") for r in missed], "invaliduser")

    def _tell_origin(self, tx: Connection, parcel: Parcel, users: list[str], reason: str) -> None:
        """Whoever caused the message (or the administrator) learns who did not get it (domain.md G18)."""
        asked = parcel.first.origin
        known = self._office.person(asked) if asked else None
        told = [known] if known else list(self._office.people_with(Role.SYSADMIN))
        people = [self._office.person(user) for user in users]
        names = "、".join(person.name if person else user for person, user in zip(people, users, strict=True))
        why = "不在企业微信可见范围或已离岗" if reason == "invaliduser" else f"企业微信未接收：{reason}"
        now = self._clock.now()
        text = f"【提醒】有{len(users)}人未收到消息：{names}（{why}）。请电话通知，并由系统管理员核对账号。"
        for person in told:
            if person.userid.lower() in users:
                continue
            outbox.enqueue(
                tx,
                outbox.user(person.userid),
                Text(text=text),
                lane=Lane.TIMELY,
                now=now,
                not_before=not_before(now, Lane.TIMELY, person.userid, self._office),
                dedupe_key=f"undelivered:{parcel.first.id}:{person.userid}",
            )


def _back_off(attempt: int) -> float:
    return min(SLOWEST_RETRY, float(2 ** min(attempt, 6)))
