"""回执情况: counts and lists, for whoever runs the meeting and for 会务 and 主任 only (domain.md 4.4, 7.9)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from handlers.line import Reply, Slots
from handlers.meetings import queries
from handlers.meetings.cards import attendee
from handlers.meetings.queries import Invite, Meeting
from handlers.meetings.terms import CONFIRMED, Receipt
from handlers.meetings.wording import long_moment, short_moment
from handlers.policy import NOT_FOUND
from handlers.turn import Turn
from storage.office import Office, Person, Role

BACK = timedelta(days=14)
UNAPPROVED = "未经批准替会"
_NOT_GRANTED = frozenset(
    {Receipt.SUBSTITUTE_REFUSED, Receipt.SUBSTITUTE_ASKED, Receipt.LEAVE_REFUSED, Receipt.LEAVE_ASKED}
)
_ORDER = (
    (Receipt.COMING, "参加"),
    (Receipt.LATE, "迟到报备"),
    (Receipt.CHECKED_IN, "已签到"),
    (Receipt.SUBSTITUTE, "替会"),
    (Receipt.SUBSTITUTE_ASKED, "替会待批"),
    (Receipt.SUBSTITUTE_REFUSED, "替会不批"),
    (Receipt.LEAVE, "请假"),
    (Receipt.LEAVE_ASKED, "请假待批"),
    (Receipt.LEAVE_REFUSED, "请假不批"),
    (Receipt.RECONFIRM, "待重新确认"),
    (Receipt.SILENT, "未回执"),
    (Receipt.ABSENT, "缺席"),
)


def counts(invites: Sequence[Invite]) -> str:
    """应到10，参加2，替会1，未回执7: only what there is."""
    parts = [f"应到{len(invites)}"]
    parts += [f"{word}{n}" for state, word in _ORDER if (n := sum(one.state is state for one in invites))]
    return "，".join(parts)


def summary(office: Office, meeting: Mapping[str, Any], invites: Sequence[Invite]) -> str:
    """The counts, and who stands where; without reasons."""
    lines = [f"{meeting['title']}（{long_moment(meeting['starts_at'])}）：{counts(invites)}。"]
    for state, word in _ORDER:
        named = [_line(office, one) for one in invites if one.state is state]
        if named:
            lines.append(f"{word}：{'、'.join(named)}")
    return "\n".join(lines)


def label(office: Office, one: Invite) -> str:
    """The unit that is invited, or the person."""
    unit = office.unit(one.unit) if one.unit else None
    return unit.label if unit else attendee(office, one)


def _line(office: Office, one: Invite) -> str:
    note = one.row["remark"] if one.state is Receipt.ABSENT else one.row["substitute"]
    return f"{label(office, one)}（{note}）" if note else label(office, one)


def signed(all_of: Sequence[Invite]) -> bool:
    """Whether anybody signed in at all."""
    return any(one.row["checked_in_at"] is not None for one in all_of)


def place(one: Invite, by_hand: bool) -> str:
    """实到, 替会, 请假, 缺席, 未回执: where an invitation stands. Without any sign-in the receipts count."""
    state = one.state
    if state is Receipt.ABSENT or one.row["remark"] == UNAPPROVED:
        return "缺席"
    if state is Receipt.CHECKED_IN:
        return "替会" if one.row["substitute"] and one.row["approved_by"] else "实到"
    if state is Receipt.LEAVE:
        return "请假"
    if by_hand or state in _NOT_GRANTED:
        return "缺席"
    if state is Receipt.SUBSTITUTE:
        return "替会"
    return "实到" if state in CONFIRMED else "未回执"


def attended(all_of: Sequence[Invite], of: Meeting, over: bool) -> str:
    """应到10，实到7，替会1，请假1，缺席1."""
    by_hand = signed(all_of)
    places = [place(one, by_hand) for one in all_of]
    missing = "缺席" if over else "未到"
    counted = (("实到", "实到"), ("替会", "替会"), ("请假", "请假"), ("缺席", missing), ("未回执", "未回执"))
    parts = [f"{shown}{n}" for kind, shown in counted if (n := places.count(kind)) or shown in {"实到", missing}]
    how = "" if by_hand else "（未组织签到，按回执统计）"
    return f"应到{len(all_of)}，{'，'.join(parts)}{how}。"


def may_see(person: Person, meeting: Mapping[str, Any]) -> bool:
    """Whoever runs the meeting, 会务 and 主任 (domain.md 4.4)."""
    return person.userid == meeting["organiser"] or person.has(Role.CONFERENCE) or person.has(Role.DIRECTOR)


def visible(turn: Turn) -> list[Meeting]:
    """The meetings of late whose receipts the person may see."""
    return [of for of in queries.recent_meetings(turn.tx, turn.now - BACK) if may_see(turn.person, of)]


def pointed_at(turn: Turn, slots: Slots, seen: Sequence[Meeting]) -> list[Meeting]:
    """Those of them that the words name."""
    day = slots.get("old_day")
    return [of for of in seen if queries.matches(of, day if isinstance(day, str) else None, turn.said.text)]


def meant(turn: Turn, slots: Slots) -> Meeting | None:
    """The meeting that is named, else spoken of last, else the nearest."""
    seen, lately = visible(turn), turn.lately("meeting")
    spoken_of = [of for of in seen if str(of["id"]) == lately]
    coming = [of for of in seen if of["ends_at"] > turn.now]
    return next(iter(pointed_at(turn, slots, seen) or spoken_of or coming or seen[-1:]), None)


def receipts(turn: Turn, slots: Slots) -> Reply:
    """The state of the receipts of the meeting meant; the nearest one when none is named."""
    chosen = meant(turn, slots)
    if chosen is None:
        return Reply(NOT_FOUND)
    seen = visible(turn)
    pointed = pointed_at(turn, slots, seen)
    coming = [of for of in seen if of["ends_at"] > turn.now]
    others = [of for of in coming if of["id"] != chosen["id"]]
    more = (
        f"\n另有{len(others)}个会议，可说“{short_moment(others[0]['starts_at'])}的回执情况”。"
        if others and not pointed
        else ""
    )
    turn.looked("查回执", f"meeting:{chosen['id']}")
    all_of = queries.invites(turn.tx, chosen)
    begun = chosen["starts_at"] <= turn.now
    came = f"签到：{attended(all_of, chosen, chosen['ends_at'] <= turn.now)}\n" if begun else ""
    return Reply(f"{came}{summary(turn.office, chosen, all_of)}{more}", about=(f"meeting:{chosen['id']}",))
