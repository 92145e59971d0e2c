"""Many at once through the real callback: numbers without gaps, one winner of a room (domain.md G1, G9, SC21)."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy.exc import OperationalError

from bot.flow import Flow
from bot.sandbox.callbacks import CallbackFaults, Delivery
from handlers.line import Reply
from tests.day import Day

CLERKS = ("zhangmin", "mishukezhang")
REGISTER = "登记收文：平件，市委办，南委办〔2026〕{n}号，《关于第{n}项工作的通知》，阅件"


async def test_two_hundred_registrations_at_once_get_two_hundred_numbers_in_a_row(day: Day) -> None:
    """Every tenth message is delivered three times, every eleventh loses its acknowledgement."""

    def faults(n: int) -> CallbackFaults:
        return CallbackFaults(duplicates=2 if n % 10 == 0 else 0, lose_answers=1 if n % 11 == 0 else 0)

    said: list[Delivery] = await asyncio.gather(
        *(day.fake.say(CLERKS[n % 2], REGISTER.format(n=300 + n), faults(n)) for n in range(200))
    )
    assert all(delivery.accepted for delivery in said)
    rows = day.rows("incoming")
    assert [row["no"] for row in rows] == [f"收〔2026〕{n}号" for n in range(1203, 1403)]
    assert len({row["doc_no"] for row in rows}) == 200
    answers = [row["text"] for row in day.rows("outbox") if "已登记" in row["text"]]
    assert sorted(text[4:15] for text in answers) == [f"收〔2026〕{n}" for n in range(1203, 1403)]


async def test_a_registration_that_fails_gives_its_number_back(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fifth transaction breaks after its number was given out; the ones beside it in the group do not notice."""
    answer = Flow._answer
    broken: list[str] = []

    def breaking(self: Flow, tx: object, userid: str, reply: Reply) -> None:
        answer(self, tx, userid, reply)  # type: ignore[arg-type]
        if "已登记" in reply.text and len(broken) < 20:
            broken.append(reply.text)
            if len(broken) % 2:
                raise OperationalError("lost", None, Exception("lost"))

    monkeypatch.setattr(Flow, "_answer", breaking)
    await asyncio.gather(*(day.fake.say(CLERKS[n % 2], REGISTER.format(n=300 + n)) for n in range(60)))
    rows = day.rows("incoming")
    assert [row["no"] for row in rows] == [f"收〔2026〕{n}号" for n in range(1203, 1203 + len(rows))]
    assert 50 <= len(rows) <= 60
    answered = "\n".join(row["text"] for row in day.rows("outbox"))
    assert [row["no"] for row in rows if answered.count(f"已登记：{row['no']}") != 1] == []


async def test_fifty_want_one_room_at_one_time(day: Day) -> None:
    """One gets it; forty-nine learn who has it and what is free, in words and on a card. Nobody is answered twice."""
    day.at("2026-09-21 10:00")
    people = [person for person in day.office.people if person.userid.startswith("liaison-")][:50]
    assert len(people) == 50
    said = [day.fake.say(person.userid, "订201，9月24日9点到11点") for person in people]
    assert all(delivery.accepted for delivery in await asyncio.gather(*said))
    await day.settle()
    answers = {person.name: day.phone(person.userid).texts for person in people}
    assert sorted(len(texts) for texts in answers.values()) == [1, *[2] * 49]
    [winner] = [name for name, texts in answers.items() if texts[0].startswith("已订")]
    refused = [texts for texts in answers.values() if f"刚被预订（{winner}）" in texts[0] and "11:30–17:30" in texts[0]]
    assert len(refused) == 49
    [booked] = day.rows("bookings")
    assert datetime.fromisoformat(booked["start"]).hour == 9
