"""The tables. Versions and media are the truth; projections are a pure function of them; drafts are local.

UUIDs and device ids are 16-byte, hashes 32-byte binary keys. No large table has more than one secondary index.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    false,
    literal_column,
)

from zjg_inspect.store import local_tables
from zjg_inspect.store.columns import flag as _flag
from zjg_inspect.store.columns import hash_ as _hash
from zjg_inspect.store.columns import id_ as _id
from zjg_inspect.store.columns import metadata as metadata
from zjg_inspect.store.columns import text as _text
from zjg_inspect.store.columns import whole as _whole

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
    Column("filed", Text, nullable=False, server_default=""),
    Column("watch", Text, nullable=False, server_default=""),
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
    Column("since", Text, nullable=False, server_default=""),
    _flag("in_conflict"),
    Column("facts", Text, nullable=False),
    # 待确认: found by an inspector, not yet in the register; it counts nowhere
    Column("proposed", Boolean, nullable=False, server_default=false()),
    Column("state", Text, nullable=False, server_default="active"),
    Column("beside", LargeBinary(16)),
    # the double of another, or declined: in no list, counts nowhere
    Column("merged_into", LargeBinary(16)),
    Column("removed", Boolean, nullable=False, server_default=false()),
    # a zone as itself a place to visit (履职检查), under its own id: it is no enterprise and counts as none
    Column("is_zone", Boolean, nullable=False, server_default=false()),
    # holds all that a search looks at, so that finding nothing among 20,000 is quick too
    Index("enterprise_search", "zone", "name", "initials", "code", "entity", "removed"),
)
# Among all enterprises there are few of these.
for _column, _name in ((enterprise.c.beside, "enterprise_beside"), (enterprise.c.merged_into, "enterprise_merged")):
    Index(_name, _column, sqlite_where=_column.is_not(None), postgresql_where=_column.is_not(None))
landlord = Table(
    "landlord",
    metadata,
    _id("entity", primary_key=True),
    _hash("hash"),
    _text("name"),
    _text("initials"),
    _text("code"),
    _flag("manager"),
    _text("phone"),
    _flag("removed"),
    _flag("in_conflict"),
)
premises = Table(
    "premises",
    metadata,
    _id("entity", primary_key=True),
    _hash("hash"),
    _id("landlord"),
    _id("zone"),
    _text("address"),
    _whole("area"),
    _flag("removed"),
    _flag("in_conflict"),
    Index("premises_landlord", "landlord"),
)
lease = Table(
    "lease",
    metadata,
    _id("entity", primary_key=True),
    _hash("hash"),
    _id("tenant"),
    Column("premises", LargeBinary(16)),
    _text("signed"),
    _text("until"),
    _text("filed"),
    _text("number"),
    _text("ended"),
    _flag("removed"),
    _flag("in_conflict"),
    Index("lease_tenant", "tenant"),
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
# `in_scope`, `gone_from` and `since`. `inspection` and `date`: the visit that it rests on. `why`: what is in the way,
# as JSON.
standing = Table(
    "standing",
    metadata,
    _id("entity", primary_key=True),
    _id("zone"),
    _flag("in_scope"),
    _text("gone_from"),
    Column("since", Text, nullable=False, server_default=""),
    _flag("standardised"),
    Column("inspection", LargeBinary(16)),
    _text("date"),
    _text("why"),
    # all that a zone's figures need
    Index("standing_zone", "zone", "in_scope", "gone_from", "since", "standardised"),
)
# The days on which each verdict turned (store/timeline.py), of those for which they have been told: taken out again for
# whom anything came in, so that what is here is what the versions say. No projection: it is filled when asked for.
turned = Table("turned", metadata, _id("entity", primary_key=True), _text("days"))


def counts(table: Table, day: str) -> ColumnElement[bool]:
    """Of `enterprise` or `standing`: which ones count on this civil day, as Enterprise.counts_on has it."""
    c = table.c
    return c.in_scope & ((c.gone_from == "") | (c.gone_from > day)) & (c.since <= day)


PROJECTIONS = (
    head, conflict, zone, enterprise, landlord, premises, lease, person, device, device_grant, assignment, form,
    programme, proposal, inspection, finding, hazard, review, standing,
)  # fmt: skip

# -- local, see local_tables.py ----------------------------------------------------------------------------------------

setting = local_tables.setting
draft = local_tables.draft
draft_answer = local_tables.draft_answer
draft_hazard = local_tables.draft_hazard
draft_photo = local_tables.draft_photo
draft_signature = local_tables.draft_signature
form_draft = local_tables.form_draft
form_release = local_tables.form_release
sheet_count = local_tables.sheet_count
bundle_sent = local_tables.bundle_sent
bundle_received = local_tables.bundle_received
receipt = local_tables.receipt
receipt_quarantined = local_tables.receipt_quarantined
