"""The five template cards (wecom.md 5.3-5.5), valid by construction: a card that WeCom would refuse raises ValueError.

A card with ``replace_text`` or a disabled question replaces one that was sent: it may lack the task_id and the submit
button, and goes through ``WeComClient.update_card`` only.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from bot.wecom.card_parts import (
    Action,
    ActionMenu,
    Button,
    CardAction,
    CardImage,
    Checkbox,
    CheckOption,
    Emphasis,
    ImageText,
    Jump,
    Option,
    Part,
    Quote,
    Row,
    Select,
    Source,
    Submit,
    TaskId,
    Title,
    Vertical,
    Words,
    unique,
)

__all__ = [
    "Action",
    "ActionMenu",
    "Button",
    "ButtonInteraction",
    "Card",
    "CardAction",
    "CardImage",
    "CheckOption",
    "Checkbox",
    "Emphasis",
    "ImageText",
    "Jump",
    "MultipleInteraction",
    "NewsNotice",
    "Option",
    "Quote",
    "Row",
    "Select",
    "Source",
    "Submit",
    "TextNotice",
    "Title",
    "Vertical",
    "VoteInteraction",
]

Rows = Annotated[tuple[Row, ...], Field(max_length=6)]
Jumps = Annotated[tuple[Jump, ...], Field(max_length=3)]


class _Card(Part):
    source: Source | None = None
    main_title: Title | None = None
    task_id: TaskId | None = None

    @property
    def replacement(self) -> bool:
        """Whether this card can only replace one that was sent."""
        return False

    def to_json(self) -> dict[str, Any]:
        """The object that goes under ``template_card``."""
        return {name: value for name, value in self.model_dump(mode="json", exclude_none=True).items() if value != []}

    def _need_title(self) -> None:
        if self.main_title is None or not self.main_title.title:
            raise ValueError("main_title.title is missing")

    def _need_task_id(self) -> None:
        if self.task_id is None and not self.replacement:
            raise ValueError("task_id is missing")

    def _plain_source(self) -> None:
        if self.source is not None and self.source.desc_color is not None:
            raise ValueError("desc_color is not for this card")


class _Notice(_Card):
    action_menu: ActionMenu | None = None
    quote_area: Quote | None = None
    horizontal_content_list: Rows = ()
    jump_list: Jumps = ()
    card_action: CardAction

    def _check_notice(self) -> None:
        if self.card_action.type == 0:
            raise ValueError("card_action.type is 1 or 2 here")
        if self.action_menu is not None:
            self._need_task_id()


class TextNotice(_Notice):
    """Words only; a tap opens ``card_action``."""

    card_type: Literal["text_notice"] = "text_notice"
    emphasis_content: Emphasis | None = None
    sub_title_text: Words | None = None

    @model_validator(mode="after")
    def _rules(self) -> Self:
        self._check_notice()
        if not self.sub_title_text:
            self._need_title()
        return self


class NewsNotice(_Notice):
    """With a picture: ``card_image`` or ``image_text_area``."""

    card_type: Literal["news_notice"] = "news_notice"
    card_image: CardImage | None = None
    image_text_area: ImageText | None = None
    vertical_content_list: Annotated[tuple[Vertical, ...], Field(max_length=4)] = ()

    @model_validator(mode="after")
    def _rules(self) -> Self:
        self._check_notice()
        self._need_title()
        if self.card_image is None and self.image_text_area is None:
            raise ValueError("card_image or image_text_area is missing")
        return self


class ButtonInteraction(_Card):
    """One to six buttons, optionally with one drop-down whose choice comes back with the press."""

    card_type: Literal["button_interaction"] = "button_interaction"
    action_menu: ActionMenu | None = None
    quote_area: Quote | None = None
    sub_title_text: Words | None = None
    horizontal_content_list: Rows = ()
    card_action: CardAction | None = None
    button_selection: Select | None = None
    button_list: Annotated[tuple[Button, ...], Field(min_length=1, max_length=6)]
    replace_text: Words | None = None

    @property
    def replacement(self) -> bool:
        disabled = self.button_selection is not None and self.button_selection.disable is not None
        return self.replace_text is not None or disabled

    @model_validator(mode="after")
    def _rules(self) -> Self:
        self._need_title()
        self._need_task_id()
        unique((button.key for button in self.button_list if button.key), "keys of button_list")
        return self


class VoteInteraction(_Card):
    """One question with up to twenty answers."""

    card_type: Literal["vote_interaction"] = "vote_interaction"
    checkbox: Checkbox
    submit_button: Submit | None = None
    replace_text: Words | None = None

    @property
    def replacement(self) -> bool:
        return self.replace_text is not None or self.checkbox.disable is not None

    @model_validator(mode="after")
    def _rules(self) -> Self:
        self._need_title()
        self._need_task_id()
        self._plain_source()
        if self.submit_button is None and not self.replacement:
            raise ValueError("submit_button is missing")
        return self


class MultipleInteraction(_Card):
    """One to three drop-downs and a submit button."""

    card_type: Literal["multiple_interaction"] = "multiple_interaction"
    select_list: Annotated[tuple[Select, ...], Field(min_length=1, max_length=3)]
    submit_button: Submit | None = None
    replace_text: Words | None = None

    @property
    def replacement(self) -> bool:
        return self.replace_text is not None or any(select.disable is not None for select in self.select_list)

    @model_validator(mode="after")
    def _rules(self) -> Self:
        self._need_title()
        self._need_task_id()
        self._plain_source()
        unique((select.question_key for select in self.select_list), "question keys")
        if self.submit_button is None and not self.replacement:
            raise ValueError("submit_button is missing")
        return self


Card = TextNotice | NewsNotice | ButtonInteraction | VoteInteraction | MultipleInteraction
