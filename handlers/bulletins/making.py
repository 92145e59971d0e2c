"""Carrying out what an editor says about pieces: into the issue, out of it, open or internal (domain.md 5.2, 5.3)."""

import re
from typing import Any

from handlers.bulletins import queries, review, series, wording
from handlers.bulletins.choosing import Chosen, Order, choose
from handlers.bulletins.desks import LINE, chiefs, is_chief, meant, provisional
from handlers.bulletins.editing import Action
from handlers.bulletins.queries import Issue, Item
from handlers.bulletins.rules import DEFAULT_AUDIENCE, NUMBERED_STATES, IssueState, ItemState
from handlers.bulletins.tables import info_issue
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn
from storage.changes import Change

_STATES = {Action.SPARE: ItemState.SPARE, Action.REJECT: ItemState.REJECTED, Action.REMOVE: ItemState.RECEIVED}


_AND_PASSES = re.compile(
    r"[，,。；; ](?:其[他余]的?|别的)?(?:都|就)?(?:没问题[，,]?|可以[，,]?)?(?:审核)?(?:通过|同意)了?[。]?$"
)


def edit(turn: Turn, slots: Slots) -> Reply:
    """编入今日信息：…，可周知；…是内部. Asks only when a clause could mean several pieces.

    第1条改成内部，通过 from the section chief is both: the change, and the issue goes on to be signed.
    """
    queries.hold(turn.tx)
    issue = meant(turn)
    reviewed = issue is not None and issue.state is IssueState.IN_REVIEW and is_chief(turn.person)
    reply = _carry_out(turn, choose(turn, turn.said))
    if reviewed and reply.then is None and _AND_PASSES.search(turn.said.text):
        return review.review(turn, slots)
    return reply


def which_item(turn: Turn, answer: Answer) -> Reply:
    """The piece meant by a clause that fitted several."""
    queries.hold(turn.tx)
    if answer.index is None:
        return Reply("没有改动。请写明单位或标题，如“把工信局那条编入今日信息，可周知”。")
    return _carry_out(turn, Chosen.loads(answer.data).settled(answer.index))


def _carry_out(turn: Turn, chosen: Chosen) -> Reply:
    question = chosen.question(turn)
    if question is not None:
        return question
    if not chosen.orders:
        missing = "、".join(wording.label(unit, turn.office) for unit in chosen.missing)
        return Reply(f"没有找到{missing}的来稿。" if missing else "目前没有待编的来稿。")
    was = meant(turn)
    issue = was
    adopting = any(order.action is Action.ADOPT for order in chosen.orders)
    if adopting and (was is None or was.series != (chosen.series or turn.office.bulletin)):
        was = queries.open_issue(turn.tx, chosen.series or turn.office.bulletin)
        issue = was or _open(turn, chosen.series or turn.office.bulletin)
    before, notes = [], []
    for order in chosen.orders:
        for item in order.items(turn):
            before.append(_facts(item))
            notes.append(_change(turn, item, order, chosen, issue))
    if issue is not None and issue.state is not IssueState.EDITING:
        queries.alter(turn.tx, issue, turn.now, state=IssueState.EDITING, reviewed_by=None, reviewed_at=None)
    data = {"items": before, "issue": issue.id if issue else None, "state": was.state if was else None}
    turn.undoable(LINE, "edit", issue.key if issue else f"item:{before[0]['id']}", data)
    lines = [f"没有找到{wording.label(unit, turn.office)}的来稿。" for unit in chosen.missing]
    lines += [note for note in notes if note]
    keys = tuple(f"item:{facts['id']}" for facts in before)
    return Reply("\n".join([*lines, _standing(turn, issue)]), about=(*keys, issue.key) if issue else keys)


def _change(turn: Turn, item: Item, order: Order, chosen: Chosen, issue: Issue | None) -> str:
    """Change one piece; returns what is worth saying about it beyond the list."""
    action, openness = order.action, order.openness
    values: dict[str, Any] = {"openness": openness or item.openness, "category": chosen.category or item.category}
    note = ""
    if action is Action.ADOPT and item.issue is None and issue is not None:
        values |= {"state": ItemState.ADOPTED, "issue": issue.id}
        if openness is None:
            unit = wording.label(item.unit, turn.office)
            note = f"《{item.title}》未标明，先按内部处理，可公开的请说“{unit}那条可周知”。"
    elif action in _STATES:
        values |= {"state": _STATES[action], "issue": None, "reason": chosen.reason}
        why = f"，原因：{chosen.reason}" if chosen.reason else ""
        note = f"《{item.title}》（{item.number}）：{_STATES[action]}{why}。"
    elif openness is not None and item.issue is None:
        unit = wording.label(item.unit, turn.office)
        note = f"《{item.title}》（{item.number}）已标为{openness}，还没有编入；要编入请说“{unit}那条编入今日信息”。"
    queries.alter(turn.tx, item, turn.now, **values)
    turn.note("edit_issue", item.key, before=_facts(item), after={**_facts(item), **values})
    if action is Action.REJECT and item.created_by != turn.person.userid:
        why = f"，原因：{chosen.reason}" if chosen.reason else ""
        text = f"您报送的《{item.title}》（{item.number}）本次未采用{why}，感谢支持。"
        turn.tell(item.created_by, text, key=f"{item.key}:退稿:{item.version}", subject=item.key)
    return note


def _standing(turn: Turn, issue: Issue | None) -> str:
    items = queries.items_in(turn.tx, issue.id) if issue else []
    if issue is None or not items:
        return "本期暂无条目。如有误可回复“撤销”。"
    return (
        f"已编入{provisional(turn, issue)}：\n{wording.listed(items, turn.office)}\n"
        f"编完请回复“送审”，由{chiefs(turn)[0].address}审核；如有误可回复“撤销”。"
    )


def _facts(item: Item) -> dict[str, Any]:
    kept = {"openness": item.openness, "issue": item.issue, "category": item.category, "reason": item.reason}
    return {"id": item.id, "state": item.state, **kept}


def _open(turn: Turn, name: str) -> Issue:
    audience = series.audience(turn.office, name, DEFAULT_AUDIENCE)
    values = {"series": name, "state": IssueState.EDITING, "audience": audience}
    issue_id = queries.add(turn.tx, info_issue, turn.person.userid, turn.now, **values)
    turn.note("open_issue", f"issue:{issue_id}", after={"state": IssueState.EDITING})
    return queries.got_issue(turn.tx, issue_id)


def undo_edit(turn: Turn, change: Change) -> Reply:
    """Put the pieces back where they were, unless the issue has been signed since."""
    queries.hold(turn.tx)
    issue = queries.got_issue(turn.tx, int(change.data["issue"])) if change.data["issue"] else None
    if issue is not None and issue.state in NUMBERED_STATES:
        return Reply(f"第{issue.no}期{issue.state}，不能撤销；如需更正请说“{issue.no}期更正”。")
    for facts in reversed(change.data["items"]):
        item = queries.got_item(turn.tx, int(facts["id"]))
        if item.state is ItemState.REJECTED and item.created_by != turn.person.userid:
            text = f"【更正】《{item.title}》（{item.number}）仍在待编，此前“未采用”的通知请以此为准。"
            turn.tell(item.created_by, text, key=f"{item.key}:恢复:{item.version}", subject=item.key)
        values = {key: facts[key] for key in ("state", "openness", "issue", "category", "reason")}
        queries.alter(turn.tx, item, turn.now, **values)
        turn.note("undo_edit", item.key, before=_facts(item), after=facts)
    return Reply(f"已撤销：条目恢复到改动前。\n{_standing(turn, issue)}", about=(issue.key,) if issue else ())
