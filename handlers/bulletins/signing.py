"""签发: numbers without gap or duplicate, and the time of the broadcast (domain.md 5.2-5.4)."""

from handlers.bulletins import broadcast, queries, series, wording
from handlers.bulletins.desks import LINE, chiefs, editors, expected_no, meant, named, provisional
from handlers.bulletins.queries import Issue
from handlers.bulletins.rules import IssueState, audience_said, issue_number, number_problem, push_time
from handlers.line import Reply, Slots
from handlers.turn import Turn
from scheduler.wording import moment
from storage.changes import Change
from storage.outbox import Lane


def sign(turn: Turn, slots: Slots) -> Reply:
    """签发231期. A number that would leave a gap or come twice is refused, whatever waits."""
    queries.hold(turn.tx)
    issue = meant(turn)
    name = issue.series if issue else named(turn)
    expected, said = expected_no(turn, issue, name), issue_number(turn.said.text)
    problem = number_problem(said, expected) if said is not None else None
    if problem is not None and said is not None:
        return Reply(_refused(turn, name, said, expected, problem), about=(issue.key,) if issue else ())
    if issue is None:
        return Reply(f"目前没有待签发的《{name}》。")
    if issue.state is not IssueState.TO_SIGN:
        chief = chiefs(turn)[0].address
        text = f"{provisional(turn, issue)}{issue.state}，尚未审核，请{chief}审核通过后再签发。"
        return Reply(text, about=(issue.key,))
    return _sign(turn, issue)


def _sign(turn: Turn, issue: Issue) -> Reply:
    after = {
        **_numbers(turn, issue),
        "state": IssueState.SIGNED,
        "audience": audience_said(turn.said.text) or issue.audience,
        "signed_by": turn.person.userid,
    }
    push_at = push_time(turn.now, turn.calendar, turn.office.limits.info)
    queries.alter(turn.tx, issue, turn.now, **after, signed_at=turn.now, push_at=push_at)
    turn.note("sign_issue", issue.key, before={"state": issue.state}, after=after)
    turn.undoable(LINE, "sign", issue.key, {"id": issue.id})
    broadcast.plan(turn, push_at)
    done = queries.got_issue(turn.tx, issue.id)
    items = queries.items_in(turn.tx, issue.id)
    readers = broadcast.readers(turn, done.audience)
    _tell_editors(turn, done)
    return Reply(wording.signed(done, items, turn.office, len(readers)), about=(issue.key,))


def _numbers(turn: Turn, issue: Issue) -> dict[str, int | None]:
    """The numbers of the issue; one whose signature was undone keeps those it had (domain.md G16)."""
    if issue.no is not None:
        return {"year": issue.year, "no": issue.no, "total_no": issue.total_no}
    year = turn.here.year
    counted = series.has_total(turn.office, issue.series)
    total = turn.number(*queries.total_series(turn.office)) if counted else None
    return {"year": year, "no": turn.number(issue.series, year), "total_no": total}


def _tell_editors(turn: Turn, issue: Issue) -> None:
    people = {person.userid for person in (*editors(turn), *chiefs(turn))} - {turn.person.userid}
    push = moment(issue.push_at) if issue.push_at else ""
    text = f"{provisional(turn, issue)}已由{turn.person.address}签发，{push}编发。请在此前完成OA排版，校对至少两遍。"
    turn.tell(sorted(people), text, lane=Lane.TIMELY, key=f"{issue.key}:已签发:{issue.version}", subject=issue.key)


def _refused(turn: Turn, name: str, said: int, expected: int, problem: str) -> str:
    earlier = queries.issue_numbered(turn.tx, name, said, turn.here.year)
    if earlier is not None and earlier.signed_at is not None:
        problem += f"（已于{moment(earlier.signed_at)}签发，{earlier.state}）"
    word = f"签发{series.word(turn.office, name)}{expected}期"
    return f"不能签发第{said}期：{problem}。本期应为第{expected}期，核对后请回复“{word}”。"


def undo_sign(turn: Turn, change: Change) -> Reply:
    """Take a signature back before the issue has gone out. The issue keeps its numbers."""
    queries.hold(turn.tx)
    issue = queries.got_issue(turn.tx, int(change.data["id"]))
    if issue.state is not IssueState.SIGNED or issue.push_at is None:
        return Reply(f"第{issue.no}期{issue.state}，不能撤销；如需更正请说“{issue.no}期更正”。", about=(issue.key,))
    values = {"state": IssueState.TO_SIGN, "signed_by": None, "signed_at": None, "push_at": None}
    queries.alter(turn.tx, issue, turn.now, **values)
    turn.note("undo_sign", issue.key, before={"state": issue.state}, after={"state": IssueState.TO_SIGN})
    if not queries.signed_issues(turn.tx, issue.push_at):
        broadcast.unplan(turn, issue.push_at)
    people = {person.userid for person in (*editors(turn), *chiefs(turn))} - {turn.person.userid}
    text = f"【撤回】{provisional(turn, issue)}的签发由{turn.person.address}撤回，暂不编发（期号保留）。"
    turn.tell(sorted(people), text, lane=Lane.TIMELY, key=f"{issue.key}:撤签:{issue.version}", subject=issue.key)
    return Reply(f"已撤销：第{issue.no}期恢复为待签发，不会编发（期号保留）。", about=(issue.key,))
