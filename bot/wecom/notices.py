"""Events that WeCom's other parts send: directory, approval, calendar, rooms, meetings, the app itself (wecom.md 3.2).

Zhongshu acts on few of them; they are typed so that each can be counted and used without reading XML again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from bot.wecom.inbound import Inbound
from bot.wecom.xml import Element, child, integer, text

LAST_SECOND = 253402300799
"""Of the year 9999: the largest unix time that a datetime can hold."""

Head = dict[str, Any]
Reader = Callable[[Element, Head], Inbound]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchJobResult(Inbound):
    """An asynchronous directory job has ended."""

    job_id: str
    job_type: str
    err_code: int
    err_msg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadFinished(Inbound):
    """An asynchronous media upload has ended; the result must be fetched."""

    job_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChange(Inbound):
    """A change in the directory (wecom.md 3.4). ``subject`` is the userid, department id or tag id."""

    change: str
    subject: str
    new_userid: str
    departments: tuple[str, ...]
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalChange(Inbound):
    """An approval moved on (wecom.md 3.6); ``own``: in the app's own engine. ``change`` is StatuChangeEvent or 0."""

    own: bool
    number: str
    template_id: str
    status: int
    applicant: str
    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppNotice(Inbound):
    """WeCom shares, warns, suspends or restores the app; ``effective`` in unix seconds, 0 when not said."""

    name: str
    effective: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChange(Inbound):
    """A calendar of the app was changed or deleted by a person."""

    action: Literal["modify", "delete"]
    calendar_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleChange(Inbound):
    """A schedule was added, changed, deleted or answered by a person."""

    action: Literal["add", "modify", "delete", "respond"]
    calendar_id: str
    schedule_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomBooking(Inbound):
    """A WeCom meeting room was booked, or the booking cancelled."""

    booked: bool
    room_id: int
    booking_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingChange(Inbound):
    """A WeCom meeting changed (wecom.md 3.5); ``status`` is that of ``meeting_statistics``, else 0."""

    change: str
    meeting_id: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LivingChange(Inbound):
    """A live broadcast: 0 booked, 1 live, 2 ended, 4 cancelled."""

    living_id: str
    status: int


def _batch_job(root: Element, head: Head) -> Inbound:
    job = child(root, "BatchJob")
    return BatchJobResult(
        job_id=text(job, "JobId"),
        job_type=text(job, "JobType"),
        err_code=integer(job, "ErrCode"),
        err_msg=text(job, "ErrMsg"),
        **head,
    )


def _upload(root: Element, head: Head) -> Inbound:
    return UploadFinished(job_id=text(root, "JobId"), **head)


def _contact(root: Element, head: Head) -> Inbound:
    return ContactChange(
        change=text(root, "ChangeType"),
        subject=text(root, "UserID") or text(root, "Id") or text(root, "TagId"),
        new_userid=text(root, "NewUserID"),
        departments=tuple(filter(None, text(root, "Department").split(","))),
        status=integer(root, "Status"),
        **head,
    )


def _approval(root: Element, head: Head) -> Inbound:
    info = child(root, "ApprovalInfo")
    return ApprovalChange(
        own=False,
        number=text(info, "SpNoStr") or text(info, "SpNo"),
        template_id=text(info, "TemplateId"),
        status=integer(info, "SpStatus"),
        applicant=text(child(info, "Applyer"), "UserId"),
        change=integer(info, "StatuChangeEvent"),
        **head,
    )


def _own_approval(root: Element, head: Head) -> Inbound:
    info = {
        name.lower(): value for name, value in child(root, "ApprovalInfo").items()
    }  # the casing varies between pages
    return ApprovalChange(
        own=True,
        number=text(info, "thirdno"),
        template_id=text(info, "opentemplateid"),
        status=integer(info, "openspstatus"),
        applicant=text(info, "applyuserid"),
        change=0,
        **head,
    )


def _app_notice(root: Element, head: Head) -> Inbound:
    return AppNotice(name=text(root, "Event"), effective=integer(root, "EffectTime", LAST_SECOND), **head)


def _calendar(root: Element, head: Head, *, action: Any) -> Inbound:
    return CalendarChange(action=action, calendar_id=text(root, "CalId"), **head)


def _schedule(root: Element, head: Head, *, action: Any) -> Inbound:
    return ScheduleChange(action=action, calendar_id=text(root, "CalId"), schedule_id=text(root, "ScheduleId"), **head)


def _room(root: Element, head: Head, *, booked: bool) -> Inbound:
    return RoomBooking(
        booked=booked, room_id=integer(root, "MeetingRoomId"), booking_id=text(root, "BookingId"), **head
    )


def _meeting(root: Element, head: Head) -> Inbound:
    return MeetingChange(
        change=text(root, "ChangeType"), meeting_id=text(root, "MeetingId"), status=integer(root, "Status"), **head
    )


def _living(root: Element, head: Head) -> Inbound:
    return LivingChange(living_id=text(root, "LivingId"), status=integer(root, "Status"), **head)


NOTICES: dict[str, Reader] = {
    "batch_job_result": _batch_job,
    "upload_media_job_finish": _upload,
    "change_contact": _contact,
    "sys_approval_change": _approval,
    "open_approval_change": _own_approval,
    **dict.fromkeys(
        (
            "share_agent_change",
            "share_chain_change",
            "inactive_alert",
            "close_inactive_agent",
            "reopen_inactive_agent",
            "low_active_alert",
            "low_active",
            "active_restored",
        ),
        _app_notice,
    ),
    **{f"{action}_calendar": partial(_calendar, action=action) for action in ("modify", "delete")},
    **{f"{action}_schedule": partial(_schedule, action=action) for action in ("add", "modify", "delete", "respond")},
    "book_meeting_room": partial(_room, booked=True),
    "cancel_meeting_room": partial(_room, booked=False),
    **dict.fromkeys(("meeting_change", "meeting_statistics"), _meeting),
    "living_status_change": _living,
}
"""Event name to reader."""
