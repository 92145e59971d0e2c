"""kill -9 between any two steps of the flow, then restart: one effect, one answer, no number lost."""

from pathlib import Path

import pytest

from bot.sandbox.server import FakeWeCom
from tests.process.crashing import PRESS_STEPS, STEPS
from tests.process.serving import Server, eventually, moment, rows, wecom

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
            await eventually(fake, "zhangmin", "收〔2026〕1203号")
            await fake.send_raw(delivery.plaintext, "zhangmin")
            await fake.say("zhangmin", REGISTER.format(n=89))
            await eventually(fake, "zhangmin", "收〔2026〕1204号")
            assert await server.terminate() == 0
        finally:
            server.kill()
    assert [row["no"] for row in rows(database_url, "incoming")] == ["收〔2026〕1203号", "收〔2026〕1204号"]
    assert answers(fake, "收〔2026〕1203号") == 1


@pytest.mark.process
@pytest.mark.parametrize("step", PRESS_STEPS)
async def test_killed_with_presses_that_wait(database_url: str, tmp_path: Path, step: str) -> None:
    """A press that was accepted in a burst is done once, whoever dies on the way."""
    async with wecom() as (fake, base):
        server = Server(base, database_url, tmp_path / "log")
        try:
            await server.fork(crash_at=step)
            await fake.set_callback(f"{server.address}/wecom/callback", verify=False)
            await fake.say("chenxi", "9月23日上午9点到10点全体人员工作例会，多功能厅")
            await eventually(fake, "chenxi", "请确认")
            await fake.say("chenxi", "发")
            await eventually(fake, "zhangmin", "工作例会")
            while any(row["state"] == "sending" for row in rows(database_url, "outbox")):
                await moment()  # only the press is cut short
            card = next(message.card for message in fake.inbox("zhangmin") if message.card)
            delivery = await fake.press("zhangmin", card.task_id, card.buttons[0].key)
            assert await server.ended() == -9
            await server.fork(lease=5.0)
            assert delivery.accepted or (await fake.send_raw(delivery.plaintext, "zhangmin")).accepted
            await eventually(fake, "zhangmin", "已回执")
            await fake.send_raw(delivery.plaintext, "zhangmin")
            await fake.say("zhangmin", "办公室电话")
            await fake.wait_for("zhangmin", lambda message: not message.mine and "已回执" not in message.text, 180)
            assert await server.terminate() == 0
        finally:
            server.kill()
    assert sum(message.text.startswith("已回执") for message in fake.inbox("zhangmin") if not message.mine) == 1
    assert [row["state"] for row in rows(database_url, "receipts") if row["user"] == "张敏"] == ["参加"]
