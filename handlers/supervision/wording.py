"""What people read about tasks: domain.md 9.2, 9.5, 9.6 (4)(5), J.5. Neutral, complete without opening anything."""

from collections.abc import Iterable
from datetime import date

from handlers.supervision.lights import Standing, feedback_slots, light_of, missed_slots, overdue_days
from handlers.supervision.store import Task
from handlers.supervision.terms import Light, Period, Status
from scheduler.clock import local
from scheduler.desk import Desk
from scheduler.wording import deadline
from storage.office import Office

SHORT = 20
NO_PROGRESS = "尚无反馈"
HOW_TO_ANSWER = "可回复“进展+内容”或“申请办结+结果”"


def light(desk: Desk, task: Task) -> Light:
    """The light of a task now; while 办结 is being reviewed it stands as it was when applied for."""
    asof = local(task.applied_at) if task.status is Status.CLOSING and task.applied_at else desk.here
    rules = desk.office.limits.ducha
    slots = feedback_slots(task.period, task.created_on, asof.date(), desk.calendar, rules)
    missed = max(task.missed, missed_slots(slots, task.progress_at, asof))
    due = local(task.due_at).date() if task.due_at else None
    return light_of(Standing(task.status, due, missed, task.returned), asof.date(), desk.calendar, rules)


def short(title: str, length: int = SHORT) -> str:
    return title if len(title) <= length else title[: length - 1] + "…"


def label(office: Office, unit: str) -> str:
    """How a unit is written to people: 区住建局."""
    found = office.unit(unit)
    return found.label if found else unit


def labels(office: Office, units: Iterable[str]) -> str:
    return "、".join(label(office, unit) for unit in units)


def person_name(office: Office, userid: str | None) -> str:
    found = office.person(userid) if userid else None
    return found.name if found else ""


def contact(office: Office, task: Task) -> str:
    """Whom to call: the 督查员 of the task, or 督查室."""
    return f"{person_name(office, task.supervisor) or '督查室'} {office.phones.supervision}"


def due_words(task: Task) -> str:
    """10月20日17:30（会议要求）, or how often a task without a limit is reported on."""
    if task.due_at is None:
        return "长期坚持" + (f"，{task.period}反馈" if task.period is not Period.NONE else "")
    return deadline(task.due_at) + (f"（{task.due_source}）" if task.due_source else "")


def _day(value: date) -> str:
    return f"{value.month}月{value.day}日"


def list_line(desk: Desk, task: Task) -> str:
    """One line of a choice: 督〔2026〕0098号 金溪镇农村公路（9月30日，黄色）; green goes without saying."""
    facts = [_day(local(task.due_at).date()) if task.due_at else "长期"]
    shown = light(desk, task)
    if shown in (Light.BLUE, Light.YELLOW, Light.RED):
        facts.append(f"{shown}色")
    elif shown is not Light.GREEN:
        facts.append(task.status)
    return f"{task.no} {short(task.title)}（{'，'.join(facts)}）"


def details(desk: Desk, task: Task) -> str:
    """Everything the asker may know of a task."""
    office, shown = desk.office, light(desk, task)
    lines = [f"{task.no}", f"事项：{task.title}", f"牵头：{label(office, task.lead_unit)}"]
    if task.co_units:
        lines.append(f"配合：{labels(office, task.co_units)}")
    lines.append(f"时限：{due_words(task)}" + (f"，已延期{task.extensions}次" if task.extensions else ""))
    if task.standard:
        lines.append(f"完成标准：{task.standard}")
    lines.append(f"进展：{progress(task)}")
    if task.status is Status.CLOSED:
        kind = f"（{task.result_kind}）" if task.result_kind else ""
        lines.append(f"状态：{closing_words(task)}{kind}")
    else:
        lines.append(f"状态：{task.status}　灯色：{shown}{'' if shown is Light.DONE else '色'}")
    return "\n".join((*lines, f"联系人：{contact(office, task)}"))


def progress(task: Task) -> str:
    if not task.progress_text:
        return NO_PROGRESS
    return task.progress_text + (f"（{_day(local(task.progress_at).date())}）" if task.progress_at else "")


def on_time(task: Task) -> bool:
    """Whether a closed task was finished within its limit (domain.md 3.9)."""
    due = local(task.due_at).date() if task.due_at else None
    return task.closed_on is None or due is None or task.closed_on <= due


def closing_words(task: Task) -> str:
    day = f"{_day(task.closed_on)}" if task.closed_on else ""
    return f"{day}{'按期办结' if on_time(task) else '逾期办结'}"


def assignment(office: Office, task: Task) -> str:
    """督办通知单 J.5, condensed: what stands on the card of whoever has to sign."""
    wanted = f"。完成标准：{task.standard}" if task.standard else ""
    because = f"。依据：{task.basis}" if task.basis else ""
    return short(f"督办事项：{task.title}{wanted}{because}", 100)


def soon(office: Office, task: Task, left: int) -> str:
    """domain.md 9.6 (4)."""
    distance = f"还有{left}个工作日" if left else "不足1个工作日"
    due = deadline(task.due_at) if task.due_at else ""
    return (
        f"【提醒】{task.no}“{short(task.title)}”距时限{distance}（{due}）{_unsigned(task)}。"
        f"{HOW_TO_ANSWER}；确需延期请在到期前联系督查室。联系人：{contact(office, task)}。"
    )


def due_now(office: Office, task: Task) -> str:
    due = deadline(task.due_at) if task.due_at else ""
    return (
        f"【提醒】{task.no}“{short(task.title)}”时限已到（{due}），灯色转为黄色{_unsigned(task)}。"
        f"请反馈办理情况，{HOW_TO_ANSWER}。联系人：{contact(office, task)}。"
    )


def over(desk: Desk, task: Task) -> str:
    """domain.md 9.6 (5): neutral, no reproach."""
    return (
        f"{task.no}“{short(task.title)}”{_over_by(desk, task)}，请反馈情况，{HOW_TO_ANSWER}；"
        f"确有困难请联系督查室说明或申请延期。联系人：{contact(desk.office, task)}。"
    )


def feedback_due(office: Office, task: Task, by: str) -> str:
    return (
        f"【提醒】{task.no}“{short(task.title)}”请于{by}前反馈阶段进展：做了什么、做到什么程度、存在问题、下一步。"
        f"回复“{task.no} 进展：…”即可。联系人：{contact(office, task)}。"
    )


def overdue_list(desk: Desk, tasks: list[Task]) -> str:
    """The list for 督查室 and the 副主任 in charge, by due date: no ranking of units (domain.md 7.9)."""
    rows = [
        f"{index}. {task.no} {short(task.title)}（牵头：{label(desk.office, task.lead_unit)}；"
        f"{_over_by(desk, task).removeprefix('已')}；{light(desk, task)}色）"
        for index, task in enumerate(tasks, 1)
    ]
    return "\n".join((f"【提醒】超时限督办事项{len(tasks)}项：", *rows, "回复编号可查详情。"))


def _over_by(desk: Desk, task: Task) -> str:
    days = overdue_days(local(task.due_at).date(), desk.here.date(), desk.calendar) if task.due_at else 0
    return f"已超过时限{days}个工作日" if days else "已超过时限"


def _unsigned(task: Task) -> str:
    return "，尚未签收，请一并回复“签收”" if task.lead_unit in task.unsigned and task.status is Status.ASSIGNED else ""
