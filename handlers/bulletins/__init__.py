"""信息: pieces come in, issues are edited, reviewed and signed, and go out at 17:00 (domain.md 5)."""

from pathlib import Path

from handlers.bulletins import (
    broadcast,
    calling,
    commenting,
    correcting,
    elsewhere,
    items,
    making,
    merging,
    publishing,
    review,
    signing,
    verdicts,
)
from handlers.bulletins.exports import EXPORTS
from handlers.bulletins.intents import INTENTS
from handlers.bulletins.retention import KEEPS
from handlers.line import Line

LINE = Line(
    name="bulletins",
    title="信息",
    intents=INTENTS,
    steps={
        "item_unit": items.item_unit,
        "item_body": items.item_body,
        "item_withdraw": items.withdrawn,
        "issue_verdict": verdicts.verdict,
        "which_item": making.which_item,
        "push_correction": correcting.push_correction,
        "merge_keep": merging.keep,
        "call_due": calling.later,
        "call_send": calling.send,
        "issue_when": publishing.issue_when,
        "withdraw_sure": publishing.withdraw_sure,
        "adopted_piece": elsewhere.adopted_piece,
        "sent_piece": elsewhere.sent_piece,
        "commented_by": commenting.commented_by,
        "commented_piece": commenting.commented_piece,
        "comment_task": commenting.comment_task,
        "comment_unit": commenting.comment_unit,
    },
    reminders={
        "broadcast": broadcast.broadcast,
        "push": broadcast.push,
        "sign_off": broadcast.sign_off,
        "cutoff": broadcast.cutoff,
        "call_nudge": calling.nudge,
        "call_over": calling.over,
    },
    undo={
        "submit": items.undo_submit,
        "supplement": items.undo_supplement,
        "edit": making.undo_edit,
        "review": review.undo_review,
        "sign": signing.undo_sign,
        "merge": merging.undo_merge,
        "call": calling.undo_call,
        "adoption": elsewhere.undo_adoption,
        "submission": elsewhere.undo_submission,
        "comment": commenting.undo_comment,
    },
    claims=(verdicts.claim, items.body),
    start=broadcast.start,
    exports=EXPORTS,
    migrations=Path(__file__).parent / "migrations",
    keeps=KEEPS,
)
