"""编发 at another time than the usual one; 作废 before and 撤回 after it (domain.md 5.2, 5.3; G12)."""

import re
from datetime import datetime, timedelta

from handlers.bulletins import broadcast, queries, series
from handlers.bulletins.desks import chiefs, editors, meant, named, provisional, signers
from handlers.bulletins.queries import Issue
from handlers.bulletins.rules import IssueState, ItemState, issue_number
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn
from scheduler.wording import moment
from storage.outbox import Lane

_NOW = re.compile(r"现在|立即|立刻|马上|即刻|这就|提前发")


def issue(turn: Turn, slots: Slots) -> Reply:
    """编发231期: when it goes out; with a time or 现在 it goes out then."""
    queries.hold(turn.tx)
    found = _meant(turn)
    if found is None:
        opened = meant(turn)
        if opened is None:
            return Reply(f"目前没有已签发、待编发的《{named(turn)}》。")
        text = f"{provisional(turn, opened)}{opened.state}，请{signers(turn)[0].address}签发后再编发。"
        return Reply(text, about=(opened.key,))
    name = provisional(turn, found)
    if found.state is not IssueState.SIGNED or found.push_at is None:
        at = f"已于{moment(found.issued_at)}编发，不重复推送" if found.issued_at else f"已{found.state}"
        return Reply(f"{name}{at}。", about=(found.key,))
    if _NOW.search(turn.said.text):
        return _move(turn, found, turn.now)
    when = next((w.start for w in turn.said.times if w.start is not None and w.grain in _CLOCK), None)
    if when is not None:
        if when <= turn.now:
            return Reply("编发时间已过，请写以后的时间，或说“现在编发”。", about=(found.key,))
        return _move(turn, found, when)
    question = f"{name}将于{moment(found.push_at)}自动编发。"
    return Reply(
        question, options=("按时编发", "现在编发"), then="issue_when", data={"id": found.id}, about=(found.key,)
    )


_CLOCK = frozenset({"minute", "hour", "second"})


def issue_when(turn: Turn, answer: Answer) -> Reply:
    found = queries.got_issue(turn.tx, int(answer.data["id"]))
    if answer.index != 1 or found.state is not IssueState.SIGNED:
        return Reply("好的，按时编发。", about=(found.key,))
    queries.hold(turn.tx)
    return _move(turn, found, turn.now)


def _move(turn: Turn, found: Issue, when: datetime) -> Reply:
    old = found.push_at
    queries.alter(turn.tx, found, turn.now, push_at=when)
    turn.note(
        "issue", found.key, before={"push_at": old.isoformat() if old else None}, after={"push_at": when.isoformat()}
    )
    broadcast.plan(turn, when)
    people = len(broadcast.readers(turn, found.audience))
    words = "正在编发" if when <= turn.now else f"改为{moment(when)}编发"
    return Reply(f"{provisional(turn, found)}{words}，发送约{people}人。", about=(found.key,))


def _meant(turn: Turn) -> Issue | None:
    """The issue of that number, else the signed one that waits."""
    no, name = issue_number(turn.said.text), named(turn)
    if no is not None:
        return queries.issue_numbered(turn.tx, name, no)
    waiting = queries.signed_issues(turn.tx, turn.now + timedelta(days=30))
    spoken = turn.lately("issue")
    same = [one for one in waiting if str(one.id) == spoken] or [one for one in waiting if one.series == name]
    return next(iter(same or waiting), None)


def withdraw(turn: Turn, slots: Slots) -> Reply:
    """231期作废，原因：…; what has gone out is 撤回, and its readers are told."""
    no = slots.get("issue_no")
    found = queries.issue_numbered(turn.tx, named(turn), int(no)) if no else _meant(turn)
    if found is None or found.state not in (IssueState.SIGNED, IssueState.ISSUED):
        return Reply("没有查到可以作废或撤回的期次；未签发的请直接修改或撤下条目。")
    gone = found.state is IssueState.ISSUED
    doing = "撤回" if gone else "作废"
    after = "向原范围推送撤回说明，不再计入编发期数" if gone else "不再编发，期号保留不重用，条目退回待编"
    return Reply(
        f"{provisional(turn, found)}{found.state}，确认{doing}？原因：{slots['reason']}。{doing}后{after}。",
        options=(f"确认{doing}", "不处理"),
        then="withdraw_sure",
        data={"id": found.id, "reason": slots["reason"], "state": found.state},
        about=(found.key,),
    )


def withdraw_sure(turn: Turn, answer: Answer) -> Reply:
    if answer.index != 0:
        return Reply("好的，没有改动。")
    queries.hold(turn.tx)
    found = queries.got_issue(turn.tx, int(answer.data["id"]))
    if found.state != answer.data["state"]:
        return Reply(f"{provisional(turn, found)}现为{found.state}，没有改动，请重新说一遍。", about=(found.key,))
    gone = found.state is IssueState.ISSUED
    state, reason = IssueState.WITHDRAWN if gone else IssueState.VOID, str(answer.data["reason"])[:200]
    ended = {"ended_by": turn.person.userid, "ended_at": turn.now}
    queries.alter(turn.tx, found, turn.now, state=state, reason=reason, **ended)
    turn.note("withdraw_issue", found.key, before={"state": found.state}, after={"state": state})
    name = provisional(turn, found)
    if gone:
        text = f"【撤回】《{found.series}》第{found.no}期已撤回，请勿引用、转发。"
        broadcast.send(turn, broadcast.readers(turn, found.audience), text, key=f"{found.key}:撤回", subject=found.key)
    else:
        _give_back(turn, found)
    people = {person.userid for person in (*editors(turn), *chiefs(turn))} - {turn.person.userid}
    told = f"{name}已由{turn.person.address}{state}，原因：{reason}。"
    turn.tell(sorted(people), told, lane=Lane.TIMELY, key=f"{found.key}:{state}", subject=found.key)
    number = series.word(turn.office, found.series)
    return Reply(f"已{state}：{name}，期号{number}{found.no}保留、不重用。", about=(found.key,))


def _give_back(turn: Turn, found: Issue) -> None:
    for item in queries.items_in(turn.tx, found.id):
        queries.alter(turn.tx, item, turn.now, state=ItemState.RECEIVED, issue=None)
