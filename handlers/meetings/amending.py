"""What changes of a meeting that was called, but does not move it: who else comes, until when to answer (4.3)."""

import re
from datetime import datetime

from handlers.line import Reply, Slots
from handlers.meetings import cards, changeable, live, notices, publishing, queries, spoken
from handlers.meetings.queries import Meeting
from handlers.meetings.terms import OPEN
from handlers.meetings.timeline import objection
from handlers.meetings.wording import long_moment
from handlers.turn import Turn
from scheduler.clock import local
from scheduler.wording import deadline
from storage.outbox import Lane

_ADDS = re.compile(
    r"^(?:再|还要?|也)?(?:加上?|增加|补上?|添上?|漏了)[^，,。]{2,16}$|^[^，,。]{2,12}也(?:要|请)?(?:参加|来|列席)$"
)
WHO = (("unit", spoken.units), ("groups", spoken.groups), ("people", spoken.people))
WHICH = "有几个会议，请说明是哪一个，例如“9月23日的会议再通知财政局参加”。"


def invite_more(turn: Turn, slots: Slots) -> Reply:
    """再通知财政局参加: invited as the others were, at once; who was invited already is not told twice."""
    found = changeable.narrowed(turn, changeable.mine(turn), slots)
    if not found:
        return Reply(changeable.NO_MEETING)
    if len(found) > 1:
        return Reply(WHICH)
    of = found[0]
    draft = {name: read(turn.said, False, slots) for name, read in WHO if read(turn.said, False, slots)}
    if not draft:
        return Reply("请写明再请哪些单位或人员，例如“再通知财政局参加”。")
    known = queries.invites(turn.tx, of)
    draft["unit"] = _not_yet(publishing.invited_units(turn.office, draft), [one.unit for one in known])
    people = publishing.invited_people(turn.office, draft, of["organiser"])
    draft["people"] = _not_yet(people, [one.row["user"] for one in known] + [of["chair"]])
    draft.pop("groups", None)
    need = spoken.need(turn.said, False, slots) or of["need"]
    units, named = publishing.invite_all(turn, of["id"], draft, of["organiser"], need)
    if not units + named:
        return Reply("这些单位（人员）已经在通知范围内，没有重复通知。", about=(f"meeting:{of['id']}",))
    before = {one.id for one in known}
    added = [one for one in queries.invites(turn.tx, of) if one.id not in before]
    publishing.send_invitations(turn, of, added)
    live.changed(turn, of)
    turn.note("增加参会", f"meeting:{of['id']}", after={"invited": units + named})
    labels = "、".join(cards.attendee(turn.office, one) for one in added)
    return Reply(
        f"已补发通知：{of['title']}（{long_moment(of['starts_at'])}），{labels}，"
        f"回执截止{deadline(of['reply_by'])}。会议群“{of['group_name']}”请另行拉入。",
        about=(f"meeting:{of['id']}",),
    )


def bare_word(turn: Turn) -> Reply | None:
    """加上财政局, of the meeting that was just called or spoken of."""
    if turn.lately("meeting") is None or not _ADDS.match(turn.said.bare) or not changeable.mine(turn):
        return None
    return invite_more(turn, {}) if turn.said.units else None


def _not_yet(wanted: list[str], known: list[str | None]) -> list[str]:
    return [one for one in wanted if one not in known]


def answer_until(turn: Turn, of: Meeting, until: datetime) -> Reply:
    """回执截止改到明天下午5点: those who have not answered hear it; what was answered stands."""
    wrong = objection(local(until), local(of["starts_at"]), local(of["ends_at"]), turn.here)
    if wrong is not None:
        return Reply(f"回执截止不能定在{deadline(until)}（{wrong}），请另说时间。没有改动。")
    if not changeable.save(turn, of, reply_by=until):
        return Reply(f"{of['title']}刚被改动过，请重说一次。")
    now_so = queries.meeting_by_id(turn.tx, of["id"]) or of
    publishing.plan_reminders(turn, now_so)
    live.changed(turn, now_so)
    silent = [one for one in queries.invites(turn.tx, now_so) if one.state in OPEN]
    key = f"meeting:{of['id']}:{now_so['version']}:截止"
    for one in silent:
        people, text = queries.answerers(turn.office, one), notices.reply_until(turn.office, one)
        turn.tell(people, text, lane=Lane.TIMELY, key=key, subject=f"meeting:{of['id']}", origin=of["organiser"])
    turn.note("改回执截止", f"meeting:{of['id']}", after={"reply_by": until.isoformat()})
    told = f"，已告知未回执的{publishing.counted(silent)}" if silent else ""
    return Reply(f"{changeable.option(of)}的回执截止改为{deadline(until)}{told}。", about=(f"meeting:{of['id']}",))
