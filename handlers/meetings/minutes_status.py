"""纪要印发情况, and the outline of minutes that are to be written (domain.md 4.7)."""

from datetime import timedelta

from handlers.line import Reply
from handlers.meetings import minutes_nodes, minutes_store, queries
from handlers.meetings.minutes_said import OPEN, Stage
from handlers.meetings.minutes_store import Minutes
from handlers.meetings.minutes_which import candidate, runs, visible
from handlers.meetings.tally import may_see
from handlers.meetings.terms import CONFIRMED, Receipt
from handlers.meetings.which import pointed
from handlers.meetings.wording import name_of
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import day, deadline

MOST = 8
PRINTED = timedelta(days=92)
QUARTER = 3


def status(turn: Turn) -> Reply:
    """Where the minutes stand: those that the words point to, else all that are on their way."""
    on_their_way = visible(turn, minutes_store.in_states(turn.tx, OPEN))
    printed = visible(turn, minutes_store.in_states(turn.tx, (Stage.ISSUED, Stage.FILED)))
    every = [*on_their_way, *reversed([of for of in printed if _lately(turn, of)])]
    keyed = {minutes_nodes.object_of(of): of for of in every}
    found = [keyed[one["key"]] for one in pointed(turn.said, [candidate(turn, of) for of in every])]
    shown = found or every
    turn.looked("查纪要", "minutes")
    if not shown:
        return Reply("没有在办的纪要。要登记请说“起草××会议纪要”或“纪要已印发，云湾府常纪〔2026〕×号”。")
    more = f"\n另有{len(shown) - MOST}份。" if len(shown) > MOST else ""
    lines = "\n".join(_line(turn, of) for of in shown[:MOST])
    count = f"\n{_this_quarter(turn)}" if runs(turn) and not found else ""
    return Reply(f"{lines}{more}{count}", about=tuple(minutes_nodes.object_of(of) for of in shown[:MOST]))


def _lately(turn: Turn, of: Minutes) -> bool:
    return of["issued_on"] is not None and of["issued_on"] >= turn.here.date() - PRINTED


def _line(turn: Turn, of: Minutes) -> str:
    if of["issued_on"] is not None:
        filed = "，已归档" if of["state"] == Stage.FILED else ""
        return f"{of['title']}：已印发，{of['number'] or '无编号'}，{day(of['issued_on'])}{filed}"
    drafting = of["state"] == Stage.DRAFTING
    due = of["draft_due"] if drafting else of["issue_due"]
    late = "，已超过" if due and due < turn.now else ""
    limit = f"，{'起草' if drafting else '印发'}时限{deadline(due)}{late}" if due else ""
    units = f"（{'、'.join(of['cosigners'])}）" if of["state"] == Stage.COSIGN and of["cosigners"] else ""
    return f"{of['title']}：{of['state']}{units}，起草人{name_of(turn.office, of['drafter'])}{limit}"


def _this_quarter(turn: Turn) -> str:
    today = turn.here.date()
    first = today.replace(month=(today.month - 1) // QUARTER * QUARTER + 1, day=1)
    return f"本季度已制发、核改纪要{len(minutes_store.counted(turn.tx, first, today))}份。"


def outline(turn: Turn, of: Minutes) -> str:
    """The form of minutes, with what is known of the meeting (domain.md 4.7)."""
    meeting = queries.meeting_by_id(turn.tx, of["meeting"]) if of["meeting"] else None
    start = local(meeting["starts_at"]) if meeting else None
    chair = turn.office.person(meeting["chair"]) if meeting and meeting["chair"] else None
    opening = (
        f"{f'{start.month}月{start.day}日' if start else 'X月X日'}，{chair.listed if chair else 'XXX'}主持召开"
        f"{of['title'].removesuffix('纪要')}，研究……。现纪要如下："
    )
    lines = [
        f"格式：{opening}",
        "一、会议听取……　二、会议认为……　三、会议强调……",
        "四、会议议定：（一）由……牵头，……配合，于……前完成……。",
        *(
            _attendance(turn, meeting)
            if meeting is not None and may_see(turn.person, meeting)
            else ["出席、请假、列席："]
        ),
    ]
    return "\n".join(lines)


def _attendance(turn: Turn, meeting: queries.Meeting) -> list[str]:
    invites = queries.invites(turn.tx, meeting)
    lines = []
    for word, states in (("出席", CONFIRMED), ("请假", frozenset({Receipt.LEAVE}))):
        named = "、".join(_label(turn, one) for one in invites if one.state in states)
        lines.append(f"{word}：{named}")
    return lines


def _label(turn: Turn, one: queries.Invite) -> str:
    unit = turn.office.unit(one.unit) if one.unit else None
    return unit.label if unit else name_of(turn.office, one.row["user"])
