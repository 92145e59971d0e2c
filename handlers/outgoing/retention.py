"""How long outgoing papers are kept here (domain.md 7.2): a filed one belongs to the archive."""

from handlers.outgoing.tables import doc_number, outgoing_doc, outgoing_unit
from handlers.outgoing.terms import State
from storage.retention import Kept, Part

KEEPS = (
    Kept(
        title="发文",
        table=outgoing_doc,
        since=outgoing_doc.c.updated_at,
        over=outgoing_doc.c.status.in_((State.TO_FILE.value, State.VOID.value)) & outgoing_doc.c.archive_no.is_(None),
        words=("title", "checks", "remark"),
        people=("drafter", "editor", "signer", "sign_recorder", "clerk", "created_by"),
        number=outgoing_doc.c.doc_no,
        parts=(Part(outgoing_unit, "doc_id", words=("opinion",), people=("answered_by",)),),
    ),
    Kept(
        title="文号",
        table=doc_number,
        since=doc_number.c.updated_at,
        over=doc_number.c.status != "预留",
        words=("reason",),
    ),
)
