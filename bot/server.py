"""The HTTP edge: WeCom's callback, health, metrics, and the steerable clock on loopback."""

import asyncio
import ipaddress
import re
from datetime import datetime, timedelta

import orjson
import structlog
from aiohttp import web
from sqlalchemy import text as sql

from bot import downloads
from bot.app import Bot
from bot.flow import NOTHING_KEPT
from bot.logs import place
from bot.metrics import METRICS, asked_by
from bot.passive import text_reply
from bot.schema import REASONS
from bot.wecom.crypto import Rejected
from bot.wecom.events import parse
from handlers.registry import branches
from scheduler.clock import SHANGHAI, SteerableClock, local
from storage import inbox, migrate
from storage.db import Unreachable

log = structlog.get_logger("http")

BODY_LIMIT = 128 * 1024
BODY_SECONDS = 5.0
"""How long a body may take: WeCom itself waits no longer (wecom.md 2)."""
IDLE = 75.0
"""Seconds for a request's head, and between two requests on a connection; more than nginx keeps one idle (60)."""
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
    downloads.add_to(app, bot)
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
        return _rejected(asked_by(rejected.reason, nonce))
    return web.Response(body=echo, content_type="text/plain")


async def receive(request: web.Request) -> web.Response:
    """A pushed message or event: verified before parsed, answered at once (wecom.md 1.5, 2)."""
    bot = request.app[BOT]
    started = bot.clock.real()
    try:
        signature, timestamp, nonce = (request.query[name] for name in QUERY)
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.read()
        inbound = parse(bot.codec.open(signature, timestamp, nonce, body))
    except KeyError:
        return _rejected("query")
    except TimeoutError:
        return _rejected("slow", 408)
    except web.HTTPRequestEntityTooLarge:
        return _rejected("oversized", 413)
    except Rejected as rejected:
        return _rejected(asked_by(rejected.reason, nonce))
    if _too_old(bot, inbound.created):
        return _rejected("stale")
    kind = type(inbound).__name__
    try:
        outcome = await bot.flow.handle(inbound)
    except Unreachable as error:
        METRICS.callbacks.labels(kind, "unreachable").inc()
        log.error("unreachable", cause=str(error))
        return web.Response(status=503)
    METRICS.callbacks.labels(kind, outcome.word).inc()
    METRICS.seconds.observe(max(0.0, bot.clock.real() - started))
    bot.sender.wake()
    if outcome.passive is None:
        return web.Response(status=503 if outcome.word == NOTHING_KEPT else 200)
    sealed = bot.codec.seal(text_reply(inbound.sender, bot.corp_id, inbound.created, outcome.passive), timestamp, nonce)
    return web.Response(body=sealed, content_type="application/xml")


def _too_old(bot: Bot, created: int) -> bool:
    """A recorded callback from before the inbox's memory could be acted on twice; WeCom's retries take seconds.

    A fake WeCom on loopback may live at any time.
    """
    return not bot.settings.on_loopback and bot.clock.now().timestamp() - created > inbox.KEEP.total_seconds()


def _rejected(reason: str, status: int = 400) -> web.Response:
    METRICS.rejected.labels(reason).inc()
    log.warning("rejected", reason=reason)
    return web.Response(status=status)


async def healthz(_request: web.Request) -> web.Response:
    """The process is alive."""
    return web.json_response({"ok": True})


async def readyz(request: web.Request) -> web.Response:
    """Database reachable and keeping, schema at head, token obtainable; 503 names what is missing and says why."""
    bot = request.app[BOT]
    checks: dict[str, object] = {"database": False, "schema": False, "wecom": False}
    try:
        await bot.db.read(lambda tx: tx.execute(sql("SELECT 1")))
        trouble = await bot.db.try_keeping()
        if trouble is not None:
            return web.json_response({**checks, "reason": REASONS[trouble]}, status=503)
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
        to = _target(await request.json(loads=orjson.loads), bot.clock.now())
        async with bot.moving:
            await bot.flow.presses.settle()
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
    """A program on this machine itself: neither what a proxy hands on nor a page in somebody's browser."""
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Origin")):
        return False
    try:
        return ipaddress.ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
