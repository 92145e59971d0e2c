"""After a meeting that needs 纪要: drafted within a workday, issued within three (domain.md 4.2, 4.8)."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

from handlers.meetings import minutes_store, queries
from handlers.meetings.minutes_said import OPEN, Stage
from handlers.meetings.minutes_store import Minutes
from handlers.meetings.queries import Meeting
from handlers.meetings.terms import MeetingState
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.wording import deadline
from storage.outbox import Lane
from storage.reminders import Reminder

LINE = "meetings"
NEEDED = frozenset({"常委会", "政府党组会议", "常务会议", "区长办公会", "办班子会议", "专题会议"})
"""Types whose decisions stand in 纪要 (domain.md 4.1, 4.7); others have one when somebody says so."""
DRAFT, ISSUE = "minutes_draft", "minutes_issue"
MORNING = time(9)


def object_of(of: Mapping[str, Any]) -> str:
    return f"minutes:{of['id']}"


def due(desk: Desk, ended: datetime) -> dict[str, datetime]:
    """When the draft and the print are due, at the end of the working day."""
    rules, end = desk.office.limits.meeting, desk.office.closing_time.end
    day = local(ended).date()
    return {
        name: datetime.combine(desk.calendar.add_workdays(day, offset.workdays), offset.at or end, SHANGHAI)
        for name, offset in (("draft_due", rules.minutes_draft), ("issue_due", rules.minutes_issue))
    }


def begin(desk: Desk, reminder: Reminder) -> None:
    """The meeting has ended: its minutes are begun, and whoever ran it learns when they are due."""
    of = queries.meeting_by_id(desk.tx, int(reminder.object.removeprefix("meeting:")))
    if of is None or of["state"] == MeetingState.CANCELLED or of["type"] not in NEEDED:
        return
    if minutes_store.of_meeting(desk.tx, of["id"]) is not None:
        return
    made = open_for(desk, of, of["organiser"])
    text = (
        f"【纪要】{of['title']}已结束，请于{deadline(made['draft_due'])}前完成纪要起草、"
        f"{deadline(made['issue_due'])}前印发。由他人起草请说“纪要由张敏起草”，写好请说“纪要初稿好了”。"
    )
    desk.tell(of["organiser"], text, lane=Lane.TIMELY, key=f"{object_of(made)}:起草", subject=object_of(made))


def open_for(desk: Desk, of: Meeting, drafter: str) -> Minutes:
    """Write the minutes of a meeting, with their limits and reminders."""
    made = minutes_store.add(
        desk, meeting=of["id"], title=f"{of['title']}纪要", drafter=drafter, **due(desk, of["ends_at"])
    )
    plan(desk, made)
    return made


def plan(desk: Desk, of: Minutes) -> None:
    """The next reminder of each limit that still matters: on its day at nine, or the workday after when it is past."""
    key = object_of(of)
    desk.unplan(LINE, key)
    if of["state"] == Stage.DRAFTING and of["draft_due"]:
        _plan(desk, of, DRAFT, of["draft_due"])
    if of["state"] in OPEN and of["issue_due"]:
        _plan(desk, of, ISSUE, of["issue_due"])


def _plan(desk: Desk, of: Minutes, kind: str, limit: datetime) -> None:
    morning = datetime.combine(local(limit).date(), MORNING, SHANGHAI)
    after = datetime.combine(desk.calendar.add_workdays(local(limit).date(), 1), MORNING, SHANGHAI)
    ahead = [at for at in (morning, after) if at > desk.here]
    if ahead:
        desk.plan(LINE, kind, object_of(of), of["drafter"], ahead[0])


def remind(desk: Desk, reminder: Reminder) -> None:
    """The draft or the print is due today, or was yesterday: to the drafter; when late, to who ran the meeting too."""
    of = minutes_store.by_id(desk.tx, int(reminder.object.removeprefix("minutes:")))
    draft = reminder.kind == DRAFT
    if of["state"] not in ((Stage.DRAFTING,) if draft else OPEN):
        return
    limit = of["draft_due"] if draft else of["issue_due"]
    plan(desk, of)
    what, word = ("起草", "纪要初稿好了") if draft else ("印发", "纪要已印发，云湾府常纪〔2026〕×号")
    late = desk.now > limit
    said = f"{what}时限为{deadline(limit)}，已超过，请抓紧" if late else f"请于今天{local(limit):%H:%M}前完成{what}"
    at = "" if draft or of["state"] == Stage.DRAFTING else f"（目前：{of['state']}）"
    text = f"【纪要】{of['title']}{at}：{said}。完成请说“{word}”。"
    meeting = queries.meeting_by_id(desk.tx, of["meeting"]) if of["meeting"] else None
    told = [of["drafter"], *([meeting["organiser"]] if late and meeting else [])]
    key = f"{reminder.object}:{reminder.kind}:{'late' if late else 'due'}"
    desk.tell(told, text, lane=Lane.TIMELY, key=key, subject=reminder.object)


REMINDERS: Mapping[str, Callable[[Desk, Reminder], None]] = {DRAFT: remind, ISSUE: remind}
