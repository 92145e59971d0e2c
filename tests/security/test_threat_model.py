"""docs/threat-model.md is no wish: every test that it names is there, and every file here is named in it."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def _tests(file: Path) -> set[str]:
    return {
        found.name
        for found in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef) and found.name.startswith("test_")
    }


def test_every_named_test_exists() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) > 40
    assert [f"{file}::{name}" for file, name in named if name not in _tests(ROOT / file)] == []


def test_every_test_of_security_stands_for_a_line() -> None:
    named = {file for file, _ in NAMED.findall(PAGE)}
    here = {f"tests/security/{path.name}" for path in Path(__file__).parent.glob("test_*.py")}
    assert here - named == set()


def test_every_line_of_a_table_names_its_test() -> None:
    rows = [
        line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| 谁", "| 怎么", "|--"))
    ]
    assert len(rows) > 25
    assert [row for row in rows if not NAMED.search(row)] == []
