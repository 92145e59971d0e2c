"""Finds the lines of business: every package under handlers/ that has a LINE."""

import importlib
import pkgutil
from functools import cache
from importlib import resources
from pathlib import Path

import handlers
from handlers.line import Line


@cache
def lines() -> tuple[Line, ...]:
    """All lines, by name. Raises ValueError when two lines claim the same intent, reminder kind or export."""
    found = []
    for module in sorted(pkgutil.iter_modules(handlers.__path__), key=lambda m: m.name):
        if module.ispkg:
            line = getattr(importlib.import_module(f"handlers.{module.name}"), "LINE", None)
            if isinstance(line, Line):
                found.append(line)
    _refuse_doubles([intent.name for line in found for intent in line.intents], "意图")
    _refuse_doubles([kind for line in found for kind in line.exports], "导出")
    return tuple(found)


def line(name: str) -> Line:
    """The line of that name. Raises KeyError."""
    return next(iter(found for found in lines() if found.name == name))


def branches() -> tuple[Path, ...]:
    """Where the lines keep their migrations."""
    return tuple(found.migrations for found in lines() if found.migrations is not None)


def texts(name: str) -> tuple[str, ...]:
    """The text file of that name from the package of every line that has one, by line."""
    files = [resources.files(f"handlers.{found.name}").joinpath(name) for found in lines()]
    return tuple(file.read_text("utf-8") for file in files if file.is_file())


def _refuse_doubles(names: list[str], what: str) -> None:
    doubles = {name for name in names if names.count(name) > 1}
    if doubles:
        raise ValueError(f"{what}重复声明：{'、'.join(sorted(doubles))}")
