"""What WeCom answers, typed (wecom.md 5.1, 6.1, 7, 8)."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SendResult:
    """``msgid`` recalls the message (empty when nobody got it); ``response_code`` updates its card.

    Userids come back in lower case: those out of the visible range or gone, and those without a licence.
    """

    msgid: str
    response_code: str | None = field(repr=False)
    invalid_users: frozenset[str]
    unlicensed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Chat:
    """A group of the app."""

    chatid: str
    name: str
    owner: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the corp. ``status``: 1 active, 2 disabled, 4 not activated, 5 left."""

    userid: str
    name: str
    departments: tuple[int, ...]
    position: str
    status: int


@dataclass(frozen=True, slots=True)
class Department:
    """A department; the root is 1 and has parent 0."""

    id: int
    name: str
    parent: int


@dataclass(frozen=True, slots=True)
class Media:
    """A downloaded file."""

    filename: str
    content_type: str
    content: bytes = field(repr=False)


def names(joined: object) -> frozenset[str]:
    """``a|b`` or a list, as lower-case userids."""
    parts = joined.split("|") if isinstance(joined, str) else joined if isinstance(joined, list) else []
    return frozenset(str(part).lower() for part in parts if part)


def member(value: dict[str, Any]) -> Member:
    """A record of user/get or user/list."""
    return Member(
        userid=str(value.get("userid", "")),
        name=str(value.get("name", "")),
        departments=tuple(value.get("department", ())),
        position=str(value.get("position", "")),
        status=int(value.get("status", 0)),
    )


def department(value: dict[str, Any]) -> Department:
    """A record of department/list."""
    return Department(int(value["id"]), str(value.get("name", "")), int(value.get("parentid", 0)))


def chat(value: dict[str, Any]) -> Chat:
    """The ``chat_info`` of appchat/get."""
    return Chat(
        str(value.get("chatid", "")),
        str(value.get("name", "")),
        str(value.get("owner", "")),
        tuple(value.get("userlist", ())),
    )
