"""参会回执: 参加, 请假, 替会, 迟到, by word or by button (domain.md 4.4, SC22)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handlers.line import Answer, Reply, Slots
from handlers.meetings import amending, cards, deciding, queries
from handlers.meetings.answers import Fitness, Kind, Principal, fitness, is_same, minutes_late, understand, who
from handlers.meetings.cards import attendee
from handlers.meetings.notices import PRINCIPAL
from handlers.meetings.queries import Invite
from handlers.meetings.receipts import record, unless_changed
from handlers.meetings.tally import UNAPPROVED
from handlers.meetings.terms import EXCUSED, OPEN, PENDING, REASONS, Receipt, reason_in
from handlers.meetings.wording import long_moment, where
from handlers.policy import Area, Right, may
from handlers.turn import Turn
from scheduler.wording import day, deadline
from storage.office import Role

PICK, KIND, REASON, SUBSTITUTE = "reply_pick", "reply_kind", "reply_reason", "reply_substitute"
CHOICES = (Kind.COMING.value, Kind.LEAVE.value, Kind.SUBSTITUTE.value)
NONE_OPEN = "目前没有需要您回执的会议。"
NO_LEAVE = "没有查到您的请假；要参加请回复“参加”。"
STOP = frozenset({"算了", "取消", "不请了", "先不请", "不用了"})
TOO_LOW = "替会须为班子成员（分管负责同志），请另派或请假。"
ASK_WHO = "请回复替会同志的姓名和职务，例如“张副局长”（须为班子成员，即分管负责同志）。"
ASK_REASON = "请问事由是？"


def reply_meeting(turn: Turn, slots: Slots) -> Reply:
    """An answer in words; with several invitations it asks which one."""
    kind = Kind(slots["text"]) if "text" in slots else Kind.UNCLEAR
    return _pick(turn, kind, slots)


def bare_word(turn: Turn) -> Reply | None:
    """收到, 好的 and +1 mean something only to whoever owes a receipt.

    Whoever has no part in 会务 otherwise but was invited answers in this way too, whatever the words.
    """
    kind = understand(turn.said.bare)
    short = kind in {Kind.UNCLEAR, Kind.COMING, Kind.MYSELF} and len(turn.said.bare) <= 6
    if kind is None or not (short or not may(turn.person, Right.WRITE_OWN, Area.MEETINGS)):
        return None
    owed = [one for one in _mine(turn) if one.state in OPEN or (not short and one.state is not Receipt.CHECKED_IN)]
    return _pick(turn, kind, {} if short else heard(turn.said.text)) if owed else None


def _mine(turn: Turn) -> list[Invite]:
    return queries.invites_answered_by(turn.tx, turn.person, turn.now)


def _pick(turn: Turn, kind: Kind, slots: Mapping[str, Any]) -> Reply:
    mine = _mine(turn)
    fitting = [one for one in mine if _fits(one, kind)] or mine
    known = slots.get("day")
    found = queries.narrowed(fitting, known if isinstance(known, str) else None, turn.said.text)
    if not found and turn.said.units and may(turn.person, Right.WRITE, Area.MEETINGS):
        return amending.invite_more(turn, dict(slots))  # 请财政局也参加, from who calls the meeting
    if not found:
        return Reply(NONE_OPEN)
    if kind is Kind.RETURN and not any(_fits(one, kind) for one in found):
        return Reply(NO_LEAVE)
    words = {key: slots[key] for key in ("reason_enum", "person", "count") if key in slots}
    if len(found) == 1:
        return act(turn, found[0], kind, words)
    options = tuple(f"{day(one.meeting['starts_at'])}{one.meeting['title']}" for one in found)
    data = {"invites": [one.id for one in found], "kind": kind.value, "words": words}
    return Reply("您有几个会议待回执，请问是哪一个？", options=options, then=PICK, data=data)


def _fits(one: Invite, kind: Kind) -> bool:
    if kind is Kind.RETURN:
        return one.state in EXCUSED | PENDING | {Receipt.LEAVE_REFUSED, Receipt.SUBSTITUTE}
    return one.state in OPEN


def picked(turn: Turn, answer: Answer) -> Reply:
    """Which of several meetings was meant."""
    one = still_mine(turn, answer.data["invites"][answer.index or 0])
    if one is None:
        return Reply(NONE_OPEN)
    return act(turn, one, Kind(answer.data["kind"]), answer.data["words"])


@unless_changed
def act(turn: Turn, one: Invite, kind: Kind, words: Mapping[str, Any]) -> Reply:
    """Do what the answer means to this invitation."""
    if kind is Kind.UNCLEAR:
        return _ask_kind(turn, one)
    if kind is Kind.MYSELF and _not_himself(turn, one):
        options = (f"{attendee(turn.office, one)}参加", Kind.LEAVE.value, Kind.SUBSTITUTE.value)
        text = f"{which(turn, one)}请的是{cards.invited_as(turn.office, one)}，请确认："
        return Reply(text, options=options, then=KIND, data={"invite": one.id})
    if kind in {Kind.COMING, Kind.MYSELF, Kind.RETURN}:
        return _coming(turn, one)
    if kind is Kind.LATE:
        return _late(turn, one, words.get("count"))
    if kind is Kind.LEAVE:
        return _leave(turn, one, words.get("reason_enum"))
    return _substitute(turn, one, words.get("person"), words.get("reason_enum"))


def _not_himself(turn: Turn, one: Invite) -> bool:
    return one.unit is not None and one.row["need"] == PRINCIPAL and not turn.person.has(Role.UNIT_HEAD)


def which(turn: Turn, one: Invite) -> str:
    of = one.meeting
    return f"{of['title']}（{long_moment(of['starts_at'])}，{where(turn.office, of['room'])}）"


def _ask_kind(turn: Turn, one: Invite) -> Reply:
    return Reply(f"{which(turn, one)}请回复：", options=CHOICES, then=KIND, data={"invite": one.id}, free=True)


def chose_kind(turn: Turn, answer: Answer) -> Reply:
    """1参加 2请假 3替会, or the answer in words."""
    one = still_mine(turn, answer.data["invite"])
    if one is None:
        return Reply(NONE_OPEN)
    if answer.index is not None:
        return act(turn, one, Kind(CHOICES[answer.index]), {})
    kind = understand(turn.said.text)
    if kind in {None, Kind.UNCLEAR}:
        return _ask_kind(turn, one)
    assert kind is not None  # noqa: S101 - just excluded
    return act(turn, one, kind, heard(turn.said.text))


def heard(text: str) -> dict[str, Any]:
    """Reason, substitute and minutes in the words."""
    found = {"reason_enum": reason_in(text), "person": who(text), "count": minutes_late(text)}
    return {key: value for key, value in found.items() if value is not None}


def _coming(turn: Turn, one: Invite) -> Reply:
    if one.state is Receipt.COMING:
        return Reply(f"已回执过：{attendee(turn.office, one)}参加{_by_proxy(turn, one)}。", about=(one.object,))
    asked_leave = one.state in EXCUSED | PENDING | {Receipt.SUBSTITUTE} and bool(one.row["reason"])
    record(turn, one, Receipt.COMING, substitute=None, reason=None, late_minutes=None)
    if asked_leave:
        deciding.withdrawn(turn, one)
    return Reply(
        f"已回执：{which(turn, one)}{attendee(turn.office, one)}参加{_by_proxy(turn, one)}。如有变化请随时告诉我。",
        about=(one.object, f"meeting:{one.meeting['id']}"),
    )


def _by_proxy(turn: Turn, one: Invite) -> str:
    """A liaison answers for his head, and the answer says so (domain.md 4.4)."""
    own = turn.person.has(Role.UNIT_HEAD) if one.unit else one.row["user"] == turn.person.userid
    return "" if own else "（由联络员代回执）"


def _late(turn: Turn, one: Invite, minutes: int | None) -> Reply:
    record(turn, one, Receipt.LATE, late_minutes=minutes, substitute=None, reason=None)
    how = f"约{minutes}分钟" if minutes else ""
    words = f"【会务】{which(turn, one)}：{attendee(turn.office, one)}报备晚到{how}。"
    deciding.tell_organiser(turn, one, words, "迟到")
    return Reply(
        f"已报备：{which(turn, one)}{attendee(turn.office, one)}参加，晚到{how}，已告会务。", about=(one.object,)
    )


def _leave(turn: Turn, one: Invite, reason: str | None) -> Reply:
    if one.state is Receipt.LEAVE:
        return Reply("此前已经同意请假，不用再报。", about=(one.object,))
    reason = reason or _given_before(one)
    record(turn, one, Receipt.LEAVE_ASKED, reason=reason, substitute=None, late_minutes=None)
    return _with_reason(turn, one, reason)


def _substitute(turn: Turn, one: Invite, person: str | None, reason: str | None) -> Reply:
    reason = reason or _given_before(one)
    data = {"invite": one.id, "reason": reason}
    if person is None:
        return Reply(ASK_WHO, then=SUBSTITUTE, data=data, free=True)
    unit = turn.office.unit(one.unit) if one.unit else None
    if is_same(person, _principal(turn, one)):
        return Reply(
            f"{person}就是受邀同志，本人参加请回复“参加”；替会请另派班子成员。", then=SUBSTITUTE, data=data, free=True
        )
    fit = fitness(person, unit.short if unit else "")
    if fit is Fitness.TOO_LOW:
        queries.save(turn.tx, one, turn.now, remark=UNAPPROVED)
        return Reply(TOO_LOW, then=SUBSTITUTE, data=data, free=True)
    if fit is Fitness.UNKNOWN:
        text = f"请问{person}任什么职务？替会须为班子成员（分管负责同志），请回复“{person}+职务”。"
        return Reply(text, then=SUBSTITUTE, data={**data, "name": person}, free=True)
    if one.unit and one.row["need"] != PRINCIPAL:
        record(turn, one, Receipt.COMING, substitute=person, reason=None, late_minutes=None)
        return Reply(f"已回执：{which(turn, one)}{unit.label if unit else ''}{person}参加{_by_proxy(turn, one)}。")
    record(turn, one, Receipt.SUBSTITUTE_ASKED, substitute=person, reason=reason, late_minutes=None)
    return _with_reason(turn, one, reason)


def _given_before(one: Invite) -> str | None:
    """The reason of the request that this one takes the place of; a meeting that was moved is asked about anew."""
    again = one.state in PENDING | {Receipt.LEAVE_REFUSED, Receipt.SUBSTITUTE_REFUSED}
    return str(one.row["reason"]) if again and one.row["reason"] else None


def _principal(turn: Turn, one: Invite) -> Principal:
    person = turn.office.head(one.unit) if one.unit else turn.office.person(one.row["user"])
    if person is None:
        return Principal("", "", "")
    return Principal(person.name, person.address, person.title)


@unless_changed
def named_substitute(turn: Turn, answer: Answer) -> Reply:
    """Who stands in, after the question."""
    one = still_mine(turn, answer.data["invite"])
    if one is None:
        return Reply(NONE_OPEN)
    if turn.said.bare in STOP:
        return Reply("好的，回执未作改动。")
    kind = understand(turn.said.text)
    if kind in {Kind.LEAVE, Kind.COMING, Kind.RETURN} and who(turn.said.text) is None:
        return act(turn, one, kind, heard(turn.said.text))
    bare = turn.said.bare
    named = who(bare) or bare.removeprefix("替会").strip(" +＋：:") or None
    known = answer.data.get("name")
    if named and known and known not in named and len(named) <= 8:
        named = f"{known}{named}"
    return _substitute(turn, one, named, answer.data.get("reason"))


def _with_reason(turn: Turn, one: Invite, reason: str | None) -> Reply:
    """Put the request to the approver, once the reason is known; only its kind is kept (domain.md 7.6)."""
    again = queries.invite_by_id(turn.tx, one.id) or one
    deciding.plan_chase(turn, again)
    state = again.state.value.removesuffix("待批")
    if reason is None:
        text = f"已记{state}（待批）。{ASK_REASON}"
        return Reply(text, options=REASONS, then=REASON, data={"invite": one.id}, free=True, about=(one.object,))
    deciding.request(turn, again)
    leader = turn.office.person(again.meeting["leave_approver"])
    subject = f"由{again.row['substitute']}替会" if again.row["substitute"] else f"{attendee(turn.office, again)}请假"
    return Reply(
        f"已报{leader.address if leader else '会议主持人'}审定：{which(turn, again)}{subject}（待批），批复后告诉您。",
        about=(one.object, f"meeting:{one.meeting['id']}"),
    )


@unless_changed
def gave_reason(turn: Turn, answer: Answer) -> Reply:
    """The reason, by number or in words."""
    one = still_mine(turn, answer.data["invite"])
    if one is None or one.state not in PENDING:
        return Reply(NONE_OPEN)
    if answer.index is None and turn.said.bare in STOP:
        record(turn, one, Receipt.SILENT, substitute=None, reason=None, requested_by=None)
        turn.unplan("meetings", one.object)
        return Reply(f"好的，未报请假。请于{deadline(one.meeting['reply_by'])}前回复是否参加。", about=(one.object,))
    if answer.index is None:
        kind = understand(turn.said.text)
        if kind in {Kind.COMING, Kind.RETURN, Kind.SUBSTITUTE} and reason_in(turn.said.text) is None:
            return act(turn, one, kind, heard(turn.said.text))
    reason = REASONS[answer.index] if answer.index is not None else reason_in(turn.said.text) or "其他"
    record(turn, one, one.state, reason=reason)
    return _with_reason(turn, queries.invite_by_id(turn.tx, one.id) or one, reason)


def still_mine(turn: Turn, invite_id: int) -> Invite | None:
    return next((one for one in _mine(turn) if one.id == invite_id), None)


STEPS: Mapping[str, Callable[[Turn, Answer], Reply]] = {
    PICK: picked,
    KIND: chose_kind,
    REASON: gave_reason,
    SUBSTITUTE: named_substitute,
}
CLAIMS: Sequence[Callable[[Turn], Reply | None]] = (bare_word,)
