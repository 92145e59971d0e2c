"""How much of WeCom's room an outgoing message takes (wecom.md 5.1, 5.2, 5.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

HARD, ADVISED = "上限", "建议"


@dataclass(frozen=True)
class Budget:
    """One field: what is used of what there is. Over HARD WeCom cuts or refuses; ADVISED is what fits a phone."""

    path: str
    used: int
    limit: int
    unit: str
    kind: str = HARD

    @property
    def share(self) -> int:
        """Per cent, at most 100."""
        return min(100, self.used * 100 // self.limit)

    @property
    def over(self) -> bool:
        """Whether it is too much."""
        return self.used > self.limit


_LIMITS: tuple[tuple[str, int, str, str], ...] = (
    (r"text\.content|markdown\.content", 2048, "字节", HARD),
    (r"template_card\.main_title\.title", 36, "字", ADVISED),
    (r"template_card\.main_title\.desc", 44, "字", ADVISED),
    (r"template_card\.sub_title_text", 160, "字", ADVISED),
    (r"template_card\.emphasis_content\.title", 14, "字", ADVISED),
    (r"template_card\.emphasis_content\.desc", 22, "字", ADVISED),
    (r"template_card\.horizontal_content_list\[\d+\]\.keyname", 5, "字", ADVISED),
    (r"template_card\.horizontal_content_list\[\d+\]\.value", 30, "字", ADVISED),
    (r"template_card\.vertical_content_list\[\d+\]\.title", 38, "字", ADVISED),
    (r"template_card\.vertical_content_list\[\d+\]\.desc", 160, "字", ADVISED),
    (r"template_card\.(?:button_list\[\d+\]|submit_button)\.text", 10, "字", ADVISED),
    (r"template_card\.(?:button_list\[\d+\]|submit_button)\.key", 1024, "字节", HARD),
    (r"template_card\..*option_list\[\d+\]\.text", 16, "字", ADVISED),
    (r"template_card\..*option_list\[\d+\]\.id", 128, "字节", HARD),
    (r"template_card\.task_id", 128, "字节", HARD),
    (r"button\.replace_name", 10, "字", ADVISED),
    (r"schedule\.summary", 128, "字符", HARD),
)
_LISTS = {
    "template_card.horizontal_content_list": 6,
    "template_card.vertical_content_list": 4,
    "template_card.button_list": 6,
    "template_card.jump_list": 3,
    "template_card.select_list": 3,
    "userids": 1000,
    "userlist": 2000,
}
_COMPILED = tuple((re.compile(pattern), limit, unit, kind) for pattern, limit, unit, kind in _LIMITS)


def budgets(body: dict[str, Any]) -> list[Budget]:
    """Every field of the body that has a limit, the fullest first."""
    people = len(str(body["touser"]).split("|")) if body.get("touser") else 0
    found = [Budget("touser", people, 1000, "人")] if people else []
    found += _walk(body, "")
    return sorted(found, key=lambda budget: (-budget.over, -budget.share))


def _walk(value: Any, path: str) -> Iterator[Budget]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _walk(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        if path in _LISTS:
            yield Budget(path, len(value), _LISTS[path], "项")
        for index, item in enumerate(value):
            yield from _walk(item, f"{path}[{index}]")
    elif isinstance(value, str):
        rule = next((rule for rule in _COMPILED if rule[0].fullmatch(path)), None)
        if rule is not None:
            _, limit, unit, kind = rule
            yield Budget(path, len(value.encode()) if unit == "字节" else len(value), limit, unit, kind)
