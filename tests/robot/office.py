"""A day at the office with a second door: the same bot, and a fake robot beside the fake app."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.robot.pace import Pace
from bot.robot.robot import Robot
from bot.robot.starting import make_robot
from bot.sandbox.core import Json
from bot.sandbox.robot.asked import Asked
from bot.sandbox.robot.server import FakeRobot
from tests.day import Day, settings_for
from tests.process.serving import moment

ROBOT, ROBOT_SECRET, GROUP = "aibSIM01", "secret-of-the-robot", "wrGROUP01"
QUICK = Pace(ping=5, first_retry=0.01, slowest_retry=0.05, lease=3, look=0.02, patience=4, last_answers=2, again=0.01)
"""Waits of production, short."""
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what does not depend on the database."""
SHARED = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
"""For what several servers do."""


async def until(fact: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something has come true. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not fact():
            await moment()


def new_robot(clock: Callable[[], float]) -> FakeRobot:
    """A fake robot with one group in which 张敏, 李可 and a stranger are."""
    fake = FakeRobot(ROBOT, ROBOT_SECRET, clock=clock)
    fake.add_group(GROUP, ["zhangmin", "like", "stranger"])
    return fake


@dataclass
class RobotDay(Day):
    """`wecom` and `phone` are those of the app; what stands in the robot's chats is read with `texts`."""

    pace: Pace = field(default_factory=lambda: QUICK)

    async def start(self) -> None:
        self.second = new_robot(lambda: self.clock.now().timestamp())
        self.url = await self.second.start()
        await super().start()
        await self.open_door()

    async def open_door(self) -> None:
        """Start the robot of the running bot, and wait until WeCom has it."""
        self.robot = self.make_robot()
        await self.robot.start()
        self.bot.sender.second_door(self.robot.show)
        await until(lambda: self.second.connected)

    def make_robot(self, secret: str = ROBOT_SECRET) -> Robot:
        """Another second door on the same bot, as `serve` makes it."""
        more: dict[str, Any] = {"robot_id": ROBOT, "robot_secret": secret, "robot_url": self.url}
        self.bot.settings = settings_for(self.base, self.database_url, **more)
        robot = make_robot(self.bot, self.pace)
        assert robot is not None
        return robot

    async def stop(self) -> None:
        await self.robot.stop()
        await super().stop()
        await self.second.stop()

    async def says(self, userid: str, text: str, *, chatid: str = "", quote: str = "") -> str:
        """Say something at the second door; returns what the robot answered there, in that chat."""
        return await self._answered(userid, chatid, lambda: self.second.say(userid, text, chatid=chatid, quote=quote))

    async def sends(self, userid: str, content: Json, *, chatid: str = "") -> str:
        """The same with any content."""
        return await self._answered(userid, chatid, lambda: self.second.send_content(userid, content, chatid=chatid))

    async def presses(self, userid: str, button: str) -> str:
        """Press a button of the newest robot card that has it; returns what comes into the chat."""
        for message in reversed(self.second.phones.inbox(userid)):
            for found in message.card.buttons if message.card and not message.card.disabled else []:
                if found.text == button:
                    task = message.card.task_id if message.card else ""
                    before = len(self.second.texts(userid))
                    await self.second.press(userid, task, found.key)
                    await self.quiet()
                    return "\n".join(self.second.texts(userid)[before:])
        raise AssertionError(f"no card with {button} in the robot's chat with {userid}")

    async def quiet(self) -> None:
        """Wait until everything said so far at the second door is dealt with: an entry queues up behind it."""
        entered = await self.second.enter("stranger")
        await until(lambda: entered.answered)
        await self.robot.idle()
        await self.settle()

    async def _answered(self, userid: str, chatid: str, speak: Callable[[], Any]) -> str:
        before = len(self.second.texts(userid, chatid))
        asked: Asked = await speak()
        await until(lambda: asked.answered)
        await self.robot.idle()
        await self.settle()
        return "\n".join(self.second.texts(userid, chatid)[before:])
