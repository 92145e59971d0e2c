"""The shape of the program (design.md 2), held by tests: layers, one clock, short modules, no local traces."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "scheduler", "storage")
CLOCK = Path("scheduler/clock.py")
LONGEST = 300
READS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "strftime"},
}
"""Ways to ask the machine what time it is. Measuring how long something takes (monotonic) is none of them."""


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_arrows_point_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def readings(source: str) -> Iterator[int]:
    """Lines at which the machine is asked for the time, called or handed on, under any name it was imported as."""
    tree = ast.parse(source)
    known = {name: name for name in READS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {"datetime", "time"}:
            for alias in node.names:
                if node.module == "time" and alias.name in READS["time"]:
                    yield node.lineno
                if alias.name in READS:
                    known[alias.asname or alias.name] = alias.name
        if isinstance(node, ast.Import):
            known |= {alias.asname: alias.name for alias in node.names if alias.asname and alias.name in READS}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if node.attr in READS.get(known.get(name, ""), ()):
                yield node.lineno


def test_the_rule_about_the_clock_sees_every_spelling() -> None:
    spellings = (
        "import datetime\ndatetime.datetime.now()",
        "from datetime import datetime as d\nd.now(UTC)",
        "from datetime import date\ndate.today()",
        "from time import time",
        "import time as t\nt.time()",
        "import time\nfield(default_factory=time.time)",
    )
    assert [spelling for spelling in spellings if not list(readings(spelling))] == []
    assert (
        list(readings("import time\ntime.monotonic()\nfrom datetime import datetime\ndatetime.fromisoformat(x)")) == []
    )


def test_one_module_reads_the_clock() -> None:
    found = {
        path.relative_to(ROOT): lines
        for path in modules(*PACKAGES)
        if (lines := list(readings(path.read_text(encoding="utf-8"))))
    }
    assert list(found) == [CLOCK], found


def test_modules_are_short() -> None:
    sizes = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*PACKAGES)}
    assert {name: size for name, size in sizes.items() if size > LONGEST} == {}


def test_rules_know_nothing_of_the_database() -> None:
    """Rules are pure: they import no connection, no tables, no network."""
    wrong = []
    for path in modules("handlers"):
        if path.name == "rules.py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
            names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
            wrong += [
                f"{shown(path)}: {name}" for name in names if name.split(".")[0] in {"sqlalchemy", "aiohttp", "bot"}
            ]
    assert wrong == []


def test_nothing_unfinished_and_nothing_of_one_machine() -> None:
    unfinished = [
        "# TO" + "DO",
        "# FIX" + "ME",
        "# XX" + "X",
        "mark." + "skip(",
        "pytest." + "skip(",
        "mark." + "xfail",
    ]
    marks = [*unfinished, "/wo" + "rk/"]
    found = [
        f"{shown(path)}: {mark}"
        for path in modules(*PACKAGES, "tests")
        for mark in marks
        if mark in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_only_a_program_that_is_not_there_skips_a_test() -> None:
    wanted = re.compile("mark." + r"skipif\((?!(?:NGINX|CURL) is None, )")
    assert [shown(path) for path in modules("tests") if wanted.search(path.read_text(encoding="utf-8"))] == []
