"""Vectors A-F of wecom.md 1.8: what the callback codec must reproduce byte for byte."""

import re

import pytest

from bot.wecom.crypto import Codec
from tests.wecom.conftest import AES_KEY, CORP, TOKEN

A = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg"
    "3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+k"
    "DZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6ti"
    "WSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p"
    "8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)
B = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
C = (
    "9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBqGsL8GqxlhZ"
    "gURnAtObvesEl5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFhHZSjPUL2Q1qvSUCUld+/"
    "WIXrx0oyKQmpB6o8NRrrNrsDf03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX05UPPJvFurDXafG0RQyPR+mf1nDnAtQ"
    "mmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nTYjxxEE8kv3kFxtAGVRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3"
)
C_ECHO = "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q=="
D = (
    "sKqRbbiSUnDhFHOvPjtUMUeqt1g4oVlNGGsS6EWXUJfN1O71osbKBEtCfOU7sRX6mzunv/M8vJgpH3vpP3VnG1AqaMLSJxciqBRf"
    "MuoqylajN9eVntAeWFFxLbzbfidxezt7Pe3fF728UVGZJM6sOhoRCWhHcHViSP6xPfgve5Cm4z5GlZaews/pM/WOPGkhZ7T+rq8L"
    "xSfEdp44NjTw97l47HgxhR8FltP/ZOlRsA6blPMqltWJXn3wjxgLsv8CqM1G9oA4yeaO0fuD0B4J0t0lDxwMoFcU/NVh5UU3QSI9"
    "Kk8v84tu1Xkw5tcwZHVZ7G7kzOq8Cno40I75w0wlhN0i1cvitVaJhD92jcikp2exYVLIlRxxeu4L9g2hXX9v"
)
E = "sKqRbbiSUnDhFHOvPjtUMeJBV1LIPhBLiS/+bDapFbYVhHdUs/DnbaknhbqfAh2BTpK5aJX7/p7a/MUQd1b1sA=="
F = (
    "sKqRbbiSUnDhFHOvPjtUMS1Nd7fI/rcjsVC1btvu0fmrCwNN39ALC5WIhyzhiSe/DJmXnNV7eRA2j6lJACJANf5Uwcqjd6aUyfMJ"
    "BUYulBZJHjfzchd14r1SiKn7O/aK"
)

A_MESSAGE = (
    b"<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n"
    b"<FromUserName><![CDATA[mycreate]]></FromUserName>\n"
    b"<CreateTime>1409659813</CreateTime>\n"
    b"<MsgType><![CDATA[text]]></MsgType>\n"
    b"<Content><![CDATA[hello]]></Content>\n"
    b"<MsgId>4561255354251345929</MsgId>\n"
    b"<AgentID>218</AgentID>\n"
    b"</xml>"
)
C_MESSAGE = (
    b"<xml>\n"
    b"<MsgType><![CDATA[text]]></MsgType>\n"
    b"<Content><![CDATA[test]]></Content>\n"
    b"<FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n"
    b"<ToUserName><![CDATA[messense]]></ToUserName>\n"
    b"<AgentID>1</AgentID>\n"
    b"<CreateTime>1411525903</CreateTime>\n"
    b"</xml>"
)
D_MESSAGE = (
    "<xml><ToUserName><![CDATA[mycreate]]></ToUserName><FromUserName><![CDATA[wx5823bf96d3bd56c7]]></FromUserName>"
    "<CreateTime>1348831860</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content></xml>"
).encode()
E_MESSAGE = b'{"msgtype":"text","text":{"content":"hi"}}'
STAMP, NONCE = "1409659813", "1372623149"

OFFICIAL = Codec(TOKEN, AES_KEY, CORP)
NAMELESS = Codec(TOKEN, AES_KEY, "")
OTHER = Codec("123456", "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "wx49f0ab532d5d035a")


@pytest.mark.parametrize(
    ("codec", "random16", "message", "encrypted", "stamp", "nonce", "signature"),
    [
        (OFFICIAL, b"0960688932c47ef1", A_MESSAGE, A, STAMP, NONCE, "477715d11cdb4164915debcba66cb864d751f3e6"),
        (
            OFFICIAL,
            b"c41b64491c2468d0",
            b"1616140317555161061",
            B,
            "1409659589",
            "263014780",
            "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
        ),
        (
            OTHER,
            b"1234567890123456",
            C_MESSAGE,
            C,
            "1411525903",
            "461056294",
            "407518b7649e86ef23978113f92d27afa9296533",
        ),
        (OFFICIAL, b"0123456789abcdef", D_MESSAGE, D, STAMP, NONCE, "aea5c8e265a5dde3878ad3085204987419d8601a"),
        (NAMELESS, b"0123456789abcdef", E_MESSAGE, E, STAMP, NONCE, "42cf74edaccba14c0661d71ba89be87065be290a"),
        (OFFICIAL, b"0123456789abcdef", b"a" * 26, F, STAMP, NONCE, "5e45228bb73ccf6599b992b817a891ac945215a0"),
    ],
    ids="ABCDEF",
)
def test_vector(
    *, codec: Codec, random16: bytes, message: bytes, encrypted: str, stamp: str, nonce: str, signature: str
) -> None:
    assert codec.encrypt(message, random16) == encrypted
    assert codec.decrypt(encrypted) == message
    assert codec.sign(stamp, nonce, encrypted) == signature


def test_vector_a_as_a_push_in_the_sample_s_own_order() -> None:
    body = (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName>\n<Encrypt><![CDATA[{A}]]></Encrypt>\n"
        "<AgentID><![CDATA[218]]></AgentID>\n</xml>"
    ).encode()
    assert OFFICIAL.open("477715d11cdb4164915debcba66cb864d751f3e6", STAMP, NONCE, body) == A_MESSAGE


@pytest.mark.parametrize(
    ("codec", "signature", "stamp", "nonce", "echo", "answer"),
    [
        (
            OFFICIAL,
            "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
            "1409659589",
            "263014780",
            B,
            b"1616140317555161061",
        ),
        (OTHER, "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96", "1411443780", "437374425", C_ECHO, b"5927782489442352469"),
    ],
    ids=["B", "C"],
)
def test_url_verification(*, codec: Codec, signature: str, stamp: str, nonce: str, echo: str, answer: bytes) -> None:
    assert codec.verify_url(signature, stamp, nonce, echo) == answer
    assert codec.verify_url(signature, stamp, nonce, echo.replace("+", " ")) == answer  # a server that left + unescaped


def test_a_fully_padded_block_and_every_pad_length_survive() -> None:
    for size in range(70):
        assert OFFICIAL.decrypt(OFFICIAL.encrypt(b"x" * size)) == b"x" * size


def test_random_prefix_is_fresh() -> None:
    assert len({OFFICIAL.encrypt(b"") for _ in range(20)}) == 20


def test_receiver_ignores_case() -> None:
    assert Codec(TOKEN, AES_KEY, CORP.upper()).decrypt(A) == A_MESSAGE


def test_sealed_reply_is_opened_by_the_other_side() -> None:
    sealed = OFFICIAL.seal("<xml>好</xml>".encode(), STAMP, NONCE).decode()
    found = re.fullmatch(
        r"<xml><Encrypt><!\[CDATA\[(.+?)]]></Encrypt><MsgSignature><!\[CDATA\[(.+?)]]></MsgSignature>"
        rf"<TimeStamp>{STAMP}</TimeStamp><Nonce><!\[CDATA\[{NONCE}]]></Nonce></xml>",
        sealed,
    )
    assert found
    assert OFFICIAL.sign(STAMP, NONCE, found[1]) == found[2]
    assert OFFICIAL.decrypt(found[1]) == "<xml>好</xml>".encode()


@pytest.mark.parametrize("key", ["", AES_KEY[:-1], AES_KEY + "=", AES_KEY[:-1] + "!", AES_KEY[:-1] + "é"])
def test_a_key_that_is_none_is_refused_without_quoting_it(key: str) -> None:
    with pytest.raises(ValueError, match="EncodingAESKey") as refusal:
        Codec(TOKEN, key, CORP)
    assert AES_KEY[:-1] not in str(refusal.value)
