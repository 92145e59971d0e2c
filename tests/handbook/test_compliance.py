"""docs/compliance.md: each rule has its test, every test that it names is there, and no section is left out."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "compliance.md").read_text("utf-8")
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
SECTIONS = tuple(f"7.{number}" for number in range(1, 10))


def _tests(file: Path) -> set[str]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, kinds)}


def test_every_named_test_exists() -> None:
    named = _NAMED.findall(PAGE)
    assert [f"{file}::{name}" for file, name in named if name not in _tests(ROOT / file)] == []


def test_every_rule_has_a_test_and_every_section_a_rule() -> None:
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    rules = {text.split(" ", 1)[0]: text for text in sections if text.startswith("7.")}
    assert tuple(rules) == SECTIONS
    for text in rules.values():
        rows = [row for row in text.splitlines() if row.startswith("| ")][1:]
        assert rows
        assert [row for row in rows if not _NAMED.search(row)] == []
