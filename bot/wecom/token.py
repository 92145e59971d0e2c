"""The one owner of the access token (wecom.md 4)."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.wecom.errors import Reaction, WeComError, WeComUnreachable

EARLY = 0.9
"""Part of its life after which a token is renewed."""
FIRST_HOLD, LAST_HOLD = 1.0, 300.0
"""Seconds in which gettoken is not asked again after a refusal, doubled each time: wrong secrets in a row ban the
address for an hour."""

Fetch = Callable[[], Awaitable[tuple[str, float]]]
Share = Callable[[str, Fetch], Awaitable[tuple[str, float]]]
"""Given the token that WeCom refused (or an empty one) and how to ask WeCom: a token that others may have fetched."""


class TokenKeeper:
    """Hands out the token and fetches it, one fetch at a time, whoever asks.

    ``fetch`` returns the token and its life in seconds; ``now`` is a clock in seconds that does not stand still.
    """

    def __init__(self, fetch: Fetch, now: Callable[[], float]) -> None:
        self._fetch = fetch
        self._now = now
        self._share: Share | None = None
        self._refused = ""
        self._lock = asyncio.Lock()
        self._token = ""
        self._renew_at = 0.0
        self._expires_at = 0.0
        self._failure: WeComError | WeComUnreachable | None = None
        self._hold = 0.0
        self._held_until = 0.0

    async def get(self) -> str:
        """A token that should be good. Raises WeComError (the last one again, while it is held) or WeComUnreachable."""
        if self._fresh():
            return self._token
        async with self._lock:
            if not self._fresh():
                await self._renew()
            return self._token

    def drop(self, token: str) -> None:
        """WeCom refused ``token``. Of many callers that were refused the same one, the first drops it."""
        if token == self._token:
            self._token, self._refused = "", token

    def share(self, share: Share) -> None:
        """From now on look first for what another server has fetched."""
        self._share = share

    def _fresh(self) -> bool:
        return bool(self._token) and self._now() < self._renew_at

    def _usable(self) -> bool:
        return bool(self._token) and self._now() < self._expires_at

    async def _renew(self) -> None:
        if self._failure is not None and self._now() < self._held_until:
            if self._usable():
                return
            if not _passing(self._failure):
                raise self._failure.with_traceback(None)
        try:
            known = self._share(self._refused, self._fetch) if self._share else self._fetch()
            token, life = await known
        except (WeComError, WeComUnreachable) as failure:
            self._failure = failure
            self._hold = min(self._hold * 2 or FIRST_HOLD, LAST_HOLD)
            self._held_until = self._now() + self._hold
            if self._usable():  # an early renewal that failed costs nothing yet
                return
            raise
        now = self._now()
        self._token, self._failure, self._hold = token, None, 0.0
        self._renew_at, self._expires_at = now + life * EARLY, now + life


def _passing(failure: WeComError | WeComUnreachable) -> bool:
    """Whether asking again at once does no harm."""
    return isinstance(failure, WeComUnreachable) or failure.reaction is Reaction.RETRY
