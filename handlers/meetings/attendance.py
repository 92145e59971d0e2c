"""会议签到: for one meeting, by who attends or by who runs it, and the count for who runs it (domain.md 4.4, 4.8, 7.9).

Nobody signs in for another. A meeting without any sign-in is counted by its receipts.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import update

from handlers.line import Reply, Slots
from handlers.meetings import live, queries, receipts, tally
from handlers.meetings.answers import who
from handlers.meetings.cards import attendee
from handlers.meetings.notices import PRINCIPAL
from handlers.meetings.queries import Invite, Meeting
from handlers.meetings.tables import invite
from handlers.meetings.terms import CONFIRMED, MeetingState, Receipt
from handlers.meetings.wording import contact, hours, short_moment
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.desk import Desk
from storage.office import Office, Person, Role
from storage.outbox import Lane
from storage.reminders import Reminder

KIND = "check_in"
OPENS = timedelta(minutes=30)
AFTERWARDS = timedelta(days=3)
"""How long 会务 may put the record right."""
LIAISON = "联络员"
NO_LEAVE = "请假未获批准"
NOTHING = "现在没有需要您签到的会议。"
_ABSENT = re.compile(r"没来|未到|没到|缺席|未参会|没参加")
_ASKS = re.compile(r"情况|多少|几[个家人]|谁|哪|人数|统计|汇总|应到|实到|[吗？?]\s*$")
_EVERYBODY = re.compile(r"全部|全体|都(?:到|来)|到齐")
_CAME = re.compile(r"(?:来的是|派来的是|派的是|来了|换成)([一-龥]{2,12}?)(?:来|参会|参加|[，,。]|$)")


@receipts.unless_changed
def check_in(turn: Turn, slots: Slots) -> Reply:
    """签到, or for 会务 on the spot: 签到 区应急局, 补签 区财政局, 城管局来的是办公室小王, 交通局没来."""
    if _ASKS.search(turn.said.text):
        return tally.receipts(turn, slots)
    running = [of for of in _current(turn) if tally.may_see(turn.person, of)]
    named = _named(turn, running, slots)
    if named:
        return _record_for(turn, named)
    return _sign(turn)


def _current(turn: Turn) -> list[Meeting]:
    """Meetings that are about to begin, go on, or ended lately, the newest first."""
    found = queries.recent_meetings(turn.tx, turn.now - AFTERWARDS)
    return [of for of in reversed(found) if of["starts_at"] - OPENS <= turn.now]


def _named(turn: Turn, running: Sequence[Meeting], slots: Slots) -> list[Invite]:
    """The invitations that 会务 speaks of: units or people named, or everybody."""
    units = {unit.short for unit in turn.said.units if unit.short}
    people = {one.person.userid for one in turn.said.people if one.person}
    every = bool(_EVERYBODY.search(turn.said.text))
    for of in running:
        found = [
            one
            for one in queries.invites(turn.tx, of)
            if (one.unit in units) or (one.row["user"] in people) or (every and one.state in CONFIRMED)
        ]
        if found:
            return found
    return []


def _record_for(turn: Turn, found: Sequence[Invite]) -> Reply:
    text = turn.said.text
    came = who(text) or (hit[1] if (hit := _CAME.search(text)) else None)
    absent = bool(_ABSENT.search(text))
    said = []
    for one in found:
        if absent:
            _write(turn, one, Receipt.ABSENT, None)
            said.append(f"{_label(turn.office, one)}缺席")
        elif came and len(found) == 1 and not _approved(one, came):
            _write(turn, one, Receipt.ABSENT, tally.UNAPPROVED)
            said.append(f"{_label(turn.office, one)}缺席（{tally.UNAPPROVED}）")
        else:
            _write(turn, one, Receipt.CHECKED_IN, None)
            said.append(f"{_label(turn.office, one)}已签到")
    of = found[0].meeting
    all_of = queries.invites(turn.tx, of)
    return Reply(
        f"已登记：{'、'.join(said)}。{tally.attended(all_of, of, turn.now >= of['ends_at'])}",
        about=(f"meeting:{of['id']}",),
    )


def _approved(one: Invite, came: str) -> bool:
    return one.state in {Receipt.SUBSTITUTE, Receipt.CHECKED_IN} and bool(one.row["substitute"])


def _sign(turn: Turn) -> Reply:
    """The attendee himself, within half an hour before and the end of the meeting."""
    mine = queries.invites_answered_by(turn.tx, turn.person, turn.now)
    open_ = [one for one in mine if one.meeting["starts_at"] - OPENS <= turn.now]
    own = [one for one in open_ if attends(turn.office, one, turn.person)]
    if own:
        one = own[0]
        if one.state is Receipt.CHECKED_IN:
            return Reply(f"您已签到：{one.meeting['title']}，不用再签。")
        late = _write(turn, one, Receipt.CHECKED_IN, None)
        after = f"（会议已开始{late}分钟）" if late else ""
        return Reply(
            f"已签到：{one.meeting['title']}（{short_moment(one.meeting['starts_at'])}）{after}。", about=(one.object,)
        )
    if open_:
        of = open_[0].meeting
        return Reply(f"不得代签。请参会同志本人签到，或由会务现场登记（{contact(turn.office, of['organiser'])}）。")
    if mine:
        of = mine[0].meeting
        opens = local(of["starts_at"]) - OPENS
        return Reply(f"{of['title']}（{short_moment(of['starts_at'])}）的签到时间是{hours(opens, of['ends_at'])}。")
    return Reply(NOTHING if "补签" not in turn.said.text else "会议已结束，补签请联系会务登记。")


def attends(office: Office, one: Invite, person: Person) -> bool:
    """Whether he is the one who comes: invited by name, head of the unit, its 联络员 where that is asked for."""
    if one.unit is None:
        return bool(one.row["user"] == person.userid)
    if person.unit != one.unit:
        return False
    if person.name in (one.row["substitute"] or ""):
        return True
    if one.row["need"] == LIAISON:
        return person.has(Role.UNIT_LIAISON)
    return person.has(Role.UNIT_HEAD) or (one.row["need"] == PRINCIPAL and office.head(one.unit) == person)


def _write(turn: Turn, one: Invite, state: Receipt, remark: str | None) -> int:
    """Write it down, undoable; returns the minutes since the beginning."""
    late = max(0, int((turn.now - one.meeting["starts_at"]).total_seconds() // 60))
    signed = state is Receipt.CHECKED_IN
    before = {"state": one.row["state"], "remark": one.row["remark"], "late_minutes": one.row["late_minutes"]}
    by_hand = turn.now > one.meeting["ends_at"] or not attends(turn.office, one, turn.person)
    minutes = one.row["late_minutes"] if by_hand else (late or None)
    values = {
        "state": state.value,
        "remark": remark,
        "late_minutes": minutes if signed else one.row["late_minutes"],
        "checked_in_at": turn.now if signed else None,
        "checked_in_by": turn.person.userid if signed else None,
    }
    if not queries.save(turn.tx, one, turn.now, **values):
        raise receipts.Changed
    turn.note(
        "会议签到" if signed else "登记缺席",
        one.object,
        before={"state": one.state.value},
        after={"state": state.value},
    )
    data = {"before": {**before, "checked_in_at": None, "checked_in_by": None}}
    turn.undoable("meetings", "receipt", one.object, data)
    live.changed(turn, one.meeting)
    return late


def _label(office: Office, one: Invite) -> str:
    unit = office.unit(one.unit) if one.unit else None
    return unit.label if unit else attendee(office, one)


def summarise(desk: Desk, reminder: Reminder) -> None:
    """Five minutes after the beginning: the count and who is not there yet, to who runs the meeting only."""
    of = queries.meeting_by_id(desk.tx, int(reminder.object.removeprefix("meeting:")))
    if of is None or of["state"] == MeetingState.CANCELLED or desk.now >= of["ends_at"]:
        return
    all_of = queries.invites(desk.tx, of)
    if not all_of:
        return
    text = f"【会务】{of['title']}：{tally.attended(all_of, of, False)}{_missing(desk.office, all_of)}"
    key = f"{reminder.object}:{of['version']}:{KIND}"
    desk.tell(of["organiser"], text, lane=Lane.TIMELY, key=key, subject=reminder.object, expires_at=of["ends_at"])


def _missing(office: Office, all_of: Sequence[Invite]) -> str:
    if not tally.signed(all_of):
        return ""
    missing = [
        _label(office, one) for one in all_of if tally.place(one, True) == "缺席" and one.state is not Receipt.ABSENT
    ]
    return f"\n尚未签到：{'、'.join(missing)}。到会可说“补签 {missing[0]}”。" if missing else ""


def close(desk: Desk, of: Meeting) -> None:
    """The end: who was to come and did not is 缺席; an unapproved substitute counts as that too (domain.md 4.4)."""
    all_of = queries.invites(desk.tx, of)
    signed = tally.signed(all_of)
    for one in all_of:
        if tally.place(one, signed) == "缺席" and one.state is not Receipt.ABSENT:
            values = {"state": Receipt.ABSENT.value, "remark": _why(one), "updated_at": desk.now}
            changed = update(invite).where(invite.c.id == one.id, invite.c.version == one.row["version"])
            desk.tx.execute(changed.values(**values, version=invite.c.version + 1))
            desk.note("登记缺席", one.object, before={"state": one.state.value}, after={"state": Receipt.ABSENT.value})


def _why(one: Invite) -> str | None:
    if one.row["remark"] or one.state in {Receipt.SUBSTITUTE_REFUSED, Receipt.SUBSTITUTE_ASKED}:
        return str(one.row["remark"] or tally.UNAPPROVED)
    return NO_LEAVE if one.state in {Receipt.LEAVE_REFUSED, Receipt.LEAVE_ASKED} else None
