"""办文: incoming papers from 登记 to 办结 (domain.md 2)."""

from pathlib import Path

from handlers.documents import amend, answers, lookup, register, reminders, submit, transfer, undo
from handlers.documents.cards import SignDoc
from handlers.documents.close import close
from handlers.documents.exports import EXPORTS
from handlers.documents.intents import INTENTS
from handlers.documents.plans import CHASE, PUT_UP, UNREAD_BY, UNSIGNED
from handlers.documents.plans import LINE as NAME
from handlers.documents.recount import recount
from handlers.documents.refs import answered
from handlers.line import Line

ACTS = {
    "submit": submit.submit,
    "mark_read": submit.mark_read,
    "transfer": transfer.transfer,
    "sign": answers.sign,
    "feedback": answers.feedback,
    "close": close,
    "amend": amend.amend,
    "show": lookup.show,
}

LINE = Line(
    name=NAME,
    title="办文",
    intents=INTENTS,
    steps={
        "doc_no_confirmed": register.doc_no_confirmed,
        "doc_no_again": register.doc_no_again,
        "due_chosen": register.due_chosen,
        "due_again": register.due_again,
        "double": register.double,
        "amend": amend.confirmed,
        "lead": transfer.lead_named,
        "send": transfer.send,
        "which": answered(ACTS),
    },
    drafts={"lead": "transfer", "send": "transfer"},
    presses={SignDoc: answers.pressed},
    reminders={
        CHASE: reminders.chase,
        PUT_UP: reminders.put_up,
        UNSIGNED: reminders.unsigned,
        UNREAD_BY: reminders.unread,
    },
    undo={
        "register": undo.void,
        "fields": undo.restore,
        "submit": submit.unsubmit,
        "read": submit.unread,
        "transfer": transfer.untransfer,
        "sign": answers.unsign,
        "feedback": answers.unfeed,
    },
    claims=(answers.claim,),
    start=recount,
    exports=EXPORTS,
    migrations=Path(__file__).parent / "migrations",
)
