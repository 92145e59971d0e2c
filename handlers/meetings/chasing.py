"""没回的催一下: one reminder to the silent ones, at the word of who runs the meeting (domain.md 4.8, 7.9)."""

from handlers.line import Answer, Reply, Slots
from handlers.meetings import notices, publishing, queries, tally
from handlers.meetings.queries import Invite, Meeting
from handlers.meetings.terms import OPEN
from handlers.meetings.wording import long_moment
from handlers.turn import Turn
from storage.outbox import Lane

STEP = "chase_receipts"


def chase(turn: Turn, slots: Slots) -> Reply:
    """Who would be reminded of which meeting, before it is done."""
    of = tally.meant(turn, slots)
    if of is None or of["ends_at"] <= turn.now:
        return Reply("没有等回执的会议。")
    silent = _silent(turn, of)
    which = f"{of['title']}（{long_moment(of['starts_at'])}）"
    if not silent:
        return Reply(f"{which}都已回执，不用提醒。", about=(f"meeting:{of['id']}",))
    names = "、".join(tally.label(turn.office, one) for one in silent)
    text = f"{which}尚未回执{publishing.counted(silent)}：{names}。现在逐一私信提醒（不在群里点名），发送吗？"
    return Reply(text, options=("发送", "不发"), then=STEP, data={"meeting": of["id"]}, about=(f"meeting:{of['id']}",))


def chased(turn: Turn, answer: Answer) -> Reply:
    """Sent to each of them in private, at most once a day."""
    of = queries.meeting_by_id(turn.tx, int(answer.data["meeting"]))
    if answer.index != 0 or of is None:
        return Reply("好的，没有提醒。")
    silent, key = _silent(turn, of), f"meeting:{of['id']}:催:{turn.here.date()}"
    for one in silent:
        people, text = queries.answerers(turn.office, one), notices.silent_reminder(turn.office, one)
        turn.tell(people, text, lane=Lane.TIMELY, key=key, subject=f"meeting:{of['id']}", origin=turn.person.userid)
    turn.note("催回执", f"meeting:{of['id']}", after={"asked": len(silent)})
    return Reply(f"已逐一提醒{publishing.counted(silent)}，同一会议一天只提醒一次。", about=(f"meeting:{of['id']}",))


def _silent(turn: Turn, of: Meeting) -> list[Invite]:
    return [one for one in queries.invites(turn.tx, of) if one.state in OPEN]
