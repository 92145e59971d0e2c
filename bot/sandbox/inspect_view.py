"""A message taken apart: from the encrypted XML to the state of its delivery, for a reader of Chinese."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, select

from bot.dialogue.explain import explain
from bot.dialogue.recognise import Hit, recognise
from bot.dialogue.state import State
from bot.dialogue.understand import understand
from bot.role_names import TITLES
from bot.sandbox.inspect_rows import RowChange
from bot.sandbox.inspect_sendings import Sending, rows_by_id, rows_of_message, sending
from bot.sandbox.inspect_traces import Act, Acts
from bot.sandbox.phones import PhoneMessage
from bot.sandbox.world import Demo
from bot.wecom.inbound import CardPress, Inbound, MenuClick
from handlers.registry import lines
from scheduler import wording
from scheduler.clock import SHANGHAI, local
from scheduler.workdays import WorkCalendar
from storage.office import Person
from storage.tables import reminder

STOPPED = "已拦截，内容未保存"
SOFT = "含敏感或内部标记：先问怎么办，原文未保存"
RIGHTS = {"R": "查看", "R own": "查看本人本单位的", "W": "办理", "W own": "办理本人本单位的", "X": "审定"}
SHOWN = 1200
"""Characters of a value that are shown."""
FIRED = 5
"""Reminders of one moment that are named."""
_SECRET = 10
"""Characters of a response_code that are shown."""
_CALENDAR = WorkCalendar()
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}")


@dataclass(frozen=True)
class Understanding:
    """What was wanted, as `zhongshu explain` says it, and what the conversation stood at."""

    label: str
    answer: str
    ask: str
    before: str
    after: str


@dataclass(frozen=True)
class ActView:
    """An act, stage by stage; a stage that there was not is empty."""

    title: str
    stopped: str = ""
    envelope: str = ""
    size: int = 0
    plain: str = ""
    event: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    guard: str = ""
    understanding: Understanding | None = None
    permission: str = ""
    rows: tuple[RowChange, ...] = ()
    deliveries: tuple[str, ...] = ()
    error: str = ""
    pressed: bool = False
    """Whether somebody pressed the card that is looked at."""


@dataclass(frozen=True)
class Anatomy:
    """What the inspector shows of one message. `stopped` is all there is of one that the guard did not let pass."""

    message: PhoneMessage
    title: str
    stopped: str = ""
    missing: str = ""
    acts: tuple[ActView, ...] = ()
    sendings: tuple[Sending, ...] = ()
    step: int = 0
    """The number of the act that it is, or that caused it."""


class Anatomist:
    """Takes messages apart."""

    def __init__(self, demo: Demo, acts: Acts) -> None:
        self._demo, self._acts = demo, acts

    async def message(self, number: int) -> Anatomy:
        """Everything that is known of a message. Raises KeyError when there is none of that id."""
        message = self._demo.fake.phones.message(number)
        if message is None:
            raise KeyError(number)
        act = self._acts.by_key(f"m:{message.msgid}") if message.mine else None
        stopped = message.passive or (act is not None and act.level == "hard")
        if stopped:
            return Anatomy(message, self._title(message), STOPPED)
        if message.mine:
            return await self._said(message, act)
        return await self._heard(message)

    async def _said(self, message: PhoneMessage, act: Act | None) -> Anatomy:
        if act is None:
            return Anatomy(message, self._title(message), missing="没有送到机器人，或者已经不在保留的范围内")
        ids = [int(row.id) for row in act.new_rows("outbox")]
        rows = await self._demo.bot.db.read(lambda tx: rows_by_id(tx, ids))
        sent = self._sendings(rows)
        return Anatomy(message, self._title(message), acts=(self._view(act),), sendings=sent, step=act.number)

    async def _heard(self, message: PhoneMessage) -> Anatomy:
        calls = list(self._acts.calls)

        def unit(tx: Connection) -> list[Any]:
            return rows_of_message(tx, message, calls)

        rows = await self._demo.bot.db.read(unit)
        caused = [act for row in rows if (act := self._acts.causing(row["id"])) is not None]
        pressed = self._acts.presses(message.userid, message.card.task_id) if message.card else []
        acts = {act.number: act for act in (*caused, *pressed)}
        fired = await self._demo.bot.db.read(lambda tx: _fired(tx, (act for act in acts.values() if not act.key)))
        views = tuple(
            replace(self._view(act, fired.get(number, "")), pressed=act in pressed)
            for number, act in sorted(acts.items())
        )
        missing = "" if rows else "发送记录里没有这一条"
        sent = self._sendings(rows)
        return Anatomy(message, self._title(message), "", missing, views, sent, max(acts, default=0))

    def _sendings(self, rows: Iterable[Any]) -> tuple[Sending, ...]:
        names = {person.userid.lower(): person.name for person in self._demo.office.people}
        now = self._demo.clock.now()
        return tuple(sending(row, self._acts.calls, names, now) for row in rows)

    def _title(self, message: PhoneMessage) -> str:
        person = self._demo.office.person(message.userid)
        name, at = person.name if person else message.userid, wording.moment(_beijing(message.at))
        return f"{name}对中枢说，{at}" if message.mine else f"{message.sender}发给{name}，{at}"

    def _view(self, act: Act, fired: str = "") -> ActView:
        person = self._demo.office.person(act.sender) if act.sender else None
        rows = tuple(act.rows)
        if not act.key:
            return ActView(fired, rows=rows)
        title = f"{person.name if person else act.sender}，{wording.moment(local(act.at))}"
        deliveries = tuple(_delivery(index, *one) for index, one in enumerate(act.deliveries, 1))
        if act.level == "soft":
            return ActView(title, SOFT, rows=rows, deliveries=deliveries)
        event, sealed = act.event, act.envelope
        wanted = act.text if act.text is not None else event.key if isinstance(event, MenuClick) else None
        return ActView(
            title=title,
            envelope=sealed.body.decode() if sealed else "",
            size=len(sealed.body) if sealed else 0,
            plain=sealed.plain.decode() if sealed else "",
            event=type(event).__name__ if event else "",
            fields=_fields(event) if event else (),
            guard="通过，没有涉密和敏感标记" if act.text is not None else "",
            understanding=self._understood(wanted, act, person) if wanted is not None else None,
            permission=self._permission(wanted, act, person),
            rows=rows,
            deliveries=deliveries,
            error=act.error,
        )

    def _understood(self, text: str, act: Act, person: Person | None) -> Understanding:
        found = explain(text, local(act.at), self._demo.office, user=person.userid if person else None)
        hit = self._hit(text, act.at, person)
        talk = next((row for row in act.rows if row.table == "conversation"), None)
        return Understanding(
            label=hit.intent.label if hit is not None else "",
            answer=_explained(found),
            ask=str(found["ask"] or ""),
            before=_waiting(talk.before) if talk else "",
            after=_waiting(talk.after) if talk else "",
        )

    def _hit(self, text: str, at: datetime, person: Person | None) -> Hit | None:
        said = understand(text, local(at), self._demo.office, _CALENDAR)
        hits = recognise(said.text)
        return next((hit for hit in hits if person is None or hit.intent.allowed(person)), next(iter(hits), None))

    def _permission(self, text: str | None, act: Act, person: Person | None) -> str:
        if person is None:
            return "不在本办名册内：只答“未查询到”"
        roles = "、".join(TITLES[role] for role in person.roles)
        if isinstance(act.event, CardPress):
            return f"{person.name}（{roles}）按自己收到的卡片，是否有权由该项业务判定"
        hit = self._hit(text, act.at, person) if text is not None else None
        if hit is None:
            return f"{person.name}（{roles}）"
        check = hit.intent.allowed
        right, area = getattr(check, "right", None), getattr(check, "area", None)
        need = f"，需要“{area}”的{RIGHTS[right]}权" if right and area else ""
        verdict = "准许" if check(person) else "不准，答复与“未查询到”一样"
        return f"{hit.intent.label}{need}；{person.name}（{roles}）：{verdict}"


def value(stored: Any) -> str:
    """A column's value to read: an instant in Beijing time, JSON as JSON."""
    if isinstance(stored, str) and _INSTANT.fullmatch(stored):
        return f"{local(datetime.fromisoformat(stored).replace(tzinfo=UTC)):%Y-%m-%d %H:%M}"
    if isinstance(stored, dict | list):
        return orjson.dumps(stored).decode()[:SHOWN]
    return "空" if stored is None or stored == "" else str(stored)


def _explained(found: dict[str, Any]) -> str:
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


def _fields(event: Inbound) -> tuple[tuple[str, str], ...]:
    shown = []
    for field in fields(event):
        value = getattr(event, field.name)
        text = f"{value[:_SECRET]}…" if field.name == "response_code" else str(value)
        shown.append((field.name, text))
    return tuple(shown)


def _delivery(number: int, status: int, seconds: float) -> str:
    again = "" if number == 1 else "，重复推送，不再处理"
    return f"第{number}次推送：HTTP {status}，{max(1, round(seconds * 1000))}毫秒{again}"


def _fired(tx: Connection, acts: Iterable[Act]) -> dict[int, str]:
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


def _waiting(columns: dict[str, Any]) -> str:
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


def _beijing(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, SHANGHAI)
