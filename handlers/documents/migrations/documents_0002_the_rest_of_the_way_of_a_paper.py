"""the rest of the way of a paper"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "documents_0002"
down_revision = "documents_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doc_chase",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("doc_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("target", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.String(length=16), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["doc_id"], ["incoming_doc.id"], name=op.f("fk_doc_chase_doc_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doc_chase")),
        sa.UniqueConstraint("doc_id", "target", "slot", name=op.f("uq_doc_chase_doc_id_target_slot")),
    )
    with op.batch_alter_table("doc_chase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_doc_chase_doc_id"), ["doc_id"], unique=False)

    op.create_table(
        "doc_hop",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("doc_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("giver", sa.String(length=64), nullable=False),
        sa.Column("taker", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("at", storage.types.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["doc_id"], ["incoming_doc.id"], name=op.f("fk_doc_hop_doc_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doc_hop")),
    )
    with op.batch_alter_table("doc_hop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_doc_hop_doc_id"), ["doc_id"], unique=False)

    op.create_table(
        "doc_instruction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("doc_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("leader", sa.String(length=64), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("task", sa.Boolean(), nullable=False),
        sa.Column("candidate", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("settled_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["doc_id"], ["incoming_doc.id"], name=op.f("fk_doc_instruction_doc_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doc_instruction")),
    )
    with op.batch_alter_table("doc_instruction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_doc_instruction_doc_id"), ["doc_id"], unique=False)

    op.create_table(
        "doc_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("doc_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("wanted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("granted_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", storage.types.Instant(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["doc_id"], ["incoming_doc.id"], name=op.f("fk_doc_request_doc_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doc_request")),
    )
    with op.batch_alter_table("doc_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_doc_request_doc_id"), ["doc_id"], unique=False)

    with op.batch_alter_table("doc_submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False))

    with op.batch_alter_table("incoming_doc", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_by", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("reply_no", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("proposal", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("mode", sa.String(length=4), server_default="并行", nullable=False))
        batch_op.add_column(sa.Column("held_from", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("held_reason", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("sent_back", sa.Integer(), server_default=sa.text("0"), nullable=False))
        batch_op.add_column(sa.Column("archive_no", sa.String(length=48), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("incoming_doc", schema=None) as batch_op:
        batch_op.drop_column("archive_no")
        batch_op.drop_column("sent_back")
        batch_op.drop_column("held_reason")
        batch_op.drop_column("held_from")
        batch_op.drop_column("mode")
        batch_op.drop_column("proposal")
        batch_op.drop_column("reply_no")
        batch_op.drop_column("closed_by")

    with op.batch_alter_table("doc_submission", schema=None) as batch_op:
        batch_op.drop_column("position")

    with op.batch_alter_table("doc_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_doc_request_doc_id"))

    op.drop_table("doc_request")
    with op.batch_alter_table("doc_instruction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_doc_instruction_doc_id"))

    op.drop_table("doc_instruction")
    with op.batch_alter_table("doc_hop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_doc_hop_doc_id"))

    op.drop_table("doc_hop")
    with op.batch_alter_table("doc_chase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_doc_chase_doc_id"))

    op.drop_table("doc_chase")
