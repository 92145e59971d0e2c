"""A demo for the tests of its inspector and of its troubles, as a browser asks for it."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from bot.sandbox.callbacks import NO_FAULTS, CallbackFaults
from bot.sandbox.demo import running
from bot.sandbox.phones import PhoneMessage
from bot.sandbox.world import Demo
from tests.day import START

LOG = "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈"
FORWARDED = (LOG, "呈送周书记", "应急局牵头，住建局配合", "1")


@dataclass
class Table:
    """The demo and a browser's session with it."""

    demo: Demo
    http: aiohttp.ClientSession

    async def get(self, path: str, status: int = 200) -> str:
        async with self.http.get(path) as response:
            assert response.status == status, await response.text()
            return html.unescape(await response.text())

    async def post(self, path: str, status: int = 200, **form: str) -> str:
        async with self.http.post(path, data=form) as response:
            assert response.status == status, await response.text()
            return html.unescape(await response.text())

    async def say(self, userid: str, *texts: str, faults: CallbackFaults = NO_FAULTS) -> PhoneMessage:
        """Say these one after another; the last one's own bubble."""
        for text in texts:
            before = self.demo.fake.phones.newest
            await self.demo.fake.say(userid, text, faults)
            await self.demo.bot.sender.drain()
        return next(message for message in self.demo.fake.phones.since(before) if message.mine)

    async def inspect(self, message: PhoneMessage) -> str:
        return await self.get(f"/demo/inspector?message={message.id}")

    def last(self, userid: str) -> PhoneMessage:
        return [message for message in self.demo.fake.inbox(userid) if not message.mine][-1]


@asynccontextmanager
async def opened() -> AsyncIterator[Table]:
    """A running demo at 2026-09-18 15:20."""
    async with running(START) as demo, aiohttp.ClientSession(demo.address, headers={"Origin": demo.address}) as http:
        yield Table(demo, http)


def blocks(page: str) -> list[str]:
    """What stands in the page's <pre>s."""
    return re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)
