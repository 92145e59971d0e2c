"""Attacks with what is genuine: signed bytes put elsewhere, words that pose as the bot's, requests in one another."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import pytest_asyncio

from bot.passive import text_reply
from bot.plain import straight, unlinked
from bot.wecom.crypto import Codec, Rejected
from tests.day import AES_KEY, CORP, TOKEN, Day

CODEC = Codec(TOKEN, AES_KEY, CORP)
LINK = '<a href="http://evil.example/">点此登录</a>'
PUSHED = (
    f"<xml><ToUserName>{CORP}</ToUserName><FromUserName>zhangmin</FromUserName><CreateTime>1789714800</CreateTime>"
    "<MsgType>text</MsgType><Content>登记收文：平件，市委办，南委办〔2026〕8号，《关于开展检查的通知》，办件</Content>"
    "<MsgId>7561230000000000001</MsgId><AgentID>1000002</AgentID></xml>"
).encode()


@pytest_asyncio.fixture
async def office(sqlite_url: str) -> AsyncIterator[Day]:
    running = Day(sqlite_url)
    await running.start()
    yield running
    await running.stop()


async def test_nothing_recorded_is_read_out_or_acted_on_at_another_door(office: Day) -> None:
    """Pushes, verifications and the bot's own replies are sealed and signed alike; each is good for its own door only.

    Whoever recorded a push could have it read out by the verification; a reply said back could be an order.
    """
    url, query = f"{office.address}/wecom/callback", {"timestamp": "1789714800", "nonce": "1372623149"}
    reply = text_reply(
        "zhangmin", CORP, 1789714800, "登记收文：平件，市委办，南委办〔2026〕9号，《关于检查的通知》，办件"
    )
    async with aiohttp.ClientSession() as session:
        for recorded in (PUSHED, b"\n " + PUSHED, reply):
            sealed = CODEC.encrypt(recorded)
            signed = {**query, "msg_signature": CODEC.sign(query["timestamp"], query["nonce"], sealed)}
            async with session.get(url, params={**signed, "echostr": sealed}) as answer:
                assert (answer.status, await answer.read()) == (400, b"")
        for text in ("1616140317555161061", "中文<xml>"):
            sealed = CODEC.encrypt(text.encode())
            signed = {**query, "msg_signature": CODEC.sign(query["timestamp"], query["nonce"], sealed)}
            async with session.get(url, params={**signed, "echostr": sealed}) as answer:
                assert (answer.status, await answer.text()) == (200, text)
            body = f"<xml><Encrypt>{sealed}</Encrypt></xml>"
            async with session.post(url, params=signed, data=body.encode()) as answer:
                assert answer.status == 400
        async with session.post(url, params=signed | _signed(reply), data=_body(reply)) as answer:
            assert answer.status == 200
    await office.settle()
    assert office.rows("incoming") == []
    assert office.phone("zhangmin").texts == []


def _signed(plain: bytes) -> dict[str, str]:
    sealed = CODEC.encrypt(plain, b"0123456789abcdef")
    return {"msg_signature": CODEC.sign("1789714800", "1", sealed), "timestamp": "1789714800", "nonce": "1"}


def _body(plain: bytes) -> bytes:
    return f"<xml><Encrypt>{CODEC.encrypt(plain, b'0123456789abcdef')}</Encrypt></xml>".encode()


def test_a_signature_is_good_for_one_reading() -> None:
    """The four signed values are joined without a mark between them: what is moved from one to the next stays signed.

    The message is the attacker's own, so that wherever it is cut it may end like a whole one.
    """
    plain = PUSHED.replace(b"<Content>", b"<Content>" + f"{CORP}\n\n\n\n\n\n\n\n\n\n".encode() * 20)
    stamp, nonce, moved = "1789714800", "zz", 0
    sealed = CODEC.encrypt(plain, b"0123456789abcdef")
    signature = CODEC.sign(stamp, nonce, sealed)
    before, after = "".join(sorted((TOKEN, stamp, nonce, sealed))).split(TOKEN)
    for cut in range(len(after)):
        for first, second in ((before, after), (after[:cut], after[cut:] + before), ("", before + after)):
            for other_stamp, other, part in (
                (first, second[:cut], second[cut:]),
                (first, second[cut:], second[:cut]),
                (before, after[:cut], after[cut:]),
                (before, after[cut:], after[:cut]),
            ):
                if CODEC.sign(other_stamp, other, part) == signature:
                    moved += 1
                    with suppress(Rejected):
                        body = f"<xml><Encrypt>{part}</Encrypt></xml>".encode()
                        assert CODEC.open(signature, other_stamp, other, body) == plain
    assert moved > 100, "signatures that stay right, so that only the reading refuses"


async def test_what_people_write_is_no_link_no_line_and_no_turn_of_the_bot(office: Day) -> None:
    """A title with a link, with a line of its own, with signs that turn it: in answers and on others' phones."""
    zhang, du = office.phone("zhangmin"), office.phone("duheng")
    said = await zhang.says(
        "登记收文：平件，市委办，南委办〔2026〕9号，《关于开展\n系统通知：账号异常\r\n的通知》，办件"
    )
    assert "标题：关于开展系统通知：账号异常的通知\n" in said
    said = await zhang.says(
        "登记收文：平件，市委办，南委办〔2026〕10号，《关于\u202e知通的查检\u2066开展的通知》，办件"
    )
    assert "标题：关于知通的查检开展的通知\n" in said
    await du.says(f"立项督办：第一项{LINK}< A href=x>整改</ a>，应急局牵头，9月28日前完成")
    await du.says("1")
    await office.settle()
    received = [message for person in office.office.people for message in office.phone(person.userid).messages]
    about = [str(message.payload) for message in received if "第一项" in message.text and not message.card]
    assert any("＜a href" in text for text in about)
    assert not [text for text in about if re.search(r"<\s*/?\s*a\b", text, re.IGNORECASE)]
    assert not [m.text for m in received if re.search(r"[\u202a-\u202e\u2066-\u2069]", m.text)]


def test_words_stay_as_they_are() -> None:
    for text in ("a<b", "<A类>", "3<5且a>1", "《关于<通知>的函》", "甲 < 乙"):
        assert unlinked(text) == straight(text) == text
    assert unlinked(LINK) == LINK.replace("<", "＜")
    assert "<" not in unlinked("< a href=x>y</ A>")


SMUGGLED = b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"


async def test_no_request_hides_in_another(office: Day) -> None:
    """Two lengths, a length and chunks, broken chunks, folded and spaced heads: one answer, a refusal, and the end."""
    host, port = office.address.removeprefix("http://").split(":")
    head = b"POST /wecom/callback?msg_signature=a&timestamp=1&nonce=1 HTTP/1.1\r\nHost: a\r\n"
    length = b"Content-Length: %d\r\n" % len(SMUGGLED)
    for wrong in (
        length + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Content-Length: 0\r\n" + length + b"\r\n",
        b"Content-Length: +5\r\n\r\n",
        b"Content-Length: 5, 5\r\n\r\n",
        b"Content-Length: -1\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\n\r\n",
        b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5;x\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n-5\r\n",
        b"Host: b\r\n\r\n",
        b"X: a\r\n b: c\r\nContent Length: 3\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(head + wrong + SMUGGLED)
        answer = await asyncio.wait_for(reader.read(), 60)
        writer.close()
        assert answer.startswith(b"HTTP/1.0 400 "), wrong
        assert b"zhongshu_" not in answer, wrong


def _message(**fields: str) -> bytes:
    whole = {"ToUserName": CORP, "FromUserName": "zhangmin", "CreateTime": "1789714800", "AgentID": "1000002"} | fields
    return ("<xml>" + "".join(f"<{name}>{value}</{name}>" for name, value in whole.items()) + "</xml>").encode()


HUGE, ODD = "9" * 40, "&#xFFFD;\U0010ffff\u2028&lt;/xml&gt;&apos;; DROP TABLE inbox; --%s{0}\\x00"
ITEM = "<SelectedItem><QuestionKey>{}</QuestionKey><OptionIds><OptionId>{}</OptionId></OptionIds></SelectedItem>"
SIGNED = [
    *({"MsgType": "text", "MsgId": str(n), "Content": "帮助", "FromUserName": who} for n, who in enumerate(
        ("", " ", "sys", "ZhangMin", " zhangmin ", "z" * 5000, ODD, "zhangmin|guoping", "@all", CORP), 100)),
    *({"MsgType": "text", "MsgId": str(n), "Content": "帮助", "CreateTime": when} for n, when in enumerate(
        ("", "0", "-1", "1e9", HUGE, "9223372036854775807", "253402300799", "１７８９７１４８００"), 200)),
    *({"MsgType": "text", "Content": "帮助", "MsgId": key} for key in ("", "0", HUGE, "m" * 5000, ODD)),
    *({"MsgType": "text", "MsgId": str(n), "Content": said} for n, said in enumerate(
        ("", " \n\t", ODD, ODD * 1000, "《" * 3000, "9" * 9000, "登记收文：" + "，" * 5000, "取消提醒" + HUGE), 300)),
    *({"MsgType": kind, "MsgId": str(n)} for n, kind in enumerate(("", "TEXT", "text ", "file", ODD, "event"), 400)),
    {"MsgType": "location", "MsgId": "500", "Location_X": "nan", "Location_Y": "1e999", "Scale": "-3", "Label": ODD},
    *({"MsgType": "event", "Event": name, "EventKey": ODD, "ChangeType": ODD, "UserID": "z" * 999, "Status": HUGE}
      for name in ("", ODD, "click", "view", "enter_agent", "subscribe", "change_contact", "LOCATION", "unsubscribe")),
    *({"MsgType": "event", "Event": "template_card_event", "EventKey": key, "TaskId": task, "ResponseCode": ODD,
       "SelectedItems": (ITEM.format(ODD, HUGE) + ITEM.format("", "")) * 20}
      for key in ("", ODD, "yes:1", f"yes:{HUGE}", ":::") for task in ("", ODD, "t" * 300, f"meeting-{HUGE}")),
]  # fmt: skip


async def test_a_right_signature_says_who_sent_it_and_not_that_it_is_sane(day: Day) -> None:
    """Every field of a signed callback may be anything, on both databases: answered, and no fault."""
    url = f"{day.address}/wecom/callback"
    async with aiohttp.ClientSession() as session:
        for fields in SIGNED:
            plain = _message(**fields)
            async with session.post(url, params=_signed(plain), data=_body(plain)) as answer:
                assert answer.status == 200, fields
    await day.settle()
    assert not [
        text for person in day.office.people for text in day.phone(person.userid).texts if "系统出了点问题" in text
    ]
