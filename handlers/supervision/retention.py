"""How long tasks are kept here (domain.md 7.2): one that is not over stays, however old."""

from handlers.supervision.tables import (
    card,
    task,
    task_chase,
    task_extension,
    task_feedback,
    task_objection,
    task_unit,
)
from handlers.supervision.terms import Status
from storage.retention import Kept, Part

_OVER = (Status.DECLINED, Status.CLOSED, Status.MERGED, Status.ENDED, Status.MOVED)

KEEPS = (
    Kept(
        title="督办",
        table=task,
        since=task.c.updated_at,
        over=task.c.status.in_([status.value for status in _OVER]),
        words=(
            *("title", "requirement", "basis", "basis_ref", "standard", "moved_to", "reason"),
            *("progress_text", "difficulty", "next_step", "evidence_note", "result_text", "import_digest"),
        ),
        people=("responsible_leader", "supervisor", "handler", "reviewed_by", "created_by"),
        number=task.c.no,
        parts=(
            Part(task_unit, "task_id", people=("signed_by",)),
            Part(task_feedback, "task_id", words=("text",), people=("created_by",)),
            Part(task_extension, "task_id", words=("reason", "progress"), people=("decided_by", "created_by")),
            Part(task_objection, "task_id", words=("reason", "suggested"), people=("decided_by", "created_by")),
            Part(
                card,
                "task_id",
                words=("reason", "reply", "close_reason"),
                people=("proposed_by", "issued_by", "replied_by", "closed_by", "created_by"),
            ),
            Part(task_chase, "task_id", people=("by",)),
        ),
    ),
)
