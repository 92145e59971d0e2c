"""A message taken apart: from the encrypted XML to the state of its delivery, for a reader of Chinese."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.dialogue.explain import explain
from bot.dialogue.recognise import Hit, recognise
from bot.dialogue.understand import understand
from bot.role_names import TITLES
from bot.sandbox.inspect_rows import RowChange
from bot.sandbox.inspect_sendings import Sending, rows_by_id, rows_of_message, sending
from bot.sandbox.inspect_traces import Act, Acts
from bot.sandbox.inspect_words import delivery, event_fields, explained, fired_reminders, waiting_for
from bot.sandbox.phones import PhoneMessage
from bot.sandbox.world import Demo
from bot.wecom.inbound import CardPress, MenuClick
from scheduler import wording
from scheduler.clock import SHANGHAI, local
from scheduler.workdays import WorkCalendar
from storage.office import Person

STOPPED = "已拦截，内容未保存"
SOFT = "含敏感或内部标记：先问怎么办，原文未保存"
RIGHTS = {"R": "查看", "R own": "查看本人本单位的", "W": "办理", "W own": "办理本人本单位的", "X": "审定"}
_CALENDAR = WorkCalendar()


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
        fired = await self._demo.bot.db.read(
            lambda tx: fired_reminders(tx, (act for act in acts.values() if not act.key))
        )
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
        deliveries = tuple(delivery(index, *one) for index, one in enumerate(act.deliveries, 1))
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
            fields=event_fields(event) if event else (),
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
            answer=explained(found),
            ask=str(found["ask"] or ""),
            before=waiting_for(talk.before) if talk else "",
            after=waiting_for(talk.after) if talk else "",
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


def _beijing(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, SHANGHAI)
