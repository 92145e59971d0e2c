"""calls, adoption, comments"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "bulletins_0002"
down_revision = "bulletins_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "info_call",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=False),
        sa.Column("units", sa.String(length=2000), nullable=False),
        sa.Column("due_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=4), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_info_call")),
    )
    with op.batch_alter_table("info_call", schema=None) as batch_op:
        batch_op.create_index("ix_info_call_state", ["state", "id"], unique=False)
    op.create_table(
        "info_adoption",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("piece", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("item", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organ", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["info_item.id"], name=op.f("fk_info_adoption_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_info_adoption")),
        sa.UniqueConstraint("piece", "organ", "kind", name=op.f("uq_info_adoption_piece_organ_kind")),
    )
    op.create_table(
        "info_comment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("piece", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("item", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("leader", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=4), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("acting_for", sa.String(length=64), nullable=True),
        sa.Column("task", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["info_item.id"], name=op.f("fk_info_comment_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_info_comment")),
        sa.UniqueConstraint("piece", "leader", "on", name=op.f("uq_info_comment_piece_leader_on")),
    )
    op.create_table(
        "info_submission",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("piece", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("item", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organ", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=2), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("again", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", storage.types.Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["info_item.id"], name=op.f("fk_info_submission_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_info_submission")),
        sa.UniqueConstraint("piece", "organ", name=op.f("uq_info_submission_piece_organ")),
    )
    with op.batch_alter_table("info_issue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("ended_by", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("ended_at", storage.types.Instant(timezone=True), nullable=True))
    with op.batch_alter_table("info_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("category", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("credits", sa.String(length=300), nullable=True))
        batch_op.add_column(
            sa.Column("merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("call", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_index(batch_op.f("ix_info_item_call"), ["call"], unique=False)
        batch_op.create_foreign_key("fk_info_item_call", "info_call", ["call"], ["id"])
        batch_op.create_foreign_key("fk_info_item_merged_into", "info_item", ["merged_into"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("info_item", schema=None) as batch_op:
        batch_op.drop_constraint("fk_info_item_merged_into", type_="foreignkey")
        batch_op.drop_constraint("fk_info_item_call", type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_info_item_call"))
        batch_op.drop_column("call")
        batch_op.drop_column("merged_into")
        batch_op.drop_column("credits")
        batch_op.drop_column("reason")
        batch_op.drop_column("category")
    with op.batch_alter_table("info_issue", schema=None) as batch_op:
        batch_op.drop_column("ended_at")
        batch_op.drop_column("ended_by")
        batch_op.drop_column("reason")
    op.drop_table("info_submission")
    op.drop_table("info_comment")
    op.drop_table("info_adoption")
    with op.batch_alter_table("info_call", schema=None) as batch_op:
        batch_op.drop_index("ix_info_call_state")
    op.drop_table("info_call")
