"""The tables of 收文 (domain.md 2.4, Annex E). Nothing classified ever stands here: `secrecy` has one value, 非密."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from storage.tables import RowId
from storage.types import Instant, Json, metadata

TITLE_LENGTH = 120
TEXT_LENGTH = 300
PROPOSAL_LENGTH = 200
REASON_LENGTH = 120

incoming_doc = Table(
    "incoming_doc",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("no", String(24), nullable=False, unique=True),
    Column("year", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("received_by", String(64), nullable=False),
    Column("identities", Json, nullable=False),
    Column("sender", String(64), nullable=False),
    Column("sender_level", String(8), nullable=False),
    Column("doc_no", String(64), index=True),
    Column("title", String(TITLE_LENGTH), nullable=False),
    Column("genre", String(8)),
    Column("urgency", String(4), nullable=False),
    Column("important", Boolean, nullable=False, server_default=text("false")),
    Column("kind", String(4), nullable=False),
    Column("secrecy", String(4), nullable=False, server_default="非密"),
    Column("stated_due_at", Instant),
    Column("stated_workdays", Integer),
    Column("due_at", Instant),
    Column("due_source", String(16)),
    Column("status", String(8), nullable=False, index=True),
    Column("lead_unit", String(32)),
    Column("co_units", Json, nullable=False),
    Column("chaser", String(64), nullable=False),
    Column("result_kind", String(8)),
    Column("result", String(TEXT_LENGTH)),
    Column("closed_on", Date),
    Column("closed_by", String(64)),
    Column("reply_no", String(64)),
    Column("proposal", String(PROPOSAL_LENGTH)),
    Column("mode", String(4), nullable=False, server_default="并行"),
    Column("held_from", String(8)),
    Column("held_reason", String(REASON_LENGTH)),
    Column("sent_back", Integer, nullable=False, server_default=text("0")),
    Column("remark", String(TEXT_LENGTH)),
    Column("archive_no", String(48)),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("year", "seq"),
)
"""One paper. `chaser` follows it up, the registrar unless another is named (2.2: 特急 and 要件 must have one).
`stated_workdays`: a limit stated in workdays, to be reckoned again when a calendar is published. `mode`: whether it is
read 并行 or 顺序. `held_from`: the state to which a paper that is 挂起 goes back. `sent_back`: how often 退办."""
Index("ix_incoming_doc_sender", incoming_doc.c.sender, incoming_doc.c.received_at)

submission = Table(
    "doc_submission",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("doc_id", RowId, ForeignKey("incoming_doc.id"), nullable=False),
    Column("leader", String(64), nullable=False),
    Column("position", Integer, nullable=False, server_default=text("0")),
    Column("state", String(8), nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("read_at", Instant),
    Column("read_by", String(64)),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("doc_id", "leader"),
)
"""One leader's reading of one paper: 待送, 未阅, 已阅, 已圈阅, 已批示, 已撤回. `read_by` may be a 联络员 (代).
`position`: his place on an ordered route."""
Index("ix_doc_submission_leader", submission.c.leader, submission.c.state)

doc_unit = Table(
    "doc_unit",
    metadata,
    Column("doc_id", RowId, ForeignKey("incoming_doc.id"), primary_key=True),
    Column("unit", String(32), primary_key=True),
    Column("part", String(4), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("signed_at", Instant),
    Column("signed_by", String(64)),
)
"""The units a paper was handed to, as 牵头 or 配合, each with its 签收."""
Index("ix_doc_unit_unit", doc_unit.c.unit, doc_unit.c.doc_id)

doc_feedback = Table(
    "doc_feedback",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("doc_id", RowId, ForeignKey("incoming_doc.id"), nullable=False, index=True),
    Column("unit", String(32), nullable=False),
    Column("text", String(TEXT_LENGTH), nullable=False),
    Column("withdrawn", Boolean, nullable=False, server_default=text("false")),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""What a unit reported back, oldest first."""

hop = Table(
    "doc_hop",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("doc_id", RowId, ForeignKey("incoming_doc.id"), nullable=False, index=True),
    Column("giver", String(64), nullable=False),
    Column("taker", String(64), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("at", Instant, nullable=False),
)
"""The way of the one copy that goes round (domain.md J.2): always clerk → leader → clerk."""

instruction = Table(
    "doc_instruction",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("doc_id", RowId, ForeignKey("incoming_doc.id"), nullable=False, index=True),
    Column("leader", String(64), nullable=False),
    Column("given_on", Date, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("task", Boolean, nullable=False),
    Column("candidate", Boolean, nullable=False, server_default=text("false")),
    Column("settled_at", Instant),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""That a leader has given a 批示, of which kind, and whether something is to be done; never its words (domain.md 7.6).
`settled_at`: since when it is passed on, or known to need nothing. `candidate`: laid before 督查室."""

urging = Table(
    "doc_chase",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("doc_id", RowId, ForeignKey("incoming_doc.id"), nullable=False, index=True),
    Column("target", String(64), nullable=False),
    Column("slot", String(16), nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("doc_id", "target", "slot"),
)
"""Who was chased when: once for each half day (domain.md 2.1 催办, 2.7)."""

request = Table(
    "doc_request",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("doc_id", RowId, ForeignKey("incoming_doc.id"), nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("unit", String(32)),
    Column("reason", String(REASON_LENGTH), nullable=False),
    Column("suggested", String(32)),
    Column("wanted_at", Instant),
    Column("late", Boolean, nullable=False, server_default=text("false")),
    Column("state", String(8), nullable=False),
    Column("granted_at", Instant),
    Column("decided_by", String(64)),
    Column("decided_at", Instant),
    Column("created_by", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
"""What somebody else decides: 延期 of a unit, 作废 that comes late (domain.md 2.6), 职责 of a unit that says the paper
is not its business (3.4; `suggested`: whose it is, as it says). `late`: asked after the limit."""
