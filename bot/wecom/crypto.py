"""The callback codec: signature, AES-256-CBC and the two envelopes (wecom.md 1).

The signature is compared, in constant time, before anything of a body but its ``Encrypt`` element is looked at.
Whatever is malformed ends in one exception, ``Rejected``, which carries a reason and nothing of what was received.
"""

import base64
import binascii
import hmac
import re
import secrets
from hashlib import sha1

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from bot.wecom.xml import MAX_BYTES, Rejected, cdata, clean

__all__ = ["Codec", "Rejected"]

_PAD = 32  # PKCS#7 over 32 bytes, not over AES's own 16 (wecom.md 1.2)
_HEAD = 20  # 16 random bytes and the length of the message
_KEY = re.compile(r"[A-Za-z0-9]{43}")
_MESSAGE = re.compile(rb"\s*<xml")
_ENCRYPT = re.compile(rb"<Encrypt[\s/>]")


class Codec:
    """Opens and seals the callbacks of one app.

    ``receive_id`` is the corpid (empty for an 智能机器人). Raises ValueError when the key is not an EncodingAESKey.
    """

    def __init__(self, token: str, aes_key: str, receive_id: str) -> None:
        if not _KEY.fullmatch(aes_key):
            raise ValueError("EncodingAESKey 应为43位字母或数字，请从企业微信管理后台“接收消息”页面重新复制")
        # 43 characters carry 258 bits; the two spare ones may be set (wecom.md 1.1), so this decoding is lenient.
        key = base64.b64decode(aes_key + "=")
        self._cipher = Cipher(AES(key), CBC(key[:16]))
        self._token = token.encode()
        self._receiver = receive_id.encode()
        self._receiver_folded = self._receiver.lower()

    def verify_url(self, signature: str, timestamp: str, nonce: str, echostr: str) -> bytes:
        """The exact bytes that answer the verification GET (wecom.md 1.4). Raises Rejected.

        ``echostr`` is the URL-decoded value; a ``+`` that the decoding turned into a space is restored. Pushes and
        replies are signed in the same way: one that somebody recorded is not read out to him.
        """
        encrypted = _bytes(echostr.replace(" ", "+"))
        self._check(signature, timestamp, nonce, encrypted)
        echo = self.decrypt(encrypted)
        if _MESSAGE.match(echo):
            raise Rejected("echo")
        return echo

    def open(self, signature: str, timestamp: str, nonce: str, body: bytes) -> bytes:
        """The plaintext XML of a pushed envelope (wecom.md 1.5). Raises Rejected."""
        encrypted = _encrypted_of(body)
        self._check(signature, timestamp, nonce, encrypted)
        return self.decrypt(encrypted)

    def seal(self, plaintext: bytes, timestamp: str, nonce: str) -> bytes:
        """The envelope of a passive reply (wecom.md 1.6); neither ``timestamp`` nor ``nonce`` can break out of it."""
        timestamp, nonce = clean(timestamp), clean(nonce)
        encrypted = self.encrypt(plaintext)
        signature = self.sign(timestamp, nonce, encrypted)
        stamp = timestamp if timestamp.isascii() and timestamp.isdigit() else cdata(timestamp)
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
            f"<TimeStamp>{stamp}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
        ).encode()

    def sign(self, timestamp: str, nonce: str, encrypted: str | bytes) -> str:
        """``msg_signature``: SHA-1 in lower-case hex over the four values sorted as bytes (wecom.md 1.3)."""
        parts = sorted((self._token, _bytes(timestamp), _bytes(nonce), _bytes(encrypted)))
        return sha1(b"".join(parts), usedforsecurity=False).hexdigest()

    def encrypt(self, plaintext: bytes, random16: bytes | None = None) -> str:
        """Base64 of random(16) | length | plaintext | receiver, padded to 32 and encrypted (wecom.md 1.2)."""
        head = secrets.token_bytes(16) if random16 is None else random16
        if len(head) != 16:
            raise ValueError("random16 must be 16 bytes")
        data = head + len(plaintext).to_bytes(4, "big") + plaintext + self._receiver
        pad = _PAD - len(data) % _PAD
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(data + bytes((pad,)) * pad) + encryptor.finalize()).decode()

    def decrypt(self, encrypted: str | bytes) -> bytes:
        """The message inside ``encrypted``; padding, length and receiver are checked. Raises Rejected."""
        try:
            raw = binascii.a2b_base64(_bytes(encrypted), strict_mode=True)
        except binascii.Error:
            raise Rejected("base64") from None
        if not raw or len(raw) % 16:
            raise Rejected("cipher")
        decryptor = self._cipher.decryptor()
        data = decryptor.update(raw) + decryptor.finalize()
        pad = data[-1]
        if len(data) % _PAD or not 1 <= pad <= _PAD or data[-pad:] != bytes((pad,)) * pad:
            raise Rejected("padding")
        end = _HEAD + int.from_bytes(data[16:_HEAD], "big")
        size = len(data) - pad
        if size < _HEAD or end > size:
            raise Rejected("length")
        receiver = data[end:size]
        if receiver != self._receiver and receiver.lower() != self._receiver_folded:  # a corpid ignores case
            raise Rejected("receiver")
        return data[_HEAD:end]

    def _check(self, signature: str, timestamp: str, nonce: str, encrypted: bytes) -> None:
        expected = self.sign(timestamp, nonce, encrypted).encode()
        if not hmac.compare_digest(expected, _bytes(signature)):
            raise Rejected("signature")


def _bytes(value: str | bytes) -> bytes:
    """UTF-8; half a surrogate pair, which a query can smuggle in, must fail the comparison and not the encoding."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def _encrypted_of(body: bytes) -> bytes:
    """The content of the one ``Encrypt`` element, found by linear scans: no parser touches what nobody has signed."""
    if len(body) > MAX_BYTES or body.count(b"<!") != body.count(b"<![CDATA["):  # no DOCTYPE, no ENTITY, no comment
        raise Rejected("envelope")
    start, end = body.find(b"<Encrypt>"), body.find(b"</Encrypt>")
    if start < 0 or end < start or (body.count(b"<Encrypt") > 1 and len(_ENCRYPT.findall(body)) > 1):
        raise Rejected("envelope")
    inner = body[start + len(b"<Encrypt>") : end].strip()
    if inner.startswith(b"<![CDATA[") and inner.endswith(b"]]>"):
        inner = inner[len(b"<![CDATA[") : -len(b"]]>")]
    if b"<" in inner:
        raise Rejected("envelope")
    return inner
