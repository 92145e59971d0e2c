"""A fake WeCom on a steerable clock, a raw API caller, and a small bot that answers as told."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.server import FakeWeCom
from tests.sandbox.support import AES_KEY, AGENT, CORP, SECRET, TOKEN, Api, Bot, Time


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def fake(time: Time) -> AsyncIterator[FakeWeCom]:
    made = FakeWeCom(CORP, SECRET, AGENT, TOKEN, AES_KEY, clock=time.clock, real=time.real)
    made.add_member("zhangmin", "张敏")
    made.add_member("LiKe", "李可")
    made.add_member("duheng", "杜衡")
    made.callbacks.be_patient()
    yield made
    await made.stop()


@pytest.fixture
async def api(fake: FakeWeCom) -> AsyncIterator[Api]:
    async with Api(fake, await fake.start()) as caller:
        yield caller


@pytest.fixture
async def bot(fake: FakeWeCom, api: Api) -> AsyncIterator[Bot]:
    answering = Bot()
    await fake.set_callback(await answering.start())
    yield answering
    await answering.stop()
