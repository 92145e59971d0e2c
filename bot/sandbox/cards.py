"""What was sent, to whom, and the single-use response codes that update it (wecom.md 5.3, 5.5, 5.6)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.core import ApiError

CODE_LIFETIME = 72 * 3600
RECALL_LIFETIME = 24 * 3600


@dataclass(frozen=True)
class SentMessage:
    """An app message: when (clock seconds) and to whom (lower-case userids)."""

    msgid: str
    at: float
    audience: frozenset[str]


class SentLedger:
    """All app messages and the response codes of the cards among them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._messages: dict[str, SentMessage] = {}
        self._codes: dict[str, tuple[str, float]] = {}
        self._task_ids: set[str] = set()

    def record(self, audience: list[str]) -> SentMessage:
        """Give a message its msgid."""
        message = SentMessage(secrets.token_urlsafe(48), self._clock(), frozenset(audience))
        self._messages[message.msgid] = message
        return message

    def claim_task_id(self, task_id: str) -> None:
        """A task_id is used once per app. Raises ApiError 42014."""
        if task_id in self._task_ids:
            raise ApiError(42014, f"task_id {task_id} is used already")
        self._task_ids.add(task_id)

    def issue_code(self, msgid: str) -> str:
        """A fresh response_code for this message, good for 72 h and one use."""
        while self._codes and self._clock() >= next(iter(self._codes.values()))[1]:
            del self._codes[next(iter(self._codes))]
        code = secrets.token_urlsafe(48)
        self._codes[code] = (msgid, self._clock() + CODE_LIFETIME)
        return code

    def by_code(self, code: str) -> SentMessage:
        """The message that the code updates. Raises ApiError 60140 (unknown, used or expired)."""
        msgid, until = self._codes.get(code, ("", 0.0))
        if not msgid or self._clock() >= until:
            raise ApiError(60140, "invalid response_code: unknown, used or expired")
        return self._messages[msgid]

    def use_code(self, code: str) -> None:
        """The code is spent."""
        del self._codes[code]

    def recallable(self, msgid: str) -> SentMessage:
        """The message. Raises ApiError 40058 (not this app's), 42052 (older than 24 h)."""
        message = self._messages.get(msgid)
        if message is None:
            raise ApiError(40058, "invalid msgid")
        if self._clock() > message.at + RECALL_LIFETIME:
            raise ApiError(42052, "msgid too old to recall")
        return message
