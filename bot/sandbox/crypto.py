"""WeCom's callback crypto, written apart from the bot's so that the double does not share its bugs (wecom.md 1)."""

import base64
import binascii
import hashlib
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


class BadCipher(ValueError):
    """The reply cannot be decrypted or was meant for somebody else."""


class Codec:
    """Encrypts callbacks and decrypts passive replies of one app."""

    def __init__(self, token: str, aes_key: str, receive_id: str) -> None:
        if len(aes_key) != 43:
            raise ValueError("EncodingAESKey must have 43 characters")
        self._token = token
        self._key = base64.b64decode(aes_key + "=")
        self._receive_id = receive_id

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """msg_signature: lower hex SHA1 over the four values in byte order (wecom.md 1.3)."""
        parts = sorted(part.encode() for part in (self._token, timestamp, nonce, encrypted))
        return hashlib.sha1(b"".join(parts)).hexdigest()  # noqa: S324 - the protocol's choice

    def encrypt(self, message: bytes, receive_id: str | None = None, random16: bytes | None = None) -> str:
        """Base64 of the encrypted message; another `receive_id` makes a misrouted callback."""
        tail = self._receive_id if receive_id is None else receive_id
        data = (random16 or secrets.token_bytes(16)) + struct.pack(">I", len(message)) + message + tail.encode()
        padding = BLOCK - len(data) % BLOCK
        encryptor = self._cipher().encryptor()
        sealed = encryptor.update(data + bytes([padding]) * padding) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted: str) -> bytes:
        """The message inside. Raises BadCipher for whatever is wrong with it."""
        try:
            sealed = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError) as error:
            raise BadCipher("not base64") from error
        if not sealed or len(sealed) % 16:
            raise BadCipher("not whole AES blocks")
        decryptor = self._cipher().decryptor()
        data = decryptor.update(sealed) + decryptor.finalize()
        padding = data[-1]
        if not 1 <= padding <= BLOCK or data[-padding:] != bytes([padding]) * padding:
            raise BadCipher("bad padding")
        data = data[:-padding]
        if len(data) < 20:
            raise BadCipher("too short")
        (length,) = struct.unpack(">I", data[16:20])
        if 20 + length > len(data):
            raise BadCipher("msg_len beyond the data")
        if data[20 + length :].decode(errors="replace").lower() != self._receive_id.lower():
            raise BadCipher("receiveid is not the corpid")
        return data[20 : 20 + length]
