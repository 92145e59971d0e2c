"""The robot's start and stop beside the server's, when it is configured."""

import os
import secrets

from aiohttp import web

from bot.app import Bot
from bot.robot.pace import Pace
from bot.robot.robot import Robot


def make_robot(bot: Bot, pace: Pace | None = None) -> Robot | None:
    """The second door of a bot that has started, or None when none is configured."""
    settings = bot.settings
    if settings.robot_id is None or settings.robot_secret is None:
        return None
    return Robot(
        bot.db,
        bot.clock,
        bot.office,
        bot.flow,
        bot.sender.wake,
        owner=f"robot-{os.getpid()}-{secrets.token_hex(4)}",
        url=settings.robot_url,
        bot_id=settings.robot_id,
        secret=settings.robot_secret.get_secret_value(),
        pace=pace,
    )


def attach_robot(app: web.Application, bot: Bot) -> None:
    """Open the second door once the server has started, and close it before the server lets go of its database."""
    if bot.settings.robot_id is None:
        return
    running: list[Robot] = []

    async def start(_app: web.Application) -> None:
        robot = make_robot(bot)
        if robot is not None:
            await robot.start()
            bot.sender.second_door(robot.show)
            running.append(robot)

    async def stop(_app: web.Application) -> None:
        for robot in running:
            bot.sender.second_door(None)
            await robot.stop()

    app.on_startup.append(start)
    app.on_shutdown.append(stop)
