"""WeCom's thirty messages a minute for one member, in a sliding window, dropped in silence beyond (wecom.md 5.7)."""

from sqlalchemy import Connection

from storage import outbox
from storage.messages import Text
from storage.outbox import Lane
from tests.day import Day
from tests.flow.telling import CLERK, tell, told


async def test_pages_count_against_wecoms_thirty_a_minute(day: Day) -> None:
    """Twenty-nine short ones and a long one are more than thirty: the long one waits whole."""
    await told(day, CLERK, *(f"第{n}条" for n in range(29)), lane=Lane.ANSWER)
    assert await told(day, CLERK, "长" * 2000, "短", lane=Lane.ANSWER) == []
    assert [row["state"] for row in day.rows("outbox")].count("queued") == 2
    assert len(day.phone(CLERK).texts) == 29


async def test_a_broadcast_counts_for_each_of_its_readers(day: Day) -> None:
    """WeCom counts it for everyone: after twenty-nine others it is the thirtieth, and the next one waits."""
    people = ["jiangtao", CLERK]
    tell(day, people, *(f"第{n}条" for n in range(29)), lane=Lane.ANSWER)
    await day.settle()
    now = day.clock.now()

    def unit(tx: Connection) -> None:
        for userid in people:
            outbox.enqueue(tx, outbox.user(userid), Text(text="简报"), lane=Lane.BROADCAST, now=now, batch="b")

    day.bot.db.write_now(unit)
    await day.settle()
    assert [len(day.phone(userid).texts) for userid in people] == [30, 30]
    assert await told(day, CLERK, "第三十一条", lane=Lane.ANSWER) == []
    assert await told(day, "jiangtao", "第三十一条", lane=Lane.ANSWER) == []
    held = [row for row in day.rows("outbox") if row["text"] == "第三十一条"]
    assert [(row["state"], row["attempt"]) for row in held] == [("queued", 0), ("queued", 0)]


async def test_forty_merged_are_one_for_the_limit(day: Day) -> None:
    [one] = await told(day, CLERK, *(f"第{n}件" for n in range(40)))
    assert one.startswith("【提醒】共40项")
    assert {row["state"] for row in day.rows("outbox")} == {"sent"}
