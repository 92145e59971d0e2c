"""How long meetings, rooms, seats and minutes are kept here (domain.md 7.2): dates, rooms and counts stay."""

from handlers.meetings.minutes_said import Stage
from handlers.meetings.seating_minutes_tables import calendar_entry, minutes, seating_plan
from handlers.meetings.tables import booking, invite, meeting, series, tally_card, wait
from handlers.meetings.terms import SeriesState
from storage.retention import Kept, Part

_SETTLED = (Stage.ISSUED, Stage.FILED, Stage.EDITED, Stage.VOID)

KEEPS = (
    Kept(title="会议日程", table=calendar_entry, since=calendar_entry.c.put_at, people=(), drop=True),
    Kept(
        title="会议",
        table=meeting,
        since=meeting.c.ends_at,
        words=("title", "audience", "content", "note"),
        people=("chair", "organiser", "leave_approver", "created_by"),
        parts=(
            Part(
                invite,
                "meeting",
                words=("substitute", "reason", "remark"),
                people=(
                    *("user", "requested_by", "approved_by", "approved_proxy", "replied_by", "checked_in_by"),
                    "created_by",
                ),
            ),
            Part(tally_card, "meeting", drop=True),
        ),
    ),
    Kept(
        title="会议室预订",
        table=booking,
        since=booking.c.ends_at,
        words=("purpose",),
        people=("organiser", "created_by"),
    ),
    Kept(
        title="会议室候补",
        table=wait,
        since=wait.c.ends_at,
        words=("purpose",),
        people=("userid", "created_by"),
    ),
    Kept(
        title="例会",
        table=series,
        since=series.c.updated_at,
        over=series.c.state == SeriesState.STOPPED.value,
        words=("title", "details"),
        people=("organiser", "created_by"),
    ),
    Kept(title="座次", table=seating_plan, since=seating_plan.c.updated_at, people=(), drop=True),
    Kept(
        title="纪要",
        table=minutes,
        since=minutes.c.updated_at,
        over=minutes.c.state.in_([stage.value for stage in _SETTLED]),
        words=("title",),
        people=("drafter", "cosigners", "signed_by", "created_by"),
        number=minutes.c.number,
    ),
)
