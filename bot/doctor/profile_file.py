"""The office profile as a file: encoding, YAML, and every wrong key with its line."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.doctor.finding import Finding, error
from storage.office import Office, OfficeError, load_office
from storage.office_file import LIMIT_KEYS, flatten, said

WHAT = "办公室配置文件"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST = 10
"""Mistakes told at once."""
_WIDE_COLON = re.compile(r"\s*(?:- )?\w+：")
_QUOTED = re.compile("“(.+?)”")


def read_profile(path: Path) -> tuple[Office | None, list[Finding]]:
    """The office, or None with what is wrong with its file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        tree = yaml.compose(text, Loader=LOADER)
    except FileNotFoundError:
        return None, [_wrong("missing", f"找不到 {path}", "请检查 ZHONGSHU_OFFICE 的路径，或用 zhongshu init 生成")]
    except UnicodeDecodeError:
        return None, [_wrong("encoding", f"{path.name} 不是 UTF-8 编码", "请用记事本“另存为”，编码选 UTF-8")]
    except OSError as failed:
        cause = f"{path} 读不出来（{failed.strerror}）"
        return None, [_wrong("unreadable", cause, "请确认它是文件，运行机器人的账号可以读")]
    except yaml.YAMLError as failed:
        return None, [_bad_yaml(failed, text)]
    doubles = [
        _wrong("double", f"第{line}行：“{key}”写了两次，后一个会盖掉前一个", "请合并或删去一个")
        for key, line in _doubles(tree)
    ]
    try:
        return load_office(path), doubles
    except OfficeError as failed:
        return None, doubles or list(_complaints(text, tree)) or [_wrong("wrong", str(failed), "请参照样例配置改正")]


def _wrong(code: str, cause: str, fix: str) -> Finding:
    return error(f"profile.{code}", WHAT, cause, fix)


def _bad_yaml(failed: yaml.YAMLError, text: str) -> Finding:
    mark = getattr(failed, "problem_mark", None)
    if mark is None:
        return _wrong("yaml", "含有不可见的控制字符", "请删去从别处粘贴来的特殊字符")
    lines = text.splitlines()
    number = min(mark.line, len(lines) - 1)
    if number and _WIDE_COLON.match(lines[number - 1]):
        number -= 1  # YAML takes such a line for the beginning of a text and stumbles over the next one
    fix = "请检查这一行和上一行的缩进、冒号和引号，冒号后要有空格"
    if "\t" in lines[number]:
        fix = "这一行有制表符（Tab），请改成空格"
    elif any(mark in lines[number] for mark in "：，“"):
        fix = "这一行有全角标点，冒号、逗号和引号请用半角"
    return _wrong("yaml", f"第{number + 1}行：YAML 格式不对", fix)


def _doubles(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.value, key.start_mark.line + 1
            seen.add(key.value)
            yield from _doubles(value)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _doubles(child)


def _complaints(text: str, tree: yaml.Node | None) -> Iterator[Finding]:
    """Every wrong key of a file that YAML can read."""
    try:
        Office.model_validate(flatten(yaml.load(text, Loader=LOADER)))  # noqa: S506 - both loaders are safe ones
    except ValidationError as failed:
        errors = failed.errors()
        for found in errors[:MOST]:
            if any(_inside(other["loc"], found["loc"]) for other in errors):
                continue
            cause = said(found)
            line = _line(tree, found) if found["loc"] else _line_of_words(text, cause)
            yield _wrong("wrong", f"第{line}行：{cause}" if line else cause, "请参照样例配置改正")
    except ValueError as failed:
        yield _wrong("wrong", str(failed), "请参照样例配置改正")


def _inside(loc: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(loc) > len(outer) and loc[: len(outer)] == outer


def _line(tree: yaml.Node | None, found: ErrorDetails) -> int | None:
    """Where the key stands, or the last thing above it that does (a missing one)."""
    loc = list(found["loc"])
    if loc[0] == "limits":
        loc = loc[1:]
    node, line = tree, None
    first = _child(node, loc[0]) if loc else None
    if first is None and loc and loc[0] not in LIMIT_KEYS:
        node = (_child(node, "office") or (None, node))[1]
    for part in loc:
        step = _child(node, part)
        if step is None:
            break
        line, node = step
    return line


def _child(node: yaml.Node | None, part: Any) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark.line + 1, node.value[part]
    return None


def _line_of_words(text: str, cause: str) -> int | None:
    """Of a complaint about the whole file: the last line that has the word which it quotes."""
    words = _QUOTED.findall(cause)
    lines = [n for n, line in enumerate(text.splitlines(), 1) if words and words[-1] in line]
    return lines[-1] if lines else None
