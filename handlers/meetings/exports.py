"""What `zhongshu export meetings|receipts|bookings` shows (domain.md Annex E)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from handlers.line import Export
from handlers.meetings.cards import attendee
from handlers.meetings.notices import public_title
from handlers.meetings.queries import Invite
from handlers.meetings.tables import booking, invite, meeting
from handlers.meetings.wording import name_of, where
from storage.office import Office

_MEETINGS = {
    "id": "编号",
    "title": "会议名称",
    "title_masked": "群内名称",
    "type": "类型",
    "compound_types": "合并召开",
    "sensitivity": "敏感程度",
    "start": "开始",
    "end": "结束",
    "room": "会议室",
    "place": "地点",
    "chair": "主持人",
    "organiser": "会务",
    "audience": "参会范围",
    "invited": "应到",
    "reply_by": "回执截止",
    "leave_approver": "请假审定",
    "group": "会议群",
    "chatid": "群编号",
    "dissolved_at": "群解散时间",
    "series": "循环编号",
    "state": "状态",
    "created_by": "登记人",
    "created_at": "登记时间",
    "updated_at": "更新时间",
    "version": "版本",
}
_RECEIPTS = {
    "id": "编号",
    "meeting": "会议编号",
    "meeting_title": "会议名称",
    "meeting_start": "会议时间",
    "unit": "单位",
    "user": "受邀人",
    "need": "要求参会",
    "attendee": "应参会人",
    "state": "回执",
    "substitute": "替会人",
    "reason": "事由",
    "late_minutes": "晚到分钟",
    "approved_by": "审定人",
    "approved_proxy": "代为登记",
    "decided_at": "审定时间",
    "remark": "备注",
    "checked_in_at": "签到时间",
    "replied_by": "回执人",
    "at": "回执时间",
    "created_at": "通知时间",
    "updated_at": "更新时间",
    "version": "版本",
}
_BOOKINGS = {
    "id": "编号",
    "room": "会议室",
    "start": "开始",
    "end": "结束",
    "held_from": "留用起",
    "held_to": "留用止",
    "purpose": "用途",
    "organiser": "预订人",
    "unit": "单位",
    "level": "级别",
    "people": "人数",
    "equipment": "设备",
    "series": "循环编号",
    "meeting": "会议编号",
    "state": "状态",
    "created_by": "登记人",
    "created_at": "登记时间",
    "updated_at": "更新时间",
    "version": "版本",
}
_AS_STORED = ("title", "type", "compound_types", "sensitivity", "audience", "reply_by", "chatid", "state")
_ANSWERED = ("meeting", "unit", "need", "state", "substitute", "reason", "late_minutes", "decided_at")
_KEPT = ("id", "created_at", "updated_at", "version")


def _kept(row: RowMapping) -> dict[str, Any]:
    return {name: row[name] for name in _KEPT}


def meetings(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    """Every meeting, by the time it begins."""
    invited: dict[int, int] = {}
    for meeting_id in tx.execute(select(invite.c.meeting)).scalars():
        invited[meeting_id] = invited.get(meeting_id, 0) + 1
    for row in tx.execute(select(meeting).order_by(meeting.c.starts_at, meeting.c.id)).mappings():
        known = office.room(row["room"])
        yield {
            **_kept(row),
            **{
                name: row[name]
                for name in (
                    "title",
                    "type",
                    "compound_types",
                    "sensitivity",
                    "audience",
                    "reply_by",
                    "chatid",
                    "dissolved_at",
                    "series",
                    "state",
                )
            },
            "title_masked": public_title(dict(row)),
            "start": row["starts_at"],
            "end": row["ends_at"],
            "room": known.name if known else None,
            "place": where(office, row["room"]),
            "chair": name_of(office, row["chair"]) or None,
            "organiser": name_of(office, row["organiser"]),
            "invited": invited.get(row["id"], 0),
            "leave_approver": name_of(office, row["leave_approver"]),
            "group": row["group_name"],
            "created_by": name_of(office, row["created_by"]),
        }


def receipts(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    """Every invitation and what was answered, meeting by meeting."""
    of = {row["id"]: dict(row) for row in tx.execute(select(meeting)).mappings()}
    for row in tx.execute(select(invite).order_by(invite.c.meeting, invite.c.id)).mappings():
        found = of[row["meeting"]]
        yield {
            **_kept(row),
            **{
                name: row[name]
                for name in (
                    "meeting",
                    "unit",
                    "need",
                    "state",
                    "substitute",
                    "reason",
                    "late_minutes",
                    "remark",
                    "checked_in_at",
                )
            },
            "meeting_title": found["title"],
            "meeting_start": found["starts_at"],
            "user": name_of(office, row["user"]) or None,
            "attendee": attendee(office, Invite(row, found)),
            "approved_by": name_of(office, row["approved_by"]) or None,
            "approved_proxy": name_of(office, row["approved_proxy"]) or None,
            "replied_by": name_of(office, row["replied_by"]) or None,
            "at": row["replied_at"],
        }


def bookings(tx: Connection, office: Office, _now: datetime) -> Iterable[Mapping[str, Any]]:
    """Every booking of a room, by the time it begins."""
    names = {room.id: room for room in office.rooms}
    for row in tx.execute(select(booking).order_by(booking.c.starts_at, booking.c.id)).mappings():
        room = names.get(row["room"])
        yield {
            **_kept(row),
            **{
                name: row[name]
                for name in ("purpose", "unit", "level", "people", "equipment", "series", "meeting", "state")
            },
            "room": room.name if room else row["room"],
            "start": row["starts_at"],
            "end": row["ends_at"],
            "held_from": row["starts_at"] - timedelta(minutes=row["before"]),
            "held_to": row["ends_at"] + timedelta(minutes=row["after"]),
            "organiser": name_of(office, row["organiser"]),
            "created_by": name_of(office, row["created_by"]),
        }


EXPORTS = {
    "meetings": Export(_MEETINGS, meetings),
    "receipts": Export(_RECEIPTS, receipts),
    "bookings": Export(_BOOKINGS, bookings),
}
