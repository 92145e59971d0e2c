"""What comes from others: pinned to the letter, of a licence that we may use, and nothing that nobody asked for.

Known holes are asked of the network by whoever has it: `pipx run pip-audit -r constraints.txt` (docs/threat-model.md).
"""

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
ALLOWED = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software|MPL|Mozilla|ISC|OFL|Unlicense|CC0|HPND|Zlib|0BSD", re.IGNORECASE
)
FORBIDDEN = re.compile(r"\bA?GPL|Affero|SSPL|Commons Clause|non-commercial", re.IGNORECASE)
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
    return found


def test_everything_is_pinned_and_is_what_is_installed() -> None:
    pins, wanted = _pins(), _wanted(("dev",))
    assert wanted - set(pins) == set()
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
