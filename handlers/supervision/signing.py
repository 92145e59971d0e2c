"""签收 of a task by its units: by the card, or by the bare word (domain.md 3.2, C.1 d)."""

import re

from handlers.line import Answer, Press, Reply
from handlers.policy import NOT_FOUND, speaks_for
from handlers.supervision import rights, search, store, wording
from handlers.supervision.cards import Sign, assignment_card
from handlers.supervision.store import Task
from handlers.supervision.terms import OPEN, Status, said_number
from handlers.turn import Turn
from scheduler.wording import deadline

CHOOSE = "sign_choice"
ALL = "全部签收"
SHOWN = 7
_WORD = re.compile(
    r"^(?:督?.{0,16}号)?[，, ]*(?P<all>(?:全部|所有的?|都|一并|统统)+)?(?:我?已?|收到[，, ]?)签收?"
    r"(?P<more>全部|所有)?(?:了|一下|吧)?$"
)


def press(turn: Turn, payload: Sign, pressed: Press) -> Reply | None:
    """A press on 签收; a forwarded card gives no rights, a late press is told who signed."""
    unit = turn.office.unit(payload.unit)
    if unit is None or not speaks_for(turn.person, unit):
        return Reply(NOT_FOUND)
    task = store.hold(turn.tx, payload.task)
    if task.status not in OPEN and task.status is not Status.CLOSING:
        return Reply(f"{task.no}当前为“{task.status}”，不必再签收。", about=(task.key,))
    reply = _sign(turn, task, payload.unit)
    card = assignment_card(
        turn, store.get(turn.tx, task.id), payload.unit, f"{_signed(turn, task, payload.unit)} 已签收"
    )
    turn.update_card(pressed.response_code, [turn.person.userid], card)
    return reply


def claim(turn: Turn) -> Reply | None:
    """A bare 签收 from a person whose unit owes one."""
    unit = rights.of_unit(turn.person)
    word = _WORD.match(turn.said.bare)
    if unit is None or word is None:
        return None
    owed = [t for t in search.visible(turn.tx, turn.person, turn.office) if unit in t.unsigned and t.status in OPEN]
    owed = [task for task in owed if task.status is not Status.WORKING or unit != task.lead_unit]
    number = said_number(turn.said)
    if number is not None:
        owed = [task for task in owed if task.no == number]
    if not owed:
        return None
    if len(owed) == 1:
        return _sign(turn, store.hold(turn.tx, owed[0].id), unit)
    if word["all"] or word["more"]:
        return _sign_all(turn, [task.id for task in owed], unit)
    shown = owed[:SHOWN]
    options = (ALL, *(wording.list_line(turn, task) for task in shown))
    return Reply(
        f"有{len(owed)}项待签收，签收哪一项？", options=options, then=CHOOSE, data={"ids": [t.id for t in shown]}
    )


def choose(turn: Turn, answer: Answer) -> Reply:
    unit = rights.of_unit(turn.person)
    if answer.index is None or unit is None:
        return Reply("好的，未作改动。")
    ids = answer.data["ids"] if answer.index == 0 else [answer.data["ids"][answer.index - 1]]
    return _sign_all(turn, ids, unit)


def _sign_all(turn: Turn, ids: list[int], unit: str) -> Reply:
    replies = [_sign(turn, store.hold(turn.tx, task_id), unit) for task_id in ids]
    return Reply(
        "\n".join(reply.text for reply in replies), about=tuple(key for reply in replies for key in reply.about)
    )


def _sign(turn: Turn, task: Task, unit: str) -> Reply:
    if not store.sign(turn.tx, task.id, unit, turn.person.userid, turn.now):
        return Reply(f"{task.no}{_signed(turn, task, unit)} 已签收。", about=(task.key,))
    turn.undoable("supervision", "signed", task.key, {"unit": unit, "status": task.status})
    turn.note("签收", task.key, after={"unit": unit})
    if unit == task.lead_unit and task.status is Status.ASSIGNED:
        store.change(turn.tx, task, turn.now, status=Status.SIGNED)
    due = f"，时限{deadline(task.due_at)}" if task.due_at else ""
    return Reply(
        f"已签收{task.no}“{wording.short(task.title)}”{due}。进展请回复“{task.no} 进展：…”。", about=(task.key,)
    )


def _signed(turn: Turn, task: Task, unit: str) -> str:
    """Who signed and when: 李可 9月18日15:31."""
    found = store.signer(turn.tx, task.id, unit)
    return f"{wording.person_name(turn.office, found[0])} {deadline(found[1])}" if found else ""
