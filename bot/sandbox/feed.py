"""The event feed of the fake WeCom: browser pages and waiting tests listen to it.

Events are JSON-ready dicts with `type`:
`message` (userid, message) a message appeared on a phone;
`update` (userid, message) its card changed or it was recalled;
`group` (group) an app group was made or changed; `menu` (button) the application menu changed;
`delivery` (userid, attempts, statuses, elapsed) a callback was delivered; `violation` (text).
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

Event = dict[str, Any]


WAITING = 2000
"""Events that wait for a listener who does not listen, such as a page in a sleeping browser."""


class Behind(ConnectionError):
    """The listener has fallen too far behind: what it missed is gone, and it begins anew."""


class Subscription:
    """One listener. Iterate it (`async for event in subscription`) or `await subscription.get()`."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Event] = asyncio.Queue()
        self._behind = False

    def put(self, event: Event) -> None:
        """Hand an event to this listener."""
        if self._queue.qsize() >= WAITING:
            self._behind = True
            while not self._queue.empty():
                self._queue.get_nowait()
        self._queue.put_nowait(event)

    async def get(self) -> Event:
        """The next event, in order. Raises Behind when some were lost."""
        event = await self._queue.get()
        if self._behind:
            raise Behind
        return event

    async def __aiter__(self) -> AsyncIterator[Event]:
        while True:
            yield await self._queue.get()


class Feed:
    """Fans events out to whoever is subscribed at that moment."""

    def __init__(self) -> None:
        self._listeners: list[Subscription] = []

    def publish(self, event: Event) -> None:
        """Give the event to every listener."""
        for listener in self._listeners:
            listener.put(event)

    @contextmanager
    def subscribe(self) -> Iterator[Subscription]:
        """Listen for as long as the block lasts."""
        listener = Subscription()
        self._listeners.append(listener)
        try:
            yield listener
        finally:
            self._listeners.remove(listener)
