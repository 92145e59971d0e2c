"""The report of a period: figures and what people put in their place, sentences, hints (domain.md 10.2). Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from handlers.reports import store
from handlers.reports.checks import Correction, Finding, corrections, run
from handlers.reports.claims import Facts, facts
from handlers.reports.counted import Counted
from handlers.reports.definitions import DEFINITIONS, OFFLINE, Definition, owner_of
from handlers.reports.lint import Slip, slips
from handlers.reports.period import Period
from handlers.reports.reading import Reading
from handlers.reports.sections import SECTIONS, Section
from handlers.reports.sentences import Material, sentence
from handlers.reports.store import Confirmation, Override
from handlers.reports.words import DRAFT
from storage.office import Office


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the 43: the computed figure, and the one that a person put beside it."""

    definition: Definition
    counted: Counted | None
    override: Override | None = None
    confirmed: Confirmation | None = None
    before: int | None = None
    year_before: int | None = None

    @property
    def computed(self) -> int | None:
        """None for what is filled in on paper; what nobody registered is 0."""
        if self.definition.id in OFFLINE:
            return None
        return self.counted.value if self.counted else 0

    @property
    def value(self) -> int | None:
        """What is printed."""
        return self.override.value if self.override else self.computed

    @property
    def rows(self) -> tuple[str, ...]:
        return self.counted.rows if self.counted else ()

    @property
    def note(self) -> str:
        return self.counted.note if self.counted else ""

    @property
    def settled(self) -> bool:
        """Whether its owner confirmed this very value."""
        mine = self.confirmed
        return mine is not None and mine.agrees and mine.figures.get(self.definition.id) == self.computed


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """A section: what a person wrote (or stands there from the template) and what was generated, kept apart."""

    section: Section
    human: str
    written_by: str | None
    """None for the template's own words."""
    written_for: str | None
    generated: str
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the files, the chat and the command line show."""

    period: Period
    office: Office
    figures: dict[str, Shown]
    facts: Facts
    checks: tuple[Finding, ...]
    sections: tuple[Paragraphs, ...]
    status: str
    edition: int
    late: tuple[Correction, ...]
    computed_at: datetime
    ends: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By figure: its first and its last row in words."""

    @property
    def whole(self) -> bool:
        """Whether the period is counted to its end: only then is it compared with others."""
        return self.period.cut_off == self.period.end

    @property
    def ready(self) -> int:
        """How many of the 36 were counted."""
        return sum(shown.computed is not None for shown in self.figures.values())

    @property
    def empty(self) -> tuple[str, ...]:
        """Figures that are 0: their clauses are left out."""
        return tuple(id for id, shown in self.figures.items() if shown.value == 0)


def build(tx: Connection, office: Office, period: Period, now: datetime) -> Report:
    """The report as counted at `now` (aware), whether it was finalised or not."""
    window = period.window
    reading = Reading(tx, office)
    known = facts(tx, window, now)
    shown = _shown(reading, period)
    state = store.state(tx, period.key)
    values = {id: one.value for id, one in shown.items() if one.value is not None}
    material = Material(values, known, period, office, reading.ledger(window).base)
    return Report(
        period,
        office,
        shown,
        known,
        tuple(run(reading, period, values, known)),
        tuple(_paragraphs(tx, period, material)),
        state.status if state else DRAFT,
        state.edition if state else 0,
        corrections(reading, period.before),
        now,
    )


def _shown(reading: Reading, period: Period) -> dict[str, Shown]:
    found = reading.figures(period.window)
    replaced = store.overrides(reading.tx, period.key)
    said = store.confirmations(reading.tx, period.key)
    before, year_before = reading.compared(period.before), reading.compared(period.year_before)
    all_of = {}
    for definition in DEFINITIONS:
        id = definition.id
        owner = owner_of(id)
        all_of[id] = Shown(
            definition,
            found.get(id),
            replaced.get(id),
            said.get(owner.name) if owner else None,
            before[id].value if id in before else None,
            year_before[id].value if id in year_before else None,
        )
    return all_of


def _paragraphs(tx: Connection, period: Period, material: Material) -> list[Paragraphs]:
    written = store.texts(tx, period)
    made = []
    for section in SECTIONS:
        words = written.get(section.key)
        human = words.text if words else section.default.format(office=material.office.name)
        generated = sentence(section.key, material)
        if not human and not generated and not (section.long and period.kind in ("半年", "年")):
            continue
        by, when = (words.by, words.period) if words else (None, None)
        made.append(Paragraphs(section, human, by, when, generated, tuple(slips(human))))
    return made
