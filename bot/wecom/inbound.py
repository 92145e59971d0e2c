"""What members and WeCom itself send to the app, typed (wecom.md 3).

The models carry no media ids and no picture addresses: they must not be logged or stored, and media are refused anyway
(domain.md 2.8). What a person wrote, and where he is, is kept out of every ``repr`` so that no log line or exception
can carry it past the secrecy guard.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """Common head: ``sender`` is the userid (``sys`` for WeCom), ``created`` unix seconds, ``agent_id`` 0 when absent.

    ``dedupe_key`` is the same for every re-delivery of one callback and different for any two (wecom.md 2).
    """

    sender: str
    created: int
    agent_id: int
    dedupe_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMessage(Inbound):
    """Words typed by a member."""

    msg_id: str
    content: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaMessage(Inbound):
    """A picture, voice, video or file: only that there was one."""

    msg_id: str
    kind: Literal["image", "voice", "video", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationMessage(Inbound):
    """A place sent by hand; degrees."""

    msg_id: str
    latitude: float = field(repr=False)
    longitude: float = field(repr=False)
    scale: int
    label: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMessage(Inbound):
    """A shared web page."""

    msg_id: str
    title: str = field(repr=False)
    description: str = field(repr=False)
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownMessage(Inbound):
    """A message of a kind that is not documented; its content is dropped."""

    msg_id: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPress(Inbound):
    """A button or the submit button of a template card. ``selected``: question key to the chosen option ids."""

    key: str
    task_id: str
    card_type: str
    response_code: str = field(repr=False)
    selected: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardMenuPress(Inbound):
    """An entry of the menu at a card's upper right corner."""

    key: str
    task_id: str
    card_type: str
    response_code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCardPress(Inbound):
    """A button of the old task card."""

    key: str
    task_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuClick(Inbound):
    """An entry of the app's menu that answers with an event."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuView(Inbound):
    """An entry that opens a page: ``target`` is the address, or the path of a mini program."""

    target: str
    mini_program: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribe(Inbound):
    """The member came into the app's visible range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsubscribe(Inbound):
    """The member left the visible range or the corp, or was disabled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterAgent(Inbound):
    """The member opened the app."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationReport(Inbound):
    """The phone's place, sent when the app is opened; degrees and metres."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)
    precision: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanCode(Inbound):
    """A code scanned from the menu; ``waiting``: the client shows 消息接收中 until it is answered."""

    key: str
    scan_type: str
    result: str = field(repr=False)
    waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturesChosen(Inbound):
    """Pictures chosen from the menu; they follow as messages of their own."""

    key: str
    source: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationChosen(Inbound):
    """A place chosen from the menu; degrees."""

    key: str
    latitude: float = field(repr=False)
    longitude: float = field(repr=False)
    scale: int
    label: str = field(repr=False)
    poi: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownEvent(Inbound):
    """An event that this app has no use for, or that is newer than it: kept by name, to be counted."""

    name: str
