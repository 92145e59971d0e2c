"""The page docs/seed-map.md walked row by row: every business of the seed has its sentence, or its honest refusal."""

import importlib.util
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.dialogue.recognise import recognise
from bot.dialogue.understand import understand
from handlers.registers import figures
from handlers.registers.declared import BY_NAME
from handlers.registers.declaring import Window
from scheduler.workdays import WorkCalendar
from storage import guard
from storage.office import load_office
from tests.day import START, Day

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "seed-map.md"
PERIOD = Window(date(2026, 7, 1), date(2026, 9, 30), date(2026, 9, 30))


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    id: str
    seed: str
    kind: str
    who: str
    says: str
    intent: str
    figures: tuple[str, ...]
    result: str
    test: str


def read() -> list[Row]:
    """The rows of the page, in its order."""
    rows = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if re.match(r"\| S\d\d \|", line):
            cells = [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]
            id, seed, kind, who, says, intent, counted, result, test = cells
            rows.append(Row(id, seed, kind, who, says, intent, tuple(counted.split()), result, test))
    return rows


ROWS = read()
OFFICE = load_office(None)
SPOKEN = [row for row in ROWS if row.intent]
KEPT = [row for row in SPOKEN if re.search(r"\+\d", row.result)]
REFUSED = [row for row in ROWS if row.kind == "C"]


def test_all_rows_and_classes_of_the_seed() -> None:
    assert [row.id for row in ROWS] == [f"S{n:02d}" for n in range(1, 83)]
    assert Counter(row.kind for row in ROWS) == {"A": 37, "B": 31, "C": 8, "N": 5, "C/B": 1}
    assert all(row.says and row.intent for row in ROWS if row.kind in ("A", "B", "C/B"))
    assert all(row.says and not row.intent for row in REFUSED)
    assert not any(row.says for row in ROWS if row.kind == "N")


def test_every_figure_that_the_bot_computes_has_a_row() -> None:
    offline = {f"F{n}" for n in range(33, 40)}
    named = {figure for row in ROWS for figure in row.figures if figure.startswith("F")}
    assert named == {f"F{n:02d}" for n in range(1, 44)} - offline


@pytest.mark.parametrize("row", SPOKEN, ids=lambda row: row.id)
def test_the_sentence_is_understood(row: Row) -> None:
    person = OFFICE.person(row.who)
    assert person is not None
    said = understand(row.says, START, OFFICE, WorkCalendar())
    best = recognise(said.text)[0].intent
    assert row.intent in (best.name, best.family)
    assert best.allowed(person)
    assert guard.screen(row.says).level == "ok"


@pytest.mark.parametrize("row", [row for row in ROWS if row.test], ids=lambda row: row.id)
def test_the_test_that_shows_it_exists(row: Row) -> None:
    path, _, name = row.test.partition("::")
    assert re.search(rf"^(?:async )?def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)


def value(day: Day, figure: str) -> int:
    return day.bot.db.read_now(lambda tx: figures.counted(tx, figure, PERIOD)).value


async def test_every_register_row_changes_its_register_and_figure(day: Day) -> None:
    assert importlib.util.find_spec("handlers.registers") is not None
    nouns = {register.noun for register in BY_NAME.values()} | {"领用"}
    for row in KEPT:
        result = re.match(r"(\D+)\+(\d+)", row.result)
        assert result is not None
        assert result[1] in nouns
        mine = [figure for figure in row.figures if figure in figures.FIGURES]
        before = {figure: value(day, figure) for figure in mine}
        count = len(day.rows("registers"))
        answer = await day.phone(row.who).says(row.says)
        assert len(day.rows("registers")) == count + int(result[2]), (row.id, answer)
        assert result[1] in answer
        assert "撤销" in answer
        for figure in mine:
            assert value(day, figure) > before[figure], (row.id, figure)
    listed = [figure for row in KEPT for figure in row.figures if figure in figures.FIGURES]
    assert set(figures.FIGURES) <= set(listed)


async def test_what_stays_off_the_bot_is_refused_and_leaves_nothing(sqlite_url: str) -> None:
    day = Day(sqlite_url)
    await day.start()
    try:
        for row in REFUSED:
            answer = await day.phone(row.who).says(row.says)
            refused = guard.screen(row.says).level != "ok"
            assert refused or "纸质材料" in answer, (row.id, answer)
            assert any(way in answer for way in ("机要渠道", "纸质", "敏感", "删去")), (row.id, answer)
            assert day.rows("registers") == []
            await day.phone(row.who).says("取消")
        assert day.rows("incoming") == []
    finally:
        await day.stop()
