"""The inspector: every stage of a message, nothing of what the guard stopped, and the talk as a test that passes."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import orjson
import pytest
import pytest_asyncio

from bot.sandbox import inspect_traces
from bot.sandbox.callbacks import CallbackFaults
from bot.sandbox.inspect_rows import RowChange
from bot.sandbox.inspect_traces import Act, Acts
from scheduler.clock import SHANGHAI
from storage.guard import GuardRefused
from tests.day import Day
from tests.sandbox.inspected import FORWARDED, LOG, Table, blocks, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRET = "机密★一年 关于白鹭行动的通知"
MEETING = "9月23日上午9点全区安全生产工作会议，3楼301，何副区长主持，住建局、应急局主要负责人，两个小时"
SOFT = "登记收文：内部资料注意保存，市委办，南委办〔2026〕90号，《关于灰鹤安排的通知》"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def table() -> AsyncIterator[Table]:
    """One demo for all tests here; at the end nothing may have broken WeCom's rules."""
    async with opened() as found:
        yield found
        assert found.demo.fake.violations == []


@pytest_asyncio.fixture(loop_scope="module")
async def fresh(table: Table) -> Table:
    """The demo begun anew."""
    await table.demo.reset()
    return table


async def test_a_message_from_its_envelope_to_its_delivery(fresh: Table) -> None:
    page = await fresh.inspect(await fresh.say("zhangmin", LOG))
    envelope, plain, understood, *sent = blocks(page)
    assert "<Encrypt>" in envelope
    assert LOG not in envelope
    assert LOG in plain
    assert "MsgId" in plain
    assert "TextMessage" in page
    assert "通过，没有涉密和敏感标记" in page
    assert json.loads(understood)["intent"] == "log_incoming"
    assert json.loads(understood)["slots"]["doc_no"] == "南委办〔2026〕88号"
    assert "需要“收文/发文”的办理权；张敏（文书）：准许" in page
    for row in ("incoming_doc", "收〔2026〕1203号", "audit_event", "reminder", "conversation"):
        assert row in page
    assert "2026-09-18 15:20" in page
    assert "第1次推送：HTTP 200" in page
    wire = [call.body for call in fresh.demo.fake.sent if call.path == "message/send"]
    assert [json.loads(body) for body in sent] == wire
    assert len(wire) == 2
    for body in wire:
        assert f"{len(orjson.dumps(body))}字节" in page
        assert f"{len(body['text']['content'].encode())}/2048字节" in page
    assert page.count("已送达企业微信（9月18日（星期五）15:20，第1次）") == 2
    answer = await fresh.inspect(fresh.last("zhangmin"))
    assert "由来：张敏，9月18日（星期五）15:20" in answer
    assert LOG in answer
    assert len(blocks(answer)) == 4


async def test_nothing_is_kept_of_what_the_guard_stops(fresh: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Acts] = []
    monkeypatch.setattr(Acts, "mark", lambda acts, _what: kept.append(acts))
    await fresh.post("/demo/trouble", name="restart")
    said = await fresh.say("zhangmin", SECRET)
    for message in (said, fresh.last("zhangmin")):
        page = await fresh.inspect(message)
        assert "已拦截，内容未保存" in page
        for word in ("白鹭", "<pre>", "zhangmin", "guard_counter", "Encrypt"):
            assert word not in page
    asked = await fresh.say("zhangmin", SOFT)
    page = await fresh.inspect(asked)
    assert "含敏感或内部标记：先问怎么办，原文未保存" in page
    assert "conversation" in page
    assert "灰鹤" not in page
    heard = await fresh.inspect(fresh.last("zhangmin"))
    assert "尚未保存" in heard
    assert "灰鹤" not in heard
    everything = repr([vars(act) for act in kept[0].kept.values()]) + repr(kept[0].calls)
    assert "白鹭" not in everything
    assert "灰鹤" not in everything
    assert [act.sender for act in kept[0].kept.values() if act.level == "hard"] == [""]
    assert "白鹭" not in await fresh.get("/demo/inspector/test", 404)


async def test_an_act_refused_on_its_way_out_is_forgotten() -> None:
    act = Act(1, datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI), 0, "zhangmin", "m:1")
    act.rows.append(RowChange("task", "1", {}, {"title": "白鹭"}))
    Acts.failed(None, act, GuardRefused("H1"))  # type: ignore[arg-type]
    assert (act.rows, act.event, act.envelope, act.error) == ([], None, None, "GuardRefused")


async def test_a_card_tells_who_sent_it_and_who_pressed_it(fresh: Table) -> None:
    await fresh.say("zhangmin", *FORWARDED)
    card = fresh.last("like")
    assert card.card is not None
    await fresh.demo.fake.press("like", card.card.task_id, card.card.buttons[0].key)
    await fresh.demo.bot.sender.drain()
    page = await fresh.inspect(card)
    assert page.count("由来：张敏") == page.count("后来按了这张卡片：李可") == 1
    assert "CardPress" in page
    assert "李可（单位联络员）按自己收到的卡片" in page
    assert "message/update_template_card" in page
    assert "template_card.main_title.title" in page
    assert "/36字（建议）" in page
    code = fresh.demo.fake.callbacks.journal.sent[-1].body.get("response_code", "")
    assert f"<dd>{code[:10]}…</dd>" in page or not code


async def test_what_the_clock_did_and_what_was_pushed_thrice(fresh: Table) -> None:
    said = await fresh.say("zhangmin", LOG, faults=CallbackFaults(duplicates=2))
    page = await fresh.inspect(said)
    assert page.count("重复推送，不再处理") == 2
    assert "第3次推送" in page
    assert page.count("<code>incoming_doc</code>") == 1
    await fresh.post("/demo/clock", step="1h")
    reminded = await fresh.inspect(fresh.last("zhangmin"))
    assert "时钟到点：" in reminded
    assert "·待呈送（定在9月18日（星期五）15:50）" in reminded
    assert "planned" in reminded
    assert "fired" in reminded


async def test_a_refusal_and_an_open_question(fresh: Table) -> None:
    refused = await fresh.inspect(await fresh.say("like", LOG))
    assert "李可（单位联络员）：不准，答复与“未查询到”一样" in refused
    await fresh.say("zhangmin", *FORWARDED[:2])
    answered = await fresh.inspect(await fresh.say("zhangmin", FORWARDED[2]))
    assert "回答刚才的提问" in await fresh.inspect(await fresh.say("zhangmin", "1"))
    assert "这之前" in answered
    assert "牵头单位是哪家" in answered
    assert "这之后等着回答：" in answered


@pytest.mark.parametrize("query", ["message=99999", "message=x"])
async def test_no_such_message(table: Table, query: str) -> None:
    assert "没有这条消息" in await table.get(f"/demo/inspector?{query}", 404)


async def test_without_a_message_it_says_how(fresh: Table) -> None:
    page = await fresh.get("/demo/inspector")
    assert "点“解剖”" in page
    assert "复制为测试" not in page


async def test_only_the_newest_acts_are_kept(fresh: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspect_traces, "MOST", 2)
    first = await fresh.say("zhangmin", "你好")
    await fresh.say("zhangmin", "帮助", "你好", "帮助")
    assert "不在保留的范围内" in await fresh.inspect(first)
    assert "最早的2步已不在保留的范围内" in await fresh.get("/demo/inspector/test")


async def test_what_is_copied_is_a_test_that_passes_and_can_fail(fresh: Table, sqlite_url: str) -> None:
    await fresh.say("zhangmin", SECRET, *FORWARDED)
    card = fresh.last("like")
    assert card.card is not None
    await fresh.demo.fake.press("like", card.card.task_id, card.card.buttons[0].key)
    await fresh.demo.bot.sender.drain()
    await fresh.post("/demo/clock", step="1h")
    await fresh.post("/demo/trouble", name="restart")
    await fresh.demo.fake.click_menu("zhangmin", "帮助")
    await fresh.demo.bot.sender.drain()
    await fresh.say("zhangmin", "1203号到哪了")
    await fresh.post("/demo/trouble", name="asleep")
    page = await fresh.get("/demo/inspector")
    assert "张敏：登记收文" in page
    ended = await fresh.inspect(fresh.demo.fake.inbox("zhangmin")[4])
    assert [part.partition("<")[0] for part in ended.split(" selected>")[1:]] == ["张敏：呈送周书记"]
    source = await fresh.get("/demo/inspector/test")
    assert "白鹭" not in source
    for part in (
        "says(\n",
        'presses("签收")',
        'day.until("2026-09-18 16:20:00")',
        "restart_bot()",
        "click_menu(",
        "stop_bot()",
    ):
        assert part in source
    assert source.count("assert ") > 10
    steps = [int(part.partition('"')[0]) for part in page.partition('name="to"')[2].split('value="')[1:-1]]
    stretch = await fresh.get(f"/demo/inspector/test?from={steps[2]}&to={steps[3]}")
    assert 1 < stretch.count("assert ") < source.count("assert ")
    assert "呈送周书记" in stretch
    compile(stretch, "test_copied.py", "exec")
    await performed(source, sqlite_url)
    with pytest.raises(AssertionError):
        await performed(source.replace("已转办：收〔2026〕1203号", "已转办：收〔2026〕1204号"), sqlite_url)


async def performed(source: str, url: str) -> None:
    """Execute a copied test on an empty database."""
    found: dict[str, Any] = {}
    exec(compile(source, "test_copied.py", "exec"), found)  # noqa: S102 - our own
    database = url.removeprefix("sqlite+aiosqlite:///")
    fresh = f"{database}.{len(source)}"
    with open(database, "rb") as empty, open(fresh, "wb") as target:  # noqa: ASYNC230, PTH123
        target.write(empty.read())
    day = Day(f"sqlite+aiosqlite:///{fresh}")
    await day.start()
    try:
        await found["test_copied"](day)
    finally:
        await day.stop()


async def test_a_group_and_a_meeting(fresh: Table) -> None:
    await fresh.say("chenxi", MEETING, "发")
    group = next(message for message in fresh.demo.fake.inbox("like") if message.chatid)
    page = await fresh.inspect(group)
    assert "appchat/send" in page
    assert "由来：陈曦" in page
    assert "发给群 " in page
    card = fresh.last("like")
    invited = next(message for message in fresh.demo.fake.inbox("like") if message.card is not None)
    assert invited.card is not None
    button = next(button for button in invited.card.buttons if button.text == "参加")
    await fresh.demo.fake.press("like", invited.card.task_id, button.key)
    await fresh.demo.bot.sender.drain()
    assert fresh.last("like").id >= card.id
    page = await fresh.inspect(invited)
    assert "后来按了这张卡片：李可" in page
    assert "参加" in await fresh.get("/demo/inspector/test")
    for message in fresh.demo.fake.phones.since(0):
        assert "发送记录里没有" not in await fresh.inspect(message), message.text


async def test_foreign_pages_may_not_ask_and_what_people_wrote_is_escaped(fresh: Table) -> None:
    evil = "<img src=x onerror=alert(1)>\"'&"
    said = await fresh.say("like", evil)
    fresh.demo.fake.journal.violation(evil)
    for path in (f"/demo/inspector?message={said.id}", f"/demo/inspector?message={said.id + 1}", "/demo/trouble"):
        async with fresh.http.get(path) as response:
            page = await response.text()
            assert "<img" not in page
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        async with fresh.http.get(path, headers={"Host": "evil.example"}) as response:
            assert response.status == 403
    assert "&lt;img src=x" in page
    async with fresh.http.post("/demo/trouble", data={"name": "ip"}, headers={"Origin": "http://evil"}) as response:
        assert response.status == 403
    assert not fresh.demo.fake.faults.ip_blocked
    source = await fresh.get("/demo/inspector/test")
    assert json.dumps(evil, ensure_ascii=False) in source
    compile(source, "copied", "exec")
    await fresh.demo.reset()
