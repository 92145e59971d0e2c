"""送审, 审核通过, 退回修改 (domain.md 5.2)."""

import re

from handlers.bulletins import queries, series, wording
from handlers.bulletins.desks import LINE, chiefs, editors, expected_no, meant, provisional, signers
from handlers.bulletins.queries import Issue, Item
from handlers.bulletins.rules import IssueState, issue_number
from handlers.line import Reply, Slots
from handlers.turn import Turn
from storage.changes import Change
from storage.outbox import Lane


def send_review(turn: Turn, slots: Slots) -> Reply:
    """送审: the issue goes to the section chief."""
    issue, items = _open(turn)
    if issue is None:
        return Reply(f"目前没有在编的《{turn.office.bulletin}》，请先说“把某单位那条编入今日信息，可周知”。")
    if issue.state is not IssueState.EDITING:
        return Reply(f"{provisional(turn, issue)}已是{issue.state}。", about=(issue.key,))
    _move(turn, issue, IssueState.IN_REVIEW, "send_review")
    text = (
        f"【请审核】{provisional(turn, issue)}共{len(items)}条：\n{wording.listed(items, turn.office)}\n"
        f"请回复“审核通过”，或“退回修改＋意见”。编辑：{turn.person.name}。"
    )
    people = [chief.userid for chief in chiefs(turn)]
    turn.tell(people, text, lane=Lane.TIMELY, key=f"{issue.key}:送审:{issue.version}", subject=issue.key)
    return Reply(f"{provisional(turn, issue)}已送{chiefs(turn)[0].address}审核。", about=(issue.key,))


def review(turn: Turn, slots: Slots) -> Reply:
    """审核通过 by the section chief; the signer is told what he will be signing."""
    issue, items = _open(turn)
    if issue is None:
        return Reply(f"目前没有待审核的《{turn.office.bulletin}》。")
    signer, name = signers(turn)[0], provisional(turn, issue)
    if issue.state is IssueState.TO_SIGN:
        return Reply(f"{name}已审核，正在等{signer.address}签发。", about=(issue.key,))
    _move(turn, issue, IssueState.TO_SIGN, "review_issue")
    which = series.word(turn.office, issue.series)
    text = wording.to_sign(name, items, turn.office, turn.person, expected_no(turn, issue), which)
    turn.tell(signer.userid, text, lane=Lane.TIMELY, key=f"{issue.key}:送签:{issue.version}", subject=issue.key)
    listed = wording.listed(items, turn.office)
    return Reply(f"{name}审核通过，已送{signer.address}签发：\n{listed}\n如有误可回复“撤销”。", about=(issue.key,))


def undo_review(turn: Turn, change: Change) -> Reply:
    """Back to the state before 送审 or 审核通过, if nobody has moved the issue on."""
    queries.hold(turn.tx)
    issue = queries.got_issue(turn.tx, int(change.data["id"]))
    if issue.state != change.data["result"]:
        return Reply(f"{provisional(turn, issue)}现为{issue.state}，不能撤销。", about=(issue.key,))
    state = IssueState(change.data["state"])
    queries.alter(turn.tx, issue, turn.now, state=state, reviewed_by=None, reviewed_at=None)
    turn.note("undo_review", issue.key, before={"state": issue.state}, after={"state": state})
    waited = signers(turn)[:1] if issue.state is IssueState.TO_SIGN else chiefs(turn)
    doing = "签发" if issue.state is IssueState.TO_SIGN else "审核"
    text = f"【撤回】{provisional(turn, issue)}由{turn.person.address}撤回，请暂不{doing}，改好后再送。"
    told = [person.userid for person in waited if person.userid != turn.person.userid]
    turn.tell(told, text, lane=Lane.TIMELY, key=f"{issue.key}:撤回:{issue.version}", subject=issue.key)
    return Reply(f"已撤销：{provisional(turn, issue)}恢复为{state}。", about=(issue.key,))


_SAID = re.compile(
    r"^\W*(?:先?不(?:签发?|同意|通过)了?|先?别[签发]发?了?)?[，,：: ]*(?:审核不通过"
    r"|(?:退回|打回)[^，,。；;：:第]{0,10}?(?:期|信息|编辑)(?:修改)?|(?:退回|打回)(?:去|来|修改)*|退(?=$|[：:，,]))?"
)


def send_back(turn: Turn, slots: Slots) -> Reply:
    """退回修改 by the section chief or the signer, with a word to the editors."""
    issue, _ = _open(turn)
    if issue is None or issue.state is IssueState.EDITING:
        return Reply(f"目前没有待审核或待签发的《{turn.office.bulletin}》。")
    said, no = issue_number(turn.said.text), expected_no(turn, issue)
    if said not in (None, no):
        return Reply(f"第{said}期不在审签中，目前在审签的是第{no}期。", about=(issue.key,))
    queries.alter(turn.tx, issue, turn.now, state=IssueState.EDITING, reviewed_by=None, reviewed_at=None)
    turn.note("return_issue", issue.key, before={"state": issue.state}, after={"state": IssueState.EDITING})
    opinion = _SAID.sub("", turn.said.text, count=1).strip(" ，,。：:；;\n")
    text = (
        f"【退回修改】{provisional(turn, issue)}由{turn.person.address}退回，"
        f"{f'意见：{opinion}' if opinion else '请修改'}。改好后请回复“送审”。"
    )
    people = [person.userid for person in editors(turn) if person.userid != turn.person.userid]
    turn.tell(people, text, lane=Lane.TIMELY, key=f"{issue.key}:退回:{issue.version}", subject=issue.key)
    return Reply(f"{provisional(turn, issue)}已退回编辑。", about=(issue.key,))


def _open(turn: Turn) -> tuple[Issue, list[Item]] | tuple[None, list[Item]]:
    """The open issue, if it has pieces."""
    queries.hold(turn.tx)
    issue = meant(turn)
    items = queries.items_in(turn.tx, issue.id) if issue else []
    return (issue, items) if issue is not None and items else (None, [])


def _move(turn: Turn, issue: Issue, state: IssueState, action: str) -> None:
    by = {"reviewed_by": turn.person.userid, "reviewed_at": turn.now} if state is IssueState.TO_SIGN else {}
    queries.alter(turn.tx, issue, turn.now, state=state, **by)
    turn.note(action, issue.key, before={"state": issue.state}, after={"state": state})
    turn.undoable(LINE, "review", issue.key, {"id": issue.id, "state": issue.state, "result": state})
