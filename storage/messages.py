"""What the bot says, before it takes WeCom's shape: the vocabulary of outgoing messages.

Handlers and ladders write these; the outbox keeps them; the WeCom port turns them into JSON and is the only one who
knows WeCom's limits. Cards carry typed payloads as button keys (storage/payload.py).
"""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, model_validator


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Frozen):
    """Plain words. Over WeCom's budget they are paged, never cut."""

    kind: Literal["text"] = "text"
    text: str = Field(min_length=1)


class Button(_Frozen):
    """A button of a card; `key` is a packed Payload; style 1 blue, 2 grey, 3 red (wecom.md 5.4)."""

    text: str = Field(min_length=1, max_length=10)
    key: str = Field(min_length=1, max_length=1024)
    style: int = Field(default=1, ge=1, le=4)


class Option(_Frozen):
    id: str = Field(min_length=1, max_length=128)
    text: str = Field(min_length=1, max_length=16)


class Choice(_Frozen):
    """A drop-down on a card with buttons; the chosen id comes back with the press."""

    key: str
    title: str = ""
    options: tuple[Option, ...] = Field(min_length=1, max_length=10)
    selected: str | None = None


class Card(_Frozen):
    """A card: a title, a line under it, up to six facts and up to six buttons. Without buttons it only informs."""

    kind: Literal["card"] = "card"
    task_id: str = Field(default="", max_length=128, pattern=r"^[0-9A-Za-z_\-@]*$")
    title: str = Field(min_length=1, max_length=36)
    desc: str = Field(default="", max_length=44)
    text: str = Field(default="", max_length=160)
    facts: tuple[tuple[str, str], ...] = Field(default=(), max_length=6)
    buttons: tuple[Button, ...] = Field(default=(), max_length=6)
    choice: Choice | None = None
    done: str = Field(default="", max_length=10)
    """On an updated card: the grey word that stands where the buttons were, e.g. 已回执."""


class CardUpdate(_Frozen):
    """Changes a card where it stands, for these people; a press or the sending gave the code."""

    kind: Literal["card_update"] = "card_update"
    response_code: str
    users: tuple[str, ...]
    card: Card


class ChatCreate(_Frozen):
    """A WeCom group (domain.md 7.5): its name carries no unit and no subject."""

    kind: Literal["chat_create"] = "chat_create"
    name: str = Field(min_length=1, max_length=50)
    owner: str
    members: tuple[str, ...] = Field(min_length=2, max_length=2000)


class FileMessage(_Frozen):
    """A file that was kept in storage/files.py, under the name that people see."""

    kind: Literal["file"] = "file"
    file: int
    name: str = Field(min_length=1, max_length=120)


class Picture(_Frozen):
    """A picture that was kept in storage/files.py. The phone shows no title; the outbox and the audit do."""

    kind: Literal["picture"] = "picture"
    file: int
    title: str = Field(min_length=1, max_length=120)


class CalendarEntry(_Frozen):
    """An entry in the WeCom calendars of people: `put` makes or replaces the one of the object, `remove` takes it away.

    Of a removal only `object` counts.
    """

    kind: Literal["calendar"] = "calendar"
    action: Literal["put", "remove"]
    object: str = Field(min_length=1, max_length=64)
    summary: str = Field(default="", max_length=128)
    start: AwareDatetime | None = None
    end: AwareDatetime | None = None
    location: str = Field(default="", max_length=128)
    attendees: tuple[str, ...] = Field(default=(), max_length=1000)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.action == "put" and not (self.summary and self.attendees and self.start and self.end):
            raise ValueError("an entry has a summary, a time and somebody who attends")
        if self.start and self.end and self.end <= self.start:
            raise ValueError("an entry ends after it starts")
        return self


AnyMessage: TypeAlias = Text | Card | CardUpdate | ChatCreate | FileMessage | Picture | CalendarEntry
Message = Annotated[AnyMessage, Field(discriminator="kind")]
message_adapter: TypeAdapter[AnyMessage] = TypeAdapter(Message)


def words(message: AnyMessage) -> str:
    """Every word of the message that a person will read: what the guard must see (domain.md 7.3, outbound)."""
    match message:
        case Text():
            return message.text
        case Card():
            parts = [message.title, message.desc, message.text]
            parts += [value for fact in message.facts for value in fact]
            parts += [button.text for button in message.buttons]
            if message.choice is not None:
                parts += [message.choice.title, *(option.text for option in message.choice.options)]
            return "\n".join(part for part in parts if part)
        case CardUpdate():
            return words(message.card)
        case ChatCreate() | FileMessage():
            return message.name
        case Picture():
            return message.title
        case CalendarEntry():
            return f"{message.summary}\n{message.location}".strip()
