"""The way to a meeting: topics, papers, agenda, papers to the leader (domain.md 4.2), said to who runs it.

The bot knows no topic and no paper: it names the node and the day.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from handlers.meetings import queries
from handlers.meetings.terms import MeetingState
from handlers.meetings.timeline import Step
from handlers.meetings.wording import name_of, short_moment, where
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.wording import day
from scheduler.workdays import WorkCalendar
from storage.office import Role
from storage.outbox import Lane
from storage.reminders import Reminder

PAPERS, AGENDA, LEADER, VIDEO = "papers", "agenda", "to_leader", "video"
KINDS = frozenset({PAPERS, AGENDA, LEADER})
WITH_TOPICS = frozenset({"全会", "常委会", "书记专题会", "政府党组会议", "常务会议", "区长办公会", "办班子会议"})
"""Meetings that decide on topics: they have an agenda and papers."""
MORNING = time(9)
TOPICS, MONTH = "topics", "month_plan"
TOPICS_AT, MONTH_AT, MONTH_DAY = time(12), time(9), 20
THURSDAY = 3
TECHNICIANS_BEFORE = timedelta(minutes=30)
_WORDS = {
    PAPERS: "今天是议题材料报送时限（会前3个工作日），请催收材料，每件3000字以内",
    AGENDA: "今天须定稿议程（会前2个工作日）",
    LEADER: "请今天把会议材料送领导（会前1个工作日）",
}


def steps(meeting: Mapping[str, Any], chaired_by_leader: bool, calendar: WorkCalendar) -> list[Step]:
    """材料 −3, 议程 −2, 送领导 −1 workday; the equipment of a video meeting half an hour before."""
    start = local(meeting["starts_at"])
    before = {PAPERS: -3, AGENDA: -2} if meeting["type"] in WITH_TOPICS else {}
    if chaired_by_leader or meeting["type"] in WITH_TOPICS:
        before |= {LEADER: -1}
    found = [
        Step(kind, datetime.combine(calendar.add_workdays(start.date(), n), MORNING, SHANGHAI))
        for kind, n in before.items()
    ]
    if meeting["type"] == "视频会":
        found.append(Step(VIDEO, start - TECHNICIANS_BEFORE))
    return found


def node(desk: Desk, reminder: Reminder) -> None:
    """One of the nodes, to who runs the meeting; late ones say nothing."""
    of = queries.meeting_by_id(desk.tx, int(reminder.object.removeprefix("meeting:")))
    if of is None or of["state"] != MeetingState.PLANNED or reminder.late:
        return
    text = f"【会务】{of['title']}（{short_moment(of['starts_at'])}）：{_WORDS[reminder.kind]}。"
    key = f"{reminder.object}:{of['version']}:{reminder.kind}"
    desk.tell(of["organiser"], text, lane=Lane.TIMELY, key=key, subject=reminder.object, expires_at=of["starts_at"])


def video(desk: Desk, reminder: Reminder) -> None:
    """Half an hour before a video meeting: the technicians test the equipment (domain.md 4.8)."""
    of = queries.meeting_by_id(desk.tx, int(reminder.object.removeprefix("meeting:")))
    if of is None or of["state"] != MeetingState.PLANNED or of["starts_at"] <= desk.now:
        return
    people = [person.userid for person in desk.office.people_with(Role.LOGISTICS)] or [of["organiser"]]
    text = (
        f"【会务】{where(desk.office, of['room'])}30分钟后开视频会，请调试视频、音响设备。"
        f"联系人：{name_of(desk.office, of['organiser'])}。"
    )
    key = f"{reminder.object}:{of['version']}:{VIDEO}"
    desk.tell(people, text, lane=Lane.TIMELY, key=key, subject=reminder.object, expires_at=of["starts_at"])


def next_topics(after: datetime, calendar: WorkCalendar) -> datetime:
    """The next Thursday 12:00, or that of the workday before when the Thursday is off."""
    here = local(after)
    monday = here.date() - timedelta(days=here.weekday())
    while True:
        found = datetime.combine(_workday(monday + timedelta(days=THURSDAY), calendar), TOPICS_AT, SHANGHAI)
        if found > here:
            return found
        monday += timedelta(days=7)


def next_month_plan(after: datetime, calendar: WorkCalendar) -> datetime:
    """The next 20th at 9:00, or the workday before it."""
    here = local(after)
    first = here.date().replace(day=1)
    while True:
        found = datetime.combine(_workday(first.replace(day=MONTH_DAY), calendar), MONTH_AT, SHANGHAI)
        if found > here:
            return found
        first = (first + timedelta(days=32)).replace(day=1)


def _workday(day_: date, calendar: WorkCalendar) -> date:
    return day_ if calendar.is_workday(day_) else calendar.previous_workday(day_)


def plan(desk: Desk) -> None:
    """What is always planned: the call for next week's topics and for next month's plan."""
    desk.plan("meetings", TOPICS, "office", "会务", next_topics(desk.now, desk.calendar))
    desk.plan("meetings", MONTH, "office", "会务", next_month_plan(desk.now, desk.calendar))


def topics(desk: Desk, reminder: Reminder) -> None:
    """Every Thursday: topics for next week are due; 会务 gets the list of the meetings that are known."""
    desk.plan("meetings", TOPICS, "office", "会务", next_topics(desk.now, desk.calendar))
    if reminder.late:
        return
    here = local(reminder.due_at)
    monday = here.date() - timedelta(days=here.weekday()) + timedelta(days=7)
    begin = datetime.combine(monday, time(), SHANGHAI)
    end = begin + timedelta(days=7)
    found = [of for of in queries.coming_meetings(desk.tx, desk.now) if begin <= of["starts_at"] < end]
    listed = "".join(
        f"\n{short_moment(of['starts_at'])}　{where(desk.office, of['room'])}　{of['title']}" for of in found
    )
    known = f"下周已登记会议{len(found)}个{'：' if found else '。'}{listed}"
    text = f"【会务】下周（{day(monday)}起）议题今天12:00前报齐，请催收。{known}"
    _to_conference(desk, text, f"topics:{reminder.due_at.isoformat()}")


def month_plan(desk: Desk, reminder: Reminder) -> None:
    """By the 20th: next month's plan of meetings."""
    desk.plan("meetings", MONTH, "office", "会务", next_month_plan(desk.now, desk.calendar))
    if not reminder.late:
        text = "【会务】下月会议计划请于20日前报齐，请提醒各科室报送议题和会议安排。"
        _to_conference(desk, text, f"month_plan:{reminder.due_at.isoformat()}")


def _to_conference(desk: Desk, text: str, key: str) -> None:
    people = [person.userid for person in desk.office.people_with(Role.CONFERENCE)]
    desk.tell(people, text, lane=Lane.TIMELY, key=key)


REMINDERS: Mapping[str, Callable[[Desk, Reminder], None]] = {
    PAPERS: node,
    AGENDA: node,
    LEADER: node,
    VIDEO: video,
    TOPICS: topics,
    MONTH: month_plan,
}
