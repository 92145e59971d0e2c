"""The page that adds a line of business is followed: its files are written beside the others and talked to."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "adding-a-line.md"
_FILE = re.compile(r"^```python (handlers/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

TALK = """
import asyncio, sys
from pathlib import Path
import handlers
handlers.__path__.append(sys.argv[1] + "/handlers")
from handlers.registry import branches
from storage import migrate
from storage.db import driver_url, make_engine
from tests.day import Day
from tests.handbook.pages import Played, lines

async def talk(url, page):
    day = Day(url)
    await day.start()
    played = Played(day)
    for line in lines(page):
        await played.play(line)
    await day.stop()
    assert day.fake.violations == []

url = f"sqlite+aiosqlite:///{sys.argv[1]}/office.db"
engine = make_engine(driver_url(url))
migrate.upgrade(engine, branches())
engine.dispose()
asyncio.run(talk(url, Path(sys.argv[2])))
"""


def test_the_page_makes_a_line_that_works(tmp_path: Path) -> None:
    files = _FILE.findall(PAGE.read_text(encoding="utf-8"))
    assert len(files) == 5
    for name, text in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", TALK, str(tmp_path), str(PAGE)], cwd=ROOT, capture_output=True, text=True, timeout=100
    )
    assert ran.returncode == 0, ran.stderr
