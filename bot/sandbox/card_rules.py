"""Every documented rule of the five template cards (wecom.md 5.3, 5.4), with the 420xx refusals of 13.3."""

from collections.abc import Mapping

from bot.sandbox import strict
from bot.sandbox.card_parts import CARDS, PARTS, REPLACEMENT, TASK_ID, TASK_REQUIRED, TITLE_REQUIRED
from bot.sandbox.core import ApiError, Json, utf8_len
from bot.sandbox.lookups import Lookups

KEY_LIMIT = 1024
OPTION_LIMIT = 128


class CardRules:
    """Checks a card. `update` applies the looser rules of update_template_card, `webhook` the narrower of robots."""

    def __init__(
        self, note: strict.Note, lookups: Lookups, *, update: bool = False, webhook: bool = False, max_actions: int = 3
    ) -> None:
        self._note = note
        self._lookups = lookups
        self._update = update
        self._webhook = webhook
        self._max_actions = max_actions

    def check(self, card: Json) -> None:
        """Raises ApiError for what WeCom refuses; notes unknown fields."""
        kind = card.get("card_type")
        if not isinstance(kind, str) or kind not in CARDS:
            raise ApiError(42031, f"invalid card_type {kind!r}")
        if self._webhook and kind not in ("text_notice", "news_notice"):
            raise ApiError(42031, f"a robot cannot send {kind}")
        strict.fields(card, self._spec(kind), "template_card", self._note)
        for name in PARTS.keys() & card.keys():
            if isinstance(card[name], dict):
                self._part(card[name], name)
        self._misplaced(card, kind)
        self._title(card, kind)
        self._task_id(card, kind)
        self._lists(card)
        self._pictures(card, kind)
        self._links(card, kind)
        self._buttons(card, kind)
        self._questions(card, kind)

    def _spec(self, kind: str) -> strict.Spec:
        spec = dict(CARDS[kind])
        if self._update and kind in TASK_REQUIRED:
            spec |= REPLACEMENT
        if self._webhook:
            del spec["action_menu"], spec["task_id"]
        return spec

    def _part(self, part: object, name: str, where: str = "") -> Json:
        spec = PARTS[name]
        return strict.fields(part, spec, where or f"template_card.{name}", self._note)

    def _misplaced(self, card: Json, kind: str) -> None:
        if kind in ("vote_interaction", "multiple_interaction") and "desc_color" in card.get("source", {}):
            self._note(f"template_card.source.desc_color: not used by {kind}")
        choices = [card.get("button_selection"), card.get("checkbox"), *card.get("select_list", [])]
        if not self._update and any(isinstance(part, dict) and "disable" in part for part in choices):
            self._note("template_card: disable only works when a card is updated")

    def _title(self, card: Json, kind: str) -> None:
        title = card.get("main_title", {}).get("title")
        if kind in TITLE_REQUIRED and not title:
            raise ApiError(42033, f"{kind} needs main_title.title")
        if kind == "text_notice" and not title and not card.get("sub_title_text"):
            raise ApiError(42033, "text_notice needs main_title.title or sub_title_text")

    def _task_id(self, card: Json, kind: str) -> None:
        task_id = card.get("task_id")
        needed = (kind in TASK_REQUIRED or "action_menu" in card) and not self._update and not self._webhook
        if (needed and not task_id) or (task_id and not TASK_ID.fullmatch(task_id)):
            raise ApiError(42014, f"invalid task_id {task_id!r}")

    def _items(self, card: Json, name: str, most: int, code: int, least: int = 0) -> list[Json]:
        items = card.get(name, [])
        if not least <= len(items) <= most:
            raise ApiError(code, f"{name} must have {least} to {most} items")
        return [self._part(item, name, f"template_card.{name}[{number}]") for number, item in enumerate(items)]

    def _lists(self, card: Json) -> None:
        for row in self._items(card, "horizontal_content_list", 6, 42035):
            strict.required(row, "keyname", "horizontal_content_list", 42027)
            self._row(row)
        for row in self._items(card, "vertical_content_list", 4, 42036):
            strict.required(row, "title", "vertical_content_list", 42033)
        for row in self._items(card, "jump_list", 3, 42042):
            strict.required(row, "title", "jump_list", 42033)
            self._target(row, "jump_list")

    def _row(self, row: Json) -> None:
        kind = row.get("type", 0)
        if kind not in (0, 1, 2, 3):
            raise ApiError(40058, f"invalid horizontal_content_list.type {kind}")
        if kind == 1:
            strict.required(row, "url", "horizontal_content_list", 42028)
            strict.web_address(row, "url", "horizontal_content_list")
        if kind == 2:
            self._lookups.medium(strict.required(row, "media_id", "horizontal_content_list", 42029), "file")
        if kind == 3 and not self._lookups.member(strict.required(row, "userid", "horizontal_content_list", 42050)):
            raise ApiError(42050, "horizontal_content_list.userid is no member")

    def _target(self, part: Mapping[str, object], where: str) -> None:
        obj, kind = dict(part), part.get("type", 0)
        if kind not in (0, 1, 2):
            raise ApiError(40058, f"invalid {where}.type {kind}")
        if kind == 1:
            strict.required(obj, "url", where, 42028)
            strict.web_address(obj, "url", where)
        if kind == 2:
            strict.required(obj, "appid", where, 42030)

    def _pictures(self, card: Json, kind: str) -> None:
        if kind == "news_notice" and not card.get("card_image") and not card.get("image_text_area"):
            raise ApiError(42044, "news_notice needs card_image or image_text_area")
        if "card_image" in card:
            strict.required(card["card_image"], "url", "card_image", 42044)
            strict.web_address(card["card_image"], "url", "card_image")
            if not 1.3 <= card["card_image"].get("aspect_ratio", 1.3) <= 2.25:
                raise ApiError(40058, "card_image.aspect_ratio must be 1.3 to 2.25")
        if "image_text_area" in card:
            strict.required(card["image_text_area"], "image_url", "image_text_area", 42044)

    def _links(self, card: Json, kind: str) -> None:
        for name in ("quote_area", "image_text_area"):
            if name in card:
                self._target(card[name], name)
        action = card.get("card_action")
        if kind in ("text_notice", "news_notice") and (not action or action.get("type") not in (1, 2)):
            raise ApiError(42045, f"{kind} needs card_action of type 1 or 2")
        if action:
            self._target(action, "card_action")
        if card.get("source", {}).get("desc_color", 0) not in (0, 1, 2, 3):
            raise ApiError(40058, "invalid source.desc_color")

    def _buttons(self, card: Json, kind: str) -> None:
        keys: list[str] = []
        if "action_menu" in card and not self._webhook:
            for item in self._items(card["action_menu"], "action_list", self._max_actions, 40058, least=1):
                strict.required(item, "text", "action_list", 42020)
                keys.append(_key(item, "action_list", 42017))
        if kind == "button_interaction":
            for item in self._items(card, "button_list", 6, 40058, least=1):
                keys += self._button(item)
        if len(set(keys)) < len(keys):
            raise ApiError(42051, "two actions with the same key")
        if kind in ("vote_interaction", "multiple_interaction"):
            submit = card.get("submit_button")
            if submit is None and self._update:
                return
            strict.required(submit or {}, "text", "submit_button", 42049)
            _key(submit or {}, "submit_button", 42046)

    @staticmethod
    def _button(item: Json) -> list[str]:
        strict.required(item, "text", "button_list", 42038)
        if item.get("style", 1) not in (1, 2, 3, 4) or item.get("type", 0) not in (0, 1):
            raise ApiError(40058, "invalid button_list.style or type")
        if item.get("type", 0) == 1:
            strict.required(item, "url", "button_list", 42028)
            strict.web_address(item, "url", "button_list")
            return []
        return [_key(item, "button_list", 42039)]

    def _questions(self, card: Json, kind: str) -> None:
        if "button_selection" in card:
            self._question(card["button_selection"], 10)
        if kind == "vote_interaction":
            checkbox = card.get("checkbox") or {}
            if checkbox.get("mode", 0) not in (0, 1):
                raise ApiError(40058, "invalid checkbox.mode")
            self._question(checkbox, 20, checks=True)
        if kind == "multiple_interaction":
            selects = self._items(card, "select_list", 3, 42047, least=1)
            keys = [self._question(select, 10) for select in selects]
            if len(set(keys)) < len(keys):
                raise ApiError(42043, "two selectors with the same question_key")

    def _question(self, part: Json, most: int, *, checks: bool = False) -> str:
        key = _key(part, "question", 42043, name="question_key")
        name = "check_list" if checks else "option_list"
        entries = part.get("option_list", [])
        if not 1 <= len(entries) <= most:
            raise ApiError(42037, f"option_list must have 1 to {most} items")
        seen = set()
        for entry in entries:
            option = self._part(entry, name, "option_list")
            seen.add(_key(option, "option_list", 42040, name="id", limit=OPTION_LIMIT))
            strict.required(option, "text", "option_list", 42041)
            if checks and "is_checked" not in option:
                raise ApiError(40058, "option_list.is_checked missing")
        if len(seen) < len(entries):
            raise ApiError(42040, "two options with the same id")
        if checks and part.get("mode", 0) == 0 and sum(bool(entry["is_checked"]) for entry in entries) > 1:
            raise ApiError(40058, "a single choice with several options checked")
        if part.get("selected_id") and part["selected_id"] not in seen:
            raise ApiError(42040, "selected_id is no option")
        return key


def _key(obj: Json, where: str, code: int, *, name: str = "key", limit: int = KEY_LIMIT) -> str:
    value = strict.required(obj, name, where, code)
    if utf8_len(value) > limit:
        raise ApiError(code, f"{where}.{name} longer than {limit} bytes")
    return value
