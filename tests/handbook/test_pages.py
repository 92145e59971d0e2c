"""Every dialogue of the handbook is what the bot really says (issue: the handbook cannot rot)."""

from pathlib import Path

import pytest

from tests.day import Day
from tests.handbook.pages import HANDBOOK, Played, blocks, lines

PAGES = sorted(page for page in HANDBOOK.glob("*.md") if blocks(page, "dialogue"))
MOST = 6000
"""Characters of a page: a handbook page is read on a phone."""


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
async def test_a_page(page: Path, sqlite_url: str) -> None:
    day = Day(sqlite_url)
    await day.start()
    played = Played(day)
    for line in lines(page):
        await played.play(line)
    await day.stop()
    assert day.fake.violations == []


def test_there_is_a_page_for_each_role_and_each_is_short() -> None:
    assert {page.stem for page in HANDBOOK.glob("*.md")} >= {
        "clerk", "liaison", "supervision", "meetings", "bulletin", "leader", "head", "admin",
    }  # fmt: skip
    assert [page.name for page in HANDBOOK.glob("*.md") if len(page.read_text(encoding="utf-8")) > MOST] == []
