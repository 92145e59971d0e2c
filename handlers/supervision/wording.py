"""What people read about tasks: domain.md 9.2, 9.5, 9.6 (4)(5), J.5. Neutral, complete without opening anything."""

from collections.abc import Iterable
from datetime import date, datetime

from handlers.supervision.lights import (
    CLOSE_OF_DAY,
    Standing,
    feedback_slots,
    light_of,
    missed_slots,
    overdue_days,
)
from handlers.supervision.store import Task
from handlers.supervision.terms import Light, Period, Status
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.wording import day, deadline
from storage.office import Office

SHORT = 20
DECIDE_WITHIN = 2
FEW = 6
"""Lines of a list that a person is sent; the rest he asks for."""
NO_PROGRESS = "尚无反馈"
HOW_TO_ANSWER = "可回复“进展+内容”“申请办结+结果”"
MIDDLE = (Light.YELLOW, Light.ORANGE)


def light(desk: Desk, task: Task) -> Light:
    """The light of a task now.

    While 办结 is being reviewed it stands as it was when applied for; while an extension waits, for two workdays (3.5).
    """
    asof = desk.here
    asked = task.applied_at if task.status in (Status.CLOSING, Status.EXTENDING) else None
    if asked and (task.status is Status.CLOSING or asof <= decide_by(desk, asked)):
        asof = local(asked)
    rules = desk.office.limits.ducha
    due = local(task.due_at).date() if task.due_at else None
    standing = Standing(task.status, due, missed(desk, task, asof), task.returned, task.urgent)
    return light_of(standing, asof.date(), desk.calendar, rules)


def missed(desk: Desk, task: Task, asof: datetime) -> int:
    """How many feedback slots in a row have passed unanswered."""
    rules = desk.office.limits.ducha
    slots = feedback_slots(
        task.period, task.reported_since, asof.date(), desk.calendar, rules, own_day=task.feedback_day
    )
    return max(task.missed, missed_slots(slots, task.progress_at, asof))


def decide_by(desk: Desk, asked_at: datetime, workdays: int = DECIDE_WITHIN) -> datetime:
    """Until when a request is to be decided on: one for more time within two workdays (domain.md 3.7)."""
    day = desk.calendar.add_workdays(local(asked_at).date(), workdays)
    return datetime.combine(day, CLOSE_OF_DAY, SHANGHAI)


def about_day(desk: Desk, limit: datetime) -> list[str]:
    """What is to be known of the day of a limit: a day off, a year whose days off are not published (B.1)."""
    due = local(limit).date()
    notes = [] if desk.calendar.is_workday(due) else [f"{day(due)}为休息日，前一工作日提醒"]
    caveat = desk.calendar.caveat(desk.here.date(), due)
    return notes if caveat is None else [*notes, caveat]


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
    if task.extensions:
        facts[0] += "，延"
    if shown in (Light.BLUE, *MIDDLE, Light.RED):
        facts.append(f"{shown}色")
    elif shown is not Light.GREEN:
        facts.append(task.status)
    return f"{task.no} {short(task.title)}（{'，'.join(facts)}）"


def details(desk: Desk, task: Task, more: Iterable[str] = ()) -> str:
    """Everything the asker may know of a task; `more` are lines of its history."""
    office, shown = desk.office, light(desk, task)
    lines = [task.no or "立项建议（未编号）", f"事项：{task.title}", f"牵头：{label(office, task.lead_unit)}"]
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
    if task.status is Status.CLOSING and task.result_text:
        lines.append(f"申请办结：{task.result_text}（待审核）")
    return "\n".join((*lines, *more, f"联系人：{contact(office, task)}"))


def progress(task: Task) -> str:
    if not task.progress_text:
        return NO_PROGRESS
    return task.progress_text + (f"（{_day(local(task.progress_at).date())}）" if task.progress_at else "")


def on_time(task: Task) -> bool:
    """Whether a closed task was finished within its limit; asking for more time after it stays late (3.7, 3.9)."""
    due = local(task.due_at).date() if task.due_at else None
    return task.closed_on is None or due is None or (task.closed_on <= due and not task.late_marked)


def closing_words(task: Task) -> str:
    day = f"{_day(task.closed_on)}" if task.closed_on else ""
    return f"{day}{'按期办结' if on_time(task) else '逾期办结'}"


def assignment(office: Office, task: Task) -> str:
    """督办通知单 J.5, condensed: what stands on the card of whoever has to sign."""
    wanted = f"。办理要求：{task.requirement}" if task.requirement else ""
    wanted += f"。完成标准：{task.standard}" if task.standard else ""
    because = f"。依据：{task.basis}" if task.basis else ""
    return short(f"督办事项：{task.title}{wanted}{because}", 100)


def soon(desk: Desk, task: Task, left: int) -> tuple[str, str]:
    """domain.md 9.6 (4): the line of a list, and the whole message when it is the only one."""
    distance = f"还有{left}个工作日" if left else "不足1个工作日"
    what = f"距时限{distance}（{_due(task)}）{_unsigned(task)}"
    return _line(task, what), (
        f"【提醒】{task.no}“{short(task.title)}”{what}。"
        f"{HOW_TO_ANSWER}“延期+日期+原因”。联系人：{contact(desk.office, task)}。"
    )


def due_now(desk: Desk, task: Task) -> tuple[str, str]:
    shown = light(desk, task)
    what = f"时限已到（{_due(task)}），灯色转为{shown}色{_unsigned(task)}"
    return _line(task, what), (
        f"【提醒】{task.no}“{short(task.title)}”{what}。"
        f"请反馈办理情况，{HOW_TO_ANSWER}。联系人：{contact(desk.office, task)}。"
    )


def over(desk: Desk, task: Task) -> tuple[str, str]:
    """domain.md 9.6 (5): neutral, no reproach."""
    return _line(task, over_by(desk, task)), (
        f"{task.no}“{short(task.title)}”{over_by(desk, task)}，请反馈情况，{HOW_TO_ANSWER}；"
        f"确有困难可回复“延期+日期+原因”，由督查室审批。联系人：{contact(desk.office, task)}。"
    )


def feedback_due(desk: Desk, task: Task, by: str) -> tuple[str, str]:
    return _line(task, f"请于{by}前反馈阶段进展"), (
        f"【提醒】{task.no}“{short(task.title)}”请于{by}前反馈阶段进展：做了什么、做到什么程度、存在问题、下一步。"
        f"回复“{task.no} 进展：…”即可。联系人：{contact(desk.office, task)}。"
    )


def feedback_missed(desk: Desk, task: Task, count: int) -> tuple[str, str]:
    """A periodic feedback did not come; neutral."""
    what = "本期阶段进展尚未反馈" if count == 1 else f"已连续{count}期未反馈阶段进展"
    return _line(task, what), (
        f"【提醒】{task.no}“{short(task.title)}”{what}，灯色为{light(desk, task)}色。请尽早补报："
        f"做了什么、做到什么程度、存在问题、下一步，回复“{task.no} 进展：…”。联系人：{contact(desk.office, task)}。"
    )


def unit_list(desk: Desk, lines: list[str]) -> str:
    """Everything that is due to be said to one person of a unit at one hour, in one message."""
    return "\n".join(
        (
            f"【提醒】有{len(lines)}项督办事项请关注：",
            *few(lines),
            "请回复“编号+进展+内容”“编号+申请办结+结果”或“编号+延期+日期+原因”。"
            f"联系人：督查室 {desk.office.phones.supervision}。",
        )
    )


def few(lines: list[str]) -> list[str]:
    """The first lines of a list, and how many more there are."""
    more = [f"另有{len(lines) - FEW}项，回复“督办清单”查看。"] if len(lines) > FEW else []
    return [f"· {line}" for line in lines[:FEW]] + more


def overdue_line(desk: Desk, task: Task) -> str:
    """One task in a list for 督查室, the 副主任 or a leader: by due date, no ranking of units (domain.md 7.9)."""
    return (
        f"{task.no} {short(task.title)}（牵头：{label(desk.office, task.lead_unit)}；"
        f"{over_by(desk, task).removeprefix('已')}；{light(desk, task)}色）"
    )


def over_by(desk: Desk, task: Task) -> str:
    """How far a task is past its limit; one that is red for want of feedback says so."""
    if task.due_at is None or task.due_at > desk.now:
        return f"已连续{missed(desk, task, desk.here)}期未反馈"
    days = overdue_days(local(task.due_at).date(), desk.here.date(), desk.calendar) if task.due_at else 0
    return f"已超过时限{days}个工作日" if days else "已超过时限"


def _line(task: Task, what: str) -> str:
    return f"{task.no} {short(task.title, 14)}：{what}"


def _due(task: Task) -> str:
    return deadline(task.due_at) if task.due_at else ""


def _unsigned(task: Task) -> str:
    return "，尚未签收，请一并回复“签收”" if task.lead_unit in task.unsigned and task.status is Status.ASSIGNED else ""
