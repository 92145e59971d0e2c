"""F16–F22: 督查活动 and 督查刊物, as their own line counts them (domain.md 1.3, 3.10). Reads only."""

from sqlalchemy import Connection

from handlers.inspections import figures as theirs
from handlers.inspections import store
from handlers.inspections.tables import inspection, publication
from handlers.reports.counted import Counted, keyed
from handlers.reports.period import Window


def figures(tx: Connection, window: Window, express_series: str) -> dict[str, Counted]:
    """All seven; `express_series` is the topical series that F17 counts."""
    trips = theirs.inspections(store.within(tx, inspection, window.start, window.end), window.start, window.end)
    issues = store.within(tx, publication, window.start, window.end)
    papers = theirs.publications(issues, window.start, window.end, express_series)
    found = {}
    for figure, rows in trips.items():
        sites = sum(row["sites"] for row in rows)
        note = f"共{sites}个点" if sites > len(rows) else ""
        found[figure] = Counted(theirs.value(figure, rows), keyed("inspection", [row["id"] for row in rows]), note)
    for figure, rows in papers.items():
        found[figure] = Counted(theirs.value(figure, rows), keyed("publication", [row["id"] for row in rows]))
    return found
