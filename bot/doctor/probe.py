"""What WeCom would send, sent by the doctor: the verification GET and a push nobody answers (wecom.md 1.4, 1.5)."""

import secrets
import time
from dataclasses import dataclass
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.doctor.finding import Situation
from bot.metrics import DOCTOR
from bot.wecom.crypto import Codec

PATH = "/wecom/callback"
VERIFY_LIMIT, PUSH_LIMIT = 1.0, 5.0
"""Seconds that WeCom waits (wecom.md 2)."""
PATIENCE = 8.0
ECHO = 8
"""Bytes of the plain text: with the corp id the ciphertext has 64 bytes or so, its base64 both + and = often enough."""
EVENT = "zhongshu_doctor"
PADDING = 6000
"""Bytes in the push: a proxy with too small a body limit shows itself."""
TRIES = 20_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` is None when nothing did; `exact`: the body is what was wanted, byte for byte."""

    status: int | None
    body: bytes = b""
    wanted: bytes = b""
    seconds: float = 0.0
    location: str = ""

    @property
    def exact(self) -> bool:
        return self.status == 200 and self.body == self.wanted


class Probe:
    """Sends as WeCom does, with the settings' own keys, to any base address."""

    def __init__(self, session: aiohttp.ClientSession, situation: Situation) -> None:
        settings = situation.settings
        self._session, self._settings, self._real = session, settings, situation.real
        self._codec = Codec(settings.token, settings.encoding_aes_key.get_secret_value(), settings.corp_id)

    async def verify(self, base: str, *, plain: bool = False) -> Answer:
        """The GET of 保存. Its echostr has + / =, or (`plain`) none of + and /, to tell what a proxy spoils."""
        wanted, echo = self._echo(plain=plain)
        return await self._ask("GET", f"{base}{PATH}?{self._query(echo)}&echostr={quote(echo, safe='')}", wanted)

    async def push(self, base: str) -> Answer:
        """A push with an event that the bot does not know: acknowledged with an empty body, kept nowhere."""
        corp, agent = self._settings.corp_id, self._settings.agent_id
        event = (
            f"<xml><ToUserName><![CDATA[{corp}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>"
            f"<CreateTime>{int(self._real())}</CreateTime><MsgType><![CDATA[event]]></MsgType>"
            f"<Event><![CDATA[{EVENT}]]></Event><AgentID>{agent}</AgentID><Padding>{'0' * PADDING}</Padding></xml>"
        )
        encrypted = self._codec.encrypt(event.encode())
        body = (
            f"<xml><ToUserName><![CDATA[{corp}]]></ToUserName><AgentID><![CDATA[{agent}]]></AgentID>"
            f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
        )
        return await self._ask("POST", f"{base}{PATH}?{self._query(encrypted)}", b"", body.encode())

    async def page(self, base: str, path: str) -> Answer:
        """Any other page of the server."""
        return await self._ask("GET", f"{base}{path}", b"")

    def _echo(self, *, plain: bool) -> tuple[bytes, str]:
        for _ in range(TRIES):
            wanted = str(secrets.randbelow(10**ECHO)).zfill(ECHO).encode()
            echo = self._codec.encrypt(wanted)
            if ("+" in echo and "/" in echo) != plain and (not plain or not {"+", "/"} & set(echo)):
                break
        return wanted, echo

    def _query(self, encrypted: str) -> str:
        timestamp, nonce = str(int(self._real())), f"{DOCTOR}{secrets.randbelow(10**10)}"
        signature = self._codec.sign(timestamp, nonce, encrypted)
        return f"msg_signature={signature}&timestamp={timestamp}&nonce={nonce}"

    async def _ask(self, method: str, url: str, wanted: bytes, body: bytes | None = None) -> Answer:
        started = time.monotonic()
        try:
            async with self._session.request(
                method,
                URL(url, encoded=True),
                data=body,
                headers={"Content-Type": "text/xml"} if body else None,
                timeout=aiohttp.ClientTimeout(total=PATIENCE),
                allow_redirects=False,
            ) as answer:
                content = await answer.content.read(200_000)
                location = answer.headers.get("Location", "")
                return Answer(answer.status, content, wanted, time.monotonic() - started, location)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return Answer(None, b"", wanted, time.monotonic() - started)
