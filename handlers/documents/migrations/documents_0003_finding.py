"""finding papers by two characters; spreadsheets of other systems"""

import sqlalchemy as sa
from alembic import op

import storage.types
from handlers.documents.finding.index import rebuild

revision = "documents_0003"
down_revision = "documents_0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "doc_gram",
        sa.Column("gram", sa.String(length=16), nullable=False),
        sa.Column("doc_id", _ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("gram", "doc_id", name=op.f("pk_doc_gram")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sheet_columns",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.Column("changed_at", storage.types.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sheet_columns")),
    )
    op.create_table(
        "sheet_row",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("doc_id", _ID, nullable=False),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("imported_at", storage.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["doc_id"], ["incoming_doc.id"], name=op.f("fk_sheet_row_doc_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sheet_row")),
    )
    op.create_index(op.f("ix_sheet_row_doc_id"), "sheet_row", ["doc_id"])
    op.create_index("ix_incoming_doc_received", "incoming_doc", ["received_at"])
    op.create_index("ix_incoming_doc_chaser", "incoming_doc", ["chaser"])
    op.create_index("ix_doc_submission_reading", "doc_submission", ["leader", "state", "doc_id"])
    rebuild(op.get_bind())


def downgrade() -> None:
    op.drop_index("ix_doc_submission_reading", table_name="doc_submission")
    op.drop_index("ix_incoming_doc_chaser", table_name="incoming_doc")
    op.drop_index("ix_incoming_doc_received", table_name="incoming_doc")
    op.drop_table("sheet_row")
    op.drop_table("sheet_columns")
    op.drop_table("doc_gram")
