"""督查督办: tasks from 立项 over 交办, 签收 and feedback to 办结, with lights and the chase ladder (domain.md 3)."""

from pathlib import Path

from handlers.line import Line
from handlers.supervision import approval, create, exports, imports, progress, query, reminders, signing, undo
from handlers.supervision.cards import Decide, Sign
from handlers.supervision.plan import CHASE, LINE_NAME, REVIEW

LINE = Line(
    name=LINE_NAME,
    title="督查督办",
    intents=(query.QUERY, create.CREATE, progress.FEEDBACK, progress.APPLY),
    steps={
        query.CHOOSE: query.choose,
        create.CONFIRM: create.confirm,
        create.AMEND: create.amend,
        approval.CHOOSE: approval.choose,
        approval.REASON: approval.send_back,
        progress.FEEDBACK_WHICH: progress.feedback_which,
        progress.FEEDBACK_MORE: progress.feedback_more,
        progress.CLOSE_WHICH: progress.close_which,
        progress.CLOSE_MORE: progress.close_more,
        signing.CHOOSE: signing.choose,
    },
    presses={Sign: signing.press, Decide: approval.press},
    reminders={CHASE: reminders.chase, REVIEW: reminders.review},
    undo={"created": undo.created, "feedback": undo.feedback, "applied": undo.applied, "signed": undo.signed},
    claims=(signing.claim, progress.claim, approval.claim),
    exports={"tasks": exports.TASKS},
    imports={"tasks": imports.import_tasks},
    migrations=Path(__file__).with_name("migrations"),
)
