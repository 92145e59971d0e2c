"""The trouble switches: what each says that one will see is what happens to the demo's own bot."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import Connection

from bot.sandbox import timeline, trouble
from bot.sandbox.trouble import TROUBLES
from bot.sandbox.trouble_rules import charge
from bot.sandbox.world import Demo
from bot.wecom import messages
from tests.day import START
from tests.sandbox.inspected import FORWARDED, LOG, Table, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def table() -> AsyncIterator[Table]:
    """One demo for all tests here."""
    async with opened() as found:
        yield found


@pytest_asyncio.fixture(loop_scope="module")
async def fresh(table: Table) -> AsyncIterator[Table]:
    """The demo begun anew; at the end nothing may have broken WeCom's rules."""
    await table.demo.reset()
    yield table
    assert table.demo.fake.violations == []


def later(table: Table, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Real time goes on by so much for whoever waits to try again."""
    real = table.demo.clock.real
    monkeypatch.setattr(table.demo.clock, "real", lambda: real() + seconds)


def heard(table: Table, userid: str) -> list[str]:
    return [message.text for message in table.demo.fake.inbox(userid) if not message.mine]


async def test_the_panel_says_what_to_watch_for(fresh: Table) -> None:
    page = await fresh.get("/demo/trouble")
    for switch in TROUBLES:
        assert switch.title in page
        assert f"<b>会看到：</b>{switch.watch}" in page
    assert len(TROUBLES) == 7
    assert "没有等着发出的消息" in page
    assert "没有发现机器人违规" in page
    assert page.count('role="switch"') == 3
    assert "没有这个开关" in await fresh.post("/demo/trouble", 422, name="fire")
    assert "没有这个人" in await fresh.post("/demo/trouble", 422, name="left", user="nobody")


async def test_an_expired_token_is_renewed_once(fresh: Table) -> None:
    await fresh.say("zhangmin", "你好")
    calls = fresh.demo.fake.journal.calls.copy()
    await fresh.post("/demo/trouble", name="token")
    await fresh.say("zhangmin", "帮助")
    assert len(heard(fresh, "zhangmin")) == 2
    done = fresh.demo.fake.journal.calls - calls
    assert (done["gettoken"], done["message/send"]) == (1, 2)
    page = await fresh.inspect(fresh.last("zhangmin"))
    assert "errcode 42001：access_token 已过期" in page
    assert "errcode 0，msgid" in page


async def test_an_untrusted_address_holds_answers_back_and_loses_none(
    fresh: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fresh.post("/demo/trouble", name="ip", on="1")
    await fresh.say("zhangmin", LOG)
    await fresh.say("like", "帮助")
    assert heard(fresh, "zhangmin") == heard(fresh, "like") == []
    panel = await fresh.get("/demo/trouble")
    assert "有3条消息等着发出" in panel
    assert 'aria-checked="true"' in panel
    said = await fresh.inspect(fresh.demo.fake.inbox("zhangmin")[0])
    assert "errcode 60020：服务器IP不在企业可信IP中" in said
    assert "等待重发（已试1次，60020）" in said
    await fresh.post("/demo/trouble", name="ip", on="0")
    later(fresh, monkeypatch, 60)
    await fresh.demo.bot.sender.drain()
    assert [len(heard(fresh, userid)) for userid in ("zhangmin", "like", "mishukezhang")] == [1, 1, 1]
    assert "没有等着发出的消息" in await fresh.get("/demo/trouble")


async def test_a_slow_wecom_delays_answers_and_no_callback(fresh: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    assert trouble.SLOW == 4.0
    monkeypatch.setattr(trouble, "SLOW", 0.4)
    await fresh.say("zhangmin", "帮助")
    await fresh.post("/demo/trouble", name="slow", on="1")
    first = await fresh.demo.fake.say("zhangmin", LOG)
    second = await fresh.demo.fake.say("zhangmin", "帮助")
    assert first.accepted
    assert second.accepted
    assert len(heard(fresh, "zhangmin")) == 1
    await fresh.demo.bot.sender.drain()
    texts = heard(fresh, "zhangmin")
    assert ["已登记" in texts[1], "已登记" in texts[2], len(texts)] == [True, False, 3]
    await fresh.post("/demo/trouble", name="slow", on="0")
    assert fresh.demo.fake.faults.delay == 0


async def test_a_lost_answer_ends_in_one_message(fresh: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    await fresh.post("/demo/trouble", name="lost")
    await fresh.say("zhangmin", "帮助")
    assert len(heard(fresh, "zhangmin")) == 1
    later(fresh, monkeypatch, 2)
    await fresh.demo.bot.sender.drain()
    assert len(heard(fresh, "zhangmin")) == 1
    assert len(fresh.demo.fake.suppressed) == 1
    page = await fresh.inspect(fresh.demo.fake.inbox("zhangmin")[0])
    assert "已送到手机，但应答在途中丢失" in page
    assert "与前一条完全相同，企业微信按查重丢弃" in page
    assert "已送达企业微信（9月18日（星期五）15:20，第2次）" in page


async def test_whoever_left_is_named_to_the_sender(fresh: Table) -> None:
    await fresh.post("/demo/trouble", name="left", on="1", user="like")
    assert "有人离职：李可" in await fresh.get("/demo/trouble")
    await fresh.say("zhangmin", *FORWARDED)
    await fresh.demo.bot.sender.drain()
    everyone = [person.userid for person in fresh.demo.office.people]
    told = [userid for userid in everyone if any("未收到消息：李可" in text for text in heard(fresh, userid))]
    assert len(told) == 1
    assert heard(fresh, "like") == []
    assert heard(fresh, "liaison-yingjiju")
    await fresh.post("/demo/say", 422, user="like", text="帮助")
    await fresh.post("/demo/trouble", name="left", on="0")
    await fresh.say("like", "帮助")
    assert len(heard(fresh, "like")) == 1


async def test_after_a_restart_the_talk_goes_on(fresh: Table) -> None:
    before = fresh.demo.bot
    await fresh.say("zhangmin", *FORWARDED[:3])
    await fresh.post("/demo/trouble", name="restart")
    assert fresh.demo.bot is not before
    await fresh.say("zhangmin", FORWARDED[3])
    assert "已转办：收〔2026〕1203号" in fresh.last("zhangmin").text
    moment = await fresh.demo.next_moment()
    assert moment == START + timedelta(minutes=60)


async def test_what_fell_due_in_its_sleep_is_said_on_waking(fresh: Table) -> None:
    await fresh.say("zhangmin", *FORWARDED)
    card = fresh.last("like").card
    assert card is not None
    await fresh.demo.fake.press("like", card.task_id, card.buttons[0].key)
    await fresh.demo.bot.sender.drain()
    told = len(heard(fresh, "like"))
    await fresh.post("/demo/trouble", name="asleep")
    assert fresh.demo.clock.now() == START + timedelta(hours=2)
    assert "尚未签收" in fresh.last("liaison-yingjiju").text
    assert len(heard(fresh, "like")) == told


async def test_pages_wait_while_the_bot_restarts(fresh: Table) -> None:
    """Nobody who asks for a page while the bot is away, or comes up, sees an error."""
    asked = [fresh.get(path) for path in ("/", "/demo/clock", "/demo/trouble", "/demo/inspector")]
    await asyncio.gather(fresh.demo.restart(), *asked)
    coming_up = asyncio.Event()
    fresh.demo.on_bot.append(lambda *_: coming_up.set())
    restarting = asyncio.create_task(fresh.demo.restart())
    await coming_up.wait()
    fresh.demo.on_bot.pop()
    assert "15:20" in await fresh.get("/demo/clock")
    await restarting


async def test_violations_are_shown_in_chinese_with_their_section(table: Table) -> None:
    await table.demo.reset()
    fake = table.demo.fake
    for number in range(31):
        await table.demo.bot.client.send(["like"], messages.Text(content=f"第{number}条"))
    fake.journal.violation("text.content: 3000 bytes, WeCom cuts at 2048")
    page = await table.get("/demo/trouble")
    assert "一人一分钟超过30条或一小时超过1000条" in page
    assert "依据：wecom.md 5.7" in page
    assert "正文超过2048字节" in page
    assert 'data-charges="2"' in page
    assert await table.get("/demo/trouble/count") == '{"violations": 2, "waiting": 0}'
    await table.demo.reset()
    assert 'data-charges="0"' in await table.get("/demo/trouble")


@pytest.mark.parametrize(
    ("words", "section", "rule"),
    [
        ("message/send: 42014 invalid task_id 'x'", "5.4", "message/send 被拒绝，errcode 42014："),
        ("message/send: 82001 touser, toparty and totag are all empty", "5.1", "errcode 82001"),
        ("message/update_template_card: 82102 no target is in the message's audience", "5.5", "errcode 82102"),
        ("appchat/send: 86008 not yours", "6.1", "errcode 86008"),
        ("oa/schedule/add: 40058 bad", "11.2", "errcode 40058"),
        ("message.foo: unknown field, WeCom ignores it", "5.1", "不认识的字段"),
        ("template_card.main_title.title: 200 characters, WeCom cuts at 128", "5.4", "卡片文字超长"),
        ("markdown.content has tables, which the phone shows as raw characters", "5.2", "markdown"),
        ("passive reply cannot be read, the user sees nothing: x", "1.6", "无法解密"),
        ("passive text.content: 3000 bytes, WeCom cuts at 2048", "3.3", "截断"),
        ("group message to like silently dropped: over 200/min or 10000/day", "5.7", "群里一人"),
        ("foo/bar: no such API", "0", "不存在的接口"),
        ("something new", "14", "违反企业微信的规定"),
    ],
)
async def test_every_rule_has_its_place(words: str, section: str, rule: str) -> None:
    found = charge(words)
    assert found.section == section
    assert rule in found.rule
    assert found.words == words


async def test_the_clock_bar_looks_ahead_only_when_something_was_done(
    fresh: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    ahead = timeline._coming

    def counted(tx: Connection, demo: Demo, most: int) -> list[timeline.Coming]:
        looked.append(most)
        return ahead(tx, demo, most)

    monkeypatch.setattr(timeline, "_coming", counted)
    for _ in range(3):
        assert "跳到下一次提醒" in await fresh.get("/demo/clock")
    await fresh.say("like", "帮助")
    await fresh.get("/demo/clock")
    assert looked == [1]
    await fresh.say("like", "提醒我今天15:35交材料")
    assert "今天15:35" in await fresh.get("/demo/clock")
    assert looked == [1, 1]
    await fresh.say("like", "撤销")
    assert "今天15:35" not in await fresh.get("/demo/clock")
    await fresh.post("/demo/clock", step="1h")
    assert len(looked) == 4
