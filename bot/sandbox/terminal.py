"""`zhongshu chat`: a phone in the terminal. What one types goes through the real callback."""

import asyncio
import contextlib
import re
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import click

from bot import logs
from bot.sandbox.arrivals import newest, reached
from bot.sandbox.card_state import CardState
from bot.sandbox.core import Refused
from bot.sandbox.demo import running
from bot.sandbox.phones import PhoneMessage
from bot.sandbox.world import Demo
from scheduler import wording
from scheduler.clock import SHANGHAI, SteerableClock, local

HELP = """直接打字就是对机器人说话。命令：
/按 签收        按最近一张卡片的按钮，也可写第几个：/按 1
/按 提交 李可    先选后按：按钮之后写选项，选项也可写第几个
/换 李可        换成另一个人（姓名或账号）
/时间 1h        把时钟往后拨；也可写 10m、2d，或到某时：/时间 2026-09-19T08:00
/下一个         跳到下一次提醒
/退出"""
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_LENGTH = re.compile(r"(\d{1,4})([mhd])|PT(\d{1,4})([MH])")
FURTHEST = timedelta(days=366)


def run_chat(userid: str, start: datetime) -> None:
    """Talk until /退出, Ctrl-C or the end of input."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - ↑ brings back what was said
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_chat(userid, start))


async def _chat(userid: str, start: datetime) -> None:
    with Path("/dev/null").open("w", encoding="utf-8") as nowhere:  # noqa: ASYNC230 - logs would disturb the talk
        logs.set_up(SteerableClock(start), nowhere)
        async with running(start, pages=False) as demo:
            phone = TerminalPhone(demo, userid, click.echo)
            phone.say_hello()
            while True:
                line = await _read(phone.prompt)
                if line is None or line in {"/退出", "/quit"}:
                    return
                if line:
                    await phone.does(line)


async def _read(prompt: str) -> str | None:
    """One line, None at the end of input. The thread that waits for it holds up nobody who leaves by Ctrl-C."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str | None] = loop.create_future()

    def hand_over(line: str | None) -> None:
        if not answer.done():
            answer.set_result(line)

    def wait() -> None:
        try:
            line: str | None = input(prompt if sys.stdin.isatty() else "").strip()
        except EOFError:
            line = None
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(hand_over, line)

    threading.Thread(target=wait, daemon=True).start()
    return await answer


class TerminalPhone:
    """One persona at a time. `show` takes what a person reads, one message a call."""

    def __init__(self, demo: Demo, userid: str, show: Callable[[str], object]) -> None:
        self._demo, self._userid, self._show = demo, userid.lower(), show
        self._seen = 0

    @property
    def prompt(self) -> str:
        return f"{self._name}> "

    @property
    def _name(self) -> str:
        person = self._demo.office.person(self._userid)
        return person.name if person else self._userid

    def say_hello(self) -> None:
        """Who, when, and how to get help."""
        self._show(f"演示办公室 {wording.moment(self._demo.clock.now())}，您是{self._name}。/help 看命令。")

    async def does(self, line: str) -> None:
        """Carry out one line and show what arrived."""
        word, _, rest = line.partition(" ")
        try:
            await self._carry_out(word, rest.strip(), line)
        except (Refused, ValueError) as error:
            self._show(f"（{error}）")
        self._show_new()

    async def _carry_out(self, word: str, rest: str, line: str) -> None:
        match word:
            case "/help" | "/帮助":
                self._show(HELP)
            case "/换" | "/as":
                self._become(rest)
            case "/按" | "/press":
                await self._press(rest.split())
            case "/时间" | "/clock":
                await self._move(self._moment(rest))
            case "/下一个" | "/next":
                await self._next()
            case _ if word.startswith("/"):
                raise ValueError("没有这个命令，/help 看有哪些。")
            case _:
                await self._demo.fake.say(self._userid, line)
                await self._demo.bot.sender.drain()

    def _become(self, who: str) -> None:
        person = self._demo.office.person(who) or next((p for p in self._demo.office.people if p.name == who), None)
        if person is None:
            raise ValueError(f"没有“{who}”这个人")
        self._userid, self._seen = person.userid.lower(), 0
        self.say_hello()

    async def _press(self, words: list[str]) -> None:
        message, card = self._newest_card()
        buttons = [(button.key, button.text) for button in card.buttons]
        key = _pick(words[0] if words else "", buttons, "按钮")
        chosen = {
            q.key: _pick(word, list(q.options), "选项") for q, word in zip(card.questions, words[1:], strict=False)
        }
        await self._demo.fake.press(self._userid, card.task_id, key, chosen)
        await self._demo.bot.sender.drain()
        self._show(message.text)

    def _newest_card(self) -> tuple[PhoneMessage, CardState]:
        for message in reversed(self._demo.fake.inbox(self._userid)):
            if message.card is not None and message.card.buttons and not message.card.disabled:
                return message, message.card
        raise ValueError("没有可以按的卡片")

    def _moment(self, to: str) -> datetime:
        now = local(self._demo.clock.now())
        length = _LENGTH.fullmatch(to)
        if length is not None:
            count, unit = length[1] or length[3], (length[2] or length[4]).lower()
            return now + timedelta(**{_UNITS[unit]: int(count)})
        try:
            found = datetime.fromisoformat(to)
        except ValueError:
            raise ValueError("时间请写成 1h、10m、2d，或 2026-09-19T08:00") from None
        return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)

    async def _next(self) -> None:
        moment = await self._demo.next_moment()
        if moment is None:
            raise ValueError("没有等着的提醒")
        await self._move(max(moment, self._demo.clock.now()))

    async def _move(self, to: datetime) -> None:
        if to - self._demo.clock.now() > FURTHEST:
            raise ValueError("一次最多向前拨一年")
        fake, office = self._demo.fake, self._demo.office
        before = newest(fake, office)
        await self._demo.move(to)
        self.say_hello()
        others = [person.name for person, _ in reached(fake, office, before) if person.userid.lower() != self._userid]
        if others:
            self._show(f"（同时收到消息的：{'、'.join(others)}；/换 姓名 可看）")

    def _show_new(self) -> None:
        messages = self._demo.fake.inbox(self._userid)
        for message in messages[self._seen :]:
            if not message.mine:
                who = f"机器人（{message.sender}）" if message.chatid else "机器人"
                self._show(f"{who}：{'撤回了一条消息' if message.recalled else message.text}")
        self._seen = len(messages)


def _pick(word: str, offered: list[tuple[str, str]], what: str) -> str:
    """The key of what is meant by its words or its place. Raises ValueError, naming what there is."""
    for place, (key, text) in enumerate(offered, 1):
        if word in {str(place), text}:
            return key
    raise ValueError(f"{what}有：{' '.join(f'{place}{text}' for place, (_, text) in enumerate(offered, 1))}")
