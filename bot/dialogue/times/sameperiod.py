"""去年同期, 上月同期: the part of the earlier stretch that answers to the one compared, or to what has gone by."""

from datetime import date, datetime, timedelta
from typing import Final

from bot.dialogue.times.model import TimeExpr
from bot.dialogue.times.spans import DAY, Context, Node, Span, add_months, at, between, week_start

SAME: Final = "同期"
_MONTHS: Final = {"year": 12, "half": 6, "quarter": 3, "month": 1}


def same_period(ctx: Context, node: Node, found: list[TimeExpr]) -> Node:
    """The node with the 同期 behind it: 今年1至8月比去年同期 means January to August of last year, else up to today."""
    whole = node.best
    if not ctx.text.startswith(SAME, node.stop) or whole.end > ctx.now:
        return node
    current = _running(ctx.today, whole)
    if current is None:
        return node
    compared = next((expr for expr in reversed(found) if _lies_in(expr, current)), None)
    first, stop = current.start, at(ctx.today) + DAY
    if compared and compared.start:
        first, stop = compared.start, compared.end or compared.start + DAY
    start, end = (min(_moved(moment, current, whole), whole.end) for moment in (first, stop))
    spans = [Span(start, end, "day")] if start < end else [whole]
    return Node(node.stop + len(SAME), spans, year_said=True)


def _running(today: date, whole: Span) -> Span | None:
    """The year, quarter, month or week that runs now, as long as the one that is named."""
    if whole.grain == "week":
        monday = week_start(today)
        return between(monday, monday + timedelta(weeks=1), whole.grain)
    size = _MONTHS.get(whole.grain)
    if size is None:
        return None
    first = date(today.year, today.month - (today.month - 1) % size, 1)
    return between(first, add_months(first, size), whole.grain)


def _lies_in(expr: TimeExpr, current: Span) -> bool:
    if expr.deadline or expr.kind not in {"range", "date"} or expr.start is None:
        return False
    return current.start <= expr.start < current.end and (expr.end or expr.start) <= current.end


def _moved(moment: datetime, current: Span, whole: Span) -> datetime:
    """The moment as far into the earlier stretch as it is into the running one."""
    if whole.grain == "week":
        return moment - (current.start - whole.start)
    months = (current.start.year - whole.start.year) * 12 + current.start.month - whole.start.month
    day = moment.date()
    return at(add_months(day, -months)) + (moment - at(day))
