"""会签: the units whose business it is agree, or say why not, by their limit (domain.md 2.1, 2.3)."""

import re
from collections.abc import Sequence
from datetime import datetime

from handlers.line import Reply, Slots
from handlers.outgoing import cards, plans, refs, store, wording
from handlers.outgoing.addressees import members
from handlers.outgoing.store import Out, Outdated
from handlers.outgoing.terms import Act, Part, State
from handlers.outgoing.write import OUTDATED, refused, restored, write
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.hours import OfficeHours
from scheduler.wording import moment
from storage.changes import Change
from storage.outbox import Lane
from storage.profile_types import Span

DEFAULT = Span(3, "wd")
"""How long a unit has to answer unless a limit is named."""
_WITHDRAW = re.compile(r"(?:不用|取消|撤回|不需要|无需|免).{0,16}会签|会签.{0,8}(?:撤回|取消|不用)")


def ask(turn: Turn, doc: Out, slots: Slots) -> Reply:
    """Ask units for their 会签: at once when 核稿 is through, else as soon as it is."""
    if _WITHDRAW.search(turn.said.text):
        return _withdrawn(turn, doc, slots)
    stopped = refused(turn, doc, Act.ASK)
    if stopped is not None:
        return stopped
    units = members(turn.office, slots.get("cosign") or [])
    if not units:
        return Reply("请写明会签单位，例如“送区应急局、区住建局会签，9月24日前”。", about=(doc.key,))
    due = _due(turn, doc)
    if due is not None and due <= turn.now:
        return Reply(f"会签时限{moment(due)}已过，请写今后的时间。", about=(doc.key,))
    if doc.state not in (State.TO_SIGN, State.COSIGNING):
        both = list(dict.fromkeys([*doc.cosign_units, *units]))
        try:
            doc = write(turn, doc, {"cosign_units": both}, "会签单位")
        except Outdated:
            return Reply(OUTDATED)
        names = wording.labels(turn.office, both)
        return Reply(
            f"{doc.name}：会签单位记为{names}，核稿通过后自动送会签。{wording.next_step(doc)}", about=(doc.key,)
        )
    was = doc
    try:
        doc = write(turn, doc, {"status": State.COSIGNING.value}, "送会签", undo="cosign", more={"units": units})
    except Outdated:
        return Reply(OUTDATED)
    asked = send(turn, doc, units, due)
    if not asked:
        names = wording.answers(turn.office, store.owed(turn.tx, doc.id, Part.COSIGN))
        doc = store.change(turn.tx, doc, turn.now, {"status": was.status})
        plans.again(turn, doc)
        return Reply(f"这些单位已送过会签：{names}。", about=(doc.key,))
    by = next((one.due_at for one in store.owed(turn.tx, doc.id, Part.COSIGN) if one.unit == asked[0]), None)
    when = f"，{moment(by)}前答复" if by else ""
    return Reply(f"{doc.name}已送{wording.labels(turn.office, asked)}会签{when}。", about=(doc.key,))


def send(turn: Turn, doc: Out, units: Sequence[str], due: datetime | None) -> list[str]:
    """Send the request to these units' 联络员; returns who was asked now."""
    limit = due or OfficeHours(turn.calendar, turn.office.hours).due(turn.now, DEFAULT)
    asked = store.ask(turn.tx, doc.id, Part.COSIGN, units, turn.now, limit)
    lane = Lane.URGENT if doc.urgency in wording.URGENT else Lane.TIMELY
    for one in store.owed(turn.tx, doc.id, Part.COSIGN):
        person = plans.liaison(turn, one.unit)
        if one.unit in asked and person is not None:
            card = cards.cosign(turn.office, doc, one)
            turn.tell(
                person,
                card,
                lane=lane,
                key=f"{doc.key}:会签:{one.unit}:{doc.version}",
                subject=doc.key,
                origin=turn.actor,
            )
    plans.again(turn, doc)
    return asked


def _due(turn: Turn, doc: Out) -> datetime | None:
    for when in refs.days(turn, doc):
        readings = [reading.end or reading.start for reading in when.candidates] if when.ambiguous else []
        future = [at for at in readings if at is not None and at > turn.now]
        at = min(future, default=when.end or when.start)
        if at is None:
            continue
        here = local(at)
        closing = turn.office.closing_time.end
        return datetime.combine(here.date(), closing, here.tzinfo) if when.kind == "date" else here
    return None


def _withdrawn(turn: Turn, doc: Out, slots: Slots) -> Reply:
    stopped = refused(turn, doc, Act.ASK)
    if stopped is not None:
        return stopped
    units = members(turn.office, slots.get("cosign") or []) or [u.short for u in turn.said.units if u.short]
    units = units or doc.cosign_units
    planned = [unit for unit in doc.cosign_units if unit not in units]
    gone = withdraw(turn, doc, units)
    left = [one for one in store.owed(turn.tx, doc.id, Part.COSIGN) if not one.settled]
    values: dict[str, object] = {"cosign_units": planned}
    if doc.state is State.COSIGNING and not left:
        values["status"] = State.TO_SIGN.value
    try:
        doc = write(turn, doc, values, "撤回会签")
    except Outdated:
        return Reply(OUTDATED)
    names = wording.labels(turn.office, gone or units)
    return Reply(f"{doc.name}不再送{names}会签，现为{doc.status}。{wording.next_step(doc)}", about=(doc.key,))


def withdraw(turn: Turn, doc: Out, units: Sequence[str]) -> list[str]:
    """Take requests back and tell those who had not answered."""
    gone = store.drop(turn.tx, doc.id, Part.COSIGN, units, turn.now)
    people = [person for unit in gone for person in [plans.liaison(turn, unit)] if person]
    contact = wording.contact(turn.office, doc.clerk)
    text = f"【变更】《{doc.title}》不再需要会签，请忽略此前的会签请求。联系人：{contact}。"
    turn.tell(people, text, lane=Lane.TIMELY, key=f"{doc.key}:撤回会签:{doc.version}", subject=doc.key)
    return gone


def uncosign(turn: Turn, change: Change) -> Reply:
    """撤销 of asking: the requests are withdrawn."""
    new = restored(turn, change)
    if new is None:
        return Reply(OUTDATED)
    withdraw(turn, new, change.data["units"])
    return Reply(f"已撤销：{new.name}恢复为{new.status}，会签请求已撤回。", about=(new.key,))
