"""What the inspector is made of: rows as they are written, and the budgets of a message."""

from datetime import datetime
from typing import Any

import pytest

from bot.sandbox.inspect_budgets import ADVISED, Budget, budgets
from bot.sandbox.inspect_rows import Closed, RowChange, WatchedDatabase
from scheduler.clock import SHANGHAI
from storage.tables import setting


async def test_rows_of_a_unit_that_fails_are_not_seen(sqlite_url: str) -> None:
    seen: list[Any] = []

    class Watcher:
        def wrote(self, act: object | None, rows: list[RowChange]) -> None:
            seen.append(rows)

        def failed(self, act: object | None, error: BaseException) -> None:
            seen.append(error)

    db = WatchedDatabase(sqlite_url, Watcher())
    row = {"key": "k", "value": "一", "changed_by": "x", "changed_at": datetime(2026, 9, 18, tzinfo=SHANGHAI)}

    def broken(tx: Any) -> None:
        tx.execute(setting.insert().values(**row))
        raise ValueError

    with pytest.raises(ValueError):
        await db.write(broken)
    await db.write(lambda tx: tx.execute(setting.insert().values(**row)) and None)
    await db.write(lambda tx: tx.execute(setting.update().values(value="二")) and None)
    await db.write(lambda tx: tx.execute(setting.update().values(value="二")) and None)
    await db.write(lambda tx: tx.execute(setting.delete()) and None)
    await db.close()
    assert isinstance(seen[0], ValueError)
    assert [(change.verb, change.table, change.id) for (change,) in seen[1:]] == [
        ("增", "setting", "k"),
        ("改", "setting", "k"),
        ("删", "setting", "k"),
    ]
    assert (seen[2][0].before, seen[2][0].after) == ({"value": "一"}, {"value": "二"})
    with pytest.raises(Closed):
        await db.write(lambda tx: None)


async def test_budgets_count_as_wecom_does() -> None:
    body = {
        "touser": "a|b",
        "text": {"content": "字" * 700},
        "template_card": {"main_title": {"title": "题" * 40}, "button_list": [{"text": "好", "key": "k"}] * 7},
    }
    found = {budget.path: budget for budget in budgets(body)}
    assert found["text.content"] == Budget("text.content", 2100, 2048, "字节")
    assert found["text.content"].over
    assert found["text.content"].share == 100
    assert (found["touser"].used, found["touser"].over) == (2, False)
    assert found["template_card.main_title.title"] == Budget("template_card.main_title.title", 40, 36, "字", ADVISED)
    assert found["template_card.button_list"].over
    assert [budget.over for budget in budgets(body)][:3] == [True, True, True]
