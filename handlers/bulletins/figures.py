"""What the bulletin gives to the report: F03 to F07 (domain.md 1.3), each as the ids of the rows that count.

`start` and `end` are days in Beijing, both included.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, Table, func, select

from handlers.bulletins import series
from handlers.bulletins.rules import IssueState
from handlers.bulletins.tables import info_adoption, info_comment, info_issue, info_submission
from handlers.bulletins.upward import CITY_PARTY, PROVINCE_PARTY, REPORTED_TO
from scheduler.clock import SHANGHAI
from storage.office import Office


def issues(tx: Connection, office: Office, start: date, end: date) -> list[int]:
    """F03: issues of the bulletin and its 增刊 that went out, not 作废 or 撤回; a corrected one counts once."""
    since, until = (datetime.combine(day, time(), SHANGHAI) for day in (start, end + timedelta(days=1)))
    at = info_issue.c.issued_at
    ours = (office.bulletin, series.supplement(office))
    query = select(info_issue.c.id).where(
        info_issue.c.series.in_(ours), info_issue.c.state == IssueState.ISSUED, at >= since, at < until
    )
    return list(tx.execute(query.order_by(info_issue.c.id)).scalars())


def submitted(tx: Connection, start: date, end: date) -> list[int]:
    """F04: pieces first sent up in the window; to 省 and 市, or again after revision, is once."""
    return _first(tx, info_submission, REPORTED_TO, start, end)


def adopted_by_province(tx: Connection, start: date, end: date) -> list[int]:
    """F05: pieces by the day of adoption; 单篇 and 综合 both count, a piece once."""
    return _first(tx, info_adoption, (PROVINCE_PARTY,), start, end)


def adopted_by_city(tx: Connection, start: date, end: date) -> list[int]:
    """F06."""
    return _first(tx, info_adoption, (CITY_PARTY,), start, end)


def _first(tx: Connection, table: Table, organs: Iterable[str], start: date, end: date) -> list[int]:
    """One row for each piece whose first row with such an organ lies in the window."""
    query = select(table.c.id, table.c.piece, table.c.on).where(table.c.organ.in_(list(organs)))
    first: dict[str, tuple[int, date]] = {}
    for row in tx.execute(query.order_by(table.c.on, table.c.id)):
        first.setdefault(row.piece, (row.id, row.on))
    return [row_id for row_id, on in first.values() if start <= on <= end]


def comments(tx: Connection, start: date, end: date) -> list[int]:
    """F07: 批示 by 区领导; two leaders are two, one leader on one piece is two only on two days."""
    on = info_comment.c.on
    query = select(func.min(info_comment.c.id)).where(info_comment.c.level == "区领导", on >= start, on <= end)
    grouped = query.group_by(info_comment.c.piece, info_comment.c.leader, on)
    return sorted(tx.execute(grouped).scalars())
