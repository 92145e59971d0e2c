"""`zhongshu sandbox`: the fake WeCom by itself on loopback, to try `serve` and `doctor` before there is an account.

It prints the settings that belong to it, verifies the callback as WeCom's console does when an address is saved, and
lets a member speak: `POST /say {"user": "zhangmin", "text": "帮助"}` answers with what came to that phone.
"""

import asyncio
import errno
import json
import secrets
import signal
import string
import sys

import click
import orjson
from aiohttp import web

from bot.sandbox.callbacks import CallbackRefused
from bot.sandbox.core import Refused
from bot.sandbox.pages_guard import local_only
from bot.sandbox.server import FakeWeCom
from scheduler.clock import Clock
from storage.office import Office

CORP, AGENT = "wwsandbox00000001", 1000002
BETWEEN_TRIES = 0.5
"""Seconds between two verifications of a callback that does not answer yet."""
PATIENCE = 30.0
"""Seconds that an answer may take."""


def run_sandbox(port: int, callback: str, office: Office, clock: Clock) -> None:
    """Run until Ctrl-C or SIGTERM. Raises click.ClickException when the port is taken."""
    try:
        asyncio.run(_run(port, callback, office, clock))
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        raise click.ClickException(f"端口{port}已被占用或不许使用，请用 --port 换一个") from None


async def _run(port: int, callback: str, office: Office, clock: Clock) -> None:
    settings = {
        "CORP_ID": CORP,
        "AGENT_ID": str(AGENT),
        "SECRET": _random(43),
        "TOKEN": _random(24),
        "ENCODING_AES_KEY": _random(43),
    }
    fake = FakeWeCom(
        CORP,
        settings["SECRET"],
        AGENT,
        settings["TOKEN"],
        settings["ENCODING_AES_KEY"],
        clock=lambda: clock.now().timestamp(),
    )
    fake.callbacks.be_patient()
    for person in office.people:
        fake.add_member(person.userid, person.name, position=person.post)
    settings["WECOM_API_BASE"] = await fake.start(port=port, app=app_of(fake))
    click.echo("\n".join(f"ZHONGSHU_{name}={value}" for name, value in settings.items()))
    sys.stdout.flush()
    stopped = asyncio.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(wanted, stopped.set)
    verifying = asyncio.create_task(_verify(fake, callback))
    try:
        await stopped.wait()
    finally:
        verifying.cancel()
        await asyncio.wait([verifying])
        await fake.stop()


def app_of(fake: FakeWeCom) -> web.Application:
    """The fake's APIs and /say, for programs on this machine: not for a page in somebody's browser."""
    app = fake.app()
    app.middlewares.append(local_only)

    async def say(request: web.Request) -> web.Response:
        return await _say(request, fake)

    app.router.add_post("/say", say)
    return app


async def _verify(fake: FakeWeCom, callback: str) -> None:
    """Save the address as an administrator does, until the bot behind it answers."""
    waiting = False
    while True:
        try:
            await fake.set_callback(callback)
        except CallbackRefused:
            if not waiting:
                click.echo(f"等待 {callback}：机器人尚未应答，或者它的设置与上面打印的不一致", err=True)
            waiting = True
            await asyncio.sleep(BETWEEN_TRIES)
        else:
            click.echo(f"回调地址 {callback} 已通过验证", err=True)
            return


async def _say(request: web.Request, fake: FakeWeCom) -> web.Response:
    """A member speaks; the words that came to the phone, or why there are none."""
    try:
        said = await request.json(loads=orjson.loads)
        user, text = str(said["user"]), str(said["text"])
    except (ValueError, KeyError, TypeError):
        return _told(400, error='请写 {"user": "zhangmin", "text": "帮助"}')
    try:
        await _verified(fake)
        before = max((message.id for message in fake.inbox(user)), default=0)
        await fake.say(user, text)
        answer = await fake.wait_for(user, lambda message: not message.mine, PATIENCE, after=before)
    except Refused as refused:
        return _told(400, error=str(refused))
    except TimeoutError:
        return _told(504, error="机器人没有回答，请看它的日志")
    return _told(200, answer=answer.text)


async def _verified(fake: FakeWeCom) -> None:
    """Returns once the bot's address is known. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        while not fake.callbacks.url:  # noqa: ASYNC110 - another task sets it
            await asyncio.sleep(0.05)


def _told(status: int, **told: str) -> web.Response:
    return web.json_response(text=json.dumps(told, ensure_ascii=False) + "\n", status=status)


def _random(size: int) -> str:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(size))
