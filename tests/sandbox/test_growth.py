"""What the fake WeCom remembers does not grow with the days."""

from typing import Any

import pytest

from bot.sandbox import feed as feeds
from bot.sandbox.feed import Behind, Feed
from bot.sandbox.server import FakeWeCom
from tests.sandbox.support import Api, Time


async def test_a_listener_who_sleeps_is_sent_away_and_costs_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "WAITING", 3)
    feed = Feed()
    with feed.subscribe() as awake, feed.subscribe() as asleep:
        for number in range(10):
            feed.publish({"type": "message", "number": number})
            assert (await awake.get())["number"] == number
        assert asleep._queue.qsize() <= 3
        with pytest.raises(Behind):
            await asleep.get()
    assert issubclass(Behind, ConnectionError)  # what ends the stream of a page


async def test_the_journal_keeps_the_newest_when_told_so(fake: FakeWeCom, api: Api) -> None:
    fake.journal.most = 2
    for number in range(5):
        await api.text(f"第{number}条")
    for _ in range(4):
        await api.text("同一条", enable_duplicate_check=1)
    assert [call.body["text"]["content"] for call in fake.sent] == ["第4条", "同一条"]
    assert len(fake.suppressed) == 3
    await api.text("又一条")
    assert len(fake.suppressed) == 2
    assert len(fake.inbox("zhangmin")) == 7


async def test_the_duplicate_check_forgets_what_no_check_can_reach(fake: FakeWeCom, api: Api, time: Time) -> None:
    check: dict[str, Any] = {"enable_duplicate_check": 1, "duplicate_check_interval": 14400}
    await api.text("早上", **check)
    time.office += 14399
    await api.text("中午", **check)
    await api.text("早上", **check)
    assert len(fake.inbox("zhangmin")) == 2
    time.office += 2
    await api.text("早上", **check)
    assert len(fake.inbox("zhangmin")) == 3
    time.office += 14401
    await api.text("晚上", **check)
    assert len(fake.suppressed) == 1
    assert len(fake.sending._recent) == 1


async def test_codes_that_have_expired_are_let_go(fake: FakeWeCom, time: Time) -> None:
    ledger = fake.office.ledger
    for _ in range(3):
        code = ledger.issue_code(ledger.record(["zhangmin"]).msgid)
        time.office += 72 * 3600
    assert len(ledger._codes) == 1
    assert code in ledger._codes
