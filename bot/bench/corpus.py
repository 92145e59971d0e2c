"""Encrypted callbacks, prepared before the clock runs. Written with wechatpy, as another party would."""

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from wechatpy.enterprise.crypto import WeChatCrypto

CORP, TOKEN = "wwbench00000000001", "benchToken"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
SAY = {
    "query": ("officer", "督办0101号到哪了"),
    "registration": ("clerk", "登记收文：平件，市委办，南委办〔2026〕{n}号，《关于做好第{n}项工作的通知》，阅件"),
}


def write_requests(path: Path, kind: str, count: int, port: int, serial: Callable[[], int], members: int) -> None:
    """`count` HTTP requests, each from another person, each behind its length in four bytes."""
    crypto = WeChatCrypto(TOKEN, AES_KEY, CORP)
    created = int(time.monotonic())
    with path.open("wb") as file:
        for _ in range(count):
            number = serial()
            raw = _request(crypto, kind, number, created, port, members)
            file.write(len(raw).to_bytes(4, "big") + raw)


def _request(crypto: WeChatCrypto, kind: str, number: int, created: int, port: int, members: int) -> bytes:
    who, words = SAY[kind]
    sender = f"{who}{number % members}"
    plain = (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{words.format(n=number)}]]></Content><MsgId>{number}</MsgId><AgentID>1000002</AgentID></xml>"
    )
    return sealed_request(crypto, plain, created, port)


def sealed_request(crypto: WeChatCrypto, plain: str, created: int, port: int) -> bytes:
    """The HTTP request that carries this plaintext."""
    encrypted = crypto.encrypt_message(plain, "nonce", str(created))
    sealed, signature = (_between(encrypted, tag) for tag in ("Encrypt", "MsgSignature"))
    body = (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID>"
        f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    ).encode()
    query = urlencode({"msg_signature": signature, "timestamp": created, "nonce": "nonce"})
    head = (
        f"POST /wecom/callback?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: text/xml\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _between(text: str, tag: str) -> str:
    return text.split(f"<{tag}><![CDATA[", 1)[1].split("]]>", 1)[0]
