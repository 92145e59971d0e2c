"""更正: the same issue with the same number; it counts once (domain.md F03)."""

import re

from handlers.bulletins import broadcast, queries
from handlers.bulletins.desks import chiefs, named, provisional
from handlers.bulletins.queries import Issue, Item
from handlers.bulletins.rules import NUMBERED_STATES, IssueState, issue_number
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn

_CHANGE = re.compile(
    r"(?:把|将|，|,|：|:|^)[“”\"《]?(?P<old>[^“”\"《》，,：:]{1,60}?)[”\"》]?(?:改成|改为|更正为)[“\"《]?(?P<new>[^“”\"《》，,。]{1,60})"
)


def correct(turn: Turn, slots: Slots) -> Reply:
    """231期改个错别字重发; with 把…改为… the words are changed in the titles and texts of the issue."""
    queries.hold(turn.tx)
    no = issue_number(turn.said.text)
    issue = queries.issue_numbered(turn.tx, named(turn), no) if no is not None else _latest(turn)
    if issue is None or issue.state not in NUMBERED_STATES:
        name = f"第{no}期" if no is not None else "可更正的期次"
        return Reply(f"没有查到已签发的{name}；尚未签发的请直接修改条目。")
    change = _CHANGE.search(turn.said.text)
    touched = _replace(turn, issue, change["old"], change["new"]) if change else []
    if change and not touched:
        return Reply(f"{provisional(turn, issue)}中没有“{change['old']}”，未作更正。", about=(issue.key,))
    values = {"corrections": issue.corrections + 1, "corrected_at": turn.now}
    queries.alter(turn.tx, issue, turn.now, **values)
    turn.note("correct_issue", issue.key, after={"corrections": values["corrections"], "no": issue.no})
    people = [chief.userid for chief in chiefs(turn) if chief.userid != turn.person.userid]
    text = f"{provisional(turn, issue)}已由{turn.person.name}更正（第{values['corrections']}次），期号不变。"
    turn.tell(people, text, key=f"{issue.key}:更正:{issue.version}", subject=issue.key)
    return _reply(turn, issue, touched)


def _latest(turn: Turn) -> Issue | None:
    spoken = turn.lately("issue")
    return queries.issue(turn.tx, int(spoken)) if spoken is not None else queries.last_issued(turn.tx, named(turn))


def _replace(turn: Turn, issue: Issue, old: str, new: str) -> list[tuple[Item, str]]:
    """Change the words in the pieces; returns the pieces with their new titles."""
    touched = []
    for item in queries.items_in(turn.tx, issue.id):
        title, text = item.title.replace(old, new), item.text.replace(old, new)
        if (title, text) != (item.title, item.text):
            queries.alter(turn.tx, item, turn.now, title=title, text=text)
            touched.append((item, title))
    return touched


def _reply(turn: Turn, issue: Issue, touched: list[tuple[Item, str]]) -> Reply:
    done = f"已更正：{provisional(turn, issue)}，期号不变，不另计期数。请将更正版重新上传OA。"
    shown = [(item, title) for item, title in touched if item.public and title != item.title]
    if issue.state is not IssueState.ISSUED:
        return Reply(f"{done}推送按更正后的内容发出。", about=(issue.key,))
    if not shown:
        return Reply(f"{done}推送过的标题没有变化，不再重复推送。", about=(issue.key,))
    lines = "".join(f"“{item.title}”更正为“{title}”；" for item, title in shown)
    notice = f"【更正】《{issue.series}》第{issue.no}期：{lines.rstrip('；')}。更正版请到OA阅览。"
    count = len(broadcast.readers(turn, issue.audience))
    question = f"{done}是否向原范围{count}人推送：{notice}"
    data = {"id": issue.id, "text": notice, "n": issue.corrections + 1}
    return Reply(question, options=("推送更正", "不推送"), then="push_correction", data=data, about=(issue.key,))


def push_correction(turn: Turn, answer: Answer) -> Reply:
    """Whether those who got the old words get the new ones."""
    if answer.index != 0:
        return Reply("好的，不推送更正。")
    issue = queries.got_issue(turn.tx, int(answer.data["id"]))
    people = broadcast.readers(turn, issue.audience)
    key = f"{issue.key}:更正:{answer.data['n']}"
    broadcast.send(turn, people, str(answer.data["text"]), key=key, subject=issue.key)
    turn.note("push_correction", issue.key, after={"people": len(people)})
    return Reply(f"更正已推送{len(people)}人。", about=(issue.key,))
