"""How long pieces are kept (domain.md 7.2): what was published is open to all and stays; the rest is over in time."""

from handlers.bulletins.calling import OPEN
from handlers.bulletins.rules import IssueState, ItemState, Openness
from handlers.bulletins.tables import (
    info_adoption,
    info_call,
    info_comment,
    info_issue,
    info_item,
    info_submission,
    info_subscription,
)
from storage.retention import Kept, Personal

_ENDED = (IssueState.ISSUED, IssueState.VOID, IssueState.WITHDRAWN)
_PUBLISHED = (info_item.c.state == ItemState.ADOPTED.value) & (info_item.c.openness == Openness.PUBLIC.value)

KEEPS = (
    Kept(
        title="信息来稿",
        table=info_item,
        since=info_item.c.updated_at,
        over=(info_item.c.state != ItemState.RECEIVED.value) & ~_PUBLISHED,
        words=("title", "text", "reason"),
    ),
    Kept(
        title="信息期次",
        table=info_issue,
        since=info_issue.c.updated_at,
        over=info_issue.c.state.in_([state.value for state in _ENDED]),
        words=("reason",),
        people=("reviewed_by", "signed_by", "ended_by", "created_by"),
    ),
    Kept(
        title="约稿",
        table=info_call,
        since=info_call.c.updated_at,
        over=info_call.c.state != OPEN,
        words=("topic",),
    ),
    Kept(
        title="信息上报",
        table=info_submission,
        since=info_submission.c.updated_at,
        words=("title",),
        people=("piece", "created_by"),
    ),
    Kept(
        title="信息采用",
        table=info_adoption,
        since=info_adoption.c.updated_at,
        words=("title",),
        people=("piece", "created_by"),
    ),
    Kept(
        title="信息批示",
        table=info_comment,
        since=info_comment.c.updated_at,
        words=("title",),
        people=("piece", "leader", "acting_for", "created_by"),
    ),
    Personal(info_subscription),
)
"""`piece` is a title as well: renamed like a person, so that the same piece is still counted once (F04–F07)."""
