"""The app's menu, valid by construction (wecom.md 9)."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from bot.wecom.budget import utf8_len
from bot.wecom.card_parts import Id, Part, Url, Words

TOP_NAME = 16
SUB_NAME = 40


class Item(Part):
    """An entry: ``click`` and its relatives carry a key, ``view`` a URL, ``view_miniprogram`` a path and an appid."""

    type: Literal[
        "click",
        "view",
        "scancode_push",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
        "view_miniprogram",
    ]
    name: Words
    key: Id | None = None
    url: Url | None = None
    pagepath: Words | None = None
    appid: Words | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = {"view": (self.url,), "view_miniprogram": (self.pagepath, self.appid)}.get(self.type, (self.key,))
        if not all(needed):
            raise ValueError(f"{self.type} lacks its key, url or pagepath and appid")
        _check_name(self.name, SUB_NAME)
        return self


class Submenu(Part):
    """An entry that opens one to five others."""

    name: Words
    sub_button: Annotated[tuple[Item, ...], Field(min_length=1, max_length=5)]


class Menu(Part):
    """One to three entries; their names hold 16 bytes (five characters), those below them 40."""

    button: Annotated[tuple[Item | Submenu, ...], Field(min_length=1, max_length=3)]

    @model_validator(mode="after")
    def _short(self) -> Self:
        for entry in self.button:
            _check_name(entry.name, TOP_NAME)
        return self

    def to_json(self) -> dict[str, Any]:
        """The body of menu/create."""
        return self.model_dump(mode="json", exclude_none=True)


def _check_name(name: str, limit: int) -> None:
    if utf8_len(name) > limit:
        raise ValueError(f"the name of this entry holds {limit} bytes")
