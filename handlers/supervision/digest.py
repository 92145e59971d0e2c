"""The morning lists: one message a day for whoever decides, one a week for the leaders (domain.md 3.6, 7.9).

By due date, never a ranking of units.
"""

from collections.abc import Iterable

from handlers.supervision import proposals, records, rights, store, wording
from handlers.supervision.ladder import CHIEF, LEADER_LIST, UNIT_HEAD, Stage, Step, last_step
from handlers.supervision.plan import morning
from handlers.supervision.rungs import Rung, overdue, reddens
from handlers.supervision.store import Task
from handlers.supervision.tables import card as cards
from handlers.supervision.tables import task as table
from handlers.supervision.tables import task_extension as extensions
from handlers.supervision.telling import known, push
from handlers.supervision.terms import OPEN, WAITING, Light, Period
from scheduler.clock import local
from scheduler.desk import Desk
from scheduler.wording import deadline
from storage.office import Person, Role
from storage.reminders import Reminder

SUBJECT = "supervision:清单"
MANY = 20
"""Numbers that stand in one line."""


def chiefs(desk: Desk) -> list[str]:
    return rights.chiefs(desk.office)


def deputies(desk: Desk) -> list[str]:
    return [userid for userid in rights.deputies(desk.office) if userid not in chiefs(desk)]


def morning_lists(desk: Desk) -> None:
    """Tell everybody who decides what lies before him and what is overdue; once a day, whoever asks first."""
    key = f"supervision:清单:{desk.here.date()}"
    if any(known(desk, key, userid) for userid in (*chiefs(desk), *deputies(desk))):
        return
    late = [_rung(desk, task) for task in _late(desk)]
    raised = proposals.propose_due(desk, [rung.task for rung in late if rung.reddens])
    news = any(rung.level == UNIT_HEAD or rung.reddens for rung in late)
    for userid in chiefs(desk):
        shown = [rung.task for rung in late if rung.level >= CHIEF]
        _send(desk, userid, decisions(desk, userid, skip=raised), shown, key)
    for userid in deputies(desk):
        _send(desk, userid, decisions(desk, userid), [rung.task for rung in late] if news else [], key)
    _weekly(desk, [rung.task for rung in late if rung.level >= LEADER_LIST])


def decisions(desk: Desk, userid: str, skip: Iterable[int] = ()) -> list[str]:
    """What waits for this person's decision, a line each."""
    person = desk.office.person(userid)
    if person is None:
        return []
    lines = []
    if userid in chiefs(desk):
        for one in records.cards(desk.tx, cards.c.state == records.PROPOSED):
            if one.id not in set(skip):
                no = store.get(desk.tx, one.task_id).no
                lines.append(f"建议发{one.colour}：{no}（{wording.short(one.reason, 14)}）")
        lines += [
            f"{task.no}待您审核办结（{wording.short(task.title, 14)}）" if task.no else f"{task.name}待您审核立项"
            for task in store.find(desk.tx, table.c.status.in_(WAITING))
        ]
    for request in records.extensions(desk.tx, extensions.c.state == records.WAITING):
        task = store.get(desk.tx, request.task_id)
        if userid in approvers(desk, request):
            lines.append(f"{task.no}待您审定延期（申请延至{deadline(request.wanted_at)}）")
    return lines


def approvers(desk: Desk, request: records.Extension) -> list[str]:
    """Who is asked to decide on a request; after two workdays the next one up as well (domain.md 3.5, 3.7)."""
    first = rights.extension_deciders(desk.office, request.nth, _more_days(desk, request))
    if desk.here <= wording.decide_by(desk, request.created_at):
        return first
    directors = [person.userid for person in desk.office.people_with(Role.DIRECTOR)]
    above = deputies(desk) if first == chiefs(desk) else directors
    return list(dict.fromkeys([*first, *above]))


def _more_days(desk: Desk, request: records.Extension) -> int:
    return desk.calendar.workdays_between(local(request.due_before).date(), local(request.wanted_at).date())


def summary(desk: Desk, reminder: Reminder) -> None:
    """The feedback that was too much to send one by one since the morning before, in one message."""
    since = morning(desk.calendar.previous_workday(desk.here.date()))
    rows = records.feedback_since(desk.tx, since, reminder.recipient)
    if rows:
        numbers = list(dict.fromkeys(no.rpartition("〕")[2] for no in rows))
        more = "等" if len(numbers) > MANY else ""
        shown = "、".join(numbers[:MANY])
        text = f"【督办反馈】上个工作日以来收到反馈{len(rows)}条：{shown}{more}。回复编号可查进展。"
        push(desk, reminder.recipient, text, key=f"supervision:反馈汇总:{desk.here.date()}", subject=SUBJECT)


def _send(desk: Desk, userid: str, waiting: list[str], late: list[Task], key: str) -> None:
    lines = []
    if len(waiting) == 1:
        lines.append(f"【提醒】{waiting[0]}，请按原卡片处理，或回复“待审核”。")
    elif waiting:
        lines += [f"【提醒】待您审定{len(waiting)}项：", *wording.few(waiting), "回复“待审核”逐项处理。"]
    if late:
        shown = wording.few([wording.overdue_line(desk, task) for task in late])
        lines += [f"【提醒】超时限督办事项{len(late)}项：", *shown, "回复编号可查详情。"]
    if lines:
        push(desk, userid, "\n".join(lines), listed=True, key=key, subject=SUBJECT)


def _late(desk: Desk) -> list[Task]:
    """What is past its limit (today's limits are said of at the due moment), and what is red for want of feedback."""
    late = store.find(desk.tx, table.c.status.in_(OPEN), table.c.due_at < desk.now)
    periodic = store.find(desk.tx, table.c.status.in_(OPEN), table.c.period != Period.NONE.value)
    red = [task for task in periodic if wording.light(desk, task) is Light.RED]
    found = {task.id: task for task in (*late, *red)}
    return sorted(found.values(), key=lambda t: (t.due_at or desk.now, t.id))


def _rung(desk: Desk, task: Task) -> Rung:
    """Where a task stands this morning: on the ladder, or red for want of feedback."""
    step = last_step(local(task.due_at), task.urgent, desk.calendar, desk.here) if task.due_at else None
    if step is not None and step.stage is Stage.OVER:
        return overdue(desk, task, step)
    step = Step(desk.here, Stage.MISSED, wording.missed(desk, task, desk.here))
    return Rung(task, step, CHIEF, reddens(desk, task))


def _weekly(desk: Desk, late: list[Task]) -> None:
    """On the first workday of a week: to each leader in charge, by way of his 联络员, what is at L5."""
    today = desk.here.date()
    if desk.calendar.previous_workday(today).isocalendar()[:2] == today.isocalendar()[:2]:
        return
    for leader in desk.office.leaders:
        own = [task for task in late if task.responsible_leader == leader.name]
        if own:
            reader = desk.office.liaison_of(leader.userid) or leader
            key = f"supervision:周清单:{leader.userid}:{today}"
            push(desk, reader.userid, _leader_words(desk, leader, own, reader is leader), key=key, subject=SUBJECT)


def _leader_words(desk: Desk, leader: Person, late: list[Task], direct: bool) -> str:
    head = f"{leader.address}，您好。" if direct else f"请呈{leader.address}阅知："
    lines = wording.few([wording.overdue_line(desk, task) for task in late])
    return "\n".join((f"【督办周清单】{head}分管领域超时限督办事项{len(late)}项", *lines, "详情可问督查室。"))
