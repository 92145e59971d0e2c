"""`zhongshu export figures`, and the report as JSON (design.md 3)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from handlers.line import Export
from handlers.reports import period, sheet
from handlers.reports.definitions import SPAN
from handlers.reports.editions import as_it_stands
from handlers.reports.report import Report, Shown
from scheduler.clock import local
from storage.office import Office

_SECOND = timedelta(seconds=1)
HEADINGS = {"report": "报告期", **sheet.HEADINGS, "window": "时间口径", "start": "起", "end": "止", "cut_off": "截止日"}


def figures(tx: Connection, office: Office, now: datetime) -> Iterable[Mapping[str, Any]]:
    """The figures of the quarter that a report would be about today."""
    today = local(now).date()
    about = period.until_now(period.usual(today), today)
    found = as_it_stands(tx, office, about, now)
    for shown, row in zip(found.figures.values(), sheet.rows(found), strict=True):
        yield {"report": about.key, **row, **_window(found, shown)}


def _window(report: Report, shown: Shown) -> dict[str, Any]:
    window = report.period.window
    kind = shown.definition.window
    stock = kind == "stock"
    return {
        "window": kind,
        "start": None if stock else window.start,
        "end": None if stock else window.end,
        "cut_off": window.cut_off,
    }


EXPORTS = {"figures": Export(HEADINGS, figures)}


def as_json(report: Report) -> dict[str, Any]:
    """Every figure with value, definition, window and row ids, and every claim; instants with +08:00."""
    about = report.period
    return {
        "period": {
            "key": about.key,
            "type": about.kind,
            "year": about.year,
            "n": about.n,
            "name": about.name,
            "start": _iso(about.window.since),
            "end": _iso(about.window.until - _SECOND),
            "cut_off": about.cut_off.isoformat(),
        },
        "title": about.title,
        "status": report.status,
        "edition": report.edition,
        "computed_at": _iso(report.computed_at),
        "figures": [_figure(report, shown) for shown in report.figures.values()],
        "claims": [
            {"id": c.id, "name": c.name, "ok": c.ok, "text": c.words, "evidence": c.evidence, "rows": list(c.rows)}
            for c in report.facts.claims
        ],
        "checks": [{"level": f.level, "text": f.text, "rows": list(f.rows)} for f in report.checks],
        "corrections": [
            {
                "period": about.before.key,
                "id": c.figure,
                "was": c.was,
                "now": c.now,
                "text": c.words,
                "rows": list(c.rows),
            }
            for c in report.late
        ],
        "sections": [
            {
                "key": part.section.key,
                "title": part.section.title,
                "human": part.human,
                "written_by": part.written_by,
                "written_for": part.written_for,
                "generated": part.generated,
                "lint": [{"text": slip.text, "advice": slip.advice} for slip in part.slips],
            }
            for part in report.sections
        ],
    }


def _figure(report: Report, shown: Shown) -> dict[str, Any]:
    definition, over = shown.definition, shown.override
    window = _window(report, shown)
    return {
        "id": definition.id,
        "name": definition.name,
        "value": shown.value,
        "computed": shown.computed,
        "unit": definition.unit,
        "definition": definition.text,
        "source": definition.source,
        "window": {
            "kind": "flow" if definition.window == SPAN else definition.window,
            "start": _iso(report.period.window.since) if window["start"] else None,
            "end": _iso(report.period.window.until - _SECOND) if window["end"] else None,
            "cut_off": report.period.cut_off.isoformat(),
        },
        "rows": list(shown.rows),
        "note": shown.note,
        "override": None
        if over is None
        else {"value": over.value, "reason": over.reason, "by": over.by, "at": _iso(over.at)},
        "confirmed_by": shown.confirmed.by if shown.confirmed and shown.settled else None,
        "before": shown.before,
        "year_before": shown.year_before,
    }


def _iso(value: datetime | date) -> str:
    return local(value).isoformat() if isinstance(value, datetime) else value.isoformat()
