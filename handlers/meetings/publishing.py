"""Sending a notice: the meeting's rows, its group, the personal invitations and the reminders, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from handlers.line import Reply
from handlers.meetings import cards, notices, queries, rooms
from handlers.meetings.queries import Meeting
from handlers.meetings.spoken import ANY_NEED
from handlers.meetings.tables import invite, meeting
from handlers.meetings.terms import MeetingState, Receipt, is_government, is_top, meeting_type
from handlers.meetings.timeline import next_letter, steps
from handlers.meetings.wording import clock12, name_of
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.desk import Desk
from scheduler.wording import deadline
from storage.db import lock
from storage.messages import ChatCreate
from storage.office import Office, Role
from storage.outbox import Lane

LINE = "meetings"
ATTENDEES = "参会单位"
"""The recipient of reminders that go to whoever the invitations name at that moment."""
NAMES_RETURN = timedelta(days=180)
"""会务-0923A may be given again the next year."""
FOR_ORGANISER = frozenset({"deadline", "staff", "over", "dissolve"})
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


def _values(desk: Desk, draft: Mapping[str, Any], organiser: str) -> dict[str, Any]:
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
        "audience": notices.group_audience(groups, [u for u in units if u not in grouped], named_people, need),
        "reply_by": datetime.fromisoformat(draft["reply_by"]),
        "leave_approver": approver(desk.office, type_, draft.get("chair")),
        "group_name": next_letter(taken, start),
        "state": MeetingState.PLANNED.value,
    }


def counted(all_of: Sequence[queries.Invite]) -> str:
    """How many are invited: 10家, 2人, 3家和1人."""
    units = sum(one.unit is not None for one in all_of)
    return _count(units, len(all_of) - units)


def _count(units: int, people: int) -> str:
    return "和".join(words for n, words in ((units, f"{units}家"), (people, f"{people}人")) if n)


def preview(turn: Turn, draft: Mapping[str, Any]) -> str:
    """The notice as it would go out."""
    values = _values(turn, draft, turn.person.userid)
    units, people = invited_units(turn.office, draft), invited_people(turn.office, draft, turn.person.userid)
    labels = [found.label for unit in units if (found := turn.office.unit(unit))]
    listed = "、".join([*labels, *(name_of(turn.office, p) for p in people)])
    room = turn.office.room(draft.get("room") or "")
    held = ""
    if room is not None:
        use = rooms.use_of(room, values["starts_at"], values["ends_at"])
        held = f"（{clock12(use.held_from)}至{clock12(use.held_to)}留用）"
    need = f"（{values['need']}）" if units else ""
    return notices.draft(turn.office, values, f"{listed}{need}", _count(len(units), len(people)), held)


def publish(turn: Turn, draft: Mapping[str, Any]) -> Reply:
    """Write the meeting and send its notice: group, invitations, chair; plan its reminders (domain.md 4.8, 7.5)."""
    me = turn.person.userid
    start = datetime.fromisoformat(draft["datetime"])
    lock(turn.tx, f"meeting-group:{local(start):%Y%m%d}")
    values = _values(turn, draft, me)
    keeping = {"created_by": me, "created_at": turn.now, "updated_at": turn.now}
    chatid = _chatid(turn, values["group_name"], start)
    meeting_id = int(
        turn.tx.execute(insert(meeting).values(**values, **keeping, chatid=chatid).returning(meeting.c.id)).scalar_one()
    )
    units, people = invited_units(turn.office, draft), invited_people(turn.office, draft, me)
    rows = [{"unit": unit, "user": None} for unit in units] + [{"unit": None, "user": userid} for userid in people]
    for row in rows:
        turn.tx.execute(
            insert(invite).values(**row, **keeping, meeting=meeting_id, need=values["need"], state=Receipt.SILENT.value)
        )
    _book(turn, draft, meeting_id)
    written = queries.meeting_by_id(turn.tx, meeting_id)
    assert written is not None  # noqa: S101 - written above, in this transaction
    _tell(turn, written)
    plan_reminders(turn, written)
    key = f"meeting:{meeting_id}"
    turn.note("发会议通知", key, after={"type": values["type"], "start": start.isoformat(), "invited": len(rows)})
    turn.undoable(LINE, "notice", key, {"id": meeting_id})
    return Reply(
        f"已发送：群“{values['group_name']}”已建，通知已分送{_count(len(units), len(people))}。"
        f"回执截止{deadline(values['reply_by'])}，"
        "可随时问“回执情况”；要改期或取消请说“会议改到……”“取消会议”。",
        about=(key,),
    )


def _chatid(turn: Turn, name: str, start: datetime) -> str:
    """hw0923a1: from the name of the group and the year's meetings so far, unique for good."""
    base = f"hw{name.removeprefix('会务-').lower()}"
    taken = set(turn.tx.execute(select(meeting.c.chatid).where(meeting.c.chatid.like(f"{base}%"))).scalars())
    return next(found for n in range(1, len(taken) + 2) if (found := f"{base}{n}") not in taken)


def _book(turn: Turn, draft: Mapping[str, Any], meeting_id: int) -> None:
    """Make the kept room a firm booking of the meeting; the caller has just renewed the hold under the room's lock."""
    if draft.get("booking"):
        rooms.confirm(turn, draft["booking"], meeting_id)


def _tell(turn: Turn, of: Meeting) -> None:
    """The group, the invitations and the chair's 联络员."""
    all_of = queries.invites(turn.tx, of)
    invited = list(dict.fromkeys(userid for one in all_of for userid in recipients(turn.office, one)))
    members = tuple(dict.fromkeys([of["organiser"], *invited]))
    key = f"meeting:{of['id']}"
    if len(members) > 1:
        group = ChatCreate(name=of["group_name"], owner=of["organiser"], members=members)
        turn.tell_group(of["chatid"], group, key=f"{key}:建群", subject=key)
        turn.tell_group(of["chatid"], notices.group_notice(turn.office, of), key=f"{key}:通知", subject=key)
    send_invitations(turn, of, all_of)
    if of["chair"] and of["chair"] != turn.person.userid:
        desk = queries.approval_desk(turn.office, of["chair"])
        words = notices.chair_notice(turn.office, of, counted(all_of))
        turn.tell(desk, words, lane=Lane.TIMELY, key=f"{key}:主持", subject=key, origin=of["organiser"])


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
    for step in steps(of["starts_at"], of["ends_at"], of["reply_by"], desk.calendar):
        if step.at > desk.here:
            recipient = of["organiser"] if step.kind in FOR_ORGANISER else ATTENDEES
            desk.plan(LINE, step.kind, key, recipient, step.at)
