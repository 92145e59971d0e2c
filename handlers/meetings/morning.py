"""领导晨报, 07:45: today's meetings, papers waiting, tasks that are due (domain.md 9.6 no. 12, 6.3, 4.8).

It goes to his 联络员, to the leader himself when he has a meeting, and to nobody else; a day with nothing in it is not
mentioned.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select

from handlers.documents.tables import incoming_doc, submission
from handlers.documents.terms import AT_ONCE, OVER, UNREAD
from handlers.line import Reply
from handlers.meetings import diary
from handlers.meetings.queries import Meeting
from handlers.supervision.tables import task
from handlers.supervision.terms import OPEN, Status
from handlers.turn import Turn
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.wording import WEEKDAYS, hour
from storage.office import Person
from storage.outbox import Lane
from storage.reminders import Reminder

KIND = "morning"
MARKS = "①②③④⑤⑥⑦⑧⑨⑩"
DETAIL_WORDS = frozenset({"明细", "查看明细", "看明细", "今日明细"})


@dataclass(frozen=True, slots=True)
class Today:
    """What a leader has before him today."""

    meetings: list[Meeting]
    papers: list[str]
    urgent: int
    tasks: list[tuple[str, str]]
    """Name and lead unit of each task that is due."""

    def __bool__(self) -> bool:
        return bool(self.meetings or self.papers or self.tasks)


def today(desk: Desk, leader: Person) -> Today:
    """Read it; titles of papers are not repeated, only their 文号."""
    waiting = (
        select(incoming_doc.c.doc_no, incoming_doc.c.no, incoming_doc.c.urgency)
        .join(submission, submission.c.doc_id == incoming_doc.c.id)
        .where(submission.c.leader == leader.userid, submission.c.state == UNREAD, incoming_doc.c.status.not_in(OVER))
        .order_by(incoming_doc.c.id)
    )
    papers = desk.tx.execute(waiting).all()
    midnight = datetime.combine(desk.here.date(), time(), SHANGHAI)
    due = (
        select(task.c.no, task.c.title, task.c.lead_unit)
        .where(
            task.c.responsible_leader.in_((leader.userid, leader.name)),
            task.c.status.in_((*OPEN, Status.CLOSING)),
            task.c.due_at >= midnight,
            task.c.due_at < midnight + timedelta(days=1),
        )
        .order_by(task.c.no)
    )
    tasks = [(row.no or row.title, row.lead_unit) for row in desk.tx.execute(due)]
    urgent = sum(row.urgency in AT_ONCE for row in papers)
    return Today(diary.today_of(desk, leader), [row.doc_no or row.no for row in papers], urgent, tasks)


def words(desk: Desk, leader: Person, found: Today, to_leader: bool) -> str:
    """Template 12."""
    here = desk.here
    day = f"{here.month}月{here.day}日 星期{WEEKDAYS[here.weekday()]}"
    head = f"{leader.address}，您好。今日（{day}）：" if to_leader else f"【晨报】{leader.address}今日（{day}）："
    lines = [f"{hour(of['starts_at'])}　{diary.line(desk.office, of)}" for of in found.meetings]
    if found.papers:
        lines.append(f"待阅 {len(found.papers)} 件{f'（特急{found.urgent}）' if found.urgent else ''}")
    if found.tasks:
        units = dict.fromkeys(_label(desk, unit) for _, unit in found.tasks)
        lines.append(f"今日到期督办 {len(found.tasks)} 项（牵头：{'、'.join(units)}）")
    numbered = [f"{MARKS[n] if n < len(MARKS) else n + 1} {line}" for n, line in enumerate(lines)]
    return "\n".join([head, *numbered, "回复“明细”查看。"])


def _label(desk: Desk, unit: str) -> str:
    found = desk.office.unit(unit)
    return found.label if found else unit


def next_morning(after: datetime, at: time) -> datetime:
    """The next 07:45."""
    here = local(after)
    found = datetime.combine(here.date(), at, SHANGHAI)
    return found if found > here else found + timedelta(days=1)


def plan(desk: Desk) -> None:
    """One reminder for each leader, always the next morning's."""
    for leader in desk.office.leaders:
        due = next_morning(desk.now, desk.office.limits.push.digest)
        desk.plan("meetings", KIND, f"leader:{leader.userid}", leader.userid, due)


def card(desk: Desk, reminder: Reminder) -> None:
    """A quarter to eight: said when there is something, and never late."""
    leader = desk.office.person(reminder.recipient)
    if leader is None or not desk.office.is_leader(leader.userid):
        return
    due = next_morning(desk.now, desk.office.limits.push.digest)
    desk.plan("meetings", KIND, reminder.object, reminder.recipient, due)
    found = today(desk, leader)
    if reminder.late or not found or not (desk.calendar.is_workday(desk.here.date()) or found.meetings):
        return
    key = f"{reminder.object}:{desk.here.date().isoformat()}:{KIND}"
    noon = datetime.combine(desk.here.date(), time(12), SHANGHAI)
    liaison = desk.office.liaison_of(leader.userid)
    himself = [leader.userid] if found.meetings or liaison is None else []
    for userid in [*himself, *([liaison.userid] if liaison else [])]:
        text = words(desk, leader, found, userid == leader.userid)
        desk.tell(userid, text, lane=Lane.TIMELY, key=key, subject=reminder.object, expires_at=noon)


def detail(turn: Turn) -> Reply | None:
    """明细: the papers and the tasks by number, to the leader and his 联络员."""
    if turn.said.bare not in DETAIL_WORDS:
        return None
    whose = turn.person.userid if turn.office.is_leader(turn.person.userid) else turn.person.serves
    leader = turn.office.person(whose) if whose else None
    if leader is None:
        return None
    found = today(turn, leader)
    if not found:
        return Reply(f"{leader.address}今天没有会议、待阅件和到期督办。")
    lines = [f"{hour(of['starts_at'])}　{diary.line(turn.office, of)}" for of in found.meetings]
    lines += [f"待阅：{'、'.join(found.papers)}"] if found.papers else []
    lines += (
        [f"到期督办：{'、'.join(f'{name}（{_label(turn, unit)}）' for name, unit in found.tasks)}"]
        if found.tasks
        else []
    )
    turn.looked("查领导日程", f"leader:{leader.userid}")
    return Reply("\n".join(lines))
