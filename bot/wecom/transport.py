"""HTTP to WeCom: one request, one answer, two exceptions (wecom.md 0, 4 and 13).

Addresses with a token, a secret or a webhook key in them stay in here: aiohttp's exceptions quote them, so none is
chained.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import aiohttp
import orjson
from yarl import URL

from bot.wecom.errors import TOKEN_CODES, WeComUnreachable, error_of
from bot.wecom.token import TokenKeeper

Params = Mapping[str, str | int]
Method = Literal["GET", "POST"]
Body = bytes | aiohttp.FormData

_JSON = "application/json"


class Answer(NamedTuple):
    """A raw answer with status 200."""

    headers: Mapping[str, str]
    content: bytes

    def json(self, path: str) -> dict[str, Any]:
        """The object in it. Raises WeComError when it carries an errcode, WeComUnreachable when it is no object."""
        value = _object(self.content)
        code = value.get("errcode", 0) if value is not None else None
        if value is None or not isinstance(code, int):
            raise WeComUnreachable(path, "返回的不是JSON", maybe_done=True)
        if code:
            raise error_of(code, str(value.get("errmsg", "")), path)
        return value


class Transport:
    """Calls ``{base}/cgi-bin/…`` for one app. ``timeout`` in seconds, for each request."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base: str,
        corp_id: str,
        secret: str,
        *,
        now: Callable[[], float],
        timeout: float,
    ) -> None:
        self._session = session
        self._root = base.rstrip("/") + "/cgi-bin/"
        self._corp_id = corp_id
        self._secret = secret
        self._timeout, self._usual = timeout, aiohttp.ClientTimeout(total=timeout)
        self.tokens = TokenKeeper(self._fetch_token, now)

    async def get(self, path: str, params: Params | None = None) -> dict[str, Any]:
        """GET with the token, JSON back. Raises WeComError, WeComUnreachable."""
        return (await self.with_token("GET", path, params or {})).json(path)

    async def post(self, path: str, body: Mapping[str, Any], params: Params | None = None) -> dict[str, Any]:
        """POST of JSON with the token, JSON back. Raises WeComError, WeComUnreachable."""
        data = orjson.dumps(body)
        return (await self.with_token("POST", path, params or {}, lambda: data)).json(path)

    async def with_token(
        self,
        method: Method,
        path: str,
        params: Params,
        body: Callable[[], Body] | None = None,
        *,
        longer: float = 0.0,
    ) -> Answer:
        """Any call with the token. One that is refused for its token is repeated once with a new one, never more."""
        token = await self.tokens.get()
        answer = await self.request(method, path, {**params, "access_token": token}, body, longer=longer)
        if _token_refused(answer):
            self.tokens.drop(token)
            token = await self.tokens.get()
            answer = await self.request(method, path, {**params, "access_token": token}, body, longer=longer)
        return answer

    async def request(
        self,
        method: Method,
        path: str,
        params: Params,
        body: Callable[[], Body] | None = None,
        *,
        longer: float = 0.0,
    ) -> Answer:
        """One HTTP request as it stands; `longer`: seconds more than usual. Raises WeComUnreachable."""
        data = body() if body else None
        headers = {"Content-Type": _JSON} if isinstance(data, bytes) else None
        maybe_done = True
        try:
            async with self._session.request(
                method,
                _address(self._root + path, tuple(sorted(params.items()))),
                data=data,
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=self._timeout + longer) if longer else self._usual,
                allow_redirects=False,
            ) as response:
                content = await response.read()
                if response.status in (200, 206):
                    return Answer(response.headers, content)
                reason = f"HTTP {response.status}"
                maybe_done = response.status >= 500
        except aiohttp.ClientConnectorError:
            reason, maybe_done = "连接不上", False
        except TimeoutError:
            reason = "超时"
        except (aiohttp.ClientError, OSError):
            reason = "连接中断"
        raise WeComUnreachable(path, reason, maybe_done=maybe_done)  # outside the handlers: nothing is chained

    async def _fetch_token(self) -> tuple[str, float]:
        answer = await self.request("GET", "gettoken", {"corpid": self._corp_id, "corpsecret": self._secret})
        value = answer.json("gettoken")
        token, life = value.get("access_token"), value.get("expires_in", 7200)
        if not isinstance(token, str) or not token or not isinstance(life, int):
            raise WeComUnreachable("gettoken", "返回中没有 access_token", maybe_done=False)
        return token, float(life)


def handle(answer: Mapping[str, Any], name: str, path: str) -> str:
    """The handle that an answer must carry. Raises WeComUnreachable."""
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise WeComUnreachable(path, f"返回中没有 {name}", maybe_done=True)
    return value


@lru_cache(maxsize=64)
def _address(url: str, query: tuple[tuple[str, str | int], ...]) -> URL:
    """The address with its query, built once for each token: most calls are message/send with nothing else in it."""
    return URL(url).with_query(query)


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def _token_refused(answer: Answer) -> bool:
    if len(answer.content) > 4096:  # an error is short; do not read a whole file as JSON
        return False
    value = _object(answer.content)
    return value is not None and value.get("errcode") in TOKEN_CODES
