"""Typed button payloads (storage/payload.py)."""

import datetime as dt
from enum import Enum
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.payload import Payload


class Reply(Enum):
    COMING = "参加"
    AWAY = "请假:事"


class Receipt(Payload, prefix="receipt"):
    meeting: int
    reply: Reply
    note: str = ""
    substitute: str | None = None
    proxy: bool = False
    day: dt.date | None = None
    at: dt.datetime | None = None
    level: Literal["P1", "P2"] = "P2"


class Plain(Payload, prefix="plain"):
    pass


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
INSTANTS = st.integers(0, 4_000_000_000).map(lambda second: dt.datetime.fromtimestamp(second, dt.UTC))
RECEIPTS = st.builds(
    Receipt,
    meeting=st.integers(),
    reply=st.sampled_from(Reply),
    note=WORDS,
    substitute=st.none() | WORDS,
    proxy=st.booleans(),
    day=st.none() | st.dates(),
    at=st.none() | INSTANTS,
)


@given(RECEIPTS)
def test_what_was_packed_is_unpacked(payload: Receipt) -> None:
    key = payload.pack()
    assert Receipt.unpack(key) == payload
    assert key.count(":") == len(Receipt.model_fields)
    assert "]]>" not in key
    assert Receipt.matches(key)
    assert not Plain.matches(key)


def test_keys_can_be_read() -> None:
    assert Receipt(meeting=7, reply=Reply.COMING).pack() == "receipt:7:参加:%::false:::P2"
    assert Plain().pack() == "plain"
    assert Plain.unpack("plain") == Plain()


@pytest.mark.parametrize(
    "key",
    [
        "",
        "receipt",
        "plain",
        "receipts:7:参加:%::false:::P2",
        "receipt:7:参加:%::false:::P2:",
        "receipt:x:参加:%::false:::P2",
        "receipt::参加:%::false:::P2",
        "receipt:7:也许:%::false:::P2",
        "receipt:7:参加:%::false:::P9",
        "receipt:7:参加:%FF::false:::P2",
    ],
)
def test_another_s_key(key: str) -> None:
    with pytest.raises(ValueError, match=r"not a key|validation error|decode"):
        Receipt.unpack(key)


def test_a_key_holds_1024_bytes() -> None:
    fixed = len(Receipt(meeting=7, reply=Reply.COMING, note="x").pack().encode()) - 1
    note = "中" * ((1024 - fixed) // 3)
    assert len(Receipt(meeting=7, reply=Reply.COMING, note=note).pack().encode()) <= 1024
    with pytest.raises(ValueError, match="1024"):
        Receipt(meeting=7, reply=Reply.COMING, note=note + "中").pack()


def test_payloads_that_cannot_work() -> None:
    for prefix in ("", "a:b", "收", "A", "a" * 33):
        with pytest.raises(TypeError, match="prefix"):
            type("Bad", (Payload,), {}, prefix=prefix)

    class Listed(Payload, prefix="listed"):
        many: tuple[int, ...]

    class Loose(Payload, prefix="loose"):
        maybe: int | None

    with pytest.raises(ValueError, match="scalars"):
        Listed(many=(1, 2)).pack()
    with pytest.raises(ValueError, match="default"):
        Loose(maybe=None).pack()
