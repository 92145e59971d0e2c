"""Thirty messages a minute and a thousand an hour in one conversation, replies and pushes together (wecom.md 12.7)."""

from collections import deque
from collections.abc import Callable

MARGIN = 1.0
"""Seconds added to each window: our call and WeCom's count do not happen at the same moment."""
REMEMBERED = 2000
"""Conversations after which those that have been silent are forgotten."""


class Quota:
    """Sliding windows of this connection's messages. Times are real seconds."""

    def __init__(self, per_minute: int, per_hour: int, real: Callable[[], float]) -> None:
        self._limits = ((60 + MARGIN, per_minute), (3600 + MARGIN, per_hour))
        self._real = real
        self._sent: dict[str, deque[float]] = {}

    def spend(self, chat: str) -> bool:
        """Count one more message for the conversation; False when WeCom would not take it, and nothing is counted."""
        now = self._real()
        times = self._sent.setdefault(chat, deque())
        while times and times[0] <= now - self._limits[-1][0]:
            times.popleft()
        if any(sum(at > now - window for at in times) >= most for window, most in self._limits):
            return False
        times.append(now)
        if len(self._sent) > REMEMBERED:
            self._sent = {name: kept for name, kept in self._sent.items() if kept and kept[-1] > now - 3600}
        return True
