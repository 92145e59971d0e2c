"""Rules of each msgtype for app messages, app groups and webhook robots (wecom.md 5.2, 6.1, 6.2)."""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox import render, strict
from bot.sandbox.card_rules import CardRules
from bot.sandbox.card_state import CardState
from bot.sandbox.core import ApiError, Json, Quirks, utf8_len
from bot.sandbox.lookups import Lookups
from bot.sandbox.strict import Kind

SAFE_KINDS = frozenset({"text", "image", "video", "file", "mpnews"})
SAFE_FILES = frozenset({"txt", "pdf", "doc", "docx", "ppt", "pptx", "xls", "xlsx", "xml"})
SAFE_PICTURES = frozenset({"jpg", "jpeg", "png", "bmp", "gif"})

_ARTICLE = {"title": Kind.STR, "description": Kind.STR, "url": Kind.STR, "picurl": Kind.STR}
_PROGRAM = {"appid": Kind.STR, "pagepath": Kind.STR}
_MPARTICLE = dict.fromkeys(("title", "thumb_media_id", "author", "content_source_url", "content", "digest"), Kind.STR)


@dataclass(frozen=True)
class Channel:
    """Where a message goes: `app`, `appchat` or `webhook`, and what that way carries."""

    name: str
    kinds: frozenset[str]
    markdown_limit: int = 2048


_MEDIA = frozenset({"image", "voice", "video", "file"})
APP = Channel("message/send", _MEDIA | {"text", "textcard", "news", "mpnews", "markdown", "template_card"})
APPCHAT = Channel("appchat/send", _MEDIA | {"text", "textcard", "news", "mpnews", "markdown"})
WEBHOOK = Channel(
    "webhook/send",
    frozenset({"text", "markdown", "markdown_v2", "image", "news", "file", "voice", "template_card"}),
    4096,
)


class Payloads:
    """Checks a payload in place (cutting what WeCom cuts). One instance per channel."""

    def __init__(self, channel: Channel, note: strict.Note, lookups: Lookups, quirks: Quirks) -> None:
        self.channel = channel
        self._note = note
        self._lookups = lookups
        self._quirks = quirks
        self._checks: dict[str, Callable[[Json], None]] = {
            "text": self._text,
            "markdown": self._markdown,
            "markdown_v2": self._markdown,
            "textcard": self._textcard,
            "news": self._news,
            "mpnews": self._mpnews,
            "video": self._video,
            "image": self._image,
            "voice": lambda payload: self._medium(payload, "voice"),
            "file": lambda payload: self._medium(payload, "file"),
            "template_card": CardRules(note, lookups, webhook=channel is WEBHOOK).check,
        }

    def check(self, kind: str, payload: object) -> None:
        """Raises ApiError for what WeCom refuses; notes what it cuts or ignores."""
        if kind not in self.channel.kinds:
            raise ApiError(40008, f"invalid message type {kind!r} for {self.channel.name}")
        if not isinstance(payload, dict):
            raise ApiError(40063, f"{kind} missing or not an object")
        self._checks[kind](payload)

    def text(self, kind: str, payload: Json) -> str:
        """What a person reads on the phone."""
        if kind == "template_card":
            return CardState(payload).text()
        if kind == "file":
            return f"[文件] {self._lookups.medium(payload['media_id'], 'file')}"
        return render.message(kind, payload)

    def check_safe(self, kind: str, payload: Json, safe: int) -> None:
        """`safe` belongs to some kinds only (wecom.md 5.1)."""
        if safe not in (0, 1, 2) or (safe == 2 and kind != "mpnews"):
            raise ApiError(40058, "invalid safe")
        if kind == "news" and safe:
            raise ApiError(40074, "news cannot be safe, use mpnews")
        if kind not in SAFE_KINDS:
            self._note(f"{kind}: safe is not a field of this msgtype, WeCom ignores it")
        if kind == "file" and safe:
            suffix = self._lookups.medium(payload["media_id"], "file").rpartition(".")[2].lower()
            if suffix not in SAFE_FILES | SAFE_PICTURES:
                raise ApiError(40005, f"a .{suffix} file cannot be safe")

    def _content(self, payload: Json, where: str) -> str:
        content = payload.get("content")
        if not isinstance(content, str) or not content.strip():
            raise ApiError(44004, f"empty content: {where}.content")
        return content

    def _text(self, payload: Json) -> None:
        spec = {"content": Kind.STR}
        if self.channel is not APP:
            spec["mentioned_list"] = Kind.LIST
        if self.channel is WEBHOOK:
            spec["mentioned_mobile_list"] = Kind.LIST
        strict.fields(payload, spec, "text", self._note)
        self._content(payload, "text")
        for name in ("mentioned_list", "mentioned_mobile_list"):
            strict.strings(payload, name, "text")
        if self.channel is WEBHOOK and utf8_len(payload["content"]) > 2048:
            raise ApiError(40058, "text.content exceed max length 2048. invalid Request Parameter")
        strict.shorten(payload, "content", 2048, "text", self._note)

    def _markdown(self, payload: Json) -> None:
        strict.fields(payload, {"content": Kind.STR}, "markdown", self._note)
        content, limit = self._content(payload, "markdown"), self.channel.markdown_limit
        if utf8_len(content) > limit:
            raise ApiError(40058, f"markdown.content exceed max length {limit}. invalid Request Parameter")
        if self.channel is not WEBHOOK:
            for name in render.foreign_markdown(content):
                self._note(f"markdown.content has {name}, which the phone shows as raw characters")

    def _textcard(self, payload: Json) -> None:
        spec = dict.fromkeys(("title", "description", "url", "btntxt"), Kind.STR)
        strict.fields(payload, spec, "textcard", self._note)
        for name in ("title", "description", "url"):
            strict.required(payload, name, "textcard", 41010 if name == "url" else 41016 if name == "title" else 41033)
        strict.web_address(payload, "url", "textcard")
        chars = not self._quirks.textcard_limits_in_bytes
        strict.shorten(payload, "title", 128, "textcard", self._note, chars=chars)
        strict.shorten(payload, "description", 512, "textcard", self._note, chars=chars)
        strict.shorten(payload, "btntxt", 4, "textcard", self._note, chars=True)

    def _articles(self, payload: Json, where: str) -> list[object]:
        strict.fields(payload, {"articles": Kind.LIST}, where, self._note)
        articles: list[object] = payload.get("articles", [])
        if not 1 <= len(articles) <= 8:
            raise ApiError(45008, f"{where}.articles must have 1 to 8 items")
        return articles

    def _news(self, payload: Json) -> None:
        spec = _ARTICLE | (_PROGRAM if self.channel is APP else {})
        for number, entry in enumerate(self._articles(payload, "news")):
            where = f"news.articles[{number}]"
            item = strict.fields(entry, spec, where, self._note)
            strict.required(item, "title", where, 41016)
            if bool(item.get("appid")) != bool(item.get("pagepath")):
                raise ApiError(40058, f"{where}: appid and pagepath go together")
            if not item.get("appid"):
                strict.required(item, "url", where, 41010)
            for name in ("url", "picurl"):
                strict.web_address(item, name, where)
            strict.shorten(item, "title", 128, where, self._note)
            strict.shorten(item, "description", 512, where, self._note)

    def _mpnews(self, payload: Json) -> None:
        for number, entry in enumerate(self._articles(payload, "mpnews")):
            where = f"mpnews.articles[{number}]"
            item = strict.fields(entry, _MPARTICLE, where, self._note)
            strict.required(item, "title", where, 41016)
            self._lookups.medium(strict.required(item, "thumb_media_id", where, 41006), "image")
            if utf8_len(strict.required(item, "content", where, 44004)) > 666 * 1024:
                raise ApiError(45002, f"{where}.content longer than 666 KB")
            if utf8_len(item.get("author", "")) > 64:
                raise ApiError(45032, f"{where}.author longer than 64 bytes")
            strict.shorten(item, "title", 128, where, self._note)
            strict.shorten(item, "digest", 512, where, self._note)

    def _medium(self, payload: Json, kind: str, *more: str) -> None:
        strict.fields(payload, dict.fromkeys(("media_id", *more), Kind.STR), kind, self._note)
        self._lookups.medium(strict.required(payload, "media_id", kind, 41006), kind)

    def _video(self, payload: Json) -> None:
        self._medium(payload, "video", "title", "description")
        strict.shorten(payload, "title", 128, "video", self._note)
        strict.shorten(payload, "description", 512, "video", self._note)

    def _image(self, payload: Json) -> None:
        if self.channel is not WEBHOOK:
            self._medium(payload, "image")
            return
        strict.fields(payload, {"base64": Kind.STR, "md5": Kind.STR}, "image", self._note)
        try:
            data = base64.b64decode(strict.required(payload, "base64", "image", 40058), validate=True)
        except (binascii.Error, ValueError) as error:
            raise ApiError(40058, "image.base64 is not base64") from error
        if len(data) > 2 << 20:
            raise ApiError(93018, "image bigger than 2 MB")
        if hashlib.md5(data).hexdigest() != payload.get("md5"):  # noqa: S324 - the protocol's choice
            raise ApiError(301019, "image md5 mismatch")
        if not data.startswith((b"\xff\xd8\xff", b"\x89PNG")):
            raise ApiError(40123, "invalid image")
