"""How the YAML of an office profile becomes fields, and how its mistakes are told in one Chinese line."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from storage.limits import Limits

LIMIT_KEYS = frozenset(Limits.model_fields)


def flatten(raw: Any) -> dict[str, Any]:
    """The sections of the file as fields of Office; liaisons and heads not listed by name are added by their post."""
    if not isinstance(raw, dict) or not isinstance(raw.get("office"), dict):
        raise ValueError("缺少 office 一节，请参照样例配置补上")
    particulars = {k: v for k, v in raw.items() if k not in LIMIT_KEYS and k != "office"}
    limits = {k: v for k, v in raw.items() if k in LIMIT_KEYS}
    flat = {**raw["office"], **particulars, "limits": limits}
    flat.pop("tz", None)
    people, units = flat.get("people"), flat.get("units")
    if isinstance(people, list) and isinstance(units, list):
        flat["people"] = [*people, *_unnamed(people, units)]
    return flat


def _unnamed(people: list[Any], units: list[Any]) -> list[dict[str, Any]]:
    named = {str(p.get("userid", "")).lower() for p in people if isinstance(p, dict)}
    posts = (("liaison", "联络员", "unit_liaison"), ("head", "主要负责人", "unit_head"))
    return [
        {"userid": u[key], "name": f"{u.get('label')}{post}", "post": post, "unit": u.get("short"), "roles": [role]}
        for u in units
        if isinstance(u, dict)
        for key, post, role in posts
        if u.get(key) and str(u[key]).lower() not in named
    ]


_PROBLEMS = {
    "missing": "缺少此项，请补上",
    "extra_forbidden": "不认识此项，请删去或改正拼写",
    "string_type": "应是文字",
    "int_parsing": "应是整数",
    "int_type": "应是整数",
    "bool_parsing": "应是 true 或 false",
    "tuple_type": "应是列表",
    "too_short": "不能为空，请至少写一项",
}


def explain(exc: ValidationError) -> str:
    """The first mistake."""
    return said(exc.errors()[0])


def said(error: ErrorDetails) -> str:
    """One mistake: the key and what is wrong with it."""
    if error["type"] == "value_error" and not error["loc"]:
        return str(error["ctx"]["error"])
    loc = [str(part + 1) if isinstance(part, int) else part for part in error["loc"]]
    head = loc[0]
    key = ".".join(loc[1:] if head == "limits" else loc)
    if head != "limits" and head not in ("units", "people", "rooms", "own", "phones", "codes"):
        key = f"office.{key}"
    if error["type"] == "value_error":
        return f"{key}：{error['ctx']['error']}"
    if error["type"] in ("enum", "literal_error"):
        return f"{key}：取值“{error['input']}”不对，可用：{error['ctx']['expected']}"
    return f"{key}：{_PROBLEMS.get(error['type'], '取值不对，请参照样例配置改正')}"
