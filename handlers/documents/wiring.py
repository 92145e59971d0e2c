"""Which step, press, reminder and 撤销 of the way of a paper goes where: what `LINE` declares, by name."""

from collections.abc import Callable, Mapping

from handlers.documents import (
    amend,
    answers,
    close,
    disclaiming,
    extending,
    feedback,
    granting,
    initial,
    instructions,
    pausing,
    plans,
    reading,
    register,
    reminders,
    reported,
    returning,
    submit,
    succession,
    transfer,
    undo,
    voiding,
)
from handlers.documents.cards import CardAct, Decision, SignDoc
from handlers.documents.desk_intents import DESK_ACTS
from handlers.documents.disclaim_intents import DISCLAIM_ACTS
from handlers.documents.flow_intents import FLOW_ACTS
from handlers.documents.recount import recount
from handlers.documents.refs import Act, stepping
from handlers.line import Answer, PressHandler, Reply
from handlers.turn import Turn
from scheduler.desk import Desk
from storage.changes import Change
from storage.payload import Payload
from storage.reminders import Reminder

ACTS: dict[str, Act] = {
    "submit": submit.submit,
    "mark_read": reading.mark,
    "transfer": transfer.transfer,
    "sign": answers.sign,
    "feedback": feedback.feedback,
    "close": close.close,
    "amend": amend.amend,
    **DESK_ACTS,
    **FLOW_ACTS,
    **DISCLAIM_ACTS,
}
"""What `which` may do with the paper that was chosen."""

STEPS: Mapping[str, Callable[[Turn, Answer], Reply]] = {
    "doc_no_confirmed": register.doc_no_confirmed,
    "doc_no_again": register.doc_no_again,
    "due_chosen": register.due_chosen,
    "due_again": register.due_again,
    "double": register.double,
    "amend": stepping(amend.confirmed),
    "lead": stepping(transfer.lead_named),
    "send": stepping(transfer.send),
    "whose": stepping(reading.whose),
    "need": stepping(instructions.need),
    "order": stepping(instructions.order),
    "agreed": stepping(instructions.agreed),
    "feedback": stepping(feedback.more),
    "send_back": stepping(feedback.reason_given),
    feedback.OFFERED: stepping(reported.confirmed),
    "extend": stepping(extending.more),
    "extension_which": granting.which,
    "extension_date": granting.date_given,
    "return_reason": returning.chosen,
    "review": stepping(initial.reviewed),
    "propose": stepping(initial.proposed),
    "pause": stepping(pausing.reason_given),
    "void_reason": stepping(voiding.reason_given),
    "void": stepping(voiding.confirmed),
    "merge": stepping(voiding.merged),
    "hand_over": succession.confirmed,
}
PRESSES: Mapping[type[Payload], PressHandler] = {
    SignDoc: answers.pressed,
    CardAct: answers.acted,
    Decision: granting.pressed,
}
REMINDERS: Mapping[str, Callable[[Desk, Reminder], None]] = {
    plans.CHASE: reminders.chase,
    plans.PUT_UP: reminders.put_up,
    plans.UNSIGNED: reminders.unsigned,
    plans.UNREAD_BY: reminders.unread,
    plans.TO_SEND: reminders.to_send,
    plans.NOT_PASSED_ON: reminders.not_passed_on,
    plans.UNDECIDED: reminders.undecided,
    plans.ON_HOLD: reminders.on_hold,
}
UNDO: Mapping[str, Callable[[Turn, Change], Reply]] = {
    "register": undo.void,
    "fields": undo.restore,
    "submit": submit.unsubmit,
    "read": reading.unread,
    "transfer": transfer.untransfer,
    "sign": answers.unsign,
    "feedback": feedback.unfeed,
    "return": returning.undo,
    "request": extending.withdraw,
    "decision": granting.undecide,
    "kept": disclaiming.unkeep,
    "hand_over": succession.undo,
}
CLAIMS = (answers.claim, granting.claim, voiding.claim, disclaiming.claim, reported.claim)


def start(desk: Desk) -> None:
    """When a server starts: limits by the calendar as it is known now, and nothing left with somebody who is gone."""
    recount(desk)
    succession.leavers(desk)
