"""Pushes callbacks as WeCom does: encrypted, 5 s, three retries, faults on demand (wecom.md 1, 2, 14.1-14.6)."""

import asyncio
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.sandbox import xml
from bot.sandbox.core import Journal, Quirks
from bot.sandbox.crypto import BadCipher, Codec

VERIFY_LIMIT = 1.0
RETRIES = 3
PATIENCE = 60.0


class CallbackRefused(Exception):
    """The URL did not pass verification, or no URL is set; the text says why."""


@dataclass(frozen=True)
class CallbackFaults:
    """What goes wrong with one callback.

    `duplicates` more deliveries of the same plaintext with a fresh nonce follow the first; `delay` real seconds pass
    before it leaves; `lose_answers` first answers get lost on the way back, so WeCom retries although the bot has
    worked; `drop` never delivers; `corrupt_signature`; `receive_id` replaces the corpid inside the ciphertext;
    `body` replaces the whole body.
    """

    duplicates: int = 0
    delay: float = 0.0
    lose_answers: int = 0
    drop: bool = False
    corrupt_signature: bool = False
    receive_id: str | None = None
    body: bytes | None = None


NO_FAULTS = CallbackFaults()


@dataclass
class Delivery:
    """How one callback fared. `statuses` has one entry an attempt, None where no answer came in time.

    `reply` is the decrypted passive reply as nested dict (None when there was none). `elapsed` is in real seconds.
    `copies` are the deliveries of injected duplicates.
    """

    plaintext: bytes
    statuses: list[int | None] = field(default_factory=list)
    reply: dict[str, Any] | None = None
    elapsed: float = 0.0
    copies: list["Delivery"] = field(default_factory=list)

    @property
    def attempts(self) -> int:
        """How often it was posted."""
        return len(self.statuses)

    @property
    def accepted(self) -> bool:
        """Whether the bot acknowledged it in the end."""
        return bool(self.statuses) and self.statuses[-1] == 200


@dataclass
class Callbacks:
    """The pushing side of one app. Its limits are WeCom's, in seconds; attributes, for tests that mean another."""

    corp_id: str
    agent_id: int
    codec: Codec
    clock: Callable[[], float]
    real: Callable[[], float]
    journal: Journal
    quirks: Quirks
    rng: random.Random
    url: str = ""
    timeout: float = 5.0
    verify_limit: float = VERIFY_LIMIT
    _session: aiohttp.ClientSession | None = None

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession()
        return self._session

    def be_patient(self) -> None:
        """Wait a minute: for a bot on this same machine, which may be busy with other things."""
        self.timeout = self.verify_limit = PATIENCE

    async def close(self) -> None:
        """Close the connections to the bot."""
        if self._session is not None:
            await self._session.close()

    async def configure(self, url: str, *, verify: bool = True) -> None:
        """Save the URL, verified by GET in time and by exact body. Raises CallbackRefused, keeping the old one."""
        if verify:
            await self._verify(url)
        self.url = url

    async def _verify(self, url: str) -> None:
        expected = str(secrets.randbelow(10**19)).encode()
        echo = self.codec.encrypt(expected)
        address = self._address(url, echo, self.codec) + f"&echostr={quote(echo, safe='')}"
        limit = aiohttp.ClientTimeout(total=self.verify_limit)
        try:
            async with self._http().get(URL(address, encoded=True), timeout=limit, allow_redirects=False) as response:
                body = await response.read()
        except TimeoutError as error:
            raise CallbackRefused(f"{url} did not answer the verification within {self.verify_limit:g} s") from error
        except aiohttp.ClientError as error:
            raise CallbackRefused(f"{url} cannot be reached: {error}") from error
        if response.status != 200:
            raise CallbackRefused(f"{url} answered {response.status} to the verification")
        if body != expected:
            raise CallbackRefused(f"{url} answered {body[:60]!r} where exactly {expected!r} was wanted")

    def _address(self, url: str, encrypted: str, codec: Codec, *, corrupt: bool = False) -> str:
        timestamp, nonce = str(int(self.clock())), str(secrets.randbelow(10**10))
        signature = codec.sign(timestamp, nonce, encrypted)
        if corrupt:
            signature = signature[:-1] + ("0" if signature[-1] != "0" else "1")
        mark = "&" if "?" in url else "?"
        return f"{url}{mark}msg_signature={signature}&timestamp={timestamp}&nonce={nonce}"

    def _request(self, plaintext: bytes, faults: CallbackFaults) -> tuple[str, bytes]:
        encrypted = self.codec.encrypt(plaintext, faults.receive_id)
        body = faults.body
        if body is None:
            body = xml.envelope(self.corp_id, self.agent_id, encrypted, self.rng)
        return self._address(self.url, encrypted, self.codec, corrupt=faults.corrupt_signature), body

    async def deliver(self, plaintext: bytes, faults: CallbackFaults = NO_FAULTS) -> Delivery:
        """Push one callback. Raises CallbackRefused when no URL is set."""
        if not self.url:
            raise CallbackRefused("no callback URL is set")
        delivery = Delivery(plaintext)
        if faults.drop:
            return delivery
        await asyncio.sleep(faults.delay)
        started = self.real()
        await self._attempts(delivery, faults)
        delivery.elapsed = self.real() - started
        once = replace(faults, duplicates=0, lose_answers=0, delay=0.0)
        delivery.copies = [await self.deliver(plaintext, once) for _ in range(faults.duplicates)]
        return delivery

    async def _attempts(self, delivery: Delivery, faults: CallbackFaults) -> None:
        request = self._request(delivery.plaintext, faults)
        for attempt in range(1 + RETRIES):
            if attempt:
                await asyncio.sleep(self.quirks.retry_spacing)
                if self.quirks.fresh_envelope_on_retry:
                    request = self._request(delivery.plaintext, faults)
            status, body = await self._post(*request)
            if attempt < faults.lose_answers:
                status = None
            delivery.statuses.append(status)
            if status == 200:
                delivery.reply = self._read_reply(body)
                return
            if status is not None and not self.quirks.retry_on_status:
                return

    async def _post(self, address: str, body: bytes) -> tuple[int | None, bytes]:
        limit = aiohttp.ClientTimeout(total=self.timeout)
        headers = {"Content-Type": "text/xml"}
        try:
            async with self._http().post(
                URL(address, encoded=True), data=body, headers=headers, timeout=limit, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except (TimeoutError, aiohttp.ClientError):
            return None, b""

    def _read_reply(self, body: bytes) -> dict[str, Any] | None:
        if body in (b"", b"success"):
            return None
        try:
            envelope = xml.read(body)
            encrypted, timestamp, nonce = (xml.text_of(envelope, name) for name in ("Encrypt", "TimeStamp", "Nonce"))
            if xml.text_of(envelope, "MsgSignature") != self.codec.sign(timestamp, nonce, encrypted):
                raise BadCipher("MsgSignature is wrong")
            return xml.read(self.codec.decrypt(encrypted))
        except (xml.BadXml, BadCipher) as error:
            self.journal.violation(f"passive reply cannot be read, the user sees nothing: {error}")
            return None
