"""Rate limits (wecom.md 5.7). Windows slide on real seconds; the day is a calendar day of the office clock."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
BEIJING = 8 * HOUR


@dataclass
class Window:
    """At most `limit` units in any `seconds`. With `blocks`, exceeding it shuts for one whole window."""

    limit: int
    seconds: float
    blocks: bool = False
    _hits: deque[tuple[float, int]] = field(default_factory=deque)
    _used: int = 0
    _shut_until: float = float("-inf")

    def has_room(self, now: float, units: int = 1) -> bool:
        """Whether `units` more fit now; counts nothing."""
        while self._hits and self._hits[0][0] <= now - self.seconds:
            self._used -= self._hits.popleft()[1]
        return now >= self._shut_until and self._used + units <= self.limit

    def count(self, now: float, units: int = 1) -> None:
        """Use up `units`."""
        self._hits.append((now, units))
        self._used += units

    def refuse(self, now: float) -> None:
        """Note a refusal."""
        if self.blocks and now >= self._shut_until:
            self._shut_until = now + self.seconds


def allow(windows: list[Window], now: float, units: int = 1) -> bool:
    """Count in all windows when all have room; otherwise note the refusal and count in none."""
    full = [window for window in windows if not window.has_room(now, units)]
    for window in full:
        window.refuse(now)
    if full:
        return False
    for window in windows:
        window.count(now, units)
    return True


class Quotas:
    """All limits of one corp with one app. The numbers are attributes, so a test may lower them."""

    def __init__(self, clock: Callable[[], float], real: Callable[[], float]) -> None:
        self._clock = clock
        self._real = real
        self._windows: dict[tuple[str, str], list[Window]] = {}
        self._day = -1
        self._spent = 0
        self.api = (10_000, 150_000)
        self.member = (30, 1000)
        self.group_member = (200, 10_000)
        self.group_people = (20_000, 300_000)
        self.chats_created = 1000
        self.chats_changed = 1000
        self.webhook = 20

    def _get(self, scope: str, name: str, *limits: tuple[int, float], blocks: bool) -> list[Window]:
        made = [Window(limit, seconds, blocks) for limit, seconds in limits]
        return self._windows.setdefault((scope, name), made)

    def api_call(self, path: str) -> bool:
        """One call of one API: 10 000/min, 150 000/h per corp."""
        windows = self._get("api", path, (self.api[0], MINUTE), (self.api[1], HOUR), blocks=True)
        return allow(windows, self._real())

    def to_member(self, userid: str) -> bool:
        """One app message for one member: 30/min, 1000/h; False means silently dropped."""
        windows = self._get("member", userid, (self.member[0], MINUTE), (self.member[1], HOUR), blocks=False)
        return allow(windows, self._real())

    def group_to_member(self, userid: str) -> bool:
        """One group message for one member: 200/min, 10 000/day; False means silently dropped."""
        limits = ((self.group_member[0], MINUTE), (self.group_member[1], DAY))
        return allow(self._get("group member", userid, *limits, blocks=False), self._real())

    def group_send(self, people: int) -> bool:
        """Group messages in person-times: 20 000/min, 300 000/h."""
        limits = ((self.group_people[0], MINUTE), (self.group_people[1], HOUR))
        return allow(self._get("group people", "", *limits, blocks=True), self._real(), people)

    def chat_created(self) -> bool:
        """1000 new group chats a day."""
        return allow(self._get("chat", "create", (self.chats_created, DAY), blocks=True), self._real())

    def chat_changed(self) -> bool:
        """1000 changes of group chats an hour."""
        return allow(self._get("chat", "update", (self.chats_changed, HOUR), blocks=True), self._real())

    def webhook_send(self, key: str) -> bool:
        """20 messages a minute for one robot."""
        return allow(self._get("webhook", key, (self.webhook, MINUTE), blocks=True), self._real())

    def daily(self, people: int, quota: int) -> bool:
        """App messages in person-times a calendar day (Beijing) of the office clock, against `quota`."""
        day = int((self._clock() + BEIJING) // DAY)
        if day != self._day:
            self._day, self._spent = day, 0
        if self._spent + people > quota:
            return False
        self._spent += people
        return True
