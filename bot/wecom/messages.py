"""Typed messages within WeCom's byte budgets (wecom.md 5.2, 6): one that would be cut or refused raises ValueError.

``AppMessage`` goes to members, ``ChatMessage`` into a group of the app, ``WebhookMessage`` to a group robot.
"""

import base64
import hashlib
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from bot.wecom.budget import TEXT_LIMIT
from bot.wecom.card_parts import LongUrl, Part, at_most
from bot.wecom.cards import Card, NewsNotice, TextNotice

WEBHOOK_IMAGE = 2 * 1024 * 1024


def _visible(value: str) -> str:
    if not value.strip():
        raise ValueError("empty content")
    return value


Content = Annotated[str, AfterValidator(_visible), at_most(TEXT_LIMIT)]
LongContent = Annotated[str, AfterValidator(_visible), at_most(4096)]
Heading = Annotated[str, AfterValidator(_visible), at_most(128)]
Description = Annotated[str, at_most(512)]
MediaId = Annotated[str, Field(min_length=1)]


class _Message(Part):
    msgtype: ClassVar[str]

    def body(self) -> dict[str, Any]:
        """``msgtype`` and the payload under its name, as they stand in the request."""
        fields = self.model_dump(mode="json", exclude_none=True)
        top = {"safe": fields.pop("safe")} if "safe" in fields else {}
        return {"msgtype": self.msgtype, self.msgtype: fields, **top}


class _Safe(_Message):
    safe: Literal[0, 1] | None = None
    """1: cannot be forwarded and carries a watermark."""


class Text(_Safe):
    """Plain words with line ends and ``<a href>`` links."""

    msgtype = "text"
    content: Content


class Mention(_Message):
    """Plain words that call members of a group by ``mentioned_list`` (userids or ``@all``)."""

    msgtype = "text"
    content: Content
    mentioned_list: Annotated[tuple[str, ...], Field(min_length=1)]


class Markdown(_Message):
    """The app's subset: headings, bold, links, inline code, quotes, three font colours."""

    msgtype = "markdown"
    content: Content


class MarkdownV2(_Message):
    """Webhook robots only: lists, tables, images and code besides; no colours."""

    msgtype = "markdown_v2"
    content: LongContent


class TextCard(_Message):
    """A title, a few words and a link."""

    msgtype = "textcard"
    title: Heading
    description: Annotated[Description, AfterValidator(_visible)]
    url: LongUrl
    btntxt: Annotated[str, Field(min_length=1, max_length=4)] | None = None


class Article(Part):
    """One article of ``News``: a URL, or both ``appid`` and ``pagepath`` of a mini program."""

    title: Heading
    description: Description | None = None
    url: LongUrl | None = None
    picurl: LongUrl | None = None
    appid: Annotated[str, Field(min_length=1)] | None = None
    pagepath: Annotated[str, Field(min_length=1), at_most(128)] | None = None

    @model_validator(mode="after")
    def _target(self) -> Self:
        if (self.appid is None) != (self.pagepath is None):
            raise ValueError("appid and pagepath go together")
        if self.url is None and self.appid is None:
            raise ValueError("an article needs a url or a mini program")
        return self


class News(_Message):
    """One to eight articles with pictures."""

    msgtype = "news"
    articles: Annotated[tuple[Article, ...], Field(min_length=1, max_length=8)]


class Image(_Safe):
    """A picture that was uploaded."""

    msgtype = "image"
    media_id: MediaId


class Voice(_Message):
    """A voice (AMR) that was uploaded."""

    msgtype = "voice"
    media_id: MediaId


class Video(_Safe):
    """A video that was uploaded."""

    msgtype = "video"
    media_id: MediaId
    title: Annotated[str, at_most(128)] | None = None
    description: Description | None = None


class File(_Safe):
    """A file that was uploaded."""

    msgtype = "file"
    media_id: MediaId


class TemplateCardMessage(_Message):
    """A template card; not shown in the WeChat plugin."""

    msgtype = "template_card"
    card: Annotated[Card, Field(discriminator="card_type")]

    @field_validator("card")
    @classmethod
    def _fresh(cls, card: Card) -> Card:
        if card.replacement:
            raise ValueError("a card with replace_text or a disabled question only replaces another")
        return card

    def body(self) -> dict[str, Any]:
        return {"msgtype": self.msgtype, self.msgtype: self.card.to_json()}


class WebhookCard(TemplateCardMessage):
    """A notice card for a group robot: no menu and no task_id there (wecom.md 6.2)."""

    card: Annotated[TextNotice | NewsNotice, Field(discriminator="card_type")]

    @field_validator("card")
    @classmethod
    def _silent(cls, card: TextNotice | NewsNotice) -> TextNotice | NewsNotice:
        if card.action_menu is not None or card.task_id is not None:
            raise ValueError("a robot's card has neither action_menu nor task_id")
        return card


class WebhookImage(_Message):
    """A JPG or PNG of at most 2 MB for a group robot."""

    msgtype = "image"
    data: Annotated[bytes, Field(min_length=1, max_length=WEBHOOK_IMAGE)]

    def body(self) -> dict[str, Any]:
        md5 = hashlib.md5(self.data, usedforsecurity=False).hexdigest()
        return {"msgtype": "image", "image": {"base64": base64.b64encode(self.data).decode(), "md5": md5}}


AppMessage = Text | Markdown | TextCard | News | Image | Voice | Video | File | TemplateCardMessage
ChatMessage = Text | Mention | Markdown | TextCard | News | Image | Voice | Video | File
WebhookMessage = Text | Mention | Markdown | MarkdownV2 | News | Voice | File | WebhookImage | WebhookCard
Message = AppMessage
