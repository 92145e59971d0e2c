"""通过, 签发, 同意, 行: one word from whoever an issue waits for (domain.md 5.2). A loose one is asked about."""

import re

from handlers.bulletins import desks, queries, review, signing
from handlers.bulletins.queries import Issue
from handlers.bulletins.rules import IssueState
from handlers.line import Answer, Reply
from handlers.turn import Turn

_WELL = r"(?:(?:好的?|行|可以|没问题|同意|看过了?|没意见)[，,。 ]*)?"
_PASSED = re.compile(rf"{_WELL}(?:(?:审核)?(?:通过|同意)[了吧。]?|送签|审过了)")
_SIGNED = re.compile(rf"{_WELL}(?:签发?[了吧]*|[同签]意?(?:签发|编发)|同意|签字|发吧)|可以[签发]发?")
_BACK = re.compile(
    r"(?:先?不(?:签发?|同意|通过|行)了?|先?别[签发]发?了?)?[，,：: ]*(?:先?(?:退回|打回)|退(?=$|[：:，,]))"
    r"(?:去|来|修改|重[编做改]|编辑)*(?:[：:，,。].*)?"
)
"""退回：第2条数据再核实; 不签发了，退回."""
_LOOSE = re.compile(r"(?:好的?|行|可以的?|没问题|[好行]吧|没意见|无意见|[嗯哦]+)[了啊呀吧哦，,。]*")


def claim(turn: Turn) -> Reply | None:
    """The word of the section chief, or of whoever signs."""
    bare = turn.said.bare
    issue = _waiting(turn)
    if issue is None:
        return None
    name, signs = desks.provisional(turn, issue), issue.state is IssueState.TO_SIGN
    if (_SIGNED if signs else _PASSED).fullmatch(bare):
        return _done(turn, issue)
    if _BACK.fullmatch(bare):
        turn.about = (issue.key, *turn.about)
        return review.send_back(turn, {})
    if not _LOOSE.fullmatch(bare):
        return None
    options = ("签发", "暂不签发") if signs else ("审核通过", "暂不通过")
    return Reply(f"{name}是否{options[0]}？", options=options, then="issue_verdict", data={"id": issue.id})


def verdict(turn: Turn, answer: Answer) -> Reply:
    """What the loose word meant."""
    issue = _waiting(turn)
    if answer.index != 0 or issue is None or issue.id != answer.data["id"]:
        return Reply("好的，未作改动。要退回请说“退回修改＋意见”。")
    return _done(turn, issue)


def _waiting(turn: Turn) -> Issue | None:
    """The issue that waits for this person; none when several do: which is meant must be said."""
    may = {IssueState.IN_REVIEW: desks.is_chief(turn.person), IssueState.TO_SIGN: desks.is_signer(turn.person)}
    found = [issue for issue in queries.open_issues(turn.tx) if may.get(issue.state)]
    return found[0] if len(found) == 1 else None


def _done(turn: Turn, issue: Issue) -> Reply:
    turn.about = (issue.key, *turn.about)
    return signing.sign(turn, {}) if issue.state is IssueState.TO_SIGN else review.review(turn, {})
