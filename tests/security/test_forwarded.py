"""Privilege by what was forwarded, a card or a number: whoever may not, learns nothing and changes nothing."""

import statistics
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from bot.kinds import KINDS
from tests.day import CORP, Day
from tests.meetings.test_notices import draft

REGISTER = "登记收文：特急，市委办，南委办〔2026〕88号，《关于做好台风防御工作的紧急通知》，办件，明天上午10点前反馈"
OTHERS = ("liaison-tongzhanbu", "head-tongzhanbu", "admin-audit", "nobody-at-all")
QUIET = ("outbox", "audit", "reminders")
"""What a refusal may add to: its own answer, and that somebody asked."""


@pytest_asyncio.fixture
async def busy(sqlite_url: str) -> AsyncIterator[Day]:
    """Cards of several lines on several phones: a paper handed over, a meeting called, a reminder."""
    day = Day(sqlite_url)
    await day.start()
    zhang = day.phone("zhangmin")
    for words in (
        REGISTER,
        "呈送 何副区长 林区长 周书记",
        "应急局牵头，住建局、农水局配合",
        "1",
        "提醒我今天下午5点交材料",
    ):
        await zhang.says(words)
    await draft(day)
    await day.phone("chenxi").says("发")
    await day.until("2026-09-21T17:30")
    yield day
    await day.stop()


def press(sender: str, key: str, task_id: str, created: int) -> bytes:
    """The callback of a pressed button, as whoever has the card's key could make it."""
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType><![CDATA[event]]></MsgType>"
        f"<Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[{key}]]></EventKey>"
        f"<TaskId><![CDATA[{task_id}]]></TaskId><CardType><![CDATA[button_interaction]]></CardType>"
        f"<ResponseCode><![CDATA[code]]></ResponseCode><AgentID>1000002</AgentID></xml>"
    ).encode()


def _state(day: Day) -> dict[str, list[dict[str, Any]]]:
    return {kind: day.rows(kind) for kind in KINDS if kind not in QUIET}


async def test_a_forwarded_card_gives_nobody_a_right(busy: Day) -> None:
    """Every button of every card, pressed by others: from outside, of another unit, an administrator."""
    cards = {
        (button.key, message.card.task_id, person.userid)
        for person in busy.office.people
        for message in busy.phone(person.userid).messages
        if message.card is not None
        for button in message.card.buttons
    }
    kinds = {key.partition(":")[0].partition("|")[0] for key, _, _ in cards}
    assert len(cards) > 20, cards
    assert len(kinds) >= 2, kinds
    before, said = _state(busy), {userid: len(busy.phone(userid).texts) for userid in OTHERS[:3]}
    for number, (key, task_id, owner) in enumerate(sorted(cards)):
        for other in OTHERS:
            if other != owner:
                await busy.fake.send_raw(press(other, key, task_id, 1790000000 + number), other)
    await busy.settle()
    assert _state(busy) == before
    for userid, already in said.items():
        for text in busy.phone(userid).texts[already:]:
            assert "台风" not in text, (userid, text)
            assert "88号" not in text, (userid, text)


async def test_a_refusal_is_the_answer_of_an_empty_register(busy: Day) -> None:
    """In words, and in time: a paper that is there but not his, and one that is nowhere."""
    other, stranger = busy.phone("liaison-tongzhanbu"), busy.phone("liaison-tuanquwei")
    pairs = [("收〔2026〕1203号到哪了", "收〔2026〕1999号到哪了"), ("查南委办〔2026〕88号", "查南委办〔2026〕99号")]
    times: tuple[list[float], list[float]] = ([], [])
    for there, nowhere in pairs:
        for phone in (other, stranger):
            assert (await phone.says(there)).replace("1203", "") == (await phone.says(nowhere)).replace("1999", "")
    for _ in range(12):
        for at, words in enumerate(pairs[0]):
            began = time.thread_time()
            await other.says(words)
            times[at].append(time.thread_time() - began)
    first, second = map(statistics.median, times)
    assert 0.5 < first / second < 2


async def test_the_audit_is_the_auditors_alone(day: Day) -> None:
    """In chat: a file for him, nothing for the others; and that he took it is in it."""
    await day.phone("zhangmin").says(REGISTER)
    for userid in ("zhangmin", "admin-sys", "admin-sec", "zhoumingyuan", "guoping"):
        answer = await day.phone(userid).says("导出9月审计日志")
        assert "审计日志2026" not in answer
        assert [file for file in day.phone(userid).files if "审计" in file.name] == []
    auditor = day.phone("admin-audit")
    answer = await auditor.says("导出9月审计日志")
    assert "校验链完整" in answer
    (file,) = auditor.files
    assert file.name.startswith("审计日志")
    assert [row["object"] for row in day.rows("audit") if row["action"] == "导出审计日志"] == ["audit"]
