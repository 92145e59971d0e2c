"""Three hundred invitees answer by their cards: none is lost, and the organiser's card is right (issue 6)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Connection, or_, select

from storage.office import Office, load_office
from storage.tables import outbox
from tests.day import Day

GUESTS = 300
WAVES = 6
FIVE_SECONDS = timedelta(seconds=5)


def crowd(guests: int) -> Office:
    """The sample office with so many more people of its own."""
    data = load_office(None).model_dump()
    more = [
        {"userid": f"ganbu{n:03d}", "name": f"干部{n:03d}", "post": "科员", "unit": "区委办", "roles": ("archivist",)}
        for n in range(guests)
    ]
    return Office.model_validate({**data, "people": [*data["people"], *more]})


@pytest.fixture
async def day(database_url: str) -> AsyncIterator[Day]:
    running = Day(database_url, crowd(GUESTS if "sqlite" in database_url else GUESTS // 5))
    await running.start()
    yield running
    await running.stop()
    assert running.fake.violations == []


def changes(tx: Connection) -> list[datetime]:
    """When 陈曦's card was sent or changed."""
    card = outbox.c.dedupe_key.like("meeting:%:tally:%"), outbox.c.kind == "card_update"
    query = select(outbox.c.created_at).where(outbox.c.recipient == "user:chenxi", or_(*card)).order_by(outbox.c.id)
    return list(tx.execute(query).scalars())


async def press(day: Day, userid: str, button: int) -> None:
    message = next(m for m in reversed(day.phone(userid).messages) if m.card and m.card.buttons)
    assert message.card
    delivery = await day.fake.press(userid, message.card.task_id, message.card.buttons[button].key, None)
    assert delivery.accepted


async def test_three_hundred_answer_within_a_minute(day: Day) -> None:
    day.at("2026-09-21 09:00")
    chen = day.phone("chenxi")
    await chen.says("9月23日上午9点到10点全体人员工作例会，多功能厅")
    assert "已发送" in await chen.says("发")
    guests = [p.userid for p in day.office.people if p.userid.startswith("ganbu")]
    many = len(day.rows("receipts"))
    for wave in range(WAVES):
        part = guests[wave::WAVES]
        # every tenth asks for leave, the others come
        await asyncio.gather(*(press(day, userid, 1 if int(userid[5:]) % 10 == 0 else 0) for userid in part))
        await day.until(f"2026-09-21 09:00:{10 * wave + 8:02d}")
    await day.until("2026-09-21 09:02")
    states = [row["state"] for row in day.rows("receipts") if row["user"].startswith("干部")]
    assert len(states) == len(guests)
    assert (states.count("参加"), states.count("请假待批")) == (len(guests) * 9 // 10, len(guests) // 10)
    last = [text for text in chen.texts if text.startswith("回执：")][-1]
    silent = many - len(guests)
    assert f"应到{many}，参加{len(guests) * 9 // 10}，请假待批{len(guests) // 10}，未回执{silent}" in last
    times = day.bot.db.read_now(changes)
    assert len(times) >= 3
    assert all(later - earlier >= FIVE_SECONDS for earlier, later in pairwise(times[1:]))
