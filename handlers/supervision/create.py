"""立项 in conversation: what is asked, the read-back, and what becomes of it."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers.line import Answer, Intent, Reply, Slot, Slots
from handlers.supervision import approval, reading, rights, sources, wording
from handlers.supervision.establish import Draft, establish, propose
from handlers.supervision.store import Task
from handlers.supervision.terms import Period
from handlers.turn import Turn
from scheduler.wording import deadline, numbered
from storage.office import Office

CONFIRM, AMEND = "create_confirm", "create_amend"
OPTIONS = ("确认立项并交办", "修改", "取消")


def run(turn: Turn, slots: Slots) -> Reply:
    """Read back what would be handed to units; whoever may not decide lays it before the 督查室主任 instead."""
    made = draft(turn.office, slots)
    if not rights.may_establish(turn.person):
        task = propose(turn, made)
        turn.undoable("supervision", "created", task.key, {})
        names = "、".join(wording.person_name(turn.office, userid) for userid in rights.chiefs(turn.office))
        return Reply(
            f"已提交督查室主任{names}审批立项：\n{read_back(turn, made)}\n批准后编号并交办。", about=(task.key,)
        )
    text = f"拟立项督办：\n{read_back(turn, made)}\n{numbered(OPTIONS)}"
    return Reply(text, options=OPTIONS, then=CONFIRM, data=slots)


def confirm(turn: Turn, answer: Answer) -> Reply:
    if answer.index == 0 and rights.may_establish(turn.person):
        task = establish(turn, draft(turn.office, answer.data))
        turn.undoable("supervision", "created", task.key, {})
        return done(turn, task)
    if answer.index == 1:
        return Reply(
            "请说明改什么，例如“时限改为10月30日”“配合单位：财政局”。", then=AMEND, data=answer.data, free=True
        )
    return Reply("已取消，未立项。")


def amend(turn: Turn, answer: Answer) -> Reply:
    """Read the fields that the correction names over those known so far."""
    slots = dict(answer.data)
    for slot in SLOTS:
        value = slot.read(answer.said, False, slots)
        if value is not None:
            slots[slot.name] = value
    return run(turn, slots)


def done(turn: Turn, task: Task) -> Reply:
    """The read-back of a task that now has its number (domain.md 0.2 no. 12)."""
    sent = wording.labels(turn.office, task.units)
    return Reply(
        f"已立项：{task.no}\n事项：{task.title}\n时限：{wording.due_words(task)}\n"
        f"已交办{sent}（联络员），待签收。\n如有误，10分钟内可回复“撤销”。",
        about=(task.key,),
    )


def read_back(turn: Turn, draft: Draft) -> str:
    """The fields of a draft, a line each."""
    lines = [f"事项：{draft.title}", f"牵头：{wording.label(turn.office, draft.lead_unit)}"]
    if draft.co_units:
        lines.append(f"配合：{wording.labels(turn.office, draft.co_units)}")
    lines.append(f"时限：{_limit(turn, draft)}")
    if draft.due_at is not None and draft.period is not Period.NONE:
        lines.append(f"反馈：{draft.period}{(draft.feedback_day or '').removeprefix('周')}反馈进展")
    for name, value in (
        ("缓急", "特急" if draft.urgent else None),
        ("责任领导", draft.leader),
        ("完成标准", draft.standard),
        ("办理要求", draft.requirement),
        ("来源", draft.source_kind),
        ("依据", draft.basis),
        ("承办人", draft.handler),
    ):
        if value:
            lines.append(f"{name}：{value}")
    return "\n".join(lines)


def _limit(turn: Turn, draft: Draft) -> str:
    if draft.due_at is None:
        return f"长期坚持，{draft.period}反馈"
    notes = wording.about_day(turn, draft.due_at)
    return deadline(draft.due_at) + (f"（{'；'.join(notes)}）" if notes else "")


def draft(office: Office, slots: Mapping[str, Any]) -> Draft:
    """What the slots say, with groups of units taken apart and the leader in charge."""
    values = dict(slots)
    lead, stated = values["unit"], values["datetime"]
    co_units: list[str] = []
    for name in values.get("co_units") or ():
        group = [unit.short for unit in office.group(name)]
        co_units += [unit for unit in group or [name] if unit != lead]
    return Draft(
        title=values["title"],
        lead_unit=lead,
        co_units=tuple(dict.fromkeys(co_units)),
        due_at=None if stated == reading.PERPETUAL else datetime.fromisoformat(stated),
        leader=values.get("person") or _in_charge(office, lead),
        standard=values.get("text"),
        basis=values.get("basis"),
        period=Period(values.get("period") or Period.NONE),
        urgent=values.get("urgency") is not None,
        source_kind=values.get("source_kind"),
        requirement=values.get("requirement"),
        feedback_day=values.get("feedback_day"),
        handler=values.get("handler"),
        due_source=_due_source(values),
    )


def _due_source(values: Mapping[str, Any]) -> str:
    """Where the limit comes from, as it is shown behind it."""
    if values.get("by_default"):
        return "本办设定"
    return {"会议议定事项": "会议要求", "领导批示": "批示要求", "领导交办": "领导要求"}.get(
        values.get("source_kind") or "", "立项要求"
    )


def _in_charge(office: Office, unit: str) -> str | None:
    """The 区领导 in charge of a unit."""
    return next((leader.name for leader in office.leaders if unit in leader.in_charge), None)


SLOTS = (
    Slot("title", reading.title, "督办什么事项？请用一句话说明。"),
    Slot("unit", reading.lead_unit, "哪个单位牵头？牵头单位只有一个，配合单位可一并说明。"),
    Slot("co_units", reading.co_units),
    Slot("source_kind", sources.source_kind),
    Slot("by_default", sources.by_default),
    Slot("datetime", reading.due, "办结时限到哪一天？（没有时限请回复“长期”，按本办设定请回复“默认”）"),
    Slot("person", reading.leader),
    Slot("text", reading.standard),
    Slot("basis", reading.basis),
    Slot("requirement", reading.requirement),
    Slot("handler", reading.handler),
    Slot("period", reading.period),
    Slot("feedback_day", reading.feedback_day),
    Slot("urgency", reading.urgency),
)

_AGREED = re.compile(
    r"^(?:那就?|可以|好的?[，,]?|给[它他]|就|(?P<word>同意|批准|准予))*立项(?:吧|了|督办|办理|可以|没问题)*[。！!]?$"
)


def approved(turn: Turn, slots: Slots) -> Reply | None:
    """立项吧, from whoever decides, means what was proposed to him."""
    bare = _AGREED.match(turn.said.bare) if not slots.get("title") else None
    if bare is None:
        return None
    return approval.agreed(turn) or (Reply("目前没有待您审批的立项建议。") if bare["word"] else None)


CREATE = Intent(
    "create_task",
    "督办立项",
    "立项督办：云湾港片区道路前期工作，住建局牵头，发改局配合，10月20日前完成施工图审查",
    (
        (r"立项督办|督办立项|(?:拟|建议|申请)立项", 1.1),
        (r"^\s*(?:请|帮我|给我)?(?:新增|新建|登记|列入|纳入)(?:一[项个件])?督[办查]", 1.1),
        (r"^\s*立项", 1.0),
        (r"立(?:一)?[个项]督办|作为督办事项", 1.0),
    ),
    run,
    rights.may_propose,
    SLOTS,
    early=approved,
)
