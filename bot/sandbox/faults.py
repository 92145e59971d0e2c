"""Fault injection on the API side: what the network and a busy WeCom do to a bot (wecom.md 13, 14)."""

import asyncio
from collections import deque

KINDS = frozenset({"timeout", "500", "reset", "reset_after_delivery"})

Kind = str | int


class Faults:
    """Faults waiting for their call, oldest first, per path."""

    def __init__(self) -> None:
        self._next: dict[str, deque[Kind]] = {}
        self._released = asyncio.Event()
        self.delay = 0.0
        self.ip_blocked = False

    def add(self, path: str, kind: Kind, times: int = 1) -> None:
        """The next `times` calls of `path` fail by `kind`: one of KINDS, or an errcode.

        Raises ValueError for another kind.
        """
        if isinstance(kind, str) and kind not in KINDS:
            raise ValueError(f"unknown fault {kind!r}; known: {', '.join(sorted(KINDS))} or an errcode")
        self._next.setdefault(path.removeprefix("/").removeprefix("cgi-bin/"), deque()).extend([kind] * times)

    def take(self, path: str) -> Kind | None:
        """The fault for this call, used up; None when there is none."""
        waiting = self._next.get(path)
        return waiting.popleft() if waiting else None

    def pending(self) -> int:
        """How many faults have not struck yet."""
        return sum(len(waiting) for waiting in self._next.values())

    async def hang(self) -> None:
        """Never answer: returns only when the server stops."""
        await self._released.wait()

    def release(self) -> None:
        """Let every hanging call go (the server stops)."""
        self._released.set()
        self._released = asyncio.Event()
