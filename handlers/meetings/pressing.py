"""The buttons of an invitation: the same answers as in words, and the card changes where it stands (domain.md 4.4)."""

from collections.abc import Mapping

from handlers.line import Press, Reply
from handlers.meetings import cards, queries
from handlers.meetings.answers import Kind
from handlers.meetings.queries import Invite
from handlers.meetings.replying import NONE_OPEN, act, which
from handlers.meetings.terms import CONFIRMED, EXCUSED, OPEN, MeetingState, Receipt
from handlers.meetings.wording import name_of
from handlers.turn import Turn
from scheduler.wording import moment
from storage.office import Role

_PRESSED = {"come": Kind.COMING, "leave": Kind.LEAVE, "substitute": Kind.SUBSTITUTE}


def pressed(turn: Turn, payload: cards.ReceiptAnswer, press: Press) -> Reply:
    """A button of the invitation. A forwarded card gives no rights; a late press says what is so."""
    one = queries.invite_by_id(turn.tx, payload.invite)
    if one is None or not _may_answer(turn, one):
        return Reply(f"{NONE_OPEN}")
    if one.meeting["state"] == MeetingState.CANCELLED:
        _update(turn, one, press, "会议已取消")
        return Reply(f"{one.meeting['title']}（原定{moment(one.meeting['starts_at'])}）已取消，不用回执。")
    if one.meeting["state"] != MeetingState.PLANNED or one.meeting["ends_at"] <= turn.now:
        _update(turn, one, press, "会议已结束")
        return Reply(f"{one.meeting['title']}已结束，不用回执。")
    kind = _PRESSED[payload.answer]
    if _already(one, kind):
        _update(turn, one, press, f"已回执：{one.state}")
        by, at = name_of(turn.office, one.row["replied_by"]), moment(one.row["replied_at"])
        return Reply(f"{which(turn, one)}已由{by}于{at}回执：{one.state}。要改请直接回复文字。")
    reply = act(turn, one, kind, {})
    now_so = queries.again(turn.tx, one)
    if now_so.state not in OPEN:
        _update(turn, now_so, press, f"已回执：{now_so.state}")
    return reply


def _may_answer(turn: Turn, one: Invite) -> bool:
    person = turn.person
    if one.unit is None:
        return one.row["user"] in {person.userid, person.serves}
    return person.unit == one.unit and (person.has(Role.UNIT_LIAISON) or person.has(Role.UNIT_HEAD))


def _already(one: Invite, kind: Kind) -> bool:
    """Whether the press says what is so already."""
    states: Mapping[Kind, frozenset[Receipt]] = {
        Kind.COMING: CONFIRMED - {Receipt.SUBSTITUTE},
        Kind.LEAVE: EXCUSED,
        Kind.SUBSTITUTE: frozenset({Receipt.SUBSTITUTE, Receipt.SUBSTITUTE_ASKED}),
    }
    return one.state in states[kind]


def _update(turn: Turn, one: Invite, press: Press, done: str) -> None:
    turn.update_card(press.response_code, [turn.person.userid], cards.answered(turn.office, one, done))
