"""What WeCom told the robot, and how it may still be answered (wecom.md 12.2, 12.3, 12.7)."""

import secrets
from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.core import ApiError, Json

MESSAGE_LIFE, EVENT_LIFE = 24 * 3600.0, 5.0
STREAM_LIFE = 6 * 60.0
"""Seconds; of a stream the stricter reading of two."""

Sort = Literal["message", "enter", "press"]


@dataclass
class Asked:
    """One callback frame. `link` is the number of the connection it went over, 0 when nobody was connected."""

    sort: Sort
    userid: str
    chatid: str
    at: float
    body: Json
    cmd: str
    req_id: str = field(default_factory=lambda: f"R{secrets.token_hex(12)}")
    link: int = 0
    task_id: str = ""
    answered: bool = False
    stream_id: str = ""
    stream_at: float = 0.0
    stream_message: int = 0
    finished: bool = False

    @property
    def chat(self) -> str:
        """The conversation: the group, or the person."""
        return self.chatid or self.userid

    def frame(self) -> Json:
        """What travels."""
        return {"cmd": self.cmd, "headers": {"req_id": self.req_id}, "body": self.body}


class Asking:
    """All callbacks by req_id."""

    def __init__(self) -> None:
        self._all: dict[str, Asked] = {}
        self.outlive_link = True
        """Whether a req_id holds on the next connection: not documented, switchable."""

    def keep(self, asked: Asked) -> None:
        """Remember it."""
        self._all[asked.req_id] = asked

    def open(self, userid: str) -> int:
        """How many messages of this person wait for their answer."""
        return sum(a.userid == userid and a.sort == "message" and not a.answered for a in self._all.values())

    def answerable(self, req_id: str, sort: Sort, now: float, link: int) -> Asked:
        """The callback. Raises ApiError 846605 (unknown, of another sort), 846604 (too late), 846606 (answered)."""
        asked = self._all.get(req_id)
        if asked is None or asked.sort != sort:
            raise ApiError(846605, "invalid req_id")
        if asked.link != link and not self.outlive_link:
            raise ApiError(846605, "invalid req_id: of another connection", excused=True)
        if now > asked.at + (MESSAGE_LIFE if sort == "message" else EVENT_LIFE):
            raise ApiError(846604, "req_id expired")
        if asked.finished or (asked.answered and not asked.stream_id):
            raise ApiError(846606, "duplicate reply", excused=asked.link != link)
        return asked
