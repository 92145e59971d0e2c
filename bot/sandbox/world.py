"""The demo's world: what the browser pages and the terminal phone stand on."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.app import Bot
from bot.sandbox.server import FakeWeCom
from scheduler.clock import SteerableClock
from storage.office import Office


@dataclass
class Demo:
    """A running demo: what the browser pages and the terminal phone stand on."""

    fake: FakeWeCom
    clock: SteerableClock
    office: Office
    address: str = ""
    bot: Bot = field(init=False)

    async def next_moment(self) -> datetime | None:
        """When the next reminder or held message falls due, or None."""
        return await self.bot.db.write(self.bot.day.next_moment)

    async def move(self, to: datetime) -> None:
        """Move the clock, doing what falls due on the way."""
        async with self.bot.moving:
            await self.bot.day.advance(self.clock, to)
