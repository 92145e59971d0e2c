"""不漏办: WeCom fails in every way it can; nothing is lost and the sender is told."""

import asyncio

import pytest

from bot.sandbox.faults import Kind
from tests.day import Day

REGISTER = "登记收文：平件，市委办，南委办〔2026〕{n}号，《关于做好有关工作的通知》，阅件"
PASSING: list[Kind] = ["500", "reset", "reset_after_delivery", -1, 45009, 60020, 45033]


async def answered_once(day: Day, number: str) -> None:
    phone = day.phone("zhangmin")
    await day.fake.wait_for("zhangmin", lambda m: not m.mine and number in m.text)
    async with asyncio.timeout(120):
        while any(row["state"] != "sent" for row in day.rows("outbox")):
            await day.settle()
    assert sum(number in text for text in phone.texts) == 1
    assert [row["state"] for row in day.rows("outbox") if number in row["text"]] == ["sent"]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("kind", PASSING)
async def test_a_passing_failure(day: Day, kind: Kind) -> None:
    day.fake.fail_next("message/send", kind, 2 if kind != "reset_after_delivery" else 1)
    await day.fake.say("zhangmin", REGISTER.format(n=88))
    await answered_once(day, "收〔2026〕1203号")


async def test_a_lost_token_is_fetched_once(day: Day) -> None:
    zhang = day.phone("zhangmin")
    await zhang.says("帮助")
    before = day.fake.journal.calls["gettoken"]
    day.fake.invalidate_token()
    assert "收〔2026〕1203号" in await zhang.says(REGISTER.format(n=88))
    assert day.fake.journal.calls["gettoken"] == before + 1


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("code", [40014, 42001])
async def test_a_server_that_always_says_expired_does_not_loop(day: Day, code: int) -> None:
    day.fake.fail_next("message/send", code, 4)
    await day.fake.say("zhangmin", REGISTER.format(n=88))
    await answered_once(day, "收〔2026〕1203号")


async def test_equal_answers_to_equal_questions_both_arrive(day: Day) -> None:
    """The duplicate check must not swallow the second of two equal texts (design.md 1)."""
    jiang = day.phone("jiangtao")
    first = await jiang.says("督办9999号到哪了")
    second = await jiang.says("督办9999号到哪了")
    assert first == second != ""
    assert day.fake.suppressed == []


async def test_thirty_one_answers_in_a_minute_lose_none(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """WeCom drops the thirty-first silently; the bot holds it back (wecom.md 5.7)."""
    minute = day.clock.real()
    monkeypatch.setattr(day.clock, "real", lambda: minute)  # on any machine
    zhang = day.phone("zhangmin")
    for _ in range(31):
        await day.fake.say("zhangmin", "帮助")
    await day.settle()
    assert len(zhang.texts) == 30
    states = [row["state"] for row in day.rows("outbox")]
    assert (states.count("sent"), states.count("queued")) == (30, 1)


async def test_who_cannot_be_reached_is_told_to_the_sender(day: Day) -> None:
    """冯凯 has left WeCom: 张敏, whose submission it was, learns it."""
    zhang = day.phone("zhangmin")
    await zhang.says("登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件")
    day.fake.remove_member("fengkai")
    await zhang.says("呈送 周书记")
    await day.settle()
    assert any("未收到" in text and "冯凯" in text for text in zhang.texts)
