"""How long papers are kept here (domain.md 7.2): a filed one belongs to the archive, one in hand is never over."""

from handlers.documents.finding.tables import doc_gram, sheet_row
from handlers.documents.tables import (
    doc_feedback,
    doc_unit,
    hop,
    incoming_doc,
    instruction,
    request,
    submission,
    urging,
)
from handlers.documents.terms import OVER, Status
from storage.retention import Kept, Part

_OVER = [str(status) for status in OVER - {Status.FILED}]

KEEPS = (
    Kept(
        title="收文",
        table=incoming_doc,
        since=incoming_doc.c.updated_at,
        over=incoming_doc.c.status.in_(_OVER) & incoming_doc.c.archive_no.is_(None),
        words=("title", "result", "proposal", "held_reason", "remark"),
        people=("received_by", "chaser", "closed_by", "created_by"),
        number=incoming_doc.c.no,
        parts=(
            Part(submission, "doc_id", people=("leader", "read_by", "created_by")),
            Part(doc_unit, "doc_id", people=("signed_by",)),
            Part(doc_feedback, "doc_id", words=("text",), people=("created_by",)),
            Part(hop, "doc_id", people=("giver", "taker")),
            Part(instruction, "doc_id", people=("leader", "created_by")),
            Part(urging, "doc_id", people=("target", "created_by")),
            Part(request, "doc_id", words=("reason", "suggested"), people=("decided_by", "created_by")),
            Part(sheet_row, "doc_id", words=("fields",)),
            Part(doc_gram, "doc_id", drop=True),
        ),
    ),
)
