"""F03–F07, as the bulletin's own line counts them (domain.md 1.3, 5.5). Reads only."""

from sqlalchemy import Connection, select

from handlers.bulletins import figures as theirs
from handlers.bulletins.tables import info_issue
from handlers.reports.counted import Counted, plainly
from handlers.reports.period import Window
from storage.office import Office


def figures(tx: Connection, office: Office, window: Window) -> dict[str, Counted]:
    """All five."""
    start, end = window.start, window.end
    return {
        "F03": plainly("bulletin", theirs.issues(tx, office, start, end)),
        "F04": plainly("submission", theirs.submitted(tx, start, end)),
        "F05": plainly("adoption", theirs.adopted_by_province(tx, start, end)),
        "F06": plainly("adoption", theirs.adopted_by_city(tx, start, end)),
        "F07": plainly("info_comment", theirs.comments(tx, start, end)),
    }


def missing_numbers(tx: Connection, office: Office, window: Window) -> list[int]:
    """Numbers of the bulletin that were skipped between the first and the last of the window (G12)."""
    table = info_issue.c
    mine = (table.series == office.bulletin, table.year == window.end.year, table.no.is_not(None))
    known = {row.no: row.issued_at for row in tx.execute(select(table.no, table.issued_at).where(*mine))}
    here = [no for no, at in known.items() if at is not None and window.since <= at < window.until]
    return [no for no in range(min(here), max(here)) if no not in known] if here else []
