"""发文: outgoing papers from the draft to 待归档, and their numbers (domain.md 2.3, 2.4, 2.5)."""

from pathlib import Path

from handlers.line import Line
from handlers.outgoing import (
    amending,
    answering,
    checking,
    cosign,
    editing,
    issuing,
    plans,
    queries,
    register,
    reminders,
    reserving,
    signing,
    voiding,
    write,
)
from handlers.outgoing.cards import CosignAnswer, Receipt
from handlers.outgoing.exports import EXPORTS
from handlers.outgoing.intents import INTENTS
from handlers.outgoing.refs import answered
from handlers.outgoing.retention import KEEPS
from handlers.outgoing.terms import LINE as NAME

ACTS = {
    "check": checking.check,
    "edit": editing.edit,
    "send_back": editing.send_back,
    "review": editing.review,
    "cosign": cosign.ask,
    "cosign_answer": answering.answer_one,
    "sign": signing.sign,
    "issue": issuing.issue,
    "deliver": issuing.deliver,
    "receive": issuing.receive,
    "close": issuing.close,
    "void": voiding.void_paper,
    "amend": amending.amend,
    "show": queries.show,
}

LINE = Line(
    name=NAME,
    title="发文",
    intents=INTENTS,
    steps={
        "which": answered(ACTS),
        "code_chosen": register.code_chosen,
        "number_confirmed": register.number_confirmed,
        "number_again": register.number_again,
        "number_chosen": register.number_chosen,
        "new_code": register.new_code,
        "warned": register.warned_step,
        "rewritten": register.rewritten,
        "back_why": editing.back_why,
        "openness": editing.openness_chosen,
        "opinion": answering.opinion_given,
        "copies": issuing.copies_given,
        "deliver": issuing.deliver_chosen,
        "deliver_to": issuing.deliver_to,
        "void_why": voiding.void_why,
    },
    drafts=dict.fromkeys(("number_again", "code_chosen", "rewritten"), "log_outgoing"),
    presses={CosignAnswer: answering.pressed, Receipt: issuing.pressed},
    reminders={
        plans.NEXT_STEP: reminders.next_step,
        plans.COSIGN: reminders.cosign,
        plans.RECEIVE: reminders.receive,
        plans.YEAR_END: reminders.year_end,
    },
    undo={
        "register": reserving.unregister,
        "reserve": reserving.unreserve,
        "fields": write.undone,
        "edit": editing.unedit,
        "review": editing.unreview,
        "reopen": editing.unreopen,
        "cosign": cosign.uncosign,
        "answer": answering.unanswered,
        "deliver": issuing.undeliver,
        "void": voiding.unvoid,
        "cancel": voiding.uncancel,
    },
    claims=(answering.claim, issuing.claim),
    start=plans.year_end,
    exports=EXPORTS,
    migrations=Path(__file__).parent / "migrations",
    keeps=KEEPS,
)
