"""Reading the bulletin, and doing without it (domain.md 5.3, 7.9)."""

from datetime import date

from handlers.bulletins import queries, wording
from handlers.bulletins.broadcast import SUBSCRIBED, UNSUBSCRIBED
from handlers.bulletins.desks import is_editor, named, provisional
from handlers.bulletins.queries import Issue
from handlers.bulletins.rules import IssueState, issue_number
from handlers.bulletins.tables import info_subscription
from handlers.line import Reply, Slots
from handlers.turn import Turn
from scheduler.clock import local
from storage.upsert import insert


def read(turn: Turn, slots: Slots) -> Reply:
    """今日信息, 231期, 昨天的信息: what has gone out, and of it only what may be known to all."""
    no, day = issue_number(turn.said.text), _day(turn)
    if no is not None:
        issue = queries.issue_numbered(turn.tx, named(turn), no)
        found = [issue] if issue is not None and issue.state is IssueState.ISSUED else []
    else:
        found = [issue for issue in queries.issues_of(turn.tx, day) if issue.state is IssueState.ISSUED]
    text = "\n".join(_text(turn, issue) for issue in found) or _nothing(turn, no, day)
    if no is None and day == turn.here.date() and is_editor(turn.person):
        text += _desk_view(turn)
    return Reply(text, about=tuple(issue.key for issue in found))


def _day(turn: Turn) -> date:
    start = next((when.start for when in turn.said.times if when.start is not None), turn.now)
    return local(start).date()


def _text(turn: Turn, issue: Issue) -> str:
    return wording.broadcast(issue, queries.items_in(turn.tx, issue.id), turn.office, turn.here.date())


def _nothing(turn: Turn, no: int | None, day: date) -> str:
    name = f"《{turn.office.bulletin}》"
    if no is not None:
        return f"没有查到已编发的{name}第{no}期。"
    if day != turn.here.date():
        return f"{day.month}月{day.day}日没有编发{name}。"
    last = queries.last_issued(turn.tx, turn.office.bulletin)
    return f"今日{name}尚未编发。" + (f"最近一期：{_text(turn, last)}" if last else "")


def _desk_view(turn: Turn) -> str:
    """For those who make it: how far the next issue is."""
    issue = queries.open_issue(turn.tx, turn.office.bulletin)
    items = queries.items_in(turn.tx, issue.id) if issue else []
    if issue is None or not items:
        return ""
    return f"\n在编：{provisional(turn, issue)}，{issue.state}：\n{wording.listed(items, turn.office)}"


def unsubscribe(turn: Turn, slots: Slots) -> Reply:
    """退订日报, 恢复订阅日报: only what is not mandatory; deadlines are still reminded of."""
    back = "恢复" in turn.said.text or ("退订" not in turn.said.text and "订阅" in turn.said.text)
    state = SUBSCRIBED if back else UNSUBSCRIBED
    userid = turn.person.userid.lower()
    stamps = {"created_by": turn.person.userid, "created_at": turn.now, "updated_at": turn.now}
    row = insert(turn.tx, info_subscription).values(userid=userid, state=state, **stamps)
    again = {"state": state, "updated_at": turn.now, "version": info_subscription.c.version + 1}
    turn.tx.execute(row.on_conflict_do_update(index_elements=["userid"], set_=again))
    turn.note("unsubscribe", f"subscription:{userid}", after={"state": state})
    name = f"《{turn.office.bulletin}》"
    if back:
        return Reply(f"已恢复{name}每日推送，{turn.office.limits.info.push:%H:%M}编发。")
    return Reply(
        f"已退订{name}每日推送。公文、督办、会议等时限提醒照常发送，不受影响；恢复请回复“恢复订阅日报”，"
        "随时可说“今日信息”自行查看。"
    )
