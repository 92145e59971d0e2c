"""What comes from others: pinned to the letter, of a licence that we may use, and nothing that nobody asked for.

Known holes are asked of the network by whoever has it: `make audit` (docs/threat-model.md), in CI too.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from tests.security.audit import SERVICES, audit

ROOT = Path(__file__).parents[2]
ALLOWED = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software|MPL|Mozilla|ISC|OFL|Unlicense|CC0|HPND|Zlib|0BSD", re.IGNORECASE
)
FORBIDDEN = re.compile(r"\bA?GPL|Affero|SSPL|Commons Clause|non-commercial", re.IGNORECASE)
INSTALLER = "pip"
"""What installs is not what is installed: it comes with the virtual environment."""
LGPL = {"psycopg", "psycopg-binary"}
"""Used as they are, exchangeable: what LGPL asks for."""
LEAST = {"aiohttp": (3, 13, 3), "cryptography": (44, 0, 1), "jinja2": (3, 1, 6), "pillow": (12,), "xmltodict": (0, 15)}
"""Below these there were holes that matter here: bombs in bodies, sandboxes, images, entities."""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins() -> dict[str, str]:
    lines = (line.partition("#")[0].strip() for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines())
    return {_plain(name): version for name, _, version in (line.partition("==") for line in lines if line)}


def _wanted(extras: tuple[str, ...]) -> set[str]:
    """Everything that installing the project with these extras brings."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    todo = [Requirement(one) for one in project["dependencies"]]
    todo += [Requirement(one) for extra in extras for one in project["optional-dependencies"][extra]]
    found: set[str] = set()
    while todo:
        asked = todo.pop()
        name = _plain(asked.name)
        if name in found or (asked.marker is not None and not asked.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        for line in metadata.requires(name) or []:
            needed = Requirement(line)
            contexts = [{"extra": extra} for extra in (*asked.extras, "")]
            if needed.marker is None or any(needed.marker.evaluate(context) for context in contexts):
                needed.marker = None
                todo.append(needed)
    return found - {INSTALLER}


def test_everything_is_pinned_and_is_what_is_installed() -> None:
    pins, wanted = _pins(), _wanted(("dev",))
    assert wanted == set(pins), "what is asked for, all of it, and nothing that nobody asked for"
    assert all(re.fullmatch(r"[\w.]+", version) for version in pins.values())
    assert {name: metadata.version(name) for name in wanted} == {name: pins[name] for name in wanted}


def test_every_licence_is_one_that_we_may_use() -> None:
    for name in sorted(_wanted(("dev",)) - LGPL):
        about = metadata.metadata(name).json
        words = [str(about.get("license_expression", "")), str(about.get("license", ""))[:200]]
        words += [one for one in about.get("classifier", []) if one.startswith("License")]
        text = " ".join(words)
        assert ALLOWED.search(text), f"{name}: {text}"
        assert not FORBIDDEN.search(text), f"{name}: {text}"


def test_no_version_with_a_hole_that_matters_here() -> None:
    pins = _pins()
    for name, least in LEAST.items():
        assert tuple(int(part) for part in pins[name].split(".")) >= least, name


def _list(*entries: Mapping[str, Any]) -> str:
    return json.dumps({"dependencies": entries, "fixes": []})


def test_an_audit_says_whether_it_asked_anybody() -> None:
    """pip-audit calls it success when its list knows no package at all; without a network it prints nothing."""
    well = {"name": "aiohttp", "version": "3.14.5", "vulns": []}
    hole = {"id": "PYSEC-1", "fix_versions": ["9.9"]}
    ill = {"name": "pillow", "version": "13.0.0", "vulns": [hole, {"id": "PYSEC-2", "fix_versions": []}]}
    skipped = {"name": "click", "skip_reason": "not found"}
    for printed, words, code in (
        ("", "没有核对", 0),
        (_list(skipped, skipped), "没有核对", 0),
        ("[]", "没有核对", 0),
        (_list(well, well), "2个锁定的版本没有已公布的漏洞", 0),
        (_list(well, skipped), "1个锁定的版本没有已公布的漏洞，1个查不到", 0),
        (_list(well, ill), "pillow 13.0.0：PYSEC-1，修复的版本：9.9\npillow 13.0.0：PYSEC-2，修复的版本：还没有", 1),
    ):
        said, ended = audit(lambda _service, _pins, printed=printed: printed)  # type: ignore[misc]
        assert words in "\n".join(said)
        assert ended == code
    asked: list[tuple[str, int]] = []

    def nobody(service: str, pins: str) -> str:
        asked.append((service, len(pins.splitlines())))
        return ""

    assert audit(nobody)[1] == 0
    assert asked == [(service, 1) for service in SERVICES], "one package is asked about first, and no more in vain"
