"""更正: what was written is put right. Before and after are shown; a paper that was named is confirmed first."""

import re
from datetime import datetime
from typing import Any

from handlers.documents import plans, refs, route, rules, wording
from handlers.documents.close import REPLIED
from handlers.documents.register import announce
from handlers.documents.rules import Due
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc
from handlers.documents.tables import TITLE_LENGTH
from handlers.documents.terms import (
    ACTION,
    AT_ONCE,
    BEFORE_SUBMISSION,
    BY_INSTRUCTION,
    BY_TRANSFER,
    DEFAULT,
    EXTENDED,
    OVER,
    STATED,
    Status,
)
from handlers.documents.write import OUTDATED, Outdated, from_json, tell_units, to_json, write
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn
from scheduler.wording import moment

LABELS = {
    "urgency": "缓急",
    "kind": "类别",
    "title": "标题",
    "sender": "来文",
    "doc_no": "文号",
    "identities": "收文身份",
    "important": "要件",
    "reply_no": "复文文号",
}
_NEW_TITLE = re.compile(r"标题(?:改[成为]|应该?[是为]|换成|[是为])[：:《]?(.{2,120}?)》?$")
_NEW_SENDER = re.compile(r"(?:来文(?:单位)?|单位)(?:改[成为]|应该?[是为]|换成|[是为])")
_NEW_NUMBER = re.compile(refs.NEW_NUMBER)
_NEW_REPLY_NUMBER = re.compile(refs.NEW_REPLY_NUMBER)


def amend(turn: Turn, doc: Doc, slots: Slots, named: bool) -> Reply:
    """Work out the change. One that was only just spoken of is written at once, one that was named is asked first."""
    if (reply_no := _reply_number(turn, doc)) is not None:
        result = (doc.result or "").replace(doc.reply_no, reply_no) if doc.reply_no else doc.result
        return apply(turn, doc, {"reply_no": reply_no, "result": result}, "")
    if doc.status in OVER:
        phone = turn.office.phones.secretariat
        again = "刚办结的可先回复“撤销”再重新说明；" if doc.status == Status.CLOSED else ""
        return Reply(f"{doc.no}{doc.status}，不能再改。{again}如需更正请联系秘书科（{phone}）。", about=(doc.key,))
    allowed(turn, doc, Act.AMEND)
    wanted = _wanted(turn, doc, slots)
    if not wanted:
        return Reply("请说明改什么，例如“缓急改成特急”“时限改成9月25日”“标题改为……”。", about=(doc.key,))
    if "kind" in wanted and doc.status not in (*BEFORE_SUBMISSION, Status.SUBMITTED, Status.CIRCULATING):
        return Reply(f"{doc.no}{doc.status}，类别不能再改。", about=(doc.key,))
    values, due = _with_due(turn, doc, wanted)
    if "kind" in wanted and doc.status not in BEFORE_SUBMISSION:
        values["status"] = Status.SUBMITTED if wanted["kind"] == ACTION else Status.CIRCULATING
    if not named:
        return apply(turn, doc, values, due.limit if due else "")
    text = f"{doc.no}：{describe(turn, doc, values, due)}？"
    data = {"id": doc.id, "version": doc.version, "values": to_json(values), "limit": due.limit if due else ""}
    return Reply(text, options=("确认", "取消"), then="amend", data=data, about=(doc.key,))


def _reply_number(turn: Turn, doc: Doc) -> str | None:
    """The 文号 of the reply, put right after 办结; 46号 alone is the next of the same kind."""
    match = _NEW_REPLY_NUMBER.search(turn.said.text) if doc.result_kind == REPLIED else None
    if match is None:
        return None
    named = next((one.canonical for one in turn.said.docs if one.span[0] >= match.end() and one.canonical), None)
    seq = next((own.seq for own in turn.said.own if own.span[0] >= match.end()), None)
    same = f"{doc.reply_no.partition('〕')[0]}〕{seq}号" if doc.reply_no and seq else None
    return named or same


def confirmed(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """The answer to the shown before and after."""
    if answer.index != 0:
        return Reply("好的，未作改动。")
    if doc.version != answer.data["version"]:
        return Reply(OUTDATED)
    return apply(turn, doc, from_json(answer.data["values"]), answer.data["limit"])


def apply(turn: Turn, doc: Doc, values: dict[str, Any], limit: str) -> Reply:
    """Write the change, plan anew, tell whoever works on it."""
    try:
        new = write(turn, doc, values, "更正收文")
    except Outdated:
        return Reply(OUTDATED)
    new = route.after_reading(turn, new)
    plans.everything(turn, new)
    if new.urgency != doc.urgency and new.urgency in AT_ONCE:
        announce(turn, new)
    if new.due_at != doc.due_at and new.due_at is not None:
        tell_units(turn, new, f"时限改为{moment(new.due_at)}")
    shown = describe(turn, doc, values, Due(new.due_at, new.due_source or "", limit) if new.due_at else None)
    return Reply(f"已更正：{doc.no}：{shown}。回复“撤销”可恢复。", about=(doc.key,))


def describe(turn: Turn, doc: Doc, values: dict[str, Any], due: Due | None) -> str:
    """缓急 加急→特急，时限改为9月22日10:15（无来文时限，默认自收文起24小时）."""
    parts = []
    for field, label in LABELS.items():
        if field in values and values[field] != getattr(doc, field):
            parts.append(f"{label} {_shown(getattr(doc, field))}→{_shown(values[field])}")
    if "due_at" in values and due is not None and values["due_at"] != doc.due_at:
        why = f"无来文时限，默认自收文起{due.limit}" if due.source == DEFAULT else due.source
        hint = wording.off_day(due.at, turn.calendar)
        parts.append(f"时限改为{wording.due_words(due.at, turn.now)}（{why}{f'；{hint}' if hint else ''}）")
    elif "urgency" in values and due is not None and due.source != DEFAULT:
        parts.append(f"时限不变：{wording.due_words(due.at, turn.now)}（{due.source}）")
    elif "due_at" in values and due is None:
        parts.append("阅件不设办理时限")
    return "，".join(parts) or "没有变化"


def _wanted(turn: Turn, doc: Doc, slots: Slots) -> dict[str, Any]:
    text = turn.said.text
    wanted: dict[str, Any] = {key: slots[key] for key in ("urgency", "kind") if key in slots}
    if "identity" in slots:
        wanted["identities"] = [slots["identity"]]
    if slots.get("important"):
        wanted["important"] = "不是要件" not in text and "取消要件" not in text
    if match := _NEW_TITLE.search(text):
        wanted["title"] = match[1][:TITLE_LENGTH]
        wanted["genre"] = rules.genre(match[1])
    if _NEW_SENDER.search(text) and slots.get("unit"):
        wanted["sender"] = slots["unit"]
        wanted["sender_level"] = rules.level(turn.office, slots["unit"])
    if (match := _NEW_NUMBER.search(text)) and turn.said.docs:
        wanted["doc_no"] = next(
            (d.canonical for d in turn.said.docs if d.span[0] >= match.end() and d.canonical), doc.doc_no
        )
    if "datetime" in slots:
        wanted["stated_due_at"] = datetime.fromisoformat(slots["datetime"])
        wanted["stated_workdays"] = slots.get("stated_workdays")
    return {key: value for key, value in wanted.items() if value != getattr(doc, key)}


def _with_due(turn: Turn, doc: Doc, wanted: dict[str, Any]) -> tuple[dict[str, Any], Due | None]:
    """The change and the limit that follows from it: a stated one stays, a default is reckoned anew."""
    merged = {field: wanted.get(field, getattr(doc, field)) for field in ("urgency", "kind", "title", "stated_due_at")}
    stated = [(merged["stated_due_at"], STATED)] if merged["stated_due_at"] else []
    if doc.due_source is not None and doc.due_at is not None and "stated_due_at" not in wanted:
        if doc.due_source == EXTENDED:
            return wanted, Due(doc.due_at, EXTENDED)
        if doc.due_source in (BY_TRANSFER, BY_INSTRUCTION):
            stated.append((doc.due_at, doc.due_source))
    due = rules.due(
        plans.hours(turn),
        turn.office.limits.doc,
        received=doc.received_at,
        urgency=merged["urgency"],
        kind=merged["kind"],
        title=merged["title"],
        stated=stated,
    )
    return {**wanted, "due_at": due.at if due else None, "due_source": due.source if due else None}, due


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(value)
    return {True: "是", False: "否", None: "无"}.get(value, value) if not isinstance(value, str) else value
