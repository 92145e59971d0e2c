"""The words of the inspector: how events, answers, values and what the clock did are written for its reader."""

import json
import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, select

from bot.dialogue.state import State
from bot.sandbox.inspect_traces import Act
from bot.wecom.inbound import Inbound
from handlers.registry import lines
from scheduler import wording
from scheduler.clock import local
from storage.tables import reminder

SHOWN = 1200
"""Characters of a value that are shown."""
FIRED = 5
"""Reminders of one moment that are named."""
_SECRET = 10
"""Characters of a response_code that are shown."""
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}")


def value(stored: Any) -> str:
    """A column's value to read: an instant in Beijing time, JSON as JSON."""
    if isinstance(stored, str) and _INSTANT.fullmatch(stored):
        return f"{local(datetime.fromisoformat(stored).replace(tzinfo=UTC)):%Y-%m-%d %H:%M}"
    if isinstance(stored, dict | list):
        return orjson.dumps(stored).decode()[:SHOWN]
    return "空" if stored is None or stored == "" else str(stored)


def explained(found: dict[str, Any]) -> str:
    """The answer of `zhongshu explain`, still JSON: one line for each thing that was found."""
    parts = list[str]()
    for name, content in found.items():
        if name in ("id", "ask") or content in (None, [], {}):
            continue
        if isinstance(content, dict):
            inner = ",\n".join(f"    {_json(key)}: {_json(value)}" for key, value in content.items())
            parts.append(f"  {_json(name)}: {{\n{inner}\n  }}")
        else:
            parts.append(f"  {_json(name)}: {_json(content)}")
    return "{\n" + ",\n".join(parts) + "\n}"


def _json(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


def event_fields(event: Inbound) -> tuple[tuple[str, str], ...]:
    """What stands in a typed event, name by name."""
    shown = []
    for field in fields(event):
        value = getattr(event, field.name)
        text = f"{value[:_SECRET]}…" if field.name == "response_code" else str(value)
        shown.append((field.name, text))
    return tuple(shown)


def delivery(number: int, status: int, seconds: float) -> str:
    """How one delivery of a callback was answered; `seconds` are real ones."""
    again = "" if number == 1 else "，重复推送，不再处理"
    return f"第{number}次推送：HTTP {status}，{max(1, round(seconds * 1000))}毫秒{again}"


def fired_reminders(tx: Connection, acts: Iterable[Act]) -> dict[int, str]:
    """What the clock did in each of its acts: which reminders fired, and when they were due."""
    titles = {found.name: found.title for found in lines()}
    said = {}
    for act in acts:
        ids = [int(row.id) for row in act.rows if row.table == "reminder" and row.after.get("state") == "fired"]
        due = tx.execute(select(reminder).where(reminder.c.id.in_(ids)).order_by(reminder.c.due_at)).mappings().all()
        names = [
            f"{titles.get(row['line'], row['line'])}·{row['kind']}（定在{wording.moment(local(row['due_at']))}"
            f"{'，迟到' if row['late'] else ''}）"
            for row in due[:FIRED]
        ]
        at = wording.moment(local(act.at))
        more = f"等{len(due)}项" if len(due) > FIRED else ""
        said[act.number] = f"{at}，时钟到点：{'、'.join(names)}{more}" if names else f"{at}，机器人自己发出"
    return said


def waiting_for(columns: dict[str, Any]) -> str:
    """What the conversation waited for."""
    kept = columns.get("state")
    if not isinstance(kept, dict):
        return ""
    state = State.model_validate(kept)
    if state.question is not None:
        return f"等着回答：{state.question.text}"
    if state.draft is not None:
        labels = {intent.name: intent.label for found in lines() for intent in found.intents}
        return f"“{labels.get(state.draft.intent, state.draft.intent)}”还没说完"
    return ""
