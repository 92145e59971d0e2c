"""C1: which papers were late, against a recount by hand, on both databases (domain.md 1.4)."""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert

from handlers.documents.tables import incoming_doc
from handlers.reports.claims import facts
from handlers.reports.figures_documents import timeliness
from handlers.reports.period import whole
from scheduler.clock import SHANGHAI, local
from storage.db import Database
from tests.reports.golden import END, FIRST, LAST, START
from tests.reports.golden_rows import BY

Q3 = whole("季度", 2026, 3).window
NOW, RECEIVED = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
_DONE = ("办结", "阅毕", "已归档")
_SAME: dict[str, Any] = {
    "sender": "市委办",
    "sender_level": "市",
    "title": "关于防汛的通知",
    "urgency": "平件",
    "kind": "办件",
}
_SAME |= {"year": 2026, "received_by": "zhangmin", "co_units": [], "chaser": "zhangmin", "identities": ["区委办"]}


def _papers() -> list[dict[str, Any]]:
    """Limits and closings by chance, and at the edges: of the Beijing day, of the quarter."""
    chance = random.Random(5)
    papers = []
    for _ in range(150):
        due = datetime.combine(START + timedelta(days=chance.randrange(-40, 130)), time(17, 30), SHANGHAI)
        closed = due.date() + timedelta(days=chance.choice((-3, -1, 0, 1, 2, 40)))
        status = chance.choice(("办结", "阅毕", "承办中", "呈批", "挂起", "退文", "作废"))
        on = closed if status in ("办结", "退文") or (status == "阅毕" and chance.random() < 0.5) else None
        papers.append({"due_at": due, "closed_on": on, "status": status})
    for due in (FIRST, FIRST - timedelta(seconds=1), LAST, LAST + timedelta(seconds=1)):
        papers += [{"due_at": due, "closed_on": None, "status": "承办中"}]
        papers += [{"due_at": due, "closed_on": due.date() + timedelta(days=n), "status": "办结"} for n in (0, 1)]
    midnight = datetime(2026, 8, 10, 0, 0, tzinfo=SHANGHAI)
    papers += [{"due_at": midnight, "closed_on": date(2026, 8, day), "status": "办结"} for day in (9, 10, 11)]
    papers += [{"due_at": None, "closed_on": None, "status": "承办中"}]
    return papers


def _by_hand(papers: list[dict[str, Any]]) -> tuple[int, int, int, int, int]:
    due = on_time = late_open = earlier = late_finished = 0
    for paper in papers:
        limit, closed = paper["due_at"], paper["closed_on"]
        if limit is None or limit > LAST or paper["status"] in ("作废", "退文", "挂起"):
            continue
        here = limit >= FIRST
        over = closed <= END if closed else paper["status"] in _DONE
        late = over and closed is not None and closed > local(limit).date()
        due += here
        on_time += here and over and not late
        late_open += not over
        earlier += not over and not here
        late_finished += late and (here or closed >= START)
    return due, on_time, late_open, earlier, late_finished


async def test_what_was_late(database: Database) -> None:
    papers = _papers()
    rows = [
        {
            **BY,
            **_SAME,
            **paper,
            "no": f"收〔2026〕{n:04d}号",
            "seq": n,
            "received_at": datetime(2026, 5, 1, tzinfo=UTC),
        }
        for n, paper in enumerate(papers, 1)
    ]
    database.write_now(lambda tx: tx.execute(insert(incoming_doc), rows))
    found = database.read_now(lambda tx: timeliness(tx, Q3, NOW))
    answers = _by_hand(papers)
    assert (found.due, found.on_time, len(found.late_open), found.earlier, len(found.late_finished)) == answers
    assert min(answers) > 0
    assert not found.holds
    claim = database.read_now(lambda tx: facts(tx, Q3, NOW)).claim("C1")
    due, on_time, late_open, earlier, _ = answers
    assert claim.words == (
        f"按期办结率为{100 * on_time / due:.1f}%，其中{late_open - earlier}份正在抓紧办理，"
        f"此前到期的{earlier}份正在抓紧办理"
    )
    assert set(claim.rows) == {*found.late_open, *found.late_finished}
