"""`zhongshu chat`: a phone in the terminal. What one types goes through the real callback."""

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

import click

from bot import logs
from bot.sandbox.core import Refused
from bot.sandbox.demo import Demo, running
from scheduler import wording
from scheduler.clock import SHANGHAI, SteerableClock

HELP = """直接打字就是对机器人说话。命令：
/按 3      按最近一张卡片的第3个按钮
/换 like   换成另一个人（也可写姓名：/换 李可）
/时间 PT1H 或 /时间 2026-09-19T08:00  把时钟拨过去
/下一个    跳到下一次提醒
/退出"""


def run_chat(userid: str, start: datetime) -> None:
    """Talk until /退出 or the end of input."""
    asyncio.run(_chat(userid, start))


async def _chat(userid: str, start: datetime) -> None:
    with open("/dev/null", "w", encoding="utf-8") as nowhere:  # noqa: ASYNC230, PTH123 - logs would disturb the talk
        logs.set_up(SteerableClock(start), nowhere)
        async with running(start, pages=False) as demo:
            phone = TerminalPhone(demo, userid, click.echo)
            phone.say_hello()
            while True:
                line = await asyncio.to_thread(_read, phone.prompt)
                if line is None or line in {"/退出", "/quit"}:
                    return
                if line:
                    await phone.does(line)


def _read(prompt: str) -> str | None:
    try:
        return input(prompt if sys.stdin.isatty() else "").strip()
    except EOFError:
        return None


class TerminalPhone:
    """One persona at a time."""

    def __init__(self, demo: Demo, userid: str, show: Callable[[str], object]) -> None:
        self._demo, self._userid, self._show = demo, userid.lower(), show
        self._seen = 0

    @property
    def prompt(self) -> str:
        person = self._demo.office.person(self._userid)
        return f"{person.name if person else self._userid}> "

    def say_hello(self) -> None:
        """Who, when, and how to get help."""
        self._show(f"演示办公室 {wording.moment(self._demo.clock.now())}，您是{self.prompt[:-2]}。/help 看命令。")

    async def does(self, line: str) -> None:
        """Carry out one line and show what arrived."""
        word, _, rest = line.partition(" ")
        try:
            match word:
                case "/help" | "/帮助":
                    self._show(HELP)
                case "/换" | "/as":
                    self._become(rest.strip())
                case "/按" | "/press":
                    await self._press(rest.strip())
                case "/时间" | "/clock":
                    await self._move(rest.strip())
                case "/下一个" | "/next":
                    await self._next()
                case _ if word.startswith("/"):
                    self._show("没有这个命令，/help 看有哪些。")
                case _:
                    await self._demo.fake.say(self._userid, line)
                    await self._demo.bot.sender.drain()
        except (Refused, ValueError) as error:
            self._show(f"（{error}）")
        self._show_new()

    def _become(self, who: str) -> None:
        person = self._demo.office.person(who) or next((p for p in self._demo.office.people if p.name == who), None)
        if person is None:
            raise ValueError(f"没有“{who}”这个人")
        self._userid, self._seen = person.userid.lower(), 0
        self.say_hello()

    async def _press(self, which: str) -> None:
        cards = [
            m
            for m in self._demo.fake.inbox(self._userid)
            if m.card is not None and not m.card.disabled and m.card.buttons
        ]
        if not cards or cards[-1].card is None:
            raise ValueError("没有可以按的卡片")
        buttons = cards[-1].card.buttons
        found = [b for i, b in enumerate(buttons, 1) if which in {str(i), b.text}]
        if not found:
            raise ValueError(f"按钮有：{' '.join(f'{i}{b.text}' for i, b in enumerate(buttons, 1))}")
        await self._demo.fake.press(self._userid, cards[-1].card.task_id, found[0].key)
        await self._demo.bot.sender.drain()
        self._show(cards[-1].text)

    async def _move(self, to: str) -> None:
        if to.upper().startswith("PT") and to[2:-1].isdigit():
            unit = {"H": 3600, "M": 60, "S": 1}.get(to[-1].upper(), 0)
            await self._demo.move(self._demo.clock.now() + timedelta(seconds=int(to[2:-1]) * unit))
        else:
            target = datetime.fromisoformat(to)
            await self._demo.move(target if target.tzinfo else target.replace(tzinfo=SHANGHAI))
        self.say_hello()

    async def _next(self) -> None:
        moment = await self._demo.next_moment()
        if moment is None:
            raise ValueError("没有等着的提醒")
        await self._demo.move(moment)
        self.say_hello()

    def _show_new(self) -> None:
        messages = self._demo.fake.inbox(self._userid)
        for message in messages[self._seen :]:
            if not message.mine:
                self._show(f"机器人：{message.text}")
                if message.card is not None and message.card.buttons and not message.card.disabled:
                    self._show("  " + " ".join(f"[{i}{b.text}]" for i, b in enumerate(message.card.buttons, 1)))
        self._seen = len(messages)
