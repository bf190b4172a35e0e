"""The tables. Versions and media are the truth; projections are a pure function of them; drafts are local.

UUIDs and device ids are 16-byte, hashes 32-byte binary keys. No large table has more than one secondary index.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    false,
    literal_column,
)

metadata = MetaData()


def _id(name: str, primary_key: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary(16), nullable=False, primary_key=primary_key)


def _hash(name: str, primary_key: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary(32), nullable=False, primary_key=primary_key)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


# -- the truth: versions and media ---------------------------------------------------------------------------------

version = Table(
    "version",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("hash", LargeBinary(32), nullable=False, unique=True),
    _id("entity"),
    _text("kind"),
    _id("device"),
    _whole("n"),
    _whole("depth"),
    Column("raw", LargeBinary, nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    Index("version_device_n", "device", "n"),
)
# Versions that are not merged: held or quarantined, and why. All others are projected.
aside = Table("aside", metadata, _hash("hash", primary_key=True), _text("state"), _text("reason"))
# Public keys seen in bundles and cards; a key proves its device id by itself.
device_key = Table("device_key", metadata, _id("device", primary_key=True), _hash("public_key"))
# Each n that stands in two versions of a device: where both are well signed, the alarm “device copied”.
device_copied = Table(
    "device_copied",
    metadata,
    _id("device", primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
)
media = Table(
    "media",
    metadata,
    _hash("sha256", primary_key=True),
    _whole("size"),
    _flag("ok"),
)
# Hardly ever a row: so that what does not decode is found without reading all.
Index("media_bad", media.c.sha256, sqlite_where=media.c.ok.is_(False), postgresql_where=media.c.ok.is_(False))
# Photos that a stored version names and that are not here yet: derived, so that nobody has to look through all.
media_wanted = Table("media_wanted", metadata, _hash("sha256", primary_key=True))
# The n up to which all of a device's versions are here and proven its own, and the check of their hashes: derived, for
# the receipts.
progress = Table("progress", metadata, _id("device", primary_key=True), _whole("through"), _hash("check"))
version_media = Table("version_media", metadata, _hash("sha256", primary_key=True), _hash("hash", primary_key=True))

# -- projections ---------------------------------------------------------------------------------------------------

head = Table("head", metadata, _id("entity", primary_key=True), _hash("hash", primary_key=True), _text("kind"))
# The entities whose heads say different things; hardly ever a row, so that they are found without reading all heads.
conflict = Table("conflict", metadata, _id("entity", primary_key=True), Column("kind", Text, primary_key=True))
zone = Table(
    "zone",
    metadata,
    _id("entity", primary_key=True),
    _text("township"),
    _text("village"),
    _flag("in_scope"),
    _flag("in_conflict"),
    Index("zone_place", "township", "village"),
)
enterprise = Table(
    "enterprise",
    metadata,
    _id("entity", primary_key=True),
    _hash("hash"),
    _id("zone"),
    _text("name"),
    _text("code"),
    _text("initials"),
    _text("industry"),
    _flag("in_scope"),
    _text("gone_from"),
    _flag("in_conflict"),
    Column("facts", Text, nullable=False),
    # 待确认: found by an inspector, not yet in the register; it counts nowhere
    Column("proposed", Boolean, nullable=False, server_default=false()),
    # holds all that a search looks at, so that finding nothing among 20,000 is quick too
    Index("enterprise_search", "zone", "name", "initials", "code", "entity"),
)
person = Table(
    "person", metadata, _id("entity", primary_key=True), _text("name"), _text("agency"), _flag("active")
)  # fmt: skip
device = Table(
    "device",
    metadata,
    _id("device", primary_key=True),
    _id("entity"),
    _text("name"),
    _text("tier"),
    Column("recipient", Text, nullable=False, server_default=""),
    Column("recovery", Text, nullable=False, server_default=""),
)
device_grant = Table(
    "device_grant",
    metadata,
    _id("device", primary_key=True),
    _id("entity"),
    Column("public_key", LargeBinary(32), nullable=False),
    _id("author"),
    _text("name"),
    _text("tier"),
    _text("letters"),
    _text("mark"),
    _text("zones"),
    Column("recipient", Text, nullable=False, server_default=""),
    Column("through", Integer),
    Column("retired", Boolean, nullable=False, server_default=false()),
    Column("cleared", Integer, nullable=False, server_default="0"),
)
assignment = Table(
    "assignment",
    metadata,
    _id("entity", primary_key=True),
    _hash("hash"),
    _id("enterprise"),
    _id("device"),
    _text("type"),
    _text("since"),
    _text("due"),
    _text("note"),
    _flag("withdrawn"),
    _flag("in_conflict"),
    Index("assignment_enterprise", "enterprise"),
)
# Every merged version of a form, not only the current one: inspections keep the form they were made with.
form = Table("form", metadata, _hash("form_hash", primary_key=True), _id("entity"), _hash("hash"))
# Which programmes there are: few, so that none has to look for them among all heads.
programme = Table("programme", metadata, _id("entity", primary_key=True), _hash("hash"), _flag("in_conflict"))
# What inspectors found, and whose: `enterprise` is what was found, or the tenant whose lease it is.
proposal = Table(
    "proposal",
    metadata,
    _id("entity", primary_key=True),
    _hash("hash"),
    _id("enterprise"),
    _id("device"),
    _text("subject"),
    _text("date"),
)
inspection = Table(
    "inspection",
    metadata,
    _id("entity", primary_key=True),
    _hash("hash"),
    _id("enterprise"),
    _id("device"),
    _text("type"),
    _text("outcome"),
    _text("date"),
    _text("number"),
    _text("inspectors"),
    _flag("third_party"),
    _flag("in_conflict"),
    _whole("pass_rate"),
    _whole("applicable"),
    _whole("passed"),
    _whole("failed"),
    _whole("not_applicable"),
    _whole("majors"),
    _whole("photos"),
    Column("form", LargeBinary(32)),  # by the hash of its content
    Index("inspection_enterprise", "enterprise"),
)
finding = Table(
    "finding",
    metadata,
    _id("inspection", primary_key=True),
    Column("item", Text, primary_key=True),
    _flag("required"),
    _flag("key"),
    Column("hazard", LargeBinary(16)),
)
hazard = Table(
    "hazard",
    metadata,
    _id("entity", primary_key=True),
    _hash("hash"),
    _id("enterprise"),
    _id("inspection"),
    _text("item"),
    _text("form"),
    _text("grade"),
    _text("state"),
    _text("deadline"),
    _text("what"),
    _text("place"),
    Column("visit", LargeBinary(16)),
    _flag("in_conflict"),
    # what its steps add up to (model/hazard.History), and the day of the last one
    Column("found", Text, nullable=False, server_default=""),
    Column("seen", Text, nullable=False, server_default=""),
    Column("date", Text, nullable=False, server_default=""),
    Column("first_deadline", Text, nullable=False, server_default=""),
    Column("extensions", Integer, nullable=False, server_default="0"),
    Column("referred", Boolean, nullable=False, server_default=false()),
)
# What is open, written out: SQLite uses a partial index for the same words only, not for bound values.
hazard_is_open = hazard.c.state.in_([literal_column("'open'"), literal_column("'rectified'")])
hazard_is_closed = hazard.c.state == literal_column("'closed'")
# What is open is asked for by enterprise; what was closed, by enterprise and item, for what recurs. So each row stands
# in one index at most.
Index(
    "hazard_open",
    hazard.c.enterprise,
    hazard.c.deadline,
    hazard.c.grade,
    sqlite_where=hazard_is_open,
    postgresql_where=hazard_is_open,
)
Index(
    "hazard_closed",
    hazard.c.enterprise,
    hazard.c.item,
    sqlite_where=hazard_is_closed,
    postgresql_where=hazard_is_closed,
)
review = Table(
    "review",
    metadata,
    _id("entity", primary_key=True),
    _hash("hash"),
    _id("inspection"),
    _hash("version"),
    _text("decision"),
    _text("reviewer"),
    _text("at"),
    _flag("in_conflict"),
    Index("review_inspection", "inspection"),
)

# Each enterprise's verdict as all that is stored has it, whatever the day; whether it counts on a day is asked of
# `in_scope` and `gone_from`. `inspection` and `date`: the visit that it rests on. `why`: what is in the way, as JSON.
standing = Table(
    "standing",
    metadata,
    _id("entity", primary_key=True),
    _id("zone"),
    _flag("in_scope"),
    _text("gone_from"),
    _flag("standardised"),
    Column("inspection", LargeBinary(16)),
    _text("date"),
    _text("why"),
    # all that a zone's figures need
    Index("standing_zone", "zone", "in_scope", "gone_from", "standardised"),
)

PROJECTIONS = (
    head, conflict, zone, enterprise, person, device, device_grant, assignment, form, programme, proposal, inspection,
    finding, hazard, review, standing,
)  # fmt: skip

# -- local: this device's own affairs --------------------------------------------------------------------------------

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
