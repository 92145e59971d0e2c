"""What a parcel of the outbox becomes: calls to WeCom, and what came of them.

Every call that shows people something carries WeCom's duplicate check, so that it can be repeated to the letter.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot import render
from bot.robot import drawing
from bot.robot.hearing import HANDLE
from bot.schedules import ScheduleKeeper
from bot.uploads import Uploads
from bot.wecom import messages
from bot.wecom.client import WeComClient
from bot.wecom.errors import WeComError
from scheduler.clock import Clock
from scheduler.parcels import Parcel
from storage.db import Database
from storage.messages import (
    AnyMessage,
    CalendarEntry,
    Card,
    CardUpdate,
    ChatCreate,
    FileMessage,
    Picture,
    Text,
    message_adapter,
)

CALLS_AT_ONCE = 48
CHECK_FROM, CHECK_SPREAD = 3600, 10_800
"""Duplicate check interval in seconds: at least an hour, at most WeCom's four (wecom.md 5.1)."""
DEAF = 43012
"""An app without a callback may send no buttons: the card goes in words, and is answered at the second door."""
MEDIA_GONE = frozenset((40007, 40145))


@dataclass(frozen=True, slots=True)
class Delivered:
    msgid: str
    response_code: str | None
    calls: int
    invalid: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Failed:
    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    seconds: float
    reason: str


Outcome: TypeAlias = Delivered | Failed | Later
Show: TypeAlias = Callable[[str, Card], Awaitable[bool]]
"""Brings a card to a person by another door; returns whether it stands there."""


class Calls:
    """Makes the calls; one per process. Uploads and calendars have limits of their own: words never wait for them."""

    def __init__(self, db: Database, client: WeComClient, clock: Clock) -> None:
        self._client = client
        self._uploads = Uploads(db, client, clock)
        self._schedules = ScheduleKeeper(db, client, clock)
        self._limit = asyncio.Semaphore(CALLS_AT_ONCE)
        self.second: Show | None = None

    async def make(self, parcel: Parcel) -> Delivered | Failed:
        """Raises WeComError, WeComUnreachable, and anything for a message that cannot be built."""
        message = message_adapter.validate_python(parcel.first.payload)
        if isinstance(message, CalendarEntry):
            refusal = await self._schedules.apply(message)
            return Failed(refusal) if refusal else Delivered("", None, 0)
        if isinstance(message, FileMessage | Picture):
            return await self._send_file(parcel, message)
        async with self._limit:
            return await self._call(parcel, message)

    async def close(self) -> None:
        """Let go of what runs on beside the calls."""
        await self._uploads.close()

    async def _call(self, parcel: Parcel, message: AnyMessage) -> Delivered:
        address = parcel.first.recipient.partition(":")
        if isinstance(message, CardUpdate):
            if message.response_code.startswith(HANDLE):
                return Delivered("", None, 0)  # only the robot's door could change that card, within five seconds
            await self._client.update_card(message.response_code, message.users, card=render.card(message.card))
            return Delivered("", None, 0)
        if isinstance(message, ChatCreate):
            await self._client.create_chat(message.name, message.members, owner=message.owner, chatid=address[2])
            return Delivered("", None, 0)
        if not isinstance(message, Text | Card):
            raise TypeError("no such message")
        if isinstance(message, Text) and len(parcel.rows) > 1 and len(parcel.recipients) == 1:
            message = Text(text=render.merged([row.payload["text"] for row in parcel.rows]))
        if address[0] == "chat":
            return await self._to_chat(address[2], message)
        try:
            return await self._to_people(parcel, render.app_messages(message))
        except WeComError as error:
            if error.code != DEAF or not isinstance(message, Card):
                raise
        return await self._without_buttons(parcel, message)

    async def _without_buttons(self, parcel: Parcel, card: Card) -> Delivered:
        """The card through the second door to whoever can be reached there, to the others in words."""
        users = [recipient.removeprefix("user:") for recipient in parcel.recipients]
        others = [user for user in users if self.second is None or not await self.second(user, card)]
        if not others:
            return Delivered(f"row:{parcel.first.id}", None, 1)
        return await self._to_people(parcel, render.app_messages(drawing.in_words(card)), others)

    async def _send_file(self, parcel: Parcel, message: FileMessage | Picture) -> Delivered:
        """Upload where needed, then send; an upload that WeCom no longer knows is made once more."""
        shape = messages.File if isinstance(message, FileMessage) else messages.Image
        media_id = await self._uploads.media_id(message.file)
        try:
            async with self._limit:
                return await self._to_people(parcel, [shape(media_id=media_id)])
        except WeComError as error:
            if error.code not in MEDIA_GONE:
                raise
        media_id = await self._uploads.media_id(message.file, instead_of=media_id)
        async with self._limit:
            return await self._to_people(parcel, [shape(media_id=media_id)])

    async def _to_people(
        self, parcel: Parcel, calls: list[messages.AppMessage], only: list[str] | None = None
    ) -> Delivered:
        row_id = parcel.first.id
        users = only or [recipient.removeprefix("user:") for recipient in parcel.recipients]
        interval = CHECK_FROM + row_id % CHECK_SPREAD
        msgid, code, invalid = "", None, frozenset[str]()
        for call in calls:
            result = await self._client.send(users, call, duplicate_check=interval)
            msgid, code = result.msgid or msgid, result.response_code or code
            invalid = invalid | result.invalid_users | result.unlicensed
        return Delivered(msgid or f"row:{row_id}", code, len(calls), invalid)

    async def _to_chat(self, chatid: str, message: Text | Card) -> Delivered:
        if not isinstance(message, Text):
            raise TypeError("a group takes words only")
        calls = list(render.text_messages(message.text))
        for call in calls:
            await self._client.send_chat(chatid, call)
        return Delivered("", None, len(calls))
