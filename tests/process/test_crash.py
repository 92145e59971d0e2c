"""kill -9 between any two steps of the flow, then restart: one effect, one answer, no number lost."""

from pathlib import Path

import pytest

from bot.sandbox.server import FakeWeCom
from tests.process.crashing import STEPS
from tests.process.serving import Server, eventually, rows, wecom

REGISTER = "登记收文：平件，市委办，南委办〔2026〕{n}号，《关于做好有关工作的通知》，阅件"


def answers(fake: FakeWeCom, number: str) -> int:
    return sum(number in message.text for message in fake.inbox("zhangmin") if not message.mine)


@pytest.mark.process
@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_every_step(database_url: str, tmp_path: Path, step: str) -> None:
    async with wecom() as (fake, base):
        server = Server(base, database_url, tmp_path / "log")
        try:
            await server.fork(crash_at=step)
            await fake.set_callback(f"{server.address}/wecom/callback", verify=False)
            delivery = await fake.say("zhangmin", REGISTER.format(n=88))
            assert await server.ended() == -9
            await server.fork()
            if not delivery.accepted:
                again = await fake.send_raw(delivery.plaintext, "zhangmin")
                assert again.accepted
            await eventually(fake, "zhangmin", "收〔2026〕1203号", timeout=40)
            await fake.send_raw(delivery.plaintext, "zhangmin")
            await fake.say("zhangmin", REGISTER.format(n=89))
            await eventually(fake, "zhangmin", "收〔2026〕1204号", timeout=40)
            assert await server.terminate() == 0
        finally:
            server.kill()
    assert [row["no"] for row in rows(database_url, "incoming")] == ["收〔2026〕1203号", "收〔2026〕1204号"]
    assert answers(fake, "收〔2026〕1203号") == 1
