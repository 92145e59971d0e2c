"""The double's own crypto against the published vectors (wecom.md 1.8) and against wechatpy."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy.enterprise import WeChatCrypto

from bot.sandbox import xml
from bot.sandbox.crypto import BadCipher, Codec
from tests.sandbox.support import AES_KEY, CORP, TOKEN

RANDOM = b"0123456789abcdef"
VECTOR_D = (
    "<xml><ToUserName><![CDATA[mycreate]]></ToUserName><FromUserName><![CDATA[wx5823bf96d3bd56c7]]></FromUserName>"
    "<CreateTime>1348831860</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content></xml>"
)


def codec(receive_id: str = CORP) -> Codec:
    return Codec(TOKEN, AES_KEY, receive_id)


def test_vector_b_url_verification() -> None:
    echo = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
    assert codec().sign("1409659589", "263014780", echo) == "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"
    assert codec().decrypt(echo) == b"1616140317555161061"


def test_vector_d_counts_bytes_of_chinese() -> None:
    encrypted = codec().encrypt(VECTOR_D.encode(), random16=RANDOM)
    assert encrypted.startswith("sKqRbbiSUnDhFHOvPjtUMUeqt1g4oVlNGGsS6EWXUJfN1O71osbKBEtCfOU7sRX6")
    assert codec().sign("1409659813", "1372623149", encrypted) == "aea5c8e265a5dde3878ad3085204987419d8601a"


def test_vector_f_pads_a_whole_block_when_aligned() -> None:
    encrypted = codec().encrypt(b"a" * 26, random16=RANDOM)
    assert codec().sign("1409659813", "1372623149", encrypted) == "5e45228bb73ccf6599b992b817a891ac945215a0"
    assert codec().decrypt(encrypted) == b"a" * 26


@given(st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_round_trip(message: bytes) -> None:
    assert codec().decrypt(codec().encrypt(message)) == message


@given(st.text(max_size=80))
@settings(max_examples=50, deadline=None)
def test_wechatpy_reads_what_the_fake_writes(content: str) -> None:
    rng = random.Random(content)
    plain = xml.plaintext([("Content", content), ("MsgId", 7), ("ToUserName", CORP)], rng)
    encrypted = codec().encrypt(plain)
    envelope = xml.envelope(CORP, 1000002, encrypted, rng)
    signature = codec().sign("1", "2", encrypted)
    assert WeChatCrypto(TOKEN, AES_KEY, CORP).decrypt_message(envelope.decode(), signature, "1", "2") == plain.decode()


@pytest.mark.parametrize("broken", ["", "not base64!", "QUJD", "A" * 64])
def test_garbage_is_one_exception(broken: str) -> None:
    with pytest.raises(BadCipher):
        codec().decrypt(broken)


def test_another_receiver_is_refused() -> None:
    with pytest.raises(BadCipher, match="corpid"):
        codec().decrypt(codec("wwsomeoneelse").encrypt(b"hi"))


@given(st.text(max_size=60), st.integers())
@settings(max_examples=80, deadline=None)
def test_xml_survives_any_words(content: str, seed: int) -> None:
    read = xml.read(xml.plaintext([("Content", f"始{content}终"), ("A", "b")], random.Random(seed)))
    allowed = "".join(
        c for c in content if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
    assert read["Content"] == f"始{allowed}终".replace("\r\n", "\n").replace("\r", "\n")


def test_order_and_cdata_vary_but_numbers_stay_bare() -> None:
    rng = random.Random(1)
    made = [xml.plaintext([("A", "x"), ("B", "y"), ("N", 5)], rng).decode() for _ in range(60)]
    assert len({text.index("<A>") < text.index("<B>") for text in made}) == 2
    assert {("<![CDATA[x]]>" in text) for text in made} == {True, False}
    assert all("<N>5</N>" in text for text in made)
