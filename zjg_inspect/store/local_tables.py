"""Local tables: this device's own affairs, never sent (but in every backup)."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, false

from zjg_inspect.store.columns import hash_ as _hash
from zjg_inspect.store.columns import id_ as _id
from zjg_inspect.store.columns import metadata
from zjg_inspect.store.columns import text as _text
from zjg_inspect.store.columns import whole as _whole

setting = Table("setting", metadata, Column("name", Text, primary_key=True), _text("value"))
draft = Table(
    "draft",
    metadata,
    _id("entity", primary_key=True),
    Column("enterprise", LargeBinary(16), nullable=False, unique=True),  # one open draft for one enterprise
    _text("doc"),
    _text("item"),
    _text("number"),
    _text("touched_at"),
)
draft_answer = Table(
    "draft_answer",
    metadata,
    Column("draft", LargeBinary(16), ForeignKey("draft.entity", ondelete="CASCADE"), primary_key=True),
    Column("item", Text, primary_key=True),
    _text("verdict"),
    _text("note"),
    _text("reason"),
    _text("at"),
)
draft_hazard = Table(
    "draft_hazard",
    metadata,
    Column("draft", LargeBinary(16), ForeignKey("draft.entity", ondelete="CASCADE"), primary_key=True),
    Column("item", Text, primary_key=True),
    _text("doc"),
)
draft_photo = Table(
    "draft_photo",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("draft", LargeBinary(16), ForeignKey("draft.entity", ondelete="CASCADE"), nullable=False, index=True),
    _text("item"),
    _hash("sha256"),
    _text("doc"),
)
draft_signature = Table(
    "draft_signature",
    metadata,
    Column("draft", LargeBinary(16), ForeignKey("draft.entity", ondelete="CASCADE"), primary_key=True),
    Column("slot", Text, primary_key=True),
    _text("doc"),
)
# A checklist that is being made: the form, what the reading doubted, the codes of which a person has said that they
# still ask the same, and of the new ones that they ask something of their own.
form_draft = Table(
    "form_draft",
    metadata,
    _id("id", primary_key=True),
    _text("doc"),
    _text("doubts"),
    _text("same_meaning"),
    _text("own_questions"),
    _text("file"),
    _text("touched_at"),
)
# What was released here: when, and of which reworded items a person said that they still ask the same.
form_release = Table(
    "form_release", metadata, _hash("form_hash", primary_key=True), _text("at"), _text("same_meaning")
)  # fmt: skip
sheet_count = Table("sheet_count", metadata, Column("year", Integer, primary_key=True), _whole("last"))
bundle_sent = Table(
    "bundle_sent",
    metadata,
    Column("sequence", Integer, primary_key=True),
    _text("at"),
    _text("file"),
    _whole("up_to"),
    # to whom, what was chosen for it (a hash), and whether its receipt says that it came
    Column("addressee", LargeBinary(16)),
    Column("selection", Text, nullable=False, server_default=""),
    Column("acknowledged", Boolean, nullable=False, server_default=false()),
)
bundle_received = Table(
    "bundle_received",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _text("at"),
    _text("file"),
    _id("sender"),
    _whole("sequence"),
    _text("report"),
    # the signed tag manifest's hash, by which a bundle is known again; the greatest n that its sender had then
    Column("digest", LargeBinary(32)),
    Column("through", Integer, nullable=False, server_default="0"),
    Index("bundle_received_digest", "digest"),
    Index("bundle_received_sender", "sender", "sequence"),
)
# The newest receipt of each device that sends us any, as it was read; `acknowledged`: the n up to which it proves that
# our own versions came.
receipt = Table(
    "receipt",
    metadata,
    _id("peer", primary_key=True),
    _whole("sequence"),
    _text("at"),
    _text("doc"),
    _whole("acknowledged"),
)
# What the office's newest receipt calls quarantined: judging rests on it.
receipt_quarantined = Table("receipt_quarantined", metadata, _hash("hash", primary_key=True), _text("reason"))
