"""A template card as it stands on one person's phone: what can be pressed and chosen (wecom.md 5.4)."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass

from bot.sandbox.core import Json, Refused

INTERACTIVE = frozenset({"button_interaction", "vote_interaction", "multiple_interaction"})

Choice = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Button:
    """Something to press. `url` buttons open a page and call nobody back."""

    text: str
    key: str
    style: int = 1
    url: str = ""


@dataclass(frozen=True)
class Question:
    """Something to choose. `chosen` is the preselection; `many` allows several."""

    key: str
    title: str
    options: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    many: bool = False
    locked: bool = False


def _select(part: Json) -> Question:
    options = tuple((option["id"], option["text"]) for option in part["option_list"])
    chosen = part.get("selected_id") or options[0][0]
    return Question(part["question_key"], part.get("title", ""), options, (chosen,), locked=bool(part.get("disable")))


def _checkbox(part: Json) -> Question:
    options = tuple((option["id"], option["text"]) for option in part["option_list"])
    chosen = tuple(option["id"] for option in part["option_list"] if option.get("is_checked"))
    return Question(part["question_key"], "", options, chosen, part.get("mode") == 1, bool(part.get("disable")))


class CardState:
    """One copy of a card. `replaced` is the grey label once its buttons are disabled, else None."""

    def __init__(self, card: Json) -> None:
        self.card = deepcopy(card)
        self.task_id: str = card.get("task_id", "")
        self.replaced: str | None = card.get("replace_text") or None

    def copy(self) -> "CardState":
        """Another person's copy."""
        return CardState(self.card)

    @property
    def kind(self) -> str:
        """The card_type."""
        return str(self.card["card_type"])

    @property
    def disabled(self) -> bool:
        """Whether its buttons are grey."""
        return self.replaced is not None

    @property
    def buttons(self) -> list[Button]:
        """The buttons at the foot, submit included."""
        found = [
            Button(item["text"], item.get("key", ""), item.get("style", 1), item.get("url", ""))
            for item in self.card.get("button_list", [])
        ]
        submit = self.card.get("submit_button")
        return [*found, Button(submit["text"], submit["key"])] if submit else found

    @property
    def menu(self) -> list[Button]:
        """The entries of the menu in the upper right corner."""
        return [Button(item["text"], item["key"]) for item in self.card.get("action_menu", {}).get("action_list", [])]

    @property
    def questions(self) -> list[Question]:
        """The choices on the card."""
        found = [_select(part) for part in self.card.get("select_list", [])]
        if "button_selection" in self.card:
            found.append(_select(self.card["button_selection"]))
        if "checkbox" in self.card:
            found.append(_checkbox(self.card["checkbox"]))
        return found

    def press(self, key: str, selected: Choice | None = None) -> tuple[str, dict[str, list[str]]]:
        """What pressing `key` sends: event name and choices. Raises Refused when a person could not do that."""
        if any(entry.key == key for entry in self.menu):
            return "template_card_menu_event", {}
        button = next((button for button in self.buttons if button.key == key), None)
        if button is None:
            offered = ", ".join(button.key for button in [*self.buttons, *self.menu]) or "nothing"
            raise Refused(f"no button with key {key!r} on the card; it offers {offered}")
        if self.disabled:
            raise Refused(f"the buttons are grey: {self.replaced}")
        if button.url:
            raise Refused(f"{button.text} opens {button.url} and calls nobody back")
        return "template_card_event", self._choose(selected or {})

    def _choose(self, selected: Choice) -> dict[str, list[str]]:
        questions = {question.key: question for question in self.questions}
        unknown = set(selected) - set(questions)
        if unknown:
            raise Refused(f"no such question on the card: {', '.join(sorted(unknown))}")
        answers = {}
        for key, question in questions.items():
            wanted = selected.get(key, question.chosen)
            ids = [wanted] if isinstance(wanted, str) else list(wanted)
            if not set(ids) <= {option for option, _ in question.options}:
                raise Refused(f"{key} has no option {ids}")
            if question.locked and ids != list(question.chosen):
                raise Refused(f"{key} can no longer be changed")
            if len(ids) > 1 and not question.many:
                raise Refused(f"{key} allows one choice")
            if ids:
                answers[key] = ids
        return answers

    def replace_buttons(self, label: str) -> None:
        """Grey the buttons and relabel them. Raises Refused for a card without buttons."""
        if self.kind not in INTERACTIVE:
            raise Refused(f"{self.kind} has no buttons to replace")
        self.replaced = label

    def replace_card(self, card: Json) -> None:
        """Replace the whole card; its task_id stays when the new one has none."""
        self.card = deepcopy(card)
        self.task_id = card.get("task_id") or self.task_id
        self.replaced = card.get("replace_text") or None

    def text(self) -> str:
        """The card as lines that a person reads, buttons in brackets."""
        card = self.card
        lines = [card.get("source", {}).get("desc"), *_pair(card.get("main_title"))]
        lines += [card.get("emphasis_content", {}).get(name) for name in ("title", "desc")]
        lines += [*_pair(card.get("image_text_area")), card.get("sub_title_text")]
        lines += [card.get("quote_area", {}).get(name) for name in ("title", "quote_text")]
        lines += [text for row in card.get("vertical_content_list", []) for text in _pair(row)]
        lines += [f"{row['keyname']}：{row.get('value', '')}" for row in card.get("horizontal_content_list", [])]
        lines += [f"{q.title}〔{' / '.join(text for _, text in q.options)}〕" for q in self.questions]
        lines += [row["title"] for row in card.get("jump_list", [])]
        labels = [self.replaced] if self.replaced is not None else [button.text for button in self.buttons]
        lines += [f"[{label}]" for label in labels]
        return "\n".join(line for line in lines if line)

    def to_dict(self) -> Json:
        """JSON for the browser phone."""
        return {
            "kind": self.kind,
            "task_id": self.task_id,
            "card": self.card,
            "replaced": self.replaced,
            "buttons": [asdict(button) for button in self.buttons],
            "menu": [asdict(button) for button in self.menu],
            "questions": [asdict(question) for question in self.questions],
            "text": self.text(),
        }


def _pair(part: Json | None) -> list[str | None]:
    return [part.get("title"), part.get("desc")] if part else []
