"""转办: a draft first, then to the units' 联络员: one leads, others take part (domain.md 2.1, 2.6, template 3)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.documents import cards, plans, records, refs, rules, store, units, wording
from handlers.documents import slots as read
from handlers.documents.standing import allowed
from handlers.documents.states import Act, Who
from handlers.documents.store import Doc
from handlers.documents.submit import ASK_LEAD, submit
from handlers.documents.terms import ACTION, AT_ONCE, BY_INSTRUCTION, BY_TRANSFER, EXTENDED, STATED
from handlers.documents.write import OUTDATED, from_json, to_json, untouched, write
from handlers.line import Answer, Reply, Slots
from handlers.said import Said
from handlers.turn import Turn
from scheduler.wording import deadline, moment
from storage.changes import Change
from storage.messages import Text
from storage.outbox import Lane

SETTLED = (BY_TRANSFER, BY_INSTRUCTION, EXTENDED)
"""Limits that stay when the paper is handed to other units without a new date."""
SEND = ("发送", "修改")
NOT_SENT = "转办稿还没有发送。要改请直接说，例如“农水局牵头”“9月24日前反馈”；不改请选："


_ALSO_TO = re.compile(r"再|还|也|加上|补|[呈送](?!牵头)|一并")
"""Another leader, when the lead unit was asked for: 再加上何副区长."""

_LEADS = re.compile("牵头|主办")
_AS_WELL = re.compile("[也再还]|加上|加个|增加|补上?")


def transfer(turn: Turn, doc: Doc, slots: Slots, _named: bool) -> Reply:
    """Show the draft; nothing reaches anybody before 发送."""
    given = {"lead_unit", "due_at"}  # the limit has a default
    allowed(turn, doc, Act.TRANSFER, given, without=(Who.READER,))
    lead = slots.get("unit")
    if not lead:
        why = "牵头单位只能一家。" if turn.said.units else "没认出单位，暂不转办请回复“暂不转办”。"
        return Reply(f"{why}{ASK_LEAD}", then="lead", free=True, data={"id": doc.id}, about=(doc.key,))
    others = slots.get("co_units")
    others = doc.co_units if others is None else others  # 改由住建局牵头 says nothing of them
    co = [unit for unit in expanded(turn, others) if unit != lead]
    values: dict[str, Any] = {"lead_unit": lead, "co_units": co, **_due(turn, doc, slots)}
    draft = replace(doc, **values)
    text = wording.transfer(turn.office, draft, instructed=store.instructed(turn.tx, doc.id))
    who = "、".join(person.name for unit in [lead, *co] for person in turn.office.liaisons(unit)[:1])
    head = turn.office.head(lead) if doc.urgency in AT_ONCE else None
    who += f"，并报{head.name}" if head else ""
    data = {"id": doc.id, "version": doc.version, "values": to_json(values), "slots": slots}
    question = f"转办稿（发给：{who}）：\n{text}\n{_not_later(draft, slots)}发送吗？"
    return Reply(question, options=SEND, then="send", data=data, free=True, about=(doc.key,))


def submit_and_pass_on(turn: Turn, doc: Doc, slots: Slots, named: bool) -> Reply:
    """呈送, and when the words say who leads, the draft of the transfer instead of the question who does."""
    reply = submit(turn, doc, slots, named)
    heard = _heard(turn.said) if reply.then == "lead" and _LEADS.search(turn.said.text) else {}
    if "unit" not in heard:
        return reply
    draft = transfer(turn, store.get(turn.tx, doc.id), heard, True)
    return replace(draft, text=f"{reply.text.removesuffix(ASK_LEAD)}{draft.text}")


def lead_named(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """The answer to 牵头单位是哪家."""
    if answer.said.yes is False or answer.said.bare.startswith(("不用", "暂不", "不转", "先不")):
        return Reply("好的，暂不转办。", about=(doc.key,))
    if (other := refs.another(turn, doc)) is not None:
        return transfer(turn, other, _heard(answer.said), True)
    found = {**answer.data.get("slots", {}), **_heard(answer.said)}
    if answer.said.leaders and not answer.said.units and _ALSO_TO.search(answer.said.text):
        return submit(turn, doc, {"leader_list": [leader.name for leader in answer.said.leaders]}, True)
    if answer.said.vague_units and "co_units" not in found:
        return Reply("有关单位具体是哪几家？请连同牵头单位一起写明。", then="lead", free=True, data=answer.data)
    return transfer(turn, doc, found, True)


def _heard(said: Said) -> Slots:
    found: Slots = {}
    for name, reader in (("unit", read.lead_unit), ("co_units", read.co_units), ("datetime", read.stated_due)):
        value = reader(said, False, found)
        if value is not None:
            found[name] = value
    return found


def send(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """1发送: write and tell; 2修改 or the change itself: the draft again."""
    changed = _heard(answer.said) if answer.index is None else {}
    if changed and (other := refs.another(turn, doc)) is not None:
        return transfer(turn, other, changed, True)
    if changed:
        return transfer(turn, doc, {**answer.data["slots"], **_added(answer, changed)}, True)
    if answer.index is None and answer.said.yes is not False:
        return Reply(NOT_SENT, options=SEND, then="send", data=answer.data, free=True)
    if answer.index != 0:
        again = "好的，没有发送。请重新说一遍，例如“农水局牵头，住建局配合，9月24日前反馈”。"
        return Reply(again, then="lead", free=True, data={"id": answer.data["id"], "slots": answer.data["slots"]})
    if doc.version != answer.data["version"]:
        return Reply(OUTDATED)
    status = allowed(turn, doc, Act.TRANSFER, {"lead_unit", "due_at"}, without=(Who.READER,))
    return done(turn, hand_on(turn, doc, {**from_json(answer.data["values"]), "status": status, "kind": ACTION}))


def _added(answer: Answer, changed: Slots) -> Slots:
    """住建局也配合 adds to those that take part; 住建局配合 says who does."""
    if "unit" in changed or "co_units" not in changed or not _AS_WELL.search(answer.said.text):
        return changed
    return {**changed, "co_units": [*answer.data["values"]["co_units"], *changed["co_units"]]}


def hand_on(turn: Turn, doc: Doc, values: Mapping[str, Any]) -> Doc:
    """Write the transfer, settle the 批示 that ask for it, plan the chasing, tell the units. Raises Outdated."""
    new = write(turn, doc, values, "转办", undo="transfer")
    fresh = units.hand_to(turn.tx, new.id, new.lead_unit, new.co_units, turn.now)
    records.settle(turn.tx, new.id, turn.now)
    records.answered(turn.tx, new.id, by=turn.person.userid, now=turn.now)
    plans.everything(turn, new)
    _tell(turn, new, fresh, instructed=store.instructed(turn.tx, new.id))
    _tell_former(turn, doc, new)
    return new


def done(turn: Turn, new: Doc) -> Reply:
    """Read back to whom it went."""
    part = f"，配合{wording.labels(turn.office, new.co_units)}" if new.co_units else ""
    limit = f"，时限{moment(new.due_at)}（{new.due_source}）" if new.due_at else ""
    return Reply(
        f"已转办：{new.no}，牵头{wording.label(turn.office, new.lead_unit or '')}{part}{limit}。"
        f"催办人：{wording.contact(turn.office, new.chaser)}。",
        about=(new.key,),
    )


def untransfer(turn: Turn, change: Change) -> Reply:
    """Take a transfer back and tell the units that had it."""
    doc = store.hold(turn.tx, int(change.object.removeprefix("incoming:")))
    if not untouched(doc, change.data["after"]):
        return Reply(OUTDATED)
    people = [person.userid for unit in doc.units for person in turn.office.liaisons(unit)[:1]]
    contact = wording.contact(turn.office, doc.chaser)
    text = f"【变更】{doc.sender}来文（{doc.name}）的转办撤回，暂不办理。联系人：{contact}。"
    turn.tell(people, text, lane=plans.lane(doc, Lane.TIMELY), key=f"{doc.key}:撤回转办:{doc.version}", subject=doc.key)
    old = store.change(turn.tx, doc, turn.now, from_json(change.data["before"]))
    units.hand_to(turn.tx, old.id, old.lead_unit, old.co_units, turn.now)
    records.unsettle(turn.tx, old.id, change.at, turn.now)
    turn.note("撤销转办", doc.key, before={"lead_unit": doc.lead_unit}, after={"lead_unit": old.lead_unit})
    plans.everything(turn, old)
    return Reply(f"已撤销：{old.no}的转办，状态恢复为{old.status}，已告知原承办单位。", about=(old.key,))


def _due(turn: Turn, doc: Doc, slots: Slots) -> dict[str, Any]:
    """The effective limit: the earliest of what the paper and the transfer state, else the default (domain.md 2.7)."""
    stated = [(doc.stated_due_at, STATED)] if doc.stated_due_at else []
    if "datetime" not in slots and doc.due_source in SETTLED and doc.due_at is not None:
        return {"due_at": doc.due_at, "due_source": doc.due_source}
    if "datetime" in slots:
        stated.append((datetime.fromisoformat(slots["datetime"]), BY_TRANSFER))
    due = rules.due(
        plans.hours(turn),
        turn.office.limits.doc,
        received=doc.received_at,
        urgency=doc.urgency,
        kind=ACTION,
        title=doc.title,
        stated=stated,
    )
    return {"due_at": due.at, "due_source": due.source} if due else {}


def _not_later(draft: Doc, slots: Slots) -> str:
    """That a limit later than the paper's own does not count: the earlier one does (domain.md 2.7, B.3 example 5)."""
    wanted = datetime.fromisoformat(slots["datetime"]) if "datetime" in slots else None
    if wanted is None or draft.due_at is None or wanted <= draft.due_at:
        return ""
    return f"（您说的{deadline(wanted)}晚于{draft.due_source}的{deadline(draft.due_at)}，按{draft.due_source}办。）\n"


def expanded(turn: Turn, names: list[str]) -> list[str]:
    """各镇街 as its towns and streets."""
    return [unit for name in names for unit in ([u.short for u in turn.office.group(name)] or [name])]


def _tell(turn: Turn, doc: Doc, fresh: list[str], *, instructed: bool) -> None:
    """A card to each unit's 联络员, words to one whose part is as it was; 特急 also to the head of the lead unit."""
    text = wording.transfer(turn.office, doc, instructed=instructed)
    lane, me = plans.lane(doc, Lane.TIMELY), turn.person.userid
    parts = {one.unit: one.part for one in store.handed(turn.tx, doc.id)}
    for unit in doc.units:
        for person in turn.office.liaisons(unit)[:1]:
            again = text.replace("请回复“签收”。", f"{wording.label(turn.office, unit)}仍为{parts[unit]}单位。")
            message = cards.transfer(turn.office, doc, unit, text) if unit in fresh else Text(text=again)
            turn.tell(
                person.userid,
                message,
                lane=lane,
                key=f"{doc.key}:转办:{unit}:{doc.version}",
                subject=doc.key,
                origin=me,
            )
    head = turn.office.head(doc.lead_unit) if doc.urgency in AT_ONCE and doc.lead_unit else None
    if head is not None:
        words = Text(text=text.replace("请回复“签收”。", ""))
        turn.tell(head.userid, words, lane=lane, key=f"{doc.key}:转办负责人:{doc.version}", subject=doc.key, origin=me)


def _tell_former(turn: Turn, doc: Doc, new: Doc) -> None:
    """Units that had the paper and have it no more."""
    former = [person.userid for unit in doc.units if unit not in new.units for person in turn.office.liaisons(unit)[:1]]
    lead = wording.label(turn.office, new.lead_unit or "")
    instead = f"改由{lead}牵头办理，" if new.lead_unit != doc.lead_unit else ""
    text = f"【变更】{doc.sender}来文（{doc.name}）{instead}你单位不再承办。"
    key = f"{doc.key}:不再承办:{new.version}"
    turn.tell(former, text, lane=plans.lane(doc, Lane.TIMELY), key=key, subject=doc.key)
