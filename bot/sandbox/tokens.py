"""Access tokens (wecom.md 4, 14.7): one token until it expires, early invalidation, the wrong-secret block."""

import secrets
from collections.abc import Callable

from bot.sandbox.core import Answer, ApiError, Call, Route, ok

LIFETIME = 7200
WRONG_SECRETS = 10
BLOCK = 3600.0


class Tokens:
    """The token of one app. Times are seconds of the office clock."""

    def __init__(self, corp_id: str, secret: str, clock: Callable[[], float]) -> None:
        self._corp_id = corp_id
        self._secret = secret
        self._clock = clock
        self._current = ""
        self._expires: dict[str, float] = {}
        self._wrong: dict[str, int] = {}
        self._blocked_until: dict[str, float] = {}

    def routes(self) -> dict[str, Route]:
        """The API paths served here."""
        return {"gettoken": Route("GET", self.get, token=False)}

    def get(self, call: Call) -> Answer:
        """GET gettoken: the same token until it expires."""
        if self._clock() < self._blocked_until.get(call.ip, float("-inf")):
            raise ApiError(45009, "api freq out of limit")
        corp_id, secret = call.query.get("corpid", ""), call.query.get("corpsecret", "")
        if not corp_id:
            raise ApiError(41002, "corpid missing")
        if not secret:
            raise ApiError(41004, "corpsecret missing")
        if corp_id.lower() != self._corp_id.lower():
            raise ApiError(40013, "invalid corpid")
        if not secrets.compare_digest(secret.encode(), self._secret.encode()):
            self._count_wrong(call.ip)
            raise ApiError(40001, "invalid credential")
        self._wrong.pop(call.ip, None)
        token = self._issue()
        left = int(self._expires[token] - self._clock())
        return ok(access_token=token, expires_in=max(1, left))

    def _count_wrong(self, ip: str) -> None:
        self._wrong[ip] = self._wrong.get(ip, 0) + 1
        if self._wrong[ip] >= WRONG_SECRETS:
            self._wrong[ip] = 0
            self._blocked_until[ip] = self._clock() + BLOCK

    def _issue(self) -> str:
        if not self._current or self._clock() >= self._expires[self._current]:
            self._current = secrets.token_urlsafe(96)
            self._expires[self._current] = self._clock() + LIFETIME
        return self._current

    def invalidate(self) -> None:
        """The current token becomes unknown at once (40014)."""
        self._expires.pop(self._current, None)
        self._current = ""

    def expire(self) -> None:
        """The life of the current token is over (42001)."""
        if self._current:
            self._expires[self._current] = self._clock()

    def check(self, token: str) -> None:
        """Raises ApiError 41001, 40014 or 42001 unless the token is good now."""
        if not token:
            raise ApiError(41001, "access_token missing")
        if token not in self._expires:
            raise ApiError(40014, "invalid access_token")
        if self._clock() >= self._expires[token]:
            raise ApiError(42001, "access_token expired")
