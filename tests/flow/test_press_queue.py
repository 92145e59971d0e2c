"""In a burst a press is written down, answered, and done in its turn: each once, in each person's order."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot import press_queue
from bot.flow import Flow
from bot.wecom.inbound import CardPress, TextMessage
from handlers.meetings import pressing, replying
from handlers.meetings.cards import ReceiptAnswer
from scheduler.workdays import WorkCalendar
from storage import inbox
from storage.db import Unreachable
from storage.tables import waiting_press
from tests.day import Day

CALL = "9月23日上午9点到10点全体人员工作例会，多功能厅"


def rows(day: Day) -> list[tuple[str, dict[str, Any]]]:
    """Who waits, with what."""
    query = select(waiting_press.c.sender, waiting_press.c.press).order_by(waiting_press.c.id)
    return day.bot.db.read_now(lambda tx: [(row.sender, row.press) for row in tx.execute(query)])


async def invited(day: Day) -> dict[str, tuple[str, str]]:
    """A meeting of the office; who got a card, its task_id and the key of 参加."""
    day.at("2026-09-21 09:00")
    chen = day.phone("chenxi")
    await chen.says(CALL)
    assert "已发送" in await chen.says("发")
    found = {}
    for userid in ("zhangmin", "duheng", "guoping", "zhaowan", "sunli", "wuyang"):
        card = next(message.card for message in day.phone(userid).messages if message.card)
        found[userid] = card.task_id, card.buttons[0].key
        day.phone(userid).new()
    return found


def states(day: Day) -> dict[str, str]:
    """Who has answered what, by name."""
    return {row["user"]: row["state"] for row in day.rows("receipts") if row["state"] != "未回执"}


def press(userid: str, key: str, serial: int = 0, task_id: str = "t") -> CardPress:
    return CardPress(
        sender=userid,
        created=serial,
        agent_id=1,
        dedupe_key=f"e:{userid}:{serial}",
        key=key,
        task_id=task_id,
        card_type="button_interaction",
        response_code=f"code-{userid}-{serial}",
        selected={"q": ("a", "b")},
    )


def said(userid: str, words: str) -> TextMessage:
    return TextMessage(sender=userid, created=0, agent_id=1, dedupe_key=f"m:{words}", msg_id=words, content=words)


async def test_a_burst_is_answered_first_and_done_in_its_turn(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = await invited(day)
    monkeypatch.setattr(press_queue, "BURST", 0)
    pressed = [day.fake.press(userid, *card, None) for userid, card in cards.items()]
    assert all(delivery.accepted for delivery in await asyncio.gather(*pressed))
    await day.settle()
    assert len(states(day)) == len(cards)
    assert set(states(day).values()) == {"参加"}
    for userid in cards:
        (answer,) = day.phone(userid).new()
        assert answer.startswith("已回执：")
        assert any(message.card and message.card.disabled for message in day.phone(userid).messages)
    assert rows(day) == []
    assert day.fake.violations == []


async def test_what_was_pressed_comes_before_what_is_said_after_it(day: Day) -> None:
    """Here nothing runs but what is called: a text finds the person's press waiting and does it first."""
    cards = await invited(day)
    still = Flow(day.bot.db, day.clock, day.office, WorkCalendar())
    task_id, come = cards["zhangmin"]
    leave = ReceiptAnswer(invite=ReceiptAnswer.unpack(come).invite, answer="leave").pack()
    assert await still.presses.put_off(press("zhangmin", come, task_id=task_id))
    assert not await still.presses.put_off(press("zhangmin", come, task_id=task_id)), "WeCom repeats itself"
    expected = {"key": come, "task_id": task_id, "code": "code-zhangmin-0", "selected": {"q": ["a", "b"]}}
    assert rows(day) == [("zhangmin", expected)], "nothing that a person wrote"
    assert (await still.handle(said("duheng", "9月23日的会几点"))).word == "answered", "others do not wait for him"
    assert len(rows(day)) == 1
    assert (await still.handle(said("zhangmin", "撤销"))).word == "answered"
    await day.settle()
    answers = day.phone("zhangmin").new()
    assert answers[0].startswith("已回执：")
    assert answers[1].startswith("已撤销：")
    assert "张敏" not in states(day)
    for serial, key in enumerate((come, leave), 1):
        await still.presses.put_off(press("zhangmin", key, serial))
    await still.finish("zhangmin")
    assert states(day)["张敏"] == "请假待批", "in the order in which they were pressed"


async def test_strangers_and_foreign_keys_are_never_written_down(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = await invited(day)
    monkeypatch.setattr(press_queue, "BURST", 0)

    async def refuse(_: CardPress) -> bool:
        raise AssertionError("written down")

    monkeypatch.setattr(day.bot.flow.presses, "put_off", refuse)
    for userid, key in (("nobody", cards["zhangmin"][1]), ("zhangmin", "涉密内容"), ("zhangmin", "receipt:x:涉密")):
        assert (await day.bot.flow.handle(press(userid, key, len(key)))).word in {"stranger", "foreign_key"}


async def test_one_that_fails_takes_nobody_with_it(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = await invited(day)
    original = replying.act

    def act(turn: Any, *rest: Any) -> Any:
        if turn.actor == "duheng":
            raise RuntimeError
        return original(turn, *rest)

    monkeypatch.setattr(pressing, "act", act)
    for userid, (task_id, key) in cards.items():
        await day.bot.flow.presses.put_off(press(userid, key, task_id=task_id))
    await day.settle()
    (sorry,) = day.phone("duheng").new()
    assert "系统出了点问题，未作任何改动" in sorry
    assert len(states(day)) == len(cards) - 1
    assert rows(day) == []


async def test_it_waits_for_a_database_that_is_away(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = await invited(day)
    queue, original, failed = day.bot.flow.presses, day.bot.flow.presses._finish, list[str]()

    async def finish(sender: str) -> None:
        if len(failed) < 2:
            failed.append(sender)
            raise Unreachable("gone")
        await original(sender)

    monkeypatch.setattr(queue, "_finish", finish)
    monkeypatch.setattr(press_queue, "AGAIN", 0.0)
    await queue.put_off(press("zhangmin", cards["zhangmin"][1]))
    await queue.settle()
    assert failed == ["zhangmin"] * 2
    assert states(day) == {"张敏": "参加"}


async def test_a_server_that_stops_leaves_the_rest_to_the_next(day: Day) -> None:
    """Written down by a server that is gone: the next does it at its start, or when it looks, and only once."""
    cards = await invited(day)
    gone, other = (Flow(day.bot.db, day.clock, day.office, WorkCalendar()) for _ in range(2))
    for userid, (task_id, key) in cards.items():
        await gone.presses.put_off(press(userid, key, task_id=task_id))

    def left(tx: Connection) -> list[str]:
        return inbox.left_behind(tx, day.clock.real() - inbox.LEFT_BEHIND)

    assert day.bot.db.read_now(left) == [], "its owner may still be at it"
    await gone.presses.stop()
    assert day.bot.db.read_now(left) == list(cards)
    await asyncio.gather(other.finish("duheng"), gone.finish("duheng"), day.bot.flow.finish("duheng"))
    await day.restart_bot()
    await day.bot.flow.presses.look()
    await day.settle()
    assert len(states(day)) == len(cards)
    assert all(len(day.phone(userid).new()) == 1 for userid in cards)


async def test_without_a_burst_nothing_is_put_off(day: Day) -> None:
    cards = await invited(day)
    task_id, key = cards["guoping"]
    assert not day.bot.flow.presses.crowded()
    assert (await day.bot.flow.handle(press("guoping", key, task_id=task_id))).word == "pressed"
    with day.bot.flow.presses.in_hand():
        assert not day.bot.flow.presses.crowded()
