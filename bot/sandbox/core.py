"""What every part of the fake WeCom shares: refusals, one API call, the journal (wecom.md 0, 13, 14)."""

import json
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.sandbox.feed import Feed

Json = dict[str, Any]

MORE_INFO = "https://open.work.weixin.qq.com/devtool/query?e="

VIOLATIONS_SHOWN = 200

EXCUSED = frozenset(
    {-1, 40001, 40007, 40013, 40014, 40145, 42001, 42052, 46003, 60011, 60020, 60111, 60140, 81013, 86003, 93000}
)
"""Refusals that a correct bot meets in ordinary life (people leave, tokens and codes expire): no violation."""


class ApiError(Exception):
    """WeCom refuses the call with this errcode. `excused` overrides whether it counts as a violation."""

    def __init__(self, code: int, text: str, *, excused: bool | None = None, **extra: object) -> None:
        super().__init__(f"{code} {text}")
        self.code = code
        self.text = text
        self.excused = code in EXCUSED if excused is None else excused
        self.extra = extra


class Refused(ValueError):
    """The phone (or the admin page) does not let a person do this: no such button, card already dealt with …"""


@dataclass(frozen=True)
class Upload:
    """The `media` part of a multipart request."""

    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Call:
    """One API request after transport checks. `path` is without `/cgi-bin/`."""

    path: str
    query: Mapping[str, str]
    body: Json
    ip: str
    upload: Upload | None = None
    byte_range: str = ""


Answer = Json | web.Response
Handler = Callable[[Call], Answer]


@dataclass(frozen=True)
class Route:
    """How a path is called: its method, whether it needs a token, what its body is ("", "json", "file")."""

    method: str
    handler: Handler
    token: bool = True
    body: str = ""


@dataclass(frozen=True)
class SentCall:
    """A JSON call that was accepted: path, body as received, clock seconds."""

    path: str
    body: Json
    at: float


@dataclass(frozen=True)
class ApiCall:
    """One request as it came in over the wire, and what became of it; `at` in clock seconds.

    `body` is the JSON as received, empty for everything else; `errcode` is None where the answer was lost (`fault`).
    """

    path: str
    body: bytes
    at: float
    errcode: int | None
    msgid: str = ""
    fault: str = ""


@dataclass
class Quirks:
    """What the documentation leaves open (wecom.md 15), kept switchable; the defaults are the stricter reading."""

    retry_on_status: bool = True
    retry_spacing: float = 0.0
    fresh_envelope_on_retry: bool = True
    ignore_passive_card_update: bool = True
    textcard_limits_in_bytes: bool = False


@dataclass
class Journal:
    """Accepted calls, suppressed duplicates, and every case where the real service would cut, drop or refuse."""

    feed: Feed
    clock: Callable[[], float]
    violations: list[str] = field(default_factory=list)
    noted: deque[tuple[float, str]] = field(default_factory=lambda: deque(maxlen=VIOLATIONS_SHOWN))
    """The newest violations, each with its clock seconds."""
    watch: Callable[[ApiCall], None] | None = None
    """Told of every API call; nobody's but the demo's inspector."""
    suppressed: list[Json] = field(default_factory=list)
    sent: list[SentCall] = field(default_factory=list)
    most: int | None = None
    """How many of the sent and suppressed are kept; None keeps all, as tests want it."""
    calls: Counter[str] = field(default_factory=Counter)

    def violation(self, text: str) -> None:
        """Record that the real service would have cut, dropped or refused something."""
        self.violations.append(text)
        self.noted.append((self.clock(), text))
        self.feed.publish({"type": "violation", "text": text})

    def accept(self, call: Call) -> None:
        """Record an accepted JSON call."""
        self.sent.append(SentCall(call.path, call.body, self.clock()))
        if self.most is not None:
            del self.sent[: -self.most], self.suppressed[: -self.most]


def errmsg(code: int, text: str, ip: str, hint: str) -> str:
    """The long form of an errmsg (wecom.md 0)."""
    return f"{text}, hint: [{hint}], from ip: {ip}, more info at {MORE_INFO}{code}"


def ok(**fields: object) -> Json:
    """A successful answer."""
    return {"errcode": 0, "errmsg": "ok", **fields}


def canonical(body: Json) -> str:
    """The body as canonical JSON, for the duplicate check (wecom.md 5.1)."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def utf8_len(text: str) -> int:
    """Length in UTF-8 bytes."""
    return len(text.encode())


def cut_bytes(text: str, limit: int) -> str:
    """The text cut to `limit` bytes without splitting a code point."""
    return text.encode()[:limit].decode(errors="ignore")
