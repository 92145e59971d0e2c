"""挂起 (等待上级, 会签) and back: while a paper waits nobody is reminded of it (domain.md 2.6)."""

import re

from handlers.documents import plans, wording
from handlers.documents.standing import allowed
from handlers.documents.states import Act
from handlers.documents.store import Doc
from handlers.documents.tables import REASON_LENGTH
from handlers.documents.write import tell_units, write
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn
from scheduler.wording import deadline

REASONS = ("等待上级", "等待会签", "其他")
_WHY = re.compile(r"(?:等待?|待|因为?|原因[是为：:]*|理由[是为：:]*)(?P<why>.{2,60})$")


def pause(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """挂起 with what it waits for."""
    allowed(turn, doc, Act.HOLD, {"reason"})
    match = _WHY.search(turn.said.bare)
    if match is None:
        return Reply("挂起原因？", options=REASONS, then="pause", free=True, data={"id": doc.id}, about=(doc.key,))
    return _pause(turn, doc, match[0].strip("，,。 "))


def reason_given(turn: Turn, answer: Answer, doc: Doc) -> Reply:
    """What it waits for."""
    if answer.index == 2:
        return Reply("请写明挂起原因。", then="pause", free=True, data=answer.data, about=(doc.key,))
    if answer.index is None and answer.said.yes is False:
        return Reply("好的，未挂起。", about=(doc.key,))
    return _pause(turn, doc, REASONS[answer.index] if answer.index is not None else answer.said.bare)


def _pause(turn: Turn, doc: Doc, reason: str) -> Reply:
    status = allowed(turn, doc, Act.HOLD, {"reason"})
    values = {"status": status, "held_from": doc.status, "held_reason": reason[:REASON_LENGTH]}
    new = write(turn, doc, values, "挂起")
    plans.everything(turn, new)
    tell_units(turn, new, f"因{reason}暂缓办理，恢复时另行通知")
    return Reply(f"已挂起：{new.ref}，{reason}。提醒暂停；恢复请回复“{new.seq}号恢复办理”。", about=(new.key,))


def resume(turn: Turn, doc: Doc, _slots: Slots, _named: bool) -> Reply:
    """Back to where it was; the reminders begin again from now."""
    status = allowed(turn, doc, Act.RESUME)
    new = write(turn, doc, {"status": status, "held_from": None, "held_reason": None}, "恢复办理")
    plans.everything(turn, new)
    limit = f"，时限{wording.due_words(new.due_at, turn.now)}" if new.due_at else ""
    tell_units(turn, new, f"恢复办理{limit}")
    past = new.due_at is not None and new.due_at <= turn.now
    hint = f"\n时限{deadline(new.due_at)}已过，可回复“把{new.seq}号时限改成……”。" if past and new.due_at else ""
    return Reply(f"已恢复办理：{new.ref}，{new.status}{limit}，提醒照常。{hint}".strip(), about=(new.key,))
