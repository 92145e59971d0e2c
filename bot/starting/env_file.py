"""The environment file: NAME=value a line, as systemd's EnvironmentFile and `docker --env-file` both read it."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)")


class EnvError(Exception):
    """The file cannot be read. The text is one Chinese line."""


def load_env(path: Path) -> dict[str, str]:
    """The variables of the file; quotation marks around a whole value go, as systemd does it. Raises EnvError."""
    found: dict[str, str] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EnvError(f"{path}：读不出来（{type(error).__name__}），请确认是可读的 UTF-8 文本文件") from None
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith(("#", ";")):
            continue
        match = _LINE.fullmatch(text)
        if match is None:
            raise EnvError(f"{path}：第{number}行写法不对，应为 名称=值，等号两边没有空格")
        value = match[2].strip()
        quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
        found[match[1]] = value[1:-1] if quoted else value
    return found


def write_env(path: Path, sections: Iterable[tuple[str, Mapping[str, str]]]) -> None:
    """Write the file whole or not at all, readable by its owner only (0600). Each section has a comment."""
    lines: list[str] = []
    for comment, values in sections:
        lines += [f"# {line}" for line in comment.splitlines()]
        lines += [f"{name}={value}" for name, value in values.items()]
        lines.append("")
    write_private(path, "\n".join(lines))


def write_private(path: Path, text: str) -> None:
    """Write a file with mode 0600, replaced only when whole."""
    partial = path.with_name(f"{path.name}.part")
    partial.unlink(missing_ok=True)
    opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(text)
    partial.replace(path)
