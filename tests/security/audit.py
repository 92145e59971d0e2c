"""`make audit`: asks a public list of known holes about every pinned version (pip-audit), where one can be reached.

One package is asked about first: without a network, or behind a mirror that knows packages but no holes, that is all,
one line says so, and nothing fails. A hole that somebody published is printed and fails.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PINS = Path(__file__).parents[2] / "constraints.txt"
SERVICES = ("pypi", "osv")
PATIENCE = 10
"""Seconds for one answer."""
MOST = 300.0
"""Seconds for all."""


@dataclass(frozen=True)
class Verdict:
    """What a list said: how many versions it knew, how many not, and each hole in one line."""

    known: int = 0
    unknown: int = 0
    holes: tuple[str, ...] = ()


def verdict(printed: str) -> Verdict:
    """From what `pip-audit -f json` prints; nothing known when it printed nothing.

    A version that the list does not know is skipped by pip-audit, which calls that success.
    """
    try:
        found: list[dict[str, Any]] = json.loads(printed)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Verdict()
    asked = [one for one in found if "skip_reason" not in one]
    holes = [
        f"{one['name']} {one['version']}：{hole['id']}，修复的版本：{'、'.join(hole['fix_versions']) or '还没有'}"
        for one in asked
        for hole in one["vulns"]
    ]
    return Verdict(len(asked), len(found) - len(asked), tuple(holes))


def pip_audit(service: str, pins: str) -> str:
    """What pip-audit prints of these pins; empty when it reached nothing."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pins.txt"
        file.write_text(pins, "utf-8")
        options = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "-f", "json", "--timeout", str(PATIENCE)]
        command = [sys.executable, "-m", "pip_audit", "-s", service, "-r", str(file), *options]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=MOST)
        except subprocess.TimeoutExpired:
            return ""
        return done.stdout


def audit(ask: Callable[[str, str], str]) -> tuple[list[str], int]:
    """Lines to print and the exit code."""
    pins = PINS.read_text("utf-8")
    first = next(line for line in pins.splitlines(keepends=True) if line.startswith("cryptography=="))
    for service in SERVICES:
        if not verdict(ask(service, first)).known:
            continue
        found = verdict(ask(service, pins))
        if found.holes:
            return [*found.holes, f"{len(found.holes)}个已公布的漏洞，请升级后更新 constraints.txt"], 1
        if found.known:
            left = f"，{found.unknown}个查不到" if found.unknown else ""
            return [f"依赖审计（{service}）：{found.known}个锁定的版本没有已公布的漏洞{left}"], 0
    return ["依赖审计：连不上公开的漏洞库，没有核对；到能上网的机器上运行 make audit"], 0


if __name__ == "__main__":
    said, code = audit(pip_audit)
    print("\n".join(said))  # noqa: T201
    sys.exit(code)
