"""议定事项 in conversation: the table, the questions one at a time, the changes, and who decides (domain.md 4.7, SC16).

Of the pasted text nothing is kept but the rows.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.decisions import asking, batches, deciding, meetings, words
from handlers.decisions.edits import Edited, edited
from handlers.decisions.extract import extract
from handlers.decisions.meetings import Basis
from handlers.decisions.rows import SPLIT, Row
from handlers.line import Answer, Reply, Slots
from handlers.supervision import rights
from handlers.supervision.establish import establish
from handlers.supervision.wording import person_name
from handlers.turn import Turn

PASTE, OPEN, MEETING, CONFIRM = "decisions_paste", "decisions_open", "decisions_meeting", "decisions_confirm"
NOTHING = (
    "没有找到可以立项的议定事项：每项要有牵头单位和办什么。“会议强调……”一类的要求不立项。\n"
    "例如：由区发改局牵头，区财政局配合，于10月20日前完成云湾港项目前期手续。"
)
_ASK = "请把议定的句子发给我（不要整篇纪要），例如“由区发改局牵头，区财政局配合，于10月20日前完成……”。"
_LONGEST_COMMAND = 24
_MEETING_ALONE = re.compile(r"^[^，,；;]*会议?(?:上)?(?:议定|定|决定)?的?[。.]?$")
"""是9月18日区政府常务会议: where it was decided, and no change of a row."""
_MOST = 40


def run(turn: Turn, _slots: Slots) -> Reply:
    """Read the pasted sentences; a bare command asks for them."""
    rows = extract(turn.said, turn.office)
    if not rows and len(turn.said.bare) <= _LONGEST_COMMAND and not turn.said.units:
        return Reply(_ASK, then=PASTE, free=True)
    if not rows:
        return Reply(NOTHING)
    if len(rows) > _MOST:
        return Reply(f"一次最多{_MOST}项，请分几次发。")
    return _go_on(turn, rows, meetings.basis_of(turn, turn.said), first=True)


def pasted(turn: Turn, _answer: Answer) -> Reply:
    """The sentences that were asked for."""
    rows = extract(turn.said, turn.office)
    return _go_on(turn, rows, meetings.basis_of(turn, turn.said), first=True) if rows else Reply(NOTHING)


def _go_on(
    turn: Turn, rows: Sequence[Row], basis: Basis | None, *, first: bool = False, note: str = "", chosen: bool = False
) -> Reply:
    """Show the table and ask what is next: an open point of a row, the meeting, or whether to hand it on."""
    if not rows:
        return Reply("各项都已删去，未立项。")
    shown = words.table(rows, turn.office, turn.calendar)
    head = f"{note}议定事项{len(rows)}项" + (f"（依据：{basis.text}）" if basis else "")
    data: dict[str, Any] = {"rows": [row.plain() for row in rows], "basis": _plain(basis), "chosen": chosen}
    question = asking.next_question(rows, turn.office, turn.said)
    if question is not None:
        text = f"{head}：\n{shown}\n{question.text}"
        return Reply(text, options=question.options, then=OPEN, free=True, data=data)
    if basis is None:
        found = meetings.choices(turn)
        ask = "是哪次会议议定的？（不在其中请回“议定于9月18日区委常委会会议”这样的一句）"
        data["meetings"] = [_plain(one) for one in found]
        options = tuple(one.text for one in found)
        return Reply(f"{head}：\n{shown}\n{ask}", options=options, then=MEETING, free=True, data=data)
    decides = rights.may_decide(turn.person)
    chiefs = "、".join(person_name(turn.office, one) for one in rights.chiefs(turn.office))
    go = "确认立项并交办" if decides else f"提交督查室主任{chiefs}审批立项"
    tail = words.CHANGES if first else "请确认："
    return Reply(f"{head}：\n{shown}\n{tail}", options=(go, "修改", "取消"), then=CONFIRM, free=True, data=data)


def open_point(turn: Turn, answer: Answer) -> Reply:
    """The answer to the question about a row, or a change of the table; both in one message work too."""
    rows, basis = _read(answer.data)
    question = asking.next_question(rows, turn.office, answer.said)
    if question is None:
        return _go_on(turn, rows, basis)
    index = 1 if question.what == SPLIT and answer.said.bare in ("1项", "一项") else answer.index
    put = asking.answered(question, rows, answer.said, index) if index is not None else None
    if put is None and _MEETING_ALONE.search(answer.said.text) and (found := meetings.named(turn, answer.said)):
        return _go_on(turn, rows, found)
    if put is None:
        change = edited(rows, answer.said, turn.office, pending=question.row)
        if change.changed or change.unknown:
            return _changed(turn, change, basis)
        put = asking.answered(question, rows, answer.said, None)
    if put is None:
        return _go_on(turn, rows, basis, note="没太明白。")
    return _go_on(turn, put, basis)


def which_meeting(turn: Turn, answer: Answer) -> Reply:
    """One of those shown, or another in words."""
    rows, _ = _read(answer.data)
    if answer.index is not None:
        return _go_on(turn, rows, _basis(answer.data["meetings"][answer.index]))
    found = meetings.named(turn, answer.said)
    if found is not None:
        return _go_on(turn, rows, found)
    change = edited(rows, answer.said, turn.office)
    if change.changed:
        return _changed(turn, change, None)
    return _go_on(turn, rows, None, note="没看出是哪次会议。")


def confirm(turn: Turn, answer: Answer) -> Reply:
    """Hand the table on, or change it."""
    rows, basis = _read(answer.data)
    if answer.index == 2 or (answer.index is None and answer.said.yes is False):
        return Reply("已取消，未立项，粘贴的内容没有保存。")
    if answer.index == 0 and basis is not None:
        return _hand_on(turn, rows, basis)
    if answer.index is None:
        change = edited(rows, answer.said, turn.office)
        if change.changed or change.unknown:
            return _changed(turn, change, basis)
        if "会" in answer.said.text and (other := meetings.named(turn, answer.said)) is not None:
            return _go_on(turn, rows, other)
    return _go_on(turn, rows, basis, first=True, note="" if answer.index == 1 else "没太明白。")


def _changed(turn: Turn, change: Edited, basis: Basis | None) -> Reply:
    missing = f"没有第{'、'.join(map(str, change.unknown))}项。" if change.unknown else ""
    return _go_on(turn, change.rows, basis, note=missing or "已改。")


def _hand_on(turn: Turn, rows: Sequence[Row], basis: Basis) -> Reply:
    """立项 at once by whoever decides; everybody else lays the batch before the 督查室主任."""
    if not rights.may_decide(turn.person):
        batch = batches.propose(turn, rows, basis)
        deciding.lay_before(turn, batch)
        turn.undoable(words.LINE_NAME, "proposed", batch.key, {"tasks": [task.id for task in batch.tasks]})
        names = "、".join(person_name(turn.office, one) for one in rights.chiefs(turn.office))
        text = (
            f"已提交督查室主任{names}审批：{len(rows)}项，依据：{basis.text}。批准后编号并交办，10分钟内可回复“撤销”。"
        )
        return Reply(text, about=(batch.key,))
    made = [establish(turn, batches.draft(turn, row, basis)) for row in rows]
    turn.undoable(words.LINE_NAME, "established", made[0].key, {"tasks": [task.id for task in made]})
    text = f"已立项{len(made)}项：{words.numbers([task.no for task in made])}，依据：{basis.text}，已交办待签收。"
    return Reply(f"{text}\n如有误，10分钟内可回复“撤销”。", about=tuple(task.key for task in made))


def _read(data: Mapping[str, Any]) -> tuple[list[Row], Basis | None]:
    return [Row.of(values) for values in data["rows"]], _basis(data["basis"])


def _plain(basis: Basis | None) -> dict[str, Any] | None:
    return {"text": basis.text, "key": basis.key} if basis else None


def _basis(plain: Mapping[str, Any] | None) -> Basis | None:
    return Basis(plain["text"], plain["key"]) if plain else None
