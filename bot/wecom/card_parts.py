"""The parts of template cards, each valid by construction (wecom.md 5.4). A wrong one raises ValueError."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.wecom.budget import utf8_len


def at_most(limit: int) -> AfterValidator:
    """A text of at most ``limit`` bytes in UTF-8."""

    def check(value: str) -> str:
        if utf8_len(value) > limit:
            raise ValueError(f"longer than {limit} bytes")
        return value

    return AfterValidator(check)


def _with_scheme(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("a URL needs its scheme")
    return value


Words = Annotated[str, Field(min_length=1), at_most(2048)]
Key = Annotated[str, Field(min_length=1), at_most(1024)]
Id = Annotated[str, Field(min_length=1), at_most(128)]
Url = Annotated[str, at_most(1024), AfterValidator(_with_scheme)]
LongUrl = Annotated[str, at_most(2048), AfterValidator(_with_scheme)]
TaskId = Annotated[str, Field(pattern=r"^[0-9A-Za-z_\-@]{1,128}$")]


def unique(values: Iterable[str], what: str) -> None:
    """Raises ValueError when two of ``values`` are equal."""
    values = list(values)
    if len(set(values)) != len(values):
        raise ValueError(f"{what} must be unique")


class Part(BaseModel):
    """Base: immutable, no unknown fields, absent ones are left out of the JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Source(Part):
    """Where the card comes from: a small line at its head. ``desc_color``: 0 grey, 1 black, 2 red, 3 green."""

    desc: Words | None = None
    desc_color: Literal[0, 1, 2, 3] | None = None
    icon_url: Url | None = None


class Title(Part):
    """``main_title``; shown well up to 36 and 44 characters."""

    title: Words | None = None
    desc: Words | None = None


class Emphasis(Part):
    """A figure in large type; up to 14 and 22 characters."""

    title: Words | None = None
    desc: Words | None = None


class _Link(Part):
    """``type`` 1 opens ``url``, 2 the mini program ``appid``."""

    url: Url | None = None
    appid: Words | None = None
    pagepath: Words | None = None

    def _check_link(self, kind: int | None) -> None:
        if kind == 1 and not self.url:
            raise ValueError("type 1 needs a url")
        if kind == 2 and not self.appid:
            raise ValueError("type 2 needs an appid")


class CardAction(_Link):
    """What a tap on the card opens: 1 a URL, 2 a mini program, 0 nothing (button_interaction only)."""

    type: Literal[0, 1, 2]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        self._check_link(self.type)
        return self


class Quote(_Link):
    """A quotation with an optional link."""

    type: Literal[0, 1, 2] | None = None
    title: Words | None = None
    quote_text: Words | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        self._check_link(self.type)
        return self


class ImageText(_Link):
    """A picture on the left, words on the right (news_notice)."""

    type: Literal[0, 1, 2] | None = None
    title: Words | None = None
    desc: Words | None = None
    image_url: Url

    @model_validator(mode="after")
    def _complete(self) -> Self:
        self._check_link(self.type)
        return self


class Jump(_Link):
    """A line below the card that leads elsewhere."""

    type: Literal[0, 1, 2] | None = None
    title: Words

    @model_validator(mode="after")
    def _complete(self) -> Self:
        self._check_link(self.type)
        return self


class CardImage(Part):
    """The picture of a news_notice; width to height."""

    url: Url
    aspect_ratio: Annotated[float, Field(ge=1.3, le=2.25)] | None = None


class Vertical(Part):
    """A block of title and words (news_notice)."""

    title: Words
    desc: Words | None = None


class Row(Part):
    """A line of name and value. ``type``: 0 text, 1 URL, 2 attachment (value: file name), 3 member."""

    keyname: Words
    value: Words | None = None
    type: Literal[0, 1, 2, 3] | None = None
    url: Url | None = None
    media_id: Words | None = None
    userid: Id | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = {1: self.url, 2: self.media_id, 3: self.userid}
        if self.type and not needed[self.type]:
            raise ValueError("type 1 needs url, 2 media_id, 3 userid")
        if self.type == 2 and "." not in (self.value or ""):
            raise ValueError("the value of an attachment is its file name with extension")
        return self


class Action(Part):
    """An entry of the menu at the upper right."""

    text: Words
    key: Key


class ActionMenu(Part):
    """One to three entries; needs a ``task_id`` on the card."""

    desc: Words | None = None
    action_list: Annotated[tuple[Action, ...], Field(min_length=1, max_length=3)]

    @model_validator(mode="after")
    def _unique(self) -> Self:
        unique((action.key for action in self.action_list), "keys of action_list")
        return self


class Option(Part):
    """A choice; shown well up to 16 characters."""

    id: Id
    text: Words


class CheckOption(Option):
    """A choice of a vote."""

    is_checked: bool = False


class Select(Part):
    """A drop-down. ``disable`` only on a card that replaces another (wecom.md 5.5)."""

    question_key: Key
    title: Words | None = None
    selected_id: Id | None = None
    disable: bool | None = None
    option_list: Annotated[tuple[Option, ...], Field(min_length=1, max_length=10)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = [option.id for option in self.option_list]
        unique(ids, "option ids")
        if self.selected_id is not None and self.selected_id not in ids:
            raise ValueError("selected_id is none of the options")
        return self


class Checkbox(Part):
    """The question of a vote. ``mode``: 0 one answer, 1 several. ``disable`` as in Select."""

    question_key: Key
    mode: Literal[0, 1] | None = None
    disable: bool | None = None
    option_list: Annotated[tuple[CheckOption, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        unique((option.id for option in self.option_list), "option ids")
        if not self.mode and sum(option.is_checked for option in self.option_list) > 1:
            raise ValueError("a single choice has one checked option at most")
        return self


class Button(Part):
    """A button: ``key`` comes back as the event's key; type 1 opens ``url`` instead. Up to 10 characters."""

    text: Words
    type: Literal[0, 1] | None = None
    style: Literal[1, 2, 3, 4] | None = None
    key: Key | None = None
    url: Url | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.type == 1 and not self.url:
            raise ValueError("type 1 needs a url")
        if self.type != 1 and not self.key:
            raise ValueError("a button needs a key")
        return self


class Submit(Part):
    """The submit button of votes and drop-downs."""

    text: Words
    key: Key
