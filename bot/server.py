"""The HTTP edge: WeCom's callback, health, metrics, and the steerable clock on loopback."""

import asyncio
import ipaddress
import re
from datetime import datetime, timedelta

import structlog
from aiohttp import web
from sqlalchemy import text as sql

from bot.app import Bot
from bot.logs import place
from bot.metrics import METRICS
from bot.passive import text_reply
from bot.wecom.crypto import Rejected
from bot.wecom.events import parse
from handlers.registry import branches
from scheduler.clock import SHANGHAI, SteerableClock, local
from storage import migrate

log = structlog.get_logger("http")

BODY_LIMIT = 128 * 1024
QUERY = ("msg_signature", "timestamp", "nonce")
_DURATION = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?")
BOT = web.AppKey("bot", Bot)


def make_app(bot: Bot) -> web.Application:
    """The application around a bot; starting and stopping it starts and stops the bot."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app[BOT] = bot
    app.router.add_get("/wecom/callback", verify)
    app.router.add_post("/wecom/callback", receive)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    if isinstance(bot.clock, SteerableClock):
        app.router.add_post("/clock", move_clock)
    app.on_startup.append(_start)
    app.on_cleanup.append(_stop)
    return app


async def _start(app: web.Application) -> None:
    await app[BOT].start()


async def _stop(app: web.Application) -> None:
    await app[BOT].stop()


async def verify(request: web.Request) -> web.Response:
    """URL verification: the plaintext of echostr, byte for byte (wecom.md 1.4)."""
    try:
        signature, timestamp, nonce = (request.query[name] for name in QUERY)
        echo = request.app[BOT].codec.verify_url(signature, timestamp, nonce, request.query["echostr"])
    except KeyError:
        return _rejected("query")
    except Rejected as rejected:
        return _rejected(rejected.reason)
    return web.Response(body=echo, content_type="text/plain")


async def receive(request: web.Request) -> web.Response:
    """A pushed message or event: verified before parsed, answered at once (wecom.md 1.5, 2)."""
    bot = request.app[BOT]
    started = bot.clock.real()
    try:
        signature, timestamp, nonce = (request.query[name] for name in QUERY)
        inbound = parse(bot.codec.open(signature, timestamp, nonce, await request.read()))
    except KeyError:
        return _rejected("query")
    except web.HTTPRequestEntityTooLarge:
        return _rejected("oversized", 413)
    except Rejected as rejected:
        return _rejected(rejected.reason)
    kind = type(inbound).__name__
    outcome = await bot.flow.handle(inbound)
    METRICS.callbacks.labels(kind, outcome.word).inc()
    METRICS.seconds.observe(max(0.0, bot.clock.real() - started))
    bot.sender.wake()
    if outcome.passive is None:
        return web.Response()
    sealed = bot.codec.seal(text_reply(inbound.sender, bot.corp_id, inbound.created, outcome.passive), timestamp, nonce)
    return web.Response(body=sealed, content_type="application/xml")


def _rejected(reason: str, status: int = 400) -> web.Response:
    METRICS.rejected.labels(reason).inc()
    log.warning("rejected", reason=reason)
    return web.Response(status=status)


async def healthz(_request: web.Request) -> web.Response:
    """The process is alive."""
    return web.json_response({"ok": True})


async def readyz(request: web.Request) -> web.Response:
    """Database reachable, schema at head, token obtainable; 503 names what is missing."""
    bot = request.app[BOT]
    checks = {"database": False, "schema": False, "wecom": False}
    try:
        await bot.db.read(lambda tx: tx.execute(sql("SELECT 1")))
        checks["database"] = True
        checks["schema"] = await bot.db.read(lambda tx: migrate.at_head(tx, branches()))
        async with asyncio.timeout(3):
            await bot.client.ready()
        checks["wecom"] = True
    except Exception as error:  # noqa: BLE001 - not being ready is the answer, whatever the reason
        log.warning("not_ready", at_code=place(error), **checks)
    return web.json_response(checks, status=200 if all(checks.values()) else 503)


async def metrics(_request: web.Request) -> web.Response:
    """Prometheus."""
    return web.Response(body=METRICS.page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


async def move_clock(request: web.Request) -> web.Response:
    """Move the steerable clock: {"to": ISO} or {"advance": "PT1H"}; loopback only (design.md 3)."""
    bot = request.app[BOT]
    if not isinstance(bot.clock, SteerableClock) or not _from_loopback(request):
        raise web.HTTPNotFound
    try:
        to = _target(await request.json(), bot.clock.now())
        async with bot.moving:
            await bot.day.advance(bot.clock, to)
    except (ValueError, TypeError, OverflowError) as error:
        return web.json_response({"error": str(error) or "时间写法不对"}, status=400)
    return web.json_response({"now": local(bot.clock.now()).isoformat()})


def _target(wanted: object, now: datetime) -> datetime:
    if isinstance(wanted, dict) and isinstance(wanted.get("to"), str):
        to = datetime.fromisoformat(wanted["to"])
        return to.replace(tzinfo=SHANGHAI) if to.tzinfo is None else to
    if isinstance(wanted, dict) and isinstance(wanted.get("advance"), str):
        match = _DURATION.fullmatch(wanted["advance"])
        if match and any(match.groups()):
            days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
            return now + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    raise ValueError('请写 {"to": "2026-09-18T15:20:00+08:00"} 或 {"advance": "PT1H"}')


def _from_loopback(request: web.Request) -> bool:
    try:
        return ipaddress.ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
