"""What the content of a frame must be (wecom.md 12.4, 12.5, 12.7). Everything else is refused."""

import re
from collections.abc import Callable

from bot.sandbox import strict
from bot.sandbox.card_rules import CardRules
from bot.sandbox.core import ApiError, Json, utf8_len
from bot.sandbox.lookups import Lookups
from bot.sandbox.strict import Kind

CONTENT_LIMIT = 20_480
FEEDBACK_LIMIT = 256
STREAM = {"id": Kind.STR, "finish": Kind.BOOL, "content": Kind.STR, "msg_item": Kind.LIST, "feedback": Kind.OBJ}
MARKDOWN = {"content": Kind.STR, "feedback": Kind.OBJ}
WELCOME = {"content": Kind.STR}
FEEDBACK = {"id": Kind.STR}
NOT_FOR_ROBOTS = ("replace_text",)

_THINKING = re.compile(r"<think>.*?</think>\n?", re.DOTALL)
_DRAWN = (
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(\*\*|__|~~|`+)(.+?)\1"), r"\2"),
    (re.compile(r"(?<![0-9A-Za-z/])([*_])(\S[^*_\n]*)\1"), r"\2"),
    (re.compile(r"^[ \t]*(#{1,6}|>)[ \t]*", re.MULTILINE), ""),
    (re.compile(r"^([-=*])\1{2,}$", re.MULTILINE), ""),
    (re.compile(r"<[A-Za-z/][^>]*>"), ""),
)


def drawn(content: str) -> str:
    """What a person sees of markdown_v2: the signs that draw are gone."""
    text = _THINKING.sub("", content)
    for sign, shown in _DRAWN:
        text = sign.sub(shown, text)
    return text


class Rules:
    """Checks contents; unknown fields are noted."""

    def __init__(self, note: strict.Note, lookups: Lookups) -> None:
        self._note, self._lookups = note, lookups

    def stream(self, body: Json) -> Json:
        """The stream. Raises ApiError."""
        stream = strict.fields(body.get("stream"), STREAM, "stream", self._note)
        strict.required(stream, "id", "stream", 40058)
        if "msg_item" in stream:
            raise ApiError(40058, "stream.msg_item is not for long connections")
        self._content(stream, "stream", may_be_empty=not stream.get("finish", False))
        self._feedback(stream)
        return stream

    def markdown(self, body: Json) -> str:
        """The words. Raises ApiError."""
        part = strict.fields(body.get("markdown"), MARKDOWN, "markdown", self._note)
        self._feedback(part)
        return self._content(part, "markdown")

    def welcome(self, body: Json) -> str:
        """The words of a welcome. Raises ApiError."""
        return self._content(strict.fields(body.get("text"), WELCOME, "text", self._note), "text")

    def card(self, body: Json, *, update: bool = False) -> Json:
        """The card. Raises ApiError 420xx and 846625."""
        card = body.get("template_card")
        if not isinstance(card, dict):
            raise ApiError(40058, "template_card is not an object. Warning: wrong json format. ")
        self._feedback(card)
        card.pop("feedback", None)
        for name in NOT_FOR_ROBOTS:
            if name in card:
                self._note(f"template_card.{name}: unknown field, WeCom ignores it")
                del card[name]
        try:
            CardRules(self._note, self._lookups, update=update).check(card)
        except ApiError as error:
            raise ApiError(846625, error.text) if error.code == 42014 else error from None
        for button in card.get("button_list", []):
            if button.get("type", 0) != 0 or not button.get("key"):
                raise ApiError(42039, "a robot's button needs a key")
        if any(row.get("type", 0) == 2 for row in card.get("horizontal_content_list", [])):
            raise ApiError(40058, "horizontal_content_list.type 2 is not for robots")
        return card

    def _content(self, part: Json, where: str, *, may_be_empty: bool = False) -> str:
        content = part.get("content", "")
        if not content.strip() and not may_be_empty:
            raise ApiError(44004, "empty content")
        if utf8_len(content) > CONTENT_LIMIT:
            raise ApiError(40058, f"{where}.content longer than {CONTENT_LIMIT} bytes")
        return str(content)

    def _feedback(self, part: Json) -> None:
        if "feedback" in part:
            name = strict.required(
                strict.fields(part["feedback"], FEEDBACK, "feedback", self._note), "id", "feedback", 40058
            )
            if utf8_len(name) > FEEDBACK_LIMIT:
                raise ApiError(40058, f"feedback.id longer than {FEEDBACK_LIMIT} bytes")


def one_of(body: Json, allowed: dict[str, Callable[[], None]]) -> None:
    """Act on the msgtype. Raises ApiError 40008 for one that is not taken here."""
    kind = body.get("msgtype")
    if not isinstance(kind, str) or kind not in allowed:
        raise ApiError(40008, f"invalid msgtype {kind!r}")
    allowed[kind]()
