"""A finalised report stays as it was (domain.md 10.2: 定稿 is locked): what is kept of it, and how it is read back."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.reports import store
from handlers.reports.checks import Correction, Finding
from handlers.reports.claims import Claim
from handlers.reports.counted import Counted
from handlers.reports.lint import slips
from handlers.reports.naming import named
from handlers.reports.period import Period
from handlers.reports.report import Paragraphs, Report, Shown, build
from handlers.reports.sections import SECTIONS
from handlers.reports.store import Edition
from handlers.reports.words import FINAL
from storage.office import Office


def as_it_stands(tx: Connection, office: Office, period: Period, now: datetime) -> Report:
    """The report of the period at `now` (aware): counted afresh, or as it was finalised."""
    live = build(tx, office, period, now)
    edition = store.last_edition(tx, period.key) if live.status == FINAL else None
    report = as_kept(live, edition) if edition is not None else live
    return replace(report, ends=_ends(tx, report))


def _ends(tx: Connection, report: Report) -> dict[str, tuple[str, str]]:
    keys = {id: (shown.rows[0], shown.rows[-1]) for id, shown in report.figures.items() if shown.rows}
    flat = [key for pair in keys.values() for key in pair]
    words = dict(zip(flat, named(tx, flat), strict=True))
    return {id: (words[first], words[last]) for id, (first, last) in keys.items()}


def figures_of(report: Report) -> dict[str, Any]:
    """What every counted figure was: {figure: {value, printed, rows, note, before, year_before}}."""
    return {
        id: {
            "value": shown.computed,
            "printed": shown.value,
            "rows": list(shown.rows),
            "note": shown.note,
            "before": shown.before,
            "year_before": shown.year_before,
        }
        for id, shown in report.figures.items()
        if shown.computed is not None
    }


def content_of(report: Report) -> dict[str, Any]:
    """The words by section, and what was found of claims, checks and late corrections."""
    return {
        "sections": {
            part.section.key: {
                "human": part.human,
                "by": part.written_by,
                "for": part.written_for,
                "generated": part.generated,
            }
            for part in report.sections
        },
        "claims": [asdict(claim) for claim in report.facts.claims],
        "checks": [asdict(finding) for finding in report.checks],
        "late": [asdict(one) for one in report.late],
    }


def as_kept(live: Report, edition: Edition) -> Report:
    """The report as that edition has it; of what was counted just now nothing is left."""
    content = edition.content
    return replace(
        live,
        figures={id: _shown(shown, edition.figures.get(id)) for id, shown in live.figures.items()},
        facts=replace(live.facts, claims=tuple(Claim(**_rows(claim)) for claim in content["claims"])),
        checks=tuple(Finding(**_rows(finding)) for finding in content["checks"]),
        sections=tuple(_paragraphs(content["sections"])),
        late=tuple(Correction(**_rows(one)) for one in content["late"]),
        computed_at=edition.created_at,
    )


def _shown(live: Shown, was: Mapping[str, Any] | None) -> Shown:
    if was is None:
        return live
    counted = Counted(was["value"], tuple(was["rows"]), was["note"])
    return replace(live, counted=counted, before=was["before"], year_before=was["year_before"])


def _rows(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {**kept, "rows": tuple(kept["rows"])}


def _paragraphs(kept: Mapping[str, Any]) -> list[Paragraphs]:
    found = []
    for section in SECTIONS:
        if section.key in kept:
            was = kept[section.key]
            human = was["human"]
            found.append(Paragraphs(section, human, was["by"], was["for"], was["generated"], tuple(slips(human))))
    return found
