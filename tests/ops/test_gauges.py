"""What /metrics says of the database: waiting messages, overdue reminders, and a database that is gone."""

from datetime import timedelta

from sqlalchemy import insert

from bot.gauges import measure
from bot.metrics import METRICS
from storage.tables import outbox, reminder
from tests.day import START, Day


def value(name: str) -> float | None:
    found: float | None = METRICS.registry.get_sample_value(f"zhongshu_{name}")
    return found


async def test_what_stands_in_the_database(day: Day) -> None:
    await measure(day.bot)
    assert (value("outbox_oldest_seconds"), value("reminders_overdue"), value("database_up")) == (0, 0, 1)
    refused = value("guard_refusals")
    assert refused == 0
    await day.fake.say("zhangmin", "收到一份机密文件")
    ago = START - timedelta(minutes=7)

    def spoil(tx: object) -> None:
        row = {"recipient": "user:like", "lane": 3, "kind": "text", "payload": {}, "created_at": ago, "retry_at": 1e12}
        tx.execute(insert(outbox).values(**row, not_before=ago))  # type: ignore[attr-defined]
        late = {"line": "documents", "kind": "x", "object": "1", "recipient": "like", "dedupe_key": "1", "data": {}}
        tx.execute(insert(reminder).values(**late, due_at=ago))  # type: ignore[attr-defined]
        row |= {"kind": "x"}

    day.bot.db.write_now(spoil)
    await measure(day.bot)
    assert (value("outbox_oldest_seconds"), value("reminders_overdue_seconds"), value("reminders_overdue")) == (
        420,
        420,
        1,
    )
    assert value("guard_refusals") == 1
    day.bot.db.write_now(lambda tx: tx.execute(reminder.delete()))
