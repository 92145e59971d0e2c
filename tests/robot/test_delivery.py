"""不漏办 at the second door: what commits is answered once, whatever happens between the commit and the phone."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.robot import lease
from bot.sandbox.robot.asked import Asked
from storage.tables import outbox
from tests.robot.office import GROUP, ONE, QUICK, RobotDay, until

LOG = "登记收文：平件，市委办，南委办〔2026〕{n}号，《关于做好有关工作的通知》，阅件"
FIRST = "收〔2026〕1203号"


def heard_of(day: RobotDay, number: str) -> tuple[int, int]:
    """How often the number was told: in the robot's chat, in the app."""
    second, first = day.second.texts("zhangmin"), day.phone("zhangmin").texts
    return sum(number in text for text in second), sum(number in text for text in first)


async def answered(day: RobotDay, number: str) -> tuple[int, int]:
    """Wait until it was told anywhere, and everything has settled."""
    await until(lambda: sum(heard_of(day, number)) > 0)
    await day.robot.idle()
    await day.settle()
    assert {row["state"] for row in day.rows("outbox")} == {"sent"}
    return heard_of(day, number)


async def test_a_frame_that_is_lost_is_sent_again(day: RobotDay) -> None:
    """The connection breaks before WeCom reads the answer: the next connection brings it."""
    day.second.faults.lose.append("aibot_respond_msg")
    await day.second.say("zhangmin", LOG.format(n=88))
    assert await answered(day, FIRST) == (1, 0)
    assert day.second.subscriptions == 2


async def test_an_answer_whose_acknowledgement_is_lost_is_not_given_twice(day: RobotDay) -> None:
    """846606 on the repeated frame says that the first one had arrived."""
    day.second.faults.lose_ack.append("aibot_respond_msg")
    await day.second.say("zhangmin", LOG.format(n=88))
    assert await answered(day, FIRST) == (1, 0)
    assert [code for cmd, _, code in day.second.frames if cmd == "aibot_respond_msg"] == [0, 846606]


@ONE
async def test_when_nobody_can_connect_the_app_brings_it(day: RobotDay) -> None:
    day.robot.door.pace = replace(QUICK, patience=0.2)
    day.second.faults.shut = True
    day.second.faults.lose.append("aibot_respond_msg")
    await day.second.say("zhangmin", LOG.format(n=88))
    assert await answered(day, FIRST) == (0, 1)
    day.second.faults.shut = False
    await until(lambda: day.second.connected)
    assert "1203" in await day.says("zhangmin", "收1203号到哪了")


@ONE
async def test_an_answer_that_is_refused_goes_as_a_push(day: RobotDay) -> None:
    """846604, 846605: the req_id is too old or foreign (wecom.md 13.5)."""
    for code, number in ((846604, "1203"), (846605, "1204")):
        day.second.faults.refuse["aibot_respond_msg"] = code
        await day.second.say("zhangmin", LOG.format(n=number))
        assert await answered(day, f"收〔2026〕{number}号") == (1, 0)


async def test_a_crash_between_commit_and_answer(day: RobotDay, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server dies with the answer in its hands: the app brings it, once; WeCom's repeat adds nothing."""

    async def stuck(*_: object) -> bool:
        never: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        return await never

    monkeypatch.setattr(day.robot.door, "call", stuck)
    asked = await day.second.say("zhangmin", LOG.format(n=88))
    await until(lambda: len(day.rows("incoming")) == 1)
    await kill(day)
    assert [row["state"] for row in day.rows("outbox")] == ["sending"]
    assert heard_of(day, FIRST) == (0, 0)
    await day.restart_bot()
    await freed(day)
    await day.open_door()
    await day.second.deliver(asked, fresh=True)
    await day.quiet()
    assert heard_of(day, FIRST) == (0, 1)
    assert len(day.rows("incoming")) == 1
    assert "1203" in await day.says("zhangmin", "收1203号到哪了")


async def kill(day: RobotDay) -> None:
    """The process is gone: its tasks end where they are and nothing is let go of."""
    door = day.robot.door
    for task in (*day.robot._at_work, door._running):
        if task is not None:
            task.cancel()
    await day.second.cut()
    await door._session.close()


async def freed(day: RobotDay) -> None:
    """The leases of a dead server run out: that of its rows and that of its connection."""
    day.bot.db.write_now(lambda tx: lease.let_go(tx, day.robot.door._owner, day.clock.now()))
    late = update(outbox).where(outbox.c.state == "sending").values(lease_until=0)
    day.bot.db.write_now(lambda tx: tx.execute(late))
    await day.bot.day._sweep()
    await day.settle()


@ONE
async def test_a_repeated_callback_has_one_effect_and_one_answer(day: RobotDay) -> None:
    asked = await day.second.say("zhangmin", LOG.format(n=88))
    await answered(day, FIRST)
    for _ in range(2):
        await day.second.deliver(asked, fresh=True)
    await day.quiet()
    assert heard_of(day, FIRST) == (1, 0)
    assert len(day.rows("incoming")) == 1


@ONE
async def test_thirty_a_minute_the_rest_by_the_app(day: RobotDay) -> None:
    """WeCom takes thirty a minute in one conversation (846607 after that): what is over goes by the app."""
    for _ in range(30):
        await day.says("zhangmin", "帮助")
    await day.second.say("zhangmin", "帮助")
    await until(lambda: len(day.phone("zhangmin").texts) == 1)
    await day.settle()
    assert (len(day.second.texts("zhangmin")), len(day.phone("zhangmin").texts)) == (30, 1)
    assert {row["state"] for row in day.rows("outbox")} == {"sent"}


async def test_the_order_of_one_person_is_kept(day: RobotDay) -> None:
    """Three messages in flight are handled one after another."""
    asked: list[Asked] = [await day.second.say("zhangmin", LOG.format(n=n)) for n in (81, 82, 83)]
    await until(lambda: all(one.answered for one in asked))
    await day.robot.idle()
    found = [number for text in day.second.texts("zhangmin") for number in ("1203", "1204", "1205") if number in text]
    assert found == ["1203", "1204", "1205"]
    assert [row["doc_no"] for row in sorted(day.rows("incoming"), key=lambda row: row["no"])] == [
        f"南委办〔2026〕{n}号" for n in (81, 82, 83)
    ]


@ONE
async def test_a_group_word_that_is_refused_leaves_the_private_answer(day: RobotDay) -> None:
    """Stream answers fail in some groups (600039): the word goes as a push; the answer was given before."""
    await day.says("zhangmin", "帮助")
    day.second.faults.refuse["aibot_respond_msg"] = 600039
    await day.second.say("zhangmin", LOG.format(n=88), chatid=GROUP)
    assert await answered(day, FIRST) == (1, 0)
    assert "发给您本人" in day.second.texts("like", GROUP)[-1]
