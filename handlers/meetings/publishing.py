"""Sending a notice: the meeting's rows, its group, the personal invitations and the reminders, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from handlers.line import Reply
from handlers.meetings import cards, live, nodes, notices, queries, rooms
from handlers.meetings.queries import Meeting
from handlers.meetings.spoken import ANY_NEED, LEADERS
from handlers.meetings.tables import invite, meeting, series
from handlers.meetings.terms import MeetingState, Receipt, is_government, is_top, meeting_type
from handlers.meetings.timeline import default_reply_by, next_letter, steps
from handlers.meetings.wording import clock12, long_moment, where
from handlers.turn import Turn
from scheduler.clock import SHANGHAI, local
from scheduler.desk import Desk
from scheduler.wording import deadline
from storage.db import lock
from storage.messages import ChatCreate
from storage.office import Office, Role
from storage.outbox import Lane
from storage.reminders import Reminder

LINE = "meetings"
SENSITIVE_GRADE = "高"
"""What such a meeting is about is not in the bot (domain.md 4.1)."""
MOST_IN_GROUP = 2000
"""Members of a WeCom group, the organiser among them (wecom.md 6)."""
ATTENDEES = "参会单位"
"""The recipient of reminders that go to whoever the invitations name at that moment."""
INVITED = ("groups", "unit", "people", "need", "chair")
"""What of a draft says who comes."""
NAMES_RETURN = timedelta(days=180)
"""会务-0923A may be given again the next year."""
FOR_ORGANISER = frozenset({"deadline", "staff", "over", "dissolve", "check_in", *nodes.KINDS})
SERIES_NOTICE = "series_notice"
NOTICE_AT = time(9)
OWN_STAFF_ONLY = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})


def invited_units(office: Office, draft: Mapping[str, Any]) -> list[str]:
    """The units invited, groups expanded, each once, in the order of the profile's groups and of the list."""
    grouped = [unit.short for name in draft.get("groups") or () for unit in office.group(name)]
    own = {office.own.short}
    return [unit for unit in dict.fromkeys([*grouped, *(draft.get("unit") or ())]) if unit not in own]


def invited_people(office: Office, draft: Mapping[str, Any], organiser: str) -> list[str]:
    """People invited by name, in rank order; 本办 means everyone of the office."""
    named = [office.person(userid) for userid in draft.get("people") or ()]
    if "本办" in (draft.get("groups") or ()):
        named += [p for p in office.people if p.unit == office.own.short and not OWN_STAFF_ONLY & set(p.roles)]
    if LEADERS in (draft.get("groups") or ()):
        named += office.leaders
    people = office.by_rank(dict.fromkeys(p for p in named if p is not None))
    return [p.userid for p in people if p.userid not in {organiser, draft.get("chair")}]


def approver(office: Office, type_: str, chair: str | None) -> str:
    """Who decides on leave: 书记, 区长, the chair, or 主任 when nobody is named to preside (domain.md 4.4)."""
    titles = {leader.title: leader.userid for leader in office.leaders}
    if is_top(type_) and "书记" in titles:
        return titles["书记"]
    if is_government(type_) and "区长" in titles:
        return titles["区长"]
    if chair:
        return chair
    return next(person.userid for person in office.people_with(Role.DIRECTOR))


def values_of(desk: Desk, draft: Mapping[str, Any], organiser: str) -> dict[str, Any]:
    """The row of the meeting, as the draft has it."""
    type_, compound, grade = meeting_type(draft["title"])
    units, named_people = invited_units(desk.office, draft), list(draft.get("people") or ())
    groups, need = list(draft.get("groups") or ()), draft.get("need") or ANY_NEED
    grouped = {unit.short for name in groups for unit in desk.office.group(name)}
    start = datetime.fromisoformat(draft["datetime"])
    named = select(meeting.c.group_name).where(
        meeting.c.group_name.like(f"会务-{local(start):%m%d}%"), meeting.c.starts_at > start - NAMES_RETURN
    )
    taken = set(desk.tx.execute(named).scalars())
    return {
        "title": draft["title"],
        "type": type_,
        "compound_types": compound,
        "sensitivity": grade,
        "starts_at": start,
        "ends_at": datetime.fromisoformat(draft["date_range"]["end"]),
        "room": draft.get("room") or draft["place"],
        "chair": draft.get("chair"),
        "organiser": organiser,
        "need": need,
        "content": None if grade == SENSITIVE_GRADE else draft.get("content"),
        "note": draft.get("note"),
        "audience": notices.group_audience(groups, [u for u in units if u not in grouped], named_people, need),
        "reply_by": datetime.fromisoformat(draft["reply_by"]),
        "leave_approver": approver(desk.office, type_, draft.get("chair")),
        "group_name": next_letter(taken, start),
        "state": MeetingState.PLANNED.value,
    }


def counted(all_of: Sequence[queries.Invite]) -> str:
    """How many are invited: 10家, 2人, 3家和1人."""
    units = sum(one.unit is not None for one in all_of)
    return count(units, len(all_of) - units)


def count(units: int, people: int) -> str:
    """10家, 2人, 3家和1人."""
    return "和".join(words for n, words in ((units, f"{units}家"), (people, f"{people}人")) if n)


def preview(turn: Turn, draft: Mapping[str, Any]) -> str:
    """The notice as it would go out."""
    values = values_of(turn, draft, turn.person.userid)
    units, people = invited_units(turn.office, draft), invited_people(turn.office, draft, turn.person.userid)
    labels = "、".join(found.label for unit in units if (found := turn.office.unit(unit)))
    named = [one.listed for userid in people if (one := turn.office.person(userid))]
    listed = "、".join([*([f"{labels}（{values['need']}）"] if labels else []), *named])
    room = turn.office.room(draft.get("room") or "")
    held = ""
    if room is not None:
        use = rooms.use_of(room, values["starts_at"], values["ends_at"])
        held = f"（{clock12(use.held_from)}至{clock12(use.held_to)}留用）"
    return notices.draft(turn.office, values, listed, count(len(units), len(people)), held)


def publish(turn: Turn, draft: Mapping[str, Any]) -> Reply:
    """Write the meeting and send its notice: group, invitations, chair; plan its reminders (domain.md 4.8, 7.5)."""
    me = turn.person.userid
    start = datetime.fromisoformat(draft["datetime"])
    many = len(invited_units(turn.office, draft)) + len(invited_people(turn.office, draft, me))
    if many >= MOST_IN_GROUP:
        return Reply(f"要通知{many}家（人），企业微信的群最多{MOST_IN_GROUP}人，请分成几场，各自通知。")
    lock(turn.tx, f"meeting-group:{local(start):%Y%m%d}")
    values = values_of(turn, draft, me)
    keeping = {"created_by": me, "created_at": turn.now, "updated_at": turn.now}
    chatid = _chatid(turn, values["group_name"], start)
    meeting_id = int(
        turn.tx.execute(insert(meeting).values(**values, **keeping, chatid=chatid).returning(meeting.c.id)).scalar_one()
    )
    units, people = invite_all(turn, meeting_id, draft, me, values["need"])
    _book(turn, draft, meeting_id)
    written = queries.meeting_by_id(turn.tx, meeting_id)
    assert written is not None  # noqa: S101 - written above, in this transaction
    announce(turn, written)
    key = f"meeting:{meeting_id}"
    turn.note("发会议通知", key, after={"type": values["type"], "start": start.isoformat(), "invited": units + people})
    turn.undoable(LINE, "notice", key, {"id": meeting_id})
    return Reply(
        f"已发送：群“{values['group_name']}”已建，通知已分送{count(units, people)}。"
        f"回执截止{deadline(values['reply_by'])}，"
        "可随时问“回执情况”；要改期或取消请说“会议改到……”“取消会议”。",
        about=(key,),
    )


def invite_all(desk: Desk, meeting_id: int, draft: Mapping[str, Any], organiser: str, need: str) -> tuple[int, int]:
    """Write the invitations of a draft; returns how many units and how many people."""
    units, people = invited_units(desk.office, draft), invited_people(desk.office, draft, organiser)
    keeping = {"created_by": organiser, "created_at": desk.now, "updated_at": desk.now, "need": need}
    rows = [{"unit": unit, "user": None} for unit in units] + [{"unit": None, "user": userid} for userid in people]
    new = {**keeping, "meeting": meeting_id, "state": Receipt.SILENT.value}
    if rows:
        desk.tx.execute(insert(invite), [{**new, **row} for row in rows])
    return len(units), len(people)


def announce(desk: Desk, of: Meeting) -> None:
    """Tell everybody, show the organiser his card, and plan what follows."""
    _tell(desk, of)
    live.send(desk, of)
    plan_reminders(desk, of)


def call_occurrence(desk: Desk, reminder: Reminder) -> None:
    """The notice of one of a series, two workdays before: as the organiser agreed when the series was made."""
    of = queries.meeting_by_id(desk.tx, int(reminder.object.removeprefix("meeting:")))
    if of is None or of["state"] != MeetingState.PLANNED or of["group_name"] or of["starts_at"] <= desk.now:
        return
    details = _series_details(desk, of)
    lock(desk.tx, f"meeting-group:{local(of['starts_at']):%Y%m%d}")
    draft = {**details, "title": of["title"], "place": of["room"], "reply_by": of["reply_by"].isoformat()}
    start, end = of["starts_at"].isoformat(), of["ends_at"].isoformat()
    draft |= {"datetime": start, "date_range": {"start": start, "end": end}}
    name = values_of(desk, draft, of["organiser"])["group_name"]
    usual = default_reply_by(of["starts_at"], desk.now, desk.calendar, desk.office.limits.meeting.reply)
    chatid = _chatid(desk, name, of["starts_at"])
    changed = {"group_name": name, "chatid": chatid, "reply_by": usual, "updated_at": desk.now}
    desk.tx.execute(update(meeting).where(meeting.c.id == of["id"]).values(**changed, version=meeting.c.version + 1))
    units, people = invite_all(desk, of["id"], details, of["organiser"], of["need"])
    written = queries.meeting_by_id(desk.tx, of["id"])
    assert written is not None  # noqa: S101 - changed above, in this transaction
    announce(desk, written)
    desk.note("发会议通知", f"meeting:{of['id']}", after={"type": of["type"], "invited": units + people})
    text = (
        f"【会务】例会通知已按约定发出：{of['title']}（{long_moment(of['starts_at'])}，"
        f"{where(desk.office, of['room'])}），{count(units, people)}，回执截止{deadline(usual)}。"
    )
    desk.tell(
        of["organiser"], text, lane=Lane.TIMELY, key=f"meeting:{of['id']}:例会通知", subject=f"meeting:{of['id']}"
    )


def _series_details(desk: Desk, of: Meeting) -> dict[str, Any]:
    """Who is invited each time; nothing for a meeting that is none of a series."""
    query = select(series.c.details).where(series.c.id == of["series"])
    return dict(desk.tx.execute(query).scalar() or {}) if of["series"] else {}


def _chatid(desk: Desk, name: str, start: datetime) -> str:
    """hw0923a1: from the name of the group and the year's meetings so far, unique for good."""
    base = f"hw{name.removeprefix('会务-').lower()}"
    taken = set(desk.tx.execute(select(meeting.c.chatid).where(meeting.c.chatid.like(f"{base}%"))).scalars())
    return next(found for n in range(1, len(taken) + 2) if (found := f"{base}{n}") not in taken)


def _book(turn: Turn, draft: Mapping[str, Any], meeting_id: int) -> None:
    """Make the kept room a firm booking of the meeting; the caller has just renewed the hold under the room's lock."""
    if draft.get("booking"):
        rooms.confirm(turn, draft["booking"], meeting_id)


def _tell(desk: Desk, of: Meeting) -> None:
    """The group, the invitations and the chair's 联络员."""
    all_of = queries.invites(desk.tx, of)
    invited = list(dict.fromkeys(userid for one in all_of for userid in recipients(desk.office, one)))
    members = tuple(dict.fromkeys([of["organiser"], *invited]))
    key = f"meeting:{of['id']}"
    if len(members) > 1:
        group = ChatCreate(name=of["group_name"], owner=of["organiser"], members=members)
        desk.tell_group(of["chatid"], group, key=f"{key}:建群", subject=key)
        desk.tell_group(of["chatid"], notices.group_notice(desk.office, of), key=f"{key}:通知", subject=key)
    send_invitations(desk, of, all_of)
    if of["chair"] and of["chair"] != of["organiser"]:
        liaison = queries.approval_desk(desk.office, of["chair"])
        words = notices.chair_notice(desk.office, of, counted(all_of))
        desk.tell(liaison, words, lane=Lane.TIMELY, key=f"{key}:主持", subject=key, origin=of["organiser"])


def recipients(office: Office, one: queries.Invite) -> list[str]:
    """Who gets the invitation: the 联络员, and the head where he himself is invited."""
    people = queries.answerers(office, one)
    head = office.head(one.unit) if one.unit and one.row["need"] == notices.PRINCIPAL else None
    return list(dict.fromkeys([*people, *([head.userid] if head else [])]))


def send_invitations(desk: Desk, of: Meeting, all_of: Iterable[queries.Invite]) -> None:
    """A card for each of them, at once (domain.md 4.8); a change sends new ones."""
    for one in all_of:
        for userid in recipients(desk.office, one):
            desk.tell(
                userid,
                cards.invitation(desk.office, one, userid),
                lane=Lane.TIMELY,
                key=f"{one.object}:{of['version']}:通知",
                subject=f"meeting:{of['id']}",
                origin=of["organiser"],
                expires_at=of["ends_at"],
            )


def plan_reminders(desk: Desk, of: Meeting) -> None:
    """Every reminder that still lies ahead; those planned before are replaced."""
    key = f"meeting:{of['id']}"
    desk.unplan(LINE, key)
    planned = steps(of["starts_at"], of["ends_at"], of["reply_by"], desk.calendar)
    planned += nodes.steps(of, desk.office.is_leader(of["chair"] or ""), desk.calendar)
    for step in planned:
        if step.at > desk.here:
            recipient = of["organiser"] if step.kind in FOR_ORGANISER else ATTENDEES
            desk.plan(LINE, step.kind, key, recipient, step.at)
    if not of["group_name"] and any(_series_details(desk, of).get(name) for name in ("groups", "unit", "people")):
        day = desk.calendar.add_workdays(local(of["starts_at"]).date(), desk.office.limits.meeting.notice.workdays)
        due = max(datetime.combine(day, NOTICE_AT, SHANGHAI), desk.here)
        desk.plan(LINE, SERIES_NOTICE, key, of["organiser"], due)
