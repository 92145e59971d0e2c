"""What the clock does around a meeting (domain.md 4.8, 7.5): checked live; a cancelled meeting is silent (G8)."""

from collections.abc import Callable, Mapping

from sqlalchemy import update

from handlers.meetings import (
    attendance,
    deciding,
    live,
    morning,
    nodes,
    notices,
    publishing,
    queries,
    recurring,
    series_store,
    waiting,
)
from handlers.meetings.queries import Meeting
from handlers.meetings.tables import meeting
from handlers.meetings.tally import summary
from handlers.meetings.terms import CONFIRMED, OPEN, MeetingState
from handlers.meetings.wording import clock12, where
from scheduler.desk import Desk
from storage.outbox import Lane
from storage.reminders import Reminder


def _meeting(desk: Desk, reminder: Reminder) -> Meeting | None:
    found = queries.meeting_by_id(desk.tx, int(reminder.object.removeprefix("meeting:")))
    return found if found is not None and found["state"] != MeetingState.CANCELLED else None


def silent(desk: Desk, reminder: Reminder) -> None:
    """Four hours before the receipts are due: once, and only to those who have not answered."""
    of = _meeting(desk, reminder)
    if of is None or desk.now >= of["reply_by"]:
        return
    for one in queries.invites(desk.tx, of):
        if one.state in OPEN:
            _tell(desk, of, reminder, queries.answerers(desk.office, one), notices.silent_reminder(desk.office, one))


def deadline(desk: Desk, reminder: Reminder) -> None:
    """The receipts are due: who runs the meeting gets the count."""
    of = _meeting(desk, reminder)
    all_of = queries.invites(desk.tx, of) if of is not None else []
    if of is not None and all_of and desk.now < of["starts_at"]:
        text = f"【会务】回执已截止。{summary(desk.office, of, all_of)}"
        _tell(desk, of, reminder, [of["organiser"]], text)


def eve(desk: Desk, reminder: Reminder) -> None:
    """The workday before: everybody who has confirmed."""
    of = _meeting(desk, reminder)
    if of is not None and desk.now < of["starts_at"]:
        told = _confirmed(desk, of) or ([] if queries.invites(desk.tx, of) else [of["organiser"]])
        _tell(desk, of, reminder, told, notices.eve_reminder(desk.office, of, desk.now))


def hour(desk: Desk, reminder: Reminder) -> None:
    """An hour before: who comes, through his 联络员, and the 联络员 of who presides."""
    of = _meeting(desk, reminder)
    if of is None or desk.now >= of["starts_at"]:
        return
    _tell(desk, of, reminder, _confirmed(desk, of), notices.hour_reminder(desk.office, of))
    if of["chair"] and of["chair"] != of["organiser"]:
        desk_of_chair = queries.approval_desk(desk.office, of["chair"])
        _tell(desk, of, reminder, [desk_of_chair], notices.chair_reminder(desk.office, of), "主持")


def staff(desk: Desk, reminder: Reminder) -> None:
    """A quarter of an hour before: staff only."""
    of = _meeting(desk, reminder)
    if of is not None and desk.now < of["starts_at"]:
        text = (
            f"【会务】{clock12(of['starts_at'])}在{where(desk.office, of['room'])}召开的{of['title']}还有15分钟开始，"
            "请检查座签、话筒、茶水和签到。"
        )
        _tell(desk, of, reminder, [of["organiser"]], text)


def over(desk: Desk, reminder: Reminder) -> None:
    """The planned end: the meeting counts as held, and who did not come as absent. Says nothing."""
    of = _meeting(desk, reminder)
    if of is not None:
        values = {"state": MeetingState.HELD.value, "updated_at": desk.now, "version": meeting.c.version + 1}
        desk.tx.execute(update(meeting).where(meeting.c.id == of["id"]).values(**values))
        attendance.close(desk, of)


def dissolve(desk: Desk, reminder: Reminder) -> None:
    """One workday after: the group has served its purpose (domain.md 7.5)."""
    of = _meeting(desk, reminder)
    if of is not None and of["group_name"] and of["dissolved_at"] is None:
        text = f"【提醒】会议群“{of['group_name']}”已用完，请解散；解散后回复“{of['group_name']}已解散”，我记入群登记。"
        _tell(desk, of, reminder, [of["organiser"]], text, expires=False)


def _confirmed(desk: Desk, of: Meeting) -> list[str]:
    coming = [one for one in queries.invites(desk.tx, of) if one.state in CONFIRMED]
    return list(dict.fromkeys(userid for one in coming for userid in queries.answerers(desk.office, one)))


def _tell(
    desk: Desk, of: Meeting, reminder: Reminder, to: list[str], text: str, part: str = "", expires: bool = True
) -> None:
    key = f"meeting:{of['id']}:{of['version']}:{reminder.kind}{part}"
    until = (of["reply_by"] if reminder.kind == "silent" else of["starts_at"]) if expires else None
    desk.tell(to, text, lane=Lane.TIMELY, key=key, subject=f"meeting:{of['id']}", expires_at=until)


REMINDERS: Mapping[str, Callable[[Desk, Reminder], None]] = {
    "silent": silent,
    "deadline": deadline,
    "eve": eve,
    "hour": hour,
    "staff": staff,
    "over": over,
    "dissolve": dissolve,
    "hold": waiting.hold_over,
    waiting.OVER: waiting.over,
    series_store.EXTEND: recurring.extended,
    publishing.SERIES_NOTICE: publishing.call_occurrence,
    live.KIND: live.refresh,
    attendance.KIND: attendance.summarise,
    morning.KIND: morning.card,
    **nodes.REMINDERS,
    deciding.CHASE: deciding.chase,
}
