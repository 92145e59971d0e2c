"""A register of any size for benches: papers, units, leaders' readings, reminders and the index, by bulk insert."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert, text

from handlers.documents.finding.index import grams_of
from handlers.documents.finding.tables import doc_gram
from handlers.documents.rules import number
from handlers.documents.tables import doc_unit, incoming_doc, submission
from storage.office import Office
from storage.tables import number_series, reminder

IN_HAND = 2000
"""Papers that are open at a time: what an office has in hand does not grow with its register."""
A_YEAR = 50_000
BATCH = 5000
_WORDS = """
TOPICS 防汛 台风 消防 信访 校园 燃气 道路 森林 食品 药品 养老 就业 医保 环保 水质 扫黑 禁毒 征兵 普查 供电 绿化
ACTS 做好 加强 开展 推进 规范 落实 报送 印发 转发 调整
PLACES 城区 镇街 园区 机关 企业 社区 工地 景区 学校 医院 市场 码头
THINGS 安全检查 隐患排查 值班值守 专项整治 数据统计 资金管理 项目建设 队伍培训 应急演练 宣传教育 服务保障
KINDS 通知 函 意见 通报 请示 报告
SENDERS 市委办 市政府办 市发改局 市应急局 市财政局 省委办公厅 市住建局 市教育局 市卫健委 金溪镇
"""
TOPICS, ACTS, PLACES, THINGS, KINDS, SENDERS = (line.split()[1:] for line in _WORDS.strip().splitlines())


def fill(tx: Connection, office: Office, first: int, last: int, now: datetime) -> None:
    """Papers with the ids `first` to `last`; the newest IN_HAND of all are open. Deterministic."""
    _close(tx, last - IN_HAND)
    for start in range(first, last + 1, BATCH):
        ids = range(start, min(start + BATCH, last + 1))
        papers = [_paper(n, last, now) for n in ids]
        put_many(tx, incoming_doc, papers)
        grams = ({"gram": gram, "doc_id": row["id"]} for row in papers for gram in _grams(row))
        put_many(tx, doc_gram, sorted(grams, key=lambda row: (row["gram"], row["doc_id"])))
        put_many(tx, doc_unit, [row for paper in papers for row in _units(paper, office)])
        put_many(tx, submission, [row for paper in papers for row in _readings(paper, office)])
        put_many(tx, reminder, [_reminder(paper, now) for paper in papers])
    if tx.dialect.name == "postgresql":
        tx.execute(
            text("SELECT setval(pg_get_serial_sequence('incoming_doc', 'id'), (SELECT max(id) FROM incoming_doc))")
        )
    if first == 1:
        tx.execute(insert(number_series).values(series="收", year=now.year, next=A_YEAR * 2))


def _paper(n: int, last: int, now: datetime) -> dict[str, Any]:
    chance = random.Random(n)
    act, place, topic, thing, kind = (chance.choice(words) for words in (ACTS, PLACES, TOPICS, THINGS, KINDS))
    title = f"关于{act}{place}{topic}{thing}工作的{kind}"
    year, seq = now.year - (n - 1) // A_YEAR, (n - 1) % A_YEAR + 1
    at = now - timedelta(minutes=10 * (last - n) + 60)
    open_ = n > last - IN_HAND
    return {
        "id": n,
        "no": number(year, seq),
        "year": year,
        "seq": seq,
        "received_at": at,
        "received_by": "zhangmin",
        "identities": ["区委办"],
        "sender": chance.choice(SENDERS),
        "sender_level": "市",
        "doc_no": f"南委办〔{year}〕{n % 9000 + 1}号",
        "title": title,
        "genre": "通知",
        "urgency": chance.choices(("平件", "加急", "特急"), (90, 8, 2))[0],
        "important": False,
        "kind": chance.choice(("办件", "阅件")),
        "due_at": at + timedelta(days=15),
        "due_source": "默认时限",
        "status": chance.choice(("承办中", "呈批", "已登记")) if open_ else "办结",
        "lead_unit": None,
        "co_units": [],
        "chaser": "zhangmin",
        "created_by": "zhangmin",
        "created_at": at,
        "updated_at": at,
    }


def _grams(row: dict[str, Any]) -> set[str]:
    return grams_of(row["title"], row["sender"], row["doc_no"], row["urgency"])


def _units(paper: dict[str, Any], office: Office) -> Iterator[dict[str, Any]]:
    if paper["kind"] == "办件":
        unit = office.units[paper["id"] % len(office.units)].short
        yield {"doc_id": paper["id"], "unit": unit, "part": "牵头", "sent_at": paper["received_at"]}


def _readings(paper: dict[str, Any], office: Office) -> Iterator[dict[str, Any]]:
    at = paper["received_at"]
    for leader in office.leaders[: paper["id"] % 3]:
        yield {
            "doc_id": paper["id"],
            "leader": leader.userid,
            "state": "未阅" if paper["status"] == "呈批" else "已阅",
            "submitted_at": at,
            "due_at": at,
            "created_by": "zhangmin",
            "created_at": at,
            "updated_at": at,
        }


def _reminder(paper: dict[str, Any], now: datetime) -> dict[str, Any]:
    planned = paper["status"] != "办结"
    at = now + timedelta(minutes=paper["id"] % 10_000 + 60) if planned else paper["due_at"]
    return {
        "line": "documents",
        "kind": "催办",
        "object": f"incoming:{paper['id']}",
        "recipient": "zhangmin",
        "due_at": at,
        "dedupe_key": f"bench:{paper['id']}",
        "data": {},
        "state": "planned" if planned else "fired",
    }


def _close(tx: Connection, until: int) -> None:
    """What was open in the smaller register is closed by now."""
    old = incoming_doc.c
    tx.execute(incoming_doc.update().where(old.id <= until, old.status != "办结").values(status="办结"))
    tx.execute(reminder.update().where(reminder.c.id <= until, reminder.c.state == "planned").values(state="fired"))


def put_many(tx: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Many rows at once: COPY on PostgreSQL, executemany on SQLite."""
    if not rows:
        return
    names = list(rows[0])
    kinds = [table.c[name].type.dialect_impl(tx.dialect).bind_processor(tx.dialect) for name in names]
    values = [[row[n] if to is None else to(row[n]) for n, to in zip(names, kinds, strict=True)] for row in rows]
    columns = ", ".join(f'"{name}"' for name in names)
    driver = tx.connection.cursor()
    if tx.dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        driver.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', values)  # noqa: S608
        return
    with driver.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in values:
            copy.write_row(row)
