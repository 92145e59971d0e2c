"""Message payloads as the lines that a person reads on the phone (wecom.md 5.2)."""

import re
from collections.abc import Callable

from bot.sandbox.core import Json

_LINK = re.compile(r'<a\s+href="[^"]*"\s*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r'</?(?:font|div)(?:\s+(?:color|class)="\w+")?\s*>')
_MARKDOWN = (
    (re.compile(r"^#{1,6} +", re.MULTILINE), ""),
    (re.compile(r"^> ?", re.MULTILINE), ""),
    (re.compile(r"\*\*(.+?)\*\*"), r"\1"),
    (re.compile(r"(?<!!)\[([^\]\n]+)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (_TAG, ""),
)
_FOREIGN = (
    (re.compile(r"^```", re.MULTILINE), "code blocks"),
    (re.compile(r"!\[[^\]]*\]\("), "images"),
    (re.compile(r"^\|.*\|\s*\n\|[ :|-]+\|", re.MULTILINE), "tables"),
)
_ID = re.compile(r"\$(userName|userAlias|userAliasOrName|departmentName)=([^$]+)\$")
_TRANSLATED = frozenset({"content", "title", "description", "desc", "sub_title_text", "value", "digest"})

Names = Callable[[str, str], str | None]
"""(template, id) -> the name, or None when it cannot be resolved."""


def plain(text: str) -> str:
    """A text message: links show their words."""
    return _LINK.sub(r"\1", text)


def markdown(text: str) -> str:
    """App markdown without its marks."""
    for pattern, replacement in _MARKDOWN:
        text = pattern.sub(replacement, text)
    return text


def foreign_markdown(text: str) -> list[str]:
    """What the app subset does not know and the phone would show raw."""
    return [name for pattern, name in _FOREIGN if pattern.search(text)]


def _textcard(payload: Json) -> str:
    description = _TAG.sub("", payload["description"].replace("<br>", "\n"))
    return f"{payload['title']}\n{description}\n{payload.get('btntxt') or '详情'}"


def _articles(payload: Json) -> str:
    lines = [[item.get("title"), item.get("description") or item.get("digest")] for item in payload["articles"]]
    return "\n".join(text for pair in lines for text in pair if text)


def message(kind: str, payload: Json) -> str:
    """What a person reads; media show as their kind in brackets."""
    match kind:
        case "text":
            return plain(payload["content"])
        case "markdown" | "markdown_v2":
            return markdown(payload["content"])
        case "textcard":
            return _textcard(payload)
        case "news" | "mpnews":
            return _articles(payload)
        case "video":
            return "\n".join(filter(None, ("[视频]", payload.get("title"), payload.get("description"))))
        case _:
            return {"image": "[图片]", "voice": "[语音]"}.get(kind, f"[{kind}]")


def translate_ids(payload: Json, names: Names) -> Json:
    """Expand `$userName=…$` and its kin in the fields that WeCom expands; unresolved ones stay as written."""

    def expand(text: str) -> str:
        return _ID.sub(lambda match: names(match[1], match[2]) or match[0], text)

    def walk(value: object, key: str) -> object:
        if isinstance(value, dict):
            return {name: walk(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [walk(item, key) for item in value]
        return expand(value) if isinstance(value, str) and key in _TRANSLATED else value

    return {name: walk(item, name) for name, item in payload.items()}
