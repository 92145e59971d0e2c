"""The 督办通知单 in full (domain.md J.5), and what happened to a task from 交办 on."""

from handlers.supervision import records, store, wording
from handlers.supervision.store import Task
from handlers.supervision.tables import task as table
from handlers.supervision.terms import Period
from scheduler.clock import local
from scheduler.desk import Desk
from scheduler.wording import deadline, long_day

SHOWN = 12
_SHOWN_CARDS = (records.ISSUED, records.REPLIED, records.WITHDRAWN)
CLOSING_REPORT = "办结后一周内书面报告"


def notice(desk: Desk, task: Task) -> str:
    """All the fields that J.5 names."""
    office = desk.office
    units = [f"{wording.label(office, task.lead_unit)}（主办）"]
    units += [f"{wording.label(office, unit)}（协办）" for unit in task.co_units]
    wanted = task.requirement or (f"完成标准：{task.standard}" if task.standard else "按时限办结")
    if task.requirement and task.standard:
        wanted += f"（完成标准：{task.standard}）"
    signed = [wording.label(office, unit) for unit in task.units if unit not in task.unsigned]
    lines = [
        f"{office.district}督查室督办通知单　{task.name}",
        f"承办单位：{'；'.join(units)}",
        f"督办事项：{task.title}",
        f"立项依据：{'，'.join(filter(None, (task.source_kind, task.basis))) or '未注明'}",
        f"办理要求：{wording.due_words(task)}；{wanted}",
        f"反馈要求：{feedback_words(desk, task)}",
        f"责任领导：{task.responsible_leader}" if task.responsible_leader else "",
        f"联系人：{wording.contact(office, task)}　交办日期：{long_day(task.created_on)}",
        f"签收：{'、'.join(signed) or '尚无'}",
    ]
    return "\n".join(line for line in lines if line)


def feedback_words(desk: Desk, task: Task) -> str:
    """每周五12:00前反馈进展，办结后一周内书面报告."""
    if task.period is Period.NONE:
        return CLOSING_REPORT
    return f"{every(desk, task)}反馈进展，{CLOSING_REPORT}"


def every(desk: Desk, task: Task) -> str:
    """每周五12:00前, 每月5日前."""
    rules = desk.office.limits.ducha.feedback_day
    if task.period in (Period.WEEKLY, Period.BIWEEKLY):
        day = task.feedback_day or f"周{'一二三四五六日'[rules.weekly.weekday]}"
        return f"{task.period}{day.removeprefix('周')}{rules.weekly.at:%H:%M}前"
    return f"{task.period}{task.feedback_day or f'{rules.monthly}日'}前"


def history(desk: Desk, task: Task) -> str:
    """交办, feedback, 催办, extensions, cards, by time; the last ones when there are many."""
    office = desk.office
    lines = [(local(task.created_at), f"交办：{wording.labels(office, task.units)}")]
    for at, unit, text in records.feedback_of(desk.tx, task.id):
        lines.append((local(at), f"{wording.label(office, unit)}反馈：{wording.short(text, 40)}"))
    for chase in records.chase_log(desk.tx, task.id):
        lines.append((local(chase.at), f"提醒（{chase.stage}，第{chase.level}级）"))
    for one in records.extensions_of(desk.tx, task.id):
        late = "（时限后提出）" if one.late else ""
        lines.append((local(one.created_at), f"申请延期{late}：{deadline(one.due_before)}→{deadline(one.wanted_at)}"))
        if one.decided_at:
            lines.append((local(one.decided_at), f"延期{extension_result(desk, one)}"))
    for card in records.cards_of(desk.tx, task.id):
        lines.append((local(card.closed_at or card.issued_at or card.created_at), f"{card.colour}：{card.state}"))
    if task.closed_on:
        lines.append((local(task.updated_at), wording.closing_words(task)))
    lines.sort(key=lambda line: line[0])
    more = [f"（先列最近{SHOWN}条，共{len(lines)}条）"] if len(lines) > SHOWN else []
    shown = [f"{deadline(at)} {what}" for at, what in lines[-SHOWN:]]
    return "\n".join((f"{task.name}“{task.title}”", *shown, *more))


def extension_result(desk: Desk, one: records.Extension) -> str:
    """同意，延至10月15日17:30（杜衡 9月22日10:00）."""
    until = f"，延至{deadline(one.granted_at)}" if one.granted_at else ""
    who = wording.person_name(desk.office, one.decided_by)
    return f"{one.state}{until}" + (f"（{who} {deadline(one.decided_at)}）" if one.decided_at else "")


def more_of(desk: Desk, task: Task) -> list[str]:
    """What the details of a task say besides its fields: where it went, what hinders it, its limit's history, cards."""
    lines = []
    if task.merged_into is not None:
        lines.append(f"已并入：{store.get(desk.tx, task.merged_into).no}")
    if task.moved_to:
        lines.append(f"已转由：{task.moved_to}")
    if task.reason:
        lines.append(f"理由：{task.reason}")
    if task.difficulty and task.difficulty not in (task.progress_text or ""):
        lines.append(f"存在困难：{task.difficulty}")
    lines += extension_lines(desk, task)
    lines += [
        f"{card.colour}：{card.state}" for card in records.cards_of(desk.tx, task.id) if card.state in _SHOWN_CARDS
    ]
    parts = store.find(desk.tx, table.c.parent_id == task.id, table.c.no.is_not(None))
    lines += [f"分项：{wording.list_line(desk, part)}" for part in parts]
    if task.late_marked:
        lines.append("逾期记录：时限后才申请延期")
    return lines


def extension_lines(desk: Desk, task: Task) -> list[str]:
    """The history of the limit: the original one and every request (domain.md 3.7)."""
    found = records.extensions_of(desk.tx, task.id)
    if not found:
        return []
    first = f"原时限：{deadline(task.original_due_at)}" if task.original_due_at else "原时限：长期"
    lines = [
        f"延期：申请延至{deadline(one.wanted_at)}{'（时限后提出）' if one.late else ''}，{extension_result(desk, one)}"
        for one in found
    ]
    return [first, *lines]
