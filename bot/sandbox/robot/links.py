"""Connections of the fake robot, and what the network does to them."""

from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class Link:
    """One connection."""

    number: int
    socket: web.WebSocketResponse
    subscribed: bool = False


@dataclass
class Faults:
    """What the network does. The lists name commands, each used once."""

    lose: list[str] = field(default_factory=list)
    """The connection breaks before the frame is read."""
    lose_ack: list[str] = field(default_factory=list)
    """The frame is carried out, then the connection breaks before its acknowledgement."""
    refuse: dict[str, int] = field(default_factory=dict)
    """The next frame of the command ends with this code."""
    mute: bool = False
    """Nothing is acknowledged any more, pings neither: a half-open connection."""
    silent_acks: bool = False
    """Only the last frame of a stream is acknowledged, as one adapter reports."""
    shut: bool = False
    """Nobody can connect."""
