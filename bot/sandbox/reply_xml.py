"""The XML of passive replies as the JSON that the sending API uses (wecom.md 3.3)."""

from typing import Any

from bot.sandbox.core import Json, Refused

NAMES = {
    "Appid": "appid",
    "AppId": "appid",
    "PagePath": "pagepath",
    "KeyName": "keyname",
    "MediaId": "media_id",
    "UserId": "userid",
    "CheckBox": "checkbox",
}
LISTS = frozenset(
    {"horizontal_content_list", "vertical_content_list", "jump_list", "action_list", "button_list", "option_list"}
    | {"select_list"}
)
INTEGERS = frozenset({"type", "style", "mode", "desc_color"})
BOOLEANS = frozenset({"disable", "is_checked"})


def leaf(tree: dict[str, Any], name: str) -> str:
    """The text of a child, empty when missing or not text."""
    value = tree.get(name)
    return value if isinstance(value, str) else ""


def items(value: object) -> list[Any]:
    """Repeated siblings: none, one or several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def articles(reply: dict[str, Any]) -> list[Json]:
    """The items of a news reply. Raises Refused when the count is wrong."""
    found = items((reply.get("Articles") or {}).get("item"))
    if not 1 <= len(found) <= 8 or leaf(reply, "ArticleCount") != str(len(found)):
        raise Refused("ArticleCount does not fit 1 to 8 items")
    names = {"title": "Title", "description": "Description", "picurl": "PicUrl", "url": "Url"}
    return [{key: leaf(item, name) for key, name in names.items()} for item in found]


def _snake(name: str) -> str:
    if name in NAMES:
        return NAMES[name]
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _number(key: str, value: str) -> Any:
    try:
        return float(value) if key == "aspect_ratio" else int(value)
    except ValueError:
        raise Refused(f"{key} is not a number: {value!r}") from None


def _convert(key: str, value: object) -> Any:
    if isinstance(value, dict):
        return card(value)
    text = value if isinstance(value, str) else ""
    if key in INTEGERS or key == "aspect_ratio":
        return _number(key, text)
    return text == "true" if key in BOOLEANS else text


def card(tree: dict[str, Any]) -> Json:
    """PascalCase XML to the snake_case tree of wecom.md 5.4; repeated elements become lists."""
    made: Json = {}
    for name, value in tree.items():
        key = _snake(name)
        if key in LISTS:
            made[key] = [_convert(key, item) for item in items(value)]
        elif isinstance(value, list):
            raise Refused(f"{name} stands more than once")
        else:
            made[key] = _convert(key, value)
    return made
