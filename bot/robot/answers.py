"""What goes back by the robot's door after a turn (wecom.md 12.4, 12.7; domain.md 7.7 for groups).

The rows of an answer stand in the outbox, taken for this door. Each that WeCom takes is marked sent; the first that it
does not take, and all after it, go to the sender, which brings them by the app.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from bot.logs import place
from bot.metrics import METRICS
from bot.robot import drawing
from bot.robot.capabilities import ROBOT_PRIVATE
from bot.robot.door import Door
from bot.robot.hearing import Heard, Json
from bot.robot.link import Lost, Refused
from bot.robot.quota import Quota
from bot.robot.rows import Taken
from scheduler.clock import Clock
from storage import outbox
from storage.db import Database, Unreachable
from storage.messages import Card, CardUpdate, Text, message_adapter

log = structlog.get_logger("robot")

OVER_QUOTA, TASK_ID_USED = 846607, 846625
SINGLE, GROUP = 1, 2
TRIES = 5
"""To write down what went, with a database that is away: it would go again by the app otherwise."""


@dataclass(slots=True)
class _Chance:
    """Whether the frame of the message may still be answered: it takes one answer."""

    req_id: str | None


class Answers:
    """Brings answers; one per process."""

    def __init__(self, db: Database, clock: Clock, door: Door, owner: str) -> None:
        self._db, self._clock, self._door, self._owner = db, clock, door, owner
        self._quota = Quota(ROBOT_PRIVATE.per_minute, ROBOT_PRIVATE.per_hour, clock.real)

    async def bring(self, heard: Heard, rows: Sequence[Taken], *, since: float) -> bool:
        """Bring the rows in order into the single chat, or as the group's answer when it is for a stranger.

        `since` is the real second at which they were taken. Returns whether all went; the rest is the app's.
        """
        chance = _Chance(heard.req_id if heard.sort == "message" and not heard.chatid else None)
        done: list[int] = []
        dropped: list[int] = []
        left: list[int] = []
        try:
            for row in sorted(rows, key=lambda row: row.kind != "card_update"):
                if row.kind == "card_update":
                    (done if await self._update(heard, row, since) else dropped).append(row.id)
                elif left or not await self._one(heard.userid, row, chance, since):
                    left.append(row.id)
                else:
                    done.append(row.id)
        finally:
            await self._mark(heard, done, dropped, left)
        return not left

    async def say(self, heard: Heard, text: str) -> bool:
        """Answer the frame itself with words that stand nowhere; returns whether they went."""
        chat = heard.chatid or heard.userid
        chance = _Chance(heard.req_id if heard.sort == "message" else None)
        try:
            for content in drawing.words(text):
                await self._words(chat, content, chance, GROUP if heard.chatid else SINGLE)
        except (Refused, Lost) as error:
            log.warning("robot_unsaid", code=error.code if isinstance(error, Refused) else 0)
            return False
        return True

    async def show(self, userid: str, card: Card) -> bool:
        """Bring a card unasked; returns whether it stands there, now or since an earlier try."""
        try:
            await self._push(userid, drawing.card(card), SINGLE)
        except Refused as refused:
            log.warning("robot_not_shown", code=refused.code)
            return refused.code == TASK_ID_USED
        except Lost:
            return False
        return True

    async def welcome(self, heard: Heard, text: str) -> None:
        """Greet who comes in; WeCom takes it within five seconds or not at all."""
        try:
            if self._quota.spend(heard.chat):
                await self._door.call("aibot_respond_welcome_msg", drawing.welcome(text), heard.req_id)
        except (Refused, Lost) as error:
            log.warning("robot_unwelcome", code=error.code if isinstance(error, Refused) else 0)

    async def _one(self, userid: str, row: Taken, chance: _Chance, since: float) -> bool:
        """Whether one row went."""
        if self._clock.real() > since + self._door.pace.deadline:
            return False
        try:
            message = message_adapter.validate_python(row.payload)
            if isinstance(message, Text):
                for content in drawing.words(message.text):
                    await self._words(userid, content, chance, SINGLE)
            elif isinstance(message, Card):
                await self._push(userid, drawing.card(message), SINGLE)
            else:
                return False
        except (Refused, Lost) as error:
            code = error.code if isinstance(error, Refused) else 0
            log.warning("robot_undelivered", row=row.id, code=code)
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, the app can bring the row
            METRICS.faults.inc()
            log.error("robot_fault", row=row.id, at_code=place(error))
            return False
        return True

    async def _words(self, chat: str, content: str, chance: _Chance, sort: int) -> None:
        """Words as the frame's answer while there is one to give, else as a push. Raises Refused, Lost."""
        if chance.req_id is not None:
            req_id, chance.req_id = chance.req_id, None
            self._spend(chat)
            try:
                body = drawing.stream(f"s-{secrets.token_hex(8)}", content)
                await self._door.call("aibot_respond_msg", body, req_id)
                return
            except Refused as refused:
                log.warning("robot_answer_refused", code=refused.code)
        await self._push(chat, drawing.markdown(content), sort)

    async def _push(self, chat: str, body: Json, sort: int) -> None:
        self._spend(chat)
        await self._door.call("aibot_send_msg", {"chatid": chat, "chat_type": sort, **body})

    def _spend(self, chat: str) -> None:
        if not self._quota.spend(chat):
            raise Refused(OVER_QUOTA)

    async def _update(self, heard: Heard, row: Taken, since: float) -> bool:
        """Change the pressed card. What comes too late is dropped: nothing but this door could change it."""
        if self._clock.real() > since + ROBOT_PRIVATE.update_within:
            return False
        try:
            message = message_adapter.validate_python(row.payload)
            if not isinstance(message, CardUpdate) or heard.sort != "press":
                return False
            body = drawing.update(message.card, heard.task_id, heard.userid)
            await self._door.call("aibot_respond_update_msg", body, heard.req_id)
        except (Refused, Lost) as error:
            log.warning("robot_card_stays", code=error.code if isinstance(error, Refused) else 0)
            return False
        except ValueError as error:
            METRICS.faults.inc()
            log.error("robot_fault", row=row.id, at_code=place(error))
            return False
        return True

    async def settle(self, heard: Heard, rows: Sequence[Taken], *, went: bool) -> None:
        """Write down that all of it went, or leave all of it to the app."""
        ids = [row.id for row in rows]
        await self._mark(heard, ids if went else [], [], [] if went else ids)

    async def _mark(self, heard: Heard, done: list[int], dropped: list[int], left: list[int]) -> None:
        now, real = self._clock.now(), self._clock.real()

        def unit(tx: Connection) -> None:
            outbox.mark_sent(
                tx, done, owner=self._owner, now=now, real=real, calls=0, msgid=heard.handle, response_code=None
            )
            if dropped:
                outbox.mark_failed(tx, dropped, owner=self._owner, error="卡片未能在5秒内更新")
            if left:
                outbox.put_back(tx, left, owner=self._owner, retry_at=0, error="智能机器人未送达，改由应用发送")

        for attempt in range(1, TRIES + 1):
            try:
                await self._db.write(unit)
                break
            except Unreachable:
                if attempt == TRIES:
                    raise
        METRICS.sent.labels("delivered").inc(len(done))
