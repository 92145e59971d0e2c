"""What finding and spreadsheets need beside the register itself: the two-character index, headings, what came in."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from handlers.documents.tables import incoming_doc, submission
from storage.tables import RowId
from storage.types import Instant, Json, metadata

doc_gram = Table(
    "doc_gram",
    metadata,
    Column("gram", String(16), primary_key=True),
    Column("doc_id", RowId, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Every two neighbouring characters of a paper's title, sender and 文号 (finding_index.py). Its key answers "the newest
papers with 台风" by one range of the index, however many papers there are. No foreign key: twenty checks a paper."""

Index("ix_incoming_doc_received", incoming_doc.c.received_at)
Index("ix_incoming_doc_chaser", incoming_doc.c.chaser)
Index("ix_doc_submission_reading", submission.c.leader, submission.c.state, submission.c.doc_id)

sheet_columns = Table(
    "sheet_columns",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("columns", Json, nullable=False),
    Column("changed_by", String(64), nullable=False),
    Column("changed_at", Instant, nullable=False),
)
"""How the columns of a foreign spreadsheet are read, by the digest of its heading row."""

sheet_row = Table(
    "sheet_row",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("doc_id", RowId, ForeignKey("incoming_doc.id"), nullable=False, index=True),
    Column("fields", Json, nullable=False),
    Column("imported_at", Instant, nullable=False),
)
"""What an imported row said last time, by the digest of what identifies it: only what is new in it is written (G25)."""
