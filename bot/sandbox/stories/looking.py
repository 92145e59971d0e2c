"""What a story reads out of the running demo: how often a message came, what stands in the database."""

from sqlalchemy import Connection, Table, select

from bot import exports
from bot.sandbox.callbacks import Delivery
from bot.sandbox.stories.model import Check
from bot.sandbox.world import Demo
from storage.types import metadata

VOID = "作废"


async def looked(demo: Demo, step: Check, last: Delivery | None) -> str:
    """One line of facts."""
    if step.look == "deliveries" and last is not None:
        return await demo.bot.db.read(lambda tx: _deliveries(tx, demo, last, step.who))
    return await demo.bot.db.read(lambda tx: _rows(tx, demo, step.words))


def _deliveries(tx: Connection, demo: Demo, last: Delivery, userid: str) -> str:
    answers = sum(not message.mine for message in demo.fake.inbox(userid))
    return f"推送{last.attempts}次 · 登记{len(_incoming(tx, demo))}份 · 答复{answers}条"


def _rows(tx: Connection, demo: Demo, words: tuple[str, ...]) -> str:
    papers = _incoming(tx, demo)
    valid = sum(row["status"] != VOID for row in papers)
    said = f"有效收文{valid}份" + (f" · 作废{len(papers) - valid}份" if len(papers) > valid else "")
    if not words:
        return said
    tables = list(metadata.sorted_tables)
    hits = sum(_hits(tx, table, words) for table in tables)
    return f"{said} · 全库{len(tables)}张表搜“{'”“'.join(words)}”：{hits}处"


def _incoming(tx: Connection, demo: Demo) -> list[dict[str, object]]:
    return exports.rows_of("incoming", tx, demo.office, demo.clock.now())


def _hits(tx: Connection, table: Table, words: tuple[str, ...]) -> int:
    """Rows of the table in which one of the words stands, whatever the column."""
    return sum(any(word in repr(tuple(row)) for word in words) for row in tx.execute(select(table)))
