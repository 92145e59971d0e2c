"""GET /files/<token>: the files of a report, for a quarter of an hour (handlers/reports/downloads.py).

An address that never was, one that is over and one that is used up are answered alike. Nothing of what was asked for
is written to the log; the audit says who was given the address.
"""

import ipaddress
import re
import secrets
from collections import deque
from urllib.parse import quote

import structlog
from aiohttp import web
from sqlalchemy import Connection

from bot.app import Bot
from bot.metrics import METRICS
from handlers.reports import downloads
from storage import settings

log = structlog.get_logger("http")

_TOKEN = re.compile(r"[0-9A-Za-z_-]{43}")
_KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PER_MINUTE = 60
"""Requests from one address; an office behind one way out is one address."""
ORIGINAL = "X-Real-IP"
"""Set by our own proxy (ops/nginx/zhongshu.conf): without it everybody would be the proxy, and one could stop all."""
_MINUTE = 60.0
_ADDRESSES = 1000
_PRIVATE = {
    "Cache-Control": "no-store, private",
    "Pragma": "no-cache",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
_GONE = "下载地址不存在或已失效，请回到企业微信重新生成。"
_SLOWER = "请求过于频繁，请一分钟后再试。"


class Pace:
    """How many requests each address made in the last minute; the busiest thousand addresses are remembered."""

    def __init__(self) -> None:
        self._seen: dict[str, deque[float]] = {}

    def allows(self, address: str, real: float) -> bool:
        """Count a request at `real` (seconds); False when it is one too many."""
        times = self._seen.pop(address, deque())
        while times and times[0] <= real - _MINUTE:
            times.popleft()
        allowed = len(times) < PER_MINUTE
        if allowed:
            times.append(real)
        self._seen[address] = times
        if len(self._seen) > _ADDRESSES:
            del self._seen[next(iter(self._seen))]
        return allowed


def add_to(app: web.Application, bot: Bot) -> None:
    """Serve the addresses, and let the handlers know where phones reach this server."""
    pace = Pace()

    async def publish(_app: web.Application) -> None:
        await bot.db.write(lambda tx: _publish(tx, bot))

    async def answer(request: web.Request) -> web.Response:
        return await _answer(request, bot, pace)

    app.router.add_get("/files/{token}", answer, allow_head=False)
    app.on_startup.append(publish)


def asker(peer: str, original: str) -> str:
    """The address whose requests are counted; what a peer says of another is believed of proxies in the house only."""
    try:
        return str(ipaddress.ip_address(original)) if ipaddress.ip_address(peer).is_private else peer
    except ValueError:
        return peer


def _publish(tx: Connection, bot: Bot) -> None:
    url = bot.settings.public_url
    if url is None:
        settings.forget(tx, downloads.PUBLIC_URL)
    elif settings.get(tx, downloads.PUBLIC_URL) != url:
        settings.put(tx, downloads.PUBLIC_URL, url, by="clock", at=bot.clock.now())


async def _answer(request: web.Request, bot: Bot, pace: Pace) -> web.Response:
    if not pace.allows(asker(request.remote or "", request.headers.get(ORIGINAL, "")), bot.clock.real()):
        METRICS.rejected.labels("download_pace").inc()
        return _words(_SLOWER, 429, {"Retry-After": "60"})
    found = await _fetch(request.match_info["token"], bot)
    if found is None:
        METRICS.rejected.labels("download").inc()
        return _words(_GONE, 404)
    kind = _KINDS.get(found.name.rpartition(".")[2], "application/octet-stream")
    headers = {**_PRIVATE, "Content-Type": kind, "Content-Disposition": disposition(found.name)}
    return web.Response(body=found.content, headers=headers)


async def _fetch(token: str, bot: Bot) -> downloads.Fetched | None:
    if _TOKEN.fullmatch(token) is None:
        return None
    request_id, now = secrets.token_hex(6), bot.clock.now()
    found = await bot.db.write(lambda tx: downloads.fetch(tx, bot.office, token, now, request_id))
    log.info("download", request=request_id, served=found is not None)
    return found


def _words(text: str, status: int, more: dict[str, str] | None = None) -> web.Response:
    return web.Response(text=text, status=status, headers={**_PRIVATE, **(more or {})})


def disposition(name: str) -> str:
    """Always saved, never shown; the Chinese name as RFC 5987 (RFC 6266) has it, with a plain one for old browsers."""
    ending = name.rpartition(".")[2]
    return f"attachment; filename=\"report.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"
