"""incoming papers"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "documents_0001"
down_revision = None
branch_labels = ("documents",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incoming_doc",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("no", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("received_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("received_by", sa.String(length=64), nullable=False),
        sa.Column("identities", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("sender_level", sa.String(length=8), nullable=False),
        sa.Column("doc_no", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("genre", sa.String(length=8), nullable=True),
        sa.Column("urgency", sa.String(length=4), nullable=False),
        sa.Column("important", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("secrecy", sa.String(length=4), server_default="非密", nullable=False),
        sa.Column("stated_due_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("stated_workdays", sa.Integer(), nullable=True),
        sa.Column("due_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("due_source", sa.String(length=16), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("lead_unit", sa.String(length=32), nullable=True),
        sa.Column("co_units", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("chaser", sa.String(length=64), nullable=False),
        sa.Column("result_kind", sa.String(length=8), nullable=True),
        sa.Column("result", sa.String(length=300), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("remark", sa.String(length=300), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_doc")),
        sa.UniqueConstraint("no", name=op.f("uq_incoming_doc_no")),
        sa.UniqueConstraint("year", "seq", name=op.f("uq_incoming_doc_year_seq")),
    )
    with op.batch_alter_table("incoming_doc", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incoming_doc_doc_no"), ["doc_no"], unique=False)
        batch_op.create_index("ix_incoming_doc_sender", ["sender", "received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_incoming_doc_status"), ["status"], unique=False)

    op.create_table(
        "doc_feedback",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("doc_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["doc_id"], ["incoming_doc.id"], name=op.f("fk_doc_feedback_doc_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doc_feedback")),
    )
    with op.batch_alter_table("doc_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_doc_feedback_doc_id"), ["doc_id"], unique=False)

    op.create_table(
        "doc_submission",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("doc_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("leader", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("submitted_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("due_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("read_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("read_by", sa.String(length=64), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["doc_id"], ["incoming_doc.id"], name=op.f("fk_doc_submission_doc_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doc_submission")),
        sa.UniqueConstraint("doc_id", "leader", name=op.f("uq_doc_submission_doc_id_leader")),
    )
    with op.batch_alter_table("doc_submission", schema=None) as batch_op:
        batch_op.create_index("ix_doc_submission_leader", ["leader", "state"], unique=False)

    op.create_table(
        "doc_unit",
        sa.Column("doc_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("part", sa.String(length=4), nullable=False),
        sa.Column("sent_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("signed_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["doc_id"], ["incoming_doc.id"], name=op.f("fk_doc_unit_doc_id")),
        sa.PrimaryKeyConstraint("doc_id", "unit", name=op.f("pk_doc_unit")),
    )
    with op.batch_alter_table("doc_unit", schema=None) as batch_op:
        batch_op.create_index("ix_doc_unit_unit", ["unit", "doc_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("doc_unit", schema=None) as batch_op:
        batch_op.drop_index("ix_doc_unit_unit")

    op.drop_table("doc_unit")
    with op.batch_alter_table("doc_submission", schema=None) as batch_op:
        batch_op.drop_index("ix_doc_submission_leader")

    op.drop_table("doc_submission")
    with op.batch_alter_table("doc_feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_doc_feedback_doc_id"))

    op.drop_table("doc_feedback")
    with op.batch_alter_table("incoming_doc", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incoming_doc_status"))
        batch_op.drop_index("ix_incoming_doc_sender")
        batch_op.drop_index(batch_op.f("ix_incoming_doc_doc_no"))

    op.drop_table("incoming_doc")
