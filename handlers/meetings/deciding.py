"""Leave and substitutes: put to the chair through his 联络员, recorded as his decision, never decided here (4.4)."""

import re
from collections.abc import Sequence

from handlers.line import Answer, Press, Reply, Slots
from handlers.meetings import calendar_entries, cards, live, queries
from handlers.meetings.cards import attendee
from handlers.meetings.queries import Invite
from handlers.meetings.terms import EXCUSED, PENDING, Receipt
from handlers.meetings.wording import long_moment, name_of
from handlers.policy import NOT_FOUND
from handlers.turn import Turn
from scheduler.desk import Desk
from scheduler.hours import OfficeHours
from scheduler.wording import moment
from storage.changes import Change
from storage.outbox import Lane
from storage.reminders import Reminder

PICK = "decide_pick"
CHASE = "pending"
FIRST_CHASE, NEXT_CHASE = 2, 4
"""Working hours after which a request without a decision is brought up again."""
LONGEST = 12
"""Characters of a verdict."""
NOTHING = "目前没有待审定的请假或替会。"
_AGREE = frozenset({"同意", "可以", "行", "准", "准假", "批准", "准了", "同意了", "同意请假", "同意替会"})
_REFUSE = frozenset({"不同意", "不行", "不批准", "驳回", "不可以", "不同意请假", "不同意替会"})
_ALL = re.compile(
    r"(?:全部|全都|都|统统|一律|全)(?P<verdict>不?(?:同意|批准?|准|可以|行))[了吧啊]*|(?P<first>不?(?:同意|批准?|准))(?:全部|都)(?:的)?"
)
_OUTCOME = {
    (Receipt.LEAVE_ASKED, True): Receipt.LEAVE,
    (Receipt.LEAVE_ASKED, False): Receipt.LEAVE_REFUSED,
    (Receipt.SUBSTITUTE_ASKED, True): Receipt.SUBSTITUTE,
    (Receipt.SUBSTITUTE_ASKED, False): Receipt.SUBSTITUTE_REFUSED,
}


def request_words(desk: Desk, one: Invite) -> str:
    """Template 10: 区住建局局长周志强申请请假（公务），拟由吴副局长替会。"""
    reason = f"（{one.row['reason']}）" if one.row["reason"] else ""
    stand_in = f"，拟由{one.row['substitute']}替会" if one.row["substitute"] else ""
    return f"{attendee(desk.office, one)}申请请假{reason}{stand_in}。"


def _which(one: Invite) -> str:
    return f"{one.meeting['title']}（{long_moment(one.meeting['starts_at'])}）"


def _label(desk: Desk, one: Invite) -> str:
    unit = desk.office.unit(one.unit) if one.unit else None
    return unit.label if unit else attendee(desk.office, one)


def request(turn: Turn, one: Invite) -> None:
    """Ask the approver through his 联络员, and tell who runs the meeting; the reason goes to nobody else."""
    words, of = request_words(turn, one), one.meeting
    desk = queries.approval_desk(turn.office, of["leave_approver"])
    key = f"{one.object}:{one.row['version']}:请示"
    card = cards.request(turn.office, one, words, desk)
    turn.tell(desk, card, lane=Lane.TIMELY, key=key, subject=one.object, origin=of["organiser"])
    if of["organiser"] != desk:
        leader = turn.office.person(of["leave_approver"])
        text = (
            f"【请假请示】{_which(one)}：{words}已送{leader.address if leader else ''}"
            f"{'' if desk == of['leave_approver'] else '联络员'}。"
            f"请报会议主持人审定后回复“同意请假 {_label(turn, one)}/不同意”。"
        )
        turn.tell(of["organiser"], text, lane=Lane.TIMELY, key=key, subject=one.object)


def withdrawn(turn: Turn, one: Invite) -> None:
    """取消请假: whoever was to decide, or has decided, learns that the person comes after all."""
    turn.unplan("meetings", one.object)
    words = f"【会务】{_which(one)}：{attendee(turn.office, one)}取消请假，将参加会议。"
    desk = queries.approval_desk(turn.office, one.meeting["leave_approver"])
    key = f"{one.object}:{one.row['version']}:取消请假"
    turn.tell([desk, one.meeting["organiser"]], words, lane=Lane.TIMELY, key=key, subject=one.object)


def taken_back(turn: Turn, was: Invite, now: Invite) -> None:
    """撤销 of a receipt: who was to decide learns that the request is off, or that it stands again."""
    if now.state in PENDING:
        request(turn, now)
        plan_chase(turn, now)
    elif was.state in PENDING | EXCUSED | {Receipt.SUBSTITUTE} and was.row["reason"]:
        words = f"【会务】{_which(was)}：{attendee(turn.office, was)}的请假、替会申请已撤回，不用审定。"
        desk = queries.approval_desk(turn.office, was.meeting["leave_approver"])
        key = f"{was.object}:{now.row['version']}:撤回"
        turn.tell([desk, was.meeting["organiser"]], words, lane=Lane.TIMELY, key=key, subject=was.object)


def tell_organiser(turn: Turn, one: Invite, words: str, kind: str) -> None:
    """A word to who runs the meeting."""
    key = f"{one.object}:{one.row['version']}:{kind}"
    turn.tell(one.meeting["organiser"], words, lane=Lane.TIMELY, key=key, subject=one.object)


def plan_chase(desk: Desk, one: Invite, hours: float = FIRST_CHASE) -> None:
    """A request without a decision is brought up again, as long as the meeting has not begun."""
    due = OfficeHours(desk.calendar, desk.office.hours).add_working_hours(desk.now, hours)
    if due < one.meeting["starts_at"]:
        approver = queries.approval_desk(desk.office, one.meeting["leave_approver"])
        desk.plan("meetings", CHASE, one.object, approver, due)


def chase(desk: Desk, reminder: Reminder) -> None:
    """Nobody has decided yet: say so to the approver's 联络员 and to who runs the meeting."""
    one = queries.invite_by_id(desk.tx, int(reminder.object.removeprefix("invite:")))
    if one is None or one.state not in PENDING or one.meeting["starts_at"] <= desk.now:
        return
    label = _label(desk, one)
    text = (
        f"【提醒】{_which(one)}：{request_words(desk, one)}尚待审定，"
        f"请报领导后回复“同意请假 {label}”或“不同意 {label}”。"
    )
    key = f"{one.object}:{reminder.due_at.isoformat()}:待批"
    to = [reminder.recipient, one.meeting["organiser"]]
    desk.tell(to, text, lane=Lane.TIMELY, key=key, subject=one.object, expires_at=one.meeting["starts_at"])
    plan_chase(desk, one, NEXT_CHASE)


def decide(turn: Turn, slots: Slots) -> Reply:
    """同意请假 区住建局 / 不同意: the decision as it was given, recorded with who passed it on."""
    agree = not str(slots.get("text", "")).startswith("不")
    waiting = queries.pending_for(turn.tx, turn.person, turn.now)
    named = slots.get("unit")
    if isinstance(named, str):
        waiting = [one for one in waiting if one.unit == named]
    return _choose(turn, waiting, agree)


def bare_word(turn: Turn) -> Reply | None:
    """A bare 同意 or 不同意 from whoever has a request before him."""
    bare = turn.said.bare
    waiting = queries.pending_for(turn.tx, turn.person, turn.now) if len(bare) <= LONGEST else []
    if waiting and (found := _ALL.fullmatch(bare)):
        return _all(turn, waiting, agree=not (found["verdict"] or found["first"]).startswith("不"))
    if bare not in _AGREE | _REFUSE:
        return None
    return _choose(turn, waiting, bare in _AGREE) if waiting else None


def _all(turn: Turn, waiting: Sequence[Invite], *, agree: bool) -> Reply:
    """都同意: every request that lies before him, each read back."""
    done = [settle(turn, one, agree) for one in waiting]
    return Reply("\n".join(reply.text for reply in done), about=tuple(key for reply in done for key in reply.about))


def _choose(turn: Turn, waiting: Sequence[Invite], agree: bool) -> Reply:
    if not waiting:
        return Reply(NOTHING)
    if len(waiting) == 1:
        return settle(turn, waiting[0], agree)
    options = tuple(f"{_label(turn, one)}{'替会' if one.row['substitute'] else '请假'}" for one in waiting)
    options = (*options, f"全部{len(waiting)}件")
    data = {"invites": [one.id for one in waiting], "agree": agree}
    return Reply(
        f"有{len(waiting)}件待审定，{'同意' if agree else '不同意'}哪一件？", options=options, then=PICK, data=data
    )


def picked(turn: Turn, answer: Answer) -> Reply:
    """Which of several requests was meant."""
    asked, index = answer.data["invites"], answer.index or 0
    agree, wanted = bool(answer.data["agree"]), asked[index : index + 1] or asked
    waiting = [one for one in queries.pending_for(turn.tx, turn.person, turn.now) if one.id in wanted]
    return _all(turn, waiting, agree=agree) if waiting else Reply(NOTHING)


def settle(turn: Turn, one: Invite, agree: bool) -> Reply:
    """Record the decision and tell who asked and who runs the meeting; nobody else, and never the reason."""
    of, approver = one.meeting, one.meeting["leave_approver"]
    outcome = _OUTCOME[one.state, agree]
    proxy = turn.person.userid if turn.person.userid != approver else None
    values = {"state": outcome.value, "approved_by": approver, "approved_proxy": proxy, "decided_at": turn.now}
    if not queries.save(turn.tx, one, turn.now, **values):
        return Reply(_done_before(turn, queries.invite_by_id(turn.tx, one.id) or one))
    turn.unplan("meetings", one.object)
    turn.note(
        "审定请假",
        one.object,
        before={"state": one.state.value},
        after={"state": outcome.value},
        acting_for=approver if proxy else None,
    )
    turn.undoable("meetings", "decision", one.object, {})
    live.changed(turn, of)
    calendar_entries.follow(turn, queries.again(turn.tx, one))
    leader = turn.office.person(approver)
    who = leader.listed if leader else ""
    what = f"由{one.row['substitute']}替会" if one.row["substitute"] else "请假"
    by = f"（由{turn.person.name}代）" if proxy else ""
    if agree:
        answer = f"【会议】{_which(one)}：{what}已经{who}同意。"
    else:
        instead = f"请{one.row['need']}参加，或另派班子成员替会（回复“替会+姓名职务”）"
        answer = f"【会议】{_which(one)}：{what}未获同意，{instead}。"
    key = f"{one.object}:{one.row['version']}:批复"
    told = [userid for userid in (one.row["requested_by"],) if userid]
    turn.tell(told, answer, lane=Lane.TIMELY, key=key, subject=one.object, origin=turn.person.userid)
    verdict = "同意" if agree else "不同意"
    if of["organiser"] not in {turn.person.userid, *told}:
        words = f"【会务】{_which(one)}：{who}{verdict}{_label(turn, one)}{what}{by}。"
        turn.tell(of["organiser"], words, lane=Lane.TIMELY, key=f"{key}会务", subject=one.object)
    return Reply(f"已登记：{who}{verdict}{_label(turn, one)}{what}{by}，已告知对方。", about=(one.object,))


def _done_before(turn: Turn, one: Invite) -> str:
    by = name_of(turn.office, one.row["approved_proxy"] or one.row["approved_by"])
    if by and one.row["decided_at"] and one.state not in PENDING:
        return f"{_label(turn, one)}一事已由{by}于{moment(one.row['decided_at'])}登记：{one.state}。"
    return f"{_label(turn, one)}的情况已有变化，现为：{one.state}。"


def pressed(turn: Turn, payload: cards.Decision, press: Press) -> Reply:
    """同意 or 不同意 on the card. A forwarded card gives no rights; a late press says who did what when."""
    one = queries.invite_by_id(turn.tx, payload.invite)
    if one is None or not queries.may_decide(turn.person, one):
        return Reply(NOT_FOUND)
    current = one.state in PENDING and one.row["version"] == payload.version and one.meeting["ends_at"] > turn.now
    reply = settle(turn, one, payload.agree) if current else Reply(_done_before(turn, one))
    after = queries.invite_by_id(turn.tx, one.id) or one
    card = cards.decided(turn.office, after, request_words(turn, one), turn.person.userid, str(after.state))
    turn.update_card(press.response_code, [turn.person.userid], card)
    return reply


def undo_decision(_turn: Turn, _change: Change) -> Reply:
    """What a leader decided and others were told is not taken back with a word."""
    return Reply("审定结果已通知对方，不能直接撤销；如有变化请对方重新回执。")
