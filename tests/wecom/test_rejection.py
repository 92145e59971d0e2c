"""Whatever is malformed ends in Rejected, and never in anything else, right signatures included (wecom.md 1, 14.6)."""

import base64
import re
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise import parse_message
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.wecom.crypto import Codec, Rejected
from bot.wecom.events import parse
from bot.wecom.inbound import Inbound, TextMessage
from bot.wecom.xml import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, parse_xml
from tests.wecom.conftest import AES_KEY, CORP, TOKEN, callback, envelope

CODEC = Codec(TOKEN, AES_KEY, CORP)
PEER = WeChatCrypto(TOKEN, AES_KEY, CORP)
KEY = base64.b64decode(AES_KEY + "=")
TEXT = callback(MsgType="text", Content="明天下午三点订个会议室", MsgId="7561230000000000001")


def raw_encrypt(padded: bytes) -> str:
    """AES without any layout: what a faulty or hostile peer that knows the key could send."""
    encryptor = Cipher(AES(KEY), CBC(KEY[:16])).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def deliver(body: bytes, encrypted: str | bytes, nonce: str = "n") -> Inbound:
    """A push with a right signature for ``encrypted``."""
    return parse(CODEC.open(CODEC.sign("1", nonce, encrypted), "1", nonce, body))


def reason_of(body: bytes, encrypted: str | bytes) -> str:
    with pytest.raises(Rejected) as refusal:
        deliver(body, encrypted)
    return refusal.value.reason


HEAD = b"0123456789abcdef"
FIT = HEAD + (2).to_bytes(4, "big") + b"hi" + CORP.encode()  # 40 bytes: padded by 24


@pytest.mark.parametrize(
    ("encrypted", "reason"),
    [
        ("", "cipher"),
        ("AAAA", "cipher"),
        (base64.b64encode(b"x" * 17).decode(), "cipher"),
        ("AA*A", "base64"),
        ("AAA", "base64"),
        (CODEC.encrypt(TEXT, HEAD)[:-1], "base64"),
        (CODEC.encrypt(TEXT, HEAD) + "\n=", "base64"),
        (CODEC.encrypt(TEXT, HEAD)[:-4] + "é", "base64"),
        (raw_encrypt(FIT + bytes(24)), "padding"),
        (raw_encrypt(FIT + b"\x18" * 23 + b"\x19"), "padding"),
        (raw_encrypt(FIT + b"\x17" + b"\x18" * 22 + b"\x18"), "padding"),
        (raw_encrypt(FIT + b"\x08" * 8), "padding"),  # PKCS#7 over 16 is not WeCom's
        (raw_encrypt(FIT + b"!" * 24), "padding"),
        (raw_encrypt(b"\x20" * 32), "length"),
        (raw_encrypt(HEAD + b"\xff\xff\xff\xff" + CORP.encode() + b"\x1a" * 26), "length"),
        (raw_encrypt(HEAD + b"\0\0\0\x15" + b"hi" + CORP.encode() + b"\x18" * 24), "length"),
        (raw_encrypt(HEAD + b"\0\0\0\x03" + b"hi" + CORP.encode() + b"\x18" * 24), "receiver"),
        (Codec(TOKEN, AES_KEY, "wwother").encrypt(TEXT, HEAD), "receiver"),
        (Codec(TOKEN, AES_KEY, "").encrypt(TEXT, HEAD), "receiver"),
        (Codec(TOKEN, AES_KEY, "é").encrypt(TEXT, HEAD), "receiver"),
        (CODEC.encrypt(b"", HEAD), "xml"),
        (CODEC.encrypt(b"\xff\xfe", HEAD), "xml"),
        (CODEC.encrypt(TEXT[:-9], HEAD), "xml"),
        (CODEC.encrypt(TEXT.replace(b"lin.hao", b"lin\0hao"), HEAD), "xml"),
        (CODEC.encrypt(TEXT + b"<xml/>", HEAD), "xml"),
        (CODEC.encrypt(b"<html><body/></html>", HEAD), "xml"),
        (CODEC.encrypt("<xml><MsgType>text</MsgType></xml>".encode("utf-16"), HEAD), "xml"),
    ],
)
def test_behind_a_right_signature(encrypted: str, reason: str) -> None:
    assert reason_of(envelope(encrypted), encrypted) == reason


GOOD = CODEC.encrypt(TEXT, HEAD)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0",
        b"<xml/>",
        GOOD.encode(),
        envelope(GOOD).replace(b"Encrypt", b"encrypt"),
        envelope(GOOD)[: -len(b"</Encrypt></xml>")],
        envelope(GOOD).replace(b"<xml>", b"<xml><Encrypt></Encrypt>"),
        envelope(GOOD).replace(b"<xml>", b"<xml><Encrypt/>"),
        envelope(GOOD).replace(b"<xml>", b"<xml><Encrypt a='b'>AAAA</Encrypt>"),
        envelope(GOOD).replace(b"<xml>", b"<xml></Encrypt>"),
        envelope(f"<a>{GOOD}</a>"),
        b'<!DOCTYPE xml [<!ENTITY a "aaaa">]>' + envelope(GOOD),
        b"<!doctype xml>" + envelope(GOOD),
        b"<!-- -->" + envelope(GOOD),
        envelope(GOOD) + b" " * MAX_BYTES,
        b"<a>" * (MAX_BYTES // 3),
    ],
)
def test_an_envelope_that_is_none(body: bytes) -> None:
    assert reason_of(body, GOOD) == "envelope"


def test_elements_that_are_not_known_are_no_hindrance() -> None:
    body = envelope(GOOD).replace(b"<AgentID>", b"<EncryptType>aes</EncryptType><AgentID>")
    assert isinstance(deliver(body, GOOD), TextMessage)


@pytest.mark.parametrize(
    "signature",
    ["", "0" * 40, CODEC.sign("1", "n", GOOD).upper(), "\ud800", "签名"],
    ids=["empty", "zeros", "upper", "half", "chinese"],
)
def test_a_wrong_signature_is_found_before_the_content_is_looked_at(signature: str) -> None:
    for encrypted in (GOOD, "AA*A"):
        with pytest.raises(Rejected, match="signature"):
            CODEC.open(signature, "1", "n", envelope(encrypted))
        with pytest.raises(Rejected, match="signature"):
            CODEC.verify_url(signature, "1", "n", encrypted)


def test_the_signature_covers_time_nonce_and_content() -> None:
    signature = CODEC.sign("1", "n", GOOD)
    other = CODEC.encrypt(TEXT)
    for stamp, nonce, body in (("2", "n", GOOD), ("1", "m", GOOD), ("1", "n", other)):
        with pytest.raises(Rejected, match="signature"):
            CODEC.open(signature, stamp, nonce, envelope(body))
    assert CODEC.open(signature, "1", "n", envelope(GOOD)) == TEXT


BOMB = (
    b'<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
    b"<xml><Content>&c;</Content></xml>"
)


@pytest.mark.parametrize(
    "plaintext",
    [
        BOMB,
        b'<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml><MsgType>text</MsgType></xml>',
        b"<xml><Content>&undefined;</Content></xml>",
        b"<xml>" + b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH + b"</xml>",
        b"<xml>" + b"<a/>" * MAX_ELEMENTS + b"</xml>",
        b"<xml>" + b" " * MAX_BYTES + b"</xml>",
        b"<xml><a></b></xml>",
        b"<ToUserName>x</ToUserName>",
    ],
)
def test_hostile_xml(plaintext: bytes) -> None:
    with pytest.raises(Rejected, match="xml"):
        parse_xml(plaintext)


def test_foreign_and_nested_xml_is_read_as_an_unknown_message() -> None:
    odd = (
        b"<xml><MsgType><a><b>text</b></a></MsgType><FromUserName><x/>mixed</FromUserName><MsgType>text</MsgType></xml>"
    )
    assert parse(odd).sender == ""
    deepest = b"<xml>" + b"<a>" * (MAX_DEPTH - 1) + b"</a>" * (MAX_DEPTH - 1) + b"</xml>"
    assert parse_xml(deepest)


def test_a_rejection_carries_nothing_of_the_content() -> None:
    secret = "绝密内容".encode()
    for plaintext in (b"<xml>" + secret, secret):
        with pytest.raises(Rejected) as refusal:
            parse(plaintext)
        assert str(refusal.value) == "xml"
        assert refusal.value.__suppress_context__


@given(st.binary(max_size=300))
def test_any_body(body: bytes) -> None:
    with pytest.raises(Rejected):
        CODEC.open("0" * 40, "1", "n", body)


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20), st.text(max_size=60))
def test_any_query(signature: str, stamp: str, nonce: str, echo: str) -> None:
    with pytest.raises(Rejected):
        CODEC.verify_url(signature, stamp, nonce, echo)


@given(st.one_of(st.binary(max_size=200), st.integers(0, 200).map(lambda n: b"\x01" * 32 * n)), st.integers(0, 4))
def test_any_cipher_text_with_a_right_signature(data: bytes, keep: int) -> None:
    blocks = data[: len(data) // 16 * 16]
    encrypted = raw_encrypt(blocks) if keep else base64.b64encode(data).decode()
    with pytest.raises(Rejected):
        deliver(envelope(encrypted), encrypted)


TOKENS = ["<xml>", "</xml>", "<![CDATA[", "]]>", "&amp;", "<!--", "-->", "<MsgId/>", "event", "text", "9", "\0", "秘"]
TOKENS += [
    f"<{slash}{name}>"
    for name in ("MsgType", "Event", "CreateTime", "SelectedItems", "SelectedItem", "OptionIds", "ApprovalInfo")
    for slash in ("", "/")
]
TOKENS += ["template_card_event", "open_approval_change"]
XMLISH = st.lists(st.sampled_from(TOKENS), max_size=25).map("".join)


@given(st.one_of(st.binary(max_size=120), XMLISH.map(str.encode), XMLISH.map(lambda x: f"<xml>{x}</xml>".encode())))
def test_any_plaintext_with_a_right_signature(plaintext: bytes) -> None:
    encrypted = CODEC.encrypt(plaintext)
    try:
        assert isinstance(deliver(envelope(encrypted), encrypted), Inbound)
    except Rejected as refusal:
        assert refusal.reason == "xml"


@given(st.text(max_size=40), st.text(max_size=40), st.binary(max_size=100))
def test_no_nonce_breaks_out_of_a_reply(stamp: str, nonce: str, plaintext: bytes) -> None:
    sealed = parse_xml(CODEC.seal(plaintext, stamp, nonce))
    assert set(sealed) == {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}
    assert all(isinstance(value, str) for value in sealed.values())
    encrypted: Any = sealed["Encrypt"]
    assert CODEC.decrypt(encrypted) == plaintext


words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=200
)


@given(words.map(lambda text: text.replace("]]>", "]] >")))
def test_agrees_with_wechatpy_on_what_it_opens(content: str) -> None:
    plaintext = callback(MsgType="text", MsgId="42").replace(
        b"<AgentID>", f"<Content><![CDATA[{content}]]></Content><AgentID>".encode()
    )
    pushed = PEER.encrypt_message(plaintext, "nonce", "1761123456")
    signature = re.search(r"<MsgSignature><!\[CDATA\[(.+?)]]>", pushed)
    assert signature
    ours = parse(CODEC.open(signature[1], "1761123456", "nonce", pushed.encode()))
    theirs = parse_message(PEER.decrypt_message(pushed, signature[1], "1761123456", "nonce"))
    assert isinstance(ours, TextMessage)
    assert ours.content == content
    if content.strip() == content:  # xmltodict strips what it reads
        assert (ours.content, ours.sender, int(ours.msg_id)) == (theirs.content, theirs.source, theirs.id)


@given(words, st.text("0123456789abcdef", min_size=1, max_size=16))
def test_wechatpy_opens_what_is_sealed(content: str, nonce: str) -> None:
    sealed = CODEC.seal(content.encode(), "1761123456", nonce).decode()
    signature = re.search(r"<MsgSignature><!\[CDATA\[(.+?)]]>", sealed)
    assert signature
    assert PEER.decrypt_message(sealed, signature[1], "1761123456", nonce) == content


@given(st.integers(0, 2000), st.integers(0, 255))
def test_a_damaged_push_that_wechatpy_refuses_is_refused_here_too(position: int, byte: int) -> None:
    body = bytearray(envelope(GOOD))
    body[position % len(body)] = byte
    signature = CODEC.sign("1", "n", GOOD)
    try:
        theirs = PEER.decrypt_message(bytes(body), signature, "1", "n")
    except Exception:  # noqa: BLE001 - a dozen classes escape it (measurements.md A); each of them is a refusal
        theirs = None
    try:
        ours = CODEC.open(signature, "1", "n", bytes(body)).decode()
    except Rejected:
        return
    assert ours == TEXT.decode()  # what we accept is the signed content, damage outside of Encrypt at most
    if theirs is not None:
        assert theirs == ours
