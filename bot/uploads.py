"""Files on their way to WeCom: one upload serves everybody, as long as WeCom keeps it (wecom.md 7)."""

import asyncio
from typing import Literal

from bot.wecom.client import WeComClient
from bot.wecom.errors import WeComUnreachable
from scheduler.clock import Clock
from storage import files, outbox
from storage.db import Database

AT_ONCE = 4
PATIENCE = outbox.LEASE - 10
"""Seconds that a message waits for its upload: so its row stays ours. A longer upload goes on for the next try."""


class Uploads:
    """The media_ids of outgoing files; one per process."""

    def __init__(self, db: Database, client: WeComClient, clock: Clock) -> None:
        self._db, self._client, self._clock = db, client, clock
        self._running: dict[tuple[int, str | None], asyncio.Task[str]] = {}
        self._limit = asyncio.Semaphore(AT_ONCE)

    async def media_id(self, file: int, *, instead_of: str | None = None) -> str:
        """The media_id to send, uploading first when there is none that holds or only the refused one.

        Raises WeComError, WeComUnreachable.
        """
        key = file, instead_of
        task = self._running.get(key)
        if task is None:
            task = self._running[key] = asyncio.create_task(self._ready(file, instead_of))
            task.add_done_callback(lambda done: self._ended(key, done))
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.shield(task)
        except TimeoutError:
            raise WeComUnreachable("media/upload", "超时", maybe_done=True) from None

    async def close(self) -> None:
        """Let go of what is still going up."""
        for task in (running := list(self._running.values())):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _ended(self, key: tuple[int, str | None], task: asyncio.Task[str]) -> None:
        del self._running[key]
        if not task.cancelled():
            task.exception()  # whoever still waits gets it; nobody may be waiting any more

    async def _ready(self, file: int, instead_of: str | None) -> str:
        """Written down before anybody uses it, so that a send repeated after a crash is the same to the letter."""
        known = await self._db.read(lambda tx: files.upload(tx, file))
        if known.media_id is not None and known.media_id != instead_of and known.good_at(self._clock.now()):
            return known.media_id
        async with self._limit:
            content = await self._db.read(lambda tx: files.content(tx, file))
            kind: Literal["image", "file"] = "image" if known.kind == "picture" else "file"
            fresh = await self._client.upload_media(kind, known.name, content)
        now = self._clock.now()
        return await self._db.write(
            lambda tx: files.uploaded(tx, file, fresh, before=known.media_id, now=now), alone=True
        )
