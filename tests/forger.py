"""Versions and bundles that a laptop's program would never make, signed with the laptop's own key."""

from datetime import date

import msgspec
from sqlalchemy import select
from world import STROKES, TOWN

from zjg_inspect.bundle.bag import BundleInfo
from zjg_inspect.bundle.writer import write_bundle
from zjg_inspect.formfile import shipped_form
from zjg_inspect.model import ids
from zjg_inspect.model.inspection import InspectionBody, Signature, Someone, content_hash
from zjg_inspect.model.register import Enterprise, Grant, Person, Zone
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.model.version import canonical, digest, parse, signing_input
from zjg_inspect.service import exchange
from zjg_inspect.store import documents, tables
from zjg_inspect.store.keys import load_or_make

AT = "2026-11-23T02:03:04Z"


class Forger:
    """Someone with a laptop's key: signs what he likes and hands it in beside the laptop's honest versions."""

    def __init__(self, world, key=None, db=None):
        self.world, self.db = world, db or world.laptop
        self.key = key or self.db.key
        self._sequence = 100

    def honest(self):
        """All versions of the laptop, in their order."""
        column = tables.version.c
        with self.db.read() as conn:
            rows = conn.execute(select(column.raw, column.signature).order_by(column.seq)).all()
        return [parse(raw, signature) for raw, signature in rows]

    def body(self, inspection) -> InspectionBody:
        with self.db.read() as conn:
            return documents.inspection(conn, inspection)[0]

    def version(self, kind, entity, body, *, parents=(), n=None, v=1, device=None, **more):
        """One signed version; without `n` the next one of this key."""
        if n is None:
            n = self._next = 1 + max(
                getattr(self, "_next", 0),
                *(r.version.n for r in self.honest() if r.version.device == self.key.device),
                0,
            )
        envelope = {
            "body": msgspec.to_builtins(body), "device": device or self.key.device, "entity": entity, "kind": kind,
            "made_at": AT, "n": n, "parents": sorted(parents), "v": v,
        }  # fmt: skip
        raw = canonical(envelope | more)
        return parse(raw, self.key.sign(signing_input(digest(raw))))

    def inspection(self, body, **more):
        return self.version("inspection", body.content.inspection, body, **more)

    def bundle(self, records, media=None):
        """A bundle that is right in itself, with these versions and photos (bytes by hash)."""
        self._sequence += 1
        files = []
        for sha, data in (media or {}).items():
            path = self.world.root / f"{sha}.bin"
            path.write_bytes(data)
            files.append((sha, path))
        info = BundleInfo(
            sender_key=self.key.public, sender_name="某人", addressee=None, sequence=self._sequence,
            made_on=date(2026, 11, 23),
        )  # fmt: skip
        versions = [(record.raw, record.signature) for record in records]
        name = f"{self.key.device[:6]}-{self._sequence}"
        sign = self.key.sign
        return write_bundle(self.world.stick, name=name, info=info, versions=versions, media=files, sign=sign).path

    def hand_in(self, *records, media=None, office=None):
        """The office imports such a bundle; whatever becomes of it, nothing is lost from the count."""
        (report,) = exchange.import_bundles(office or self.world.office, [self.bundle(records, media)])
        assert report.read == report.new + report.known + report.held + report.quarantined
        assert sum(aside.count for aside in report.aside) == report.held + report.quarantined
        return report


def resealed(body, *, new=False, signed=True, **changes):
    """The body with other content, and all hashes and signatures made to fit; `new`: as another visit."""
    if new:
        own = ids.new_id()
        fresh = [hazard for hazard in body.content.hazards if not hazard.still_open]
        hazards = [msgspec.structs.replace(each, hazard=ids.hazard_id(own, each.item)) for each in fresh]
        changes = {"inspection": own, "hazards": tuple(hazards), **changes}
    content = msgspec.structs.replace(body.content, **changes)
    hash_ = content_hash(content)
    signatures = body.signatures
    if signed:
        signatures = tuple(msgspec.structs.replace(signature, signed=hash_) for signature in signatures)
    return InspectionBody(content, hash_, signatures)


def a_review(forger, sealed):
    inspection, version = sealed
    hash_ = forger.body(inspection).content_hash
    reviewer = Someone("孙某")
    strokes = tuple(tuple(stroke) for stroke in STROKES)
    signature = Signature("reviewer", reviewer, "pad", hash_, AT, strokes)
    body = ReviewBody(inspection, version, hash_, "approved", reviewer, AT, signature=signature)
    return forger.version("review", ids.review_id(version), body)


def a_grant(forger, sealed):
    key = load_or_make(forger.world.stick)
    body = Grant(key.device, key.public.hex(), "同伙的电脑", "field", "B01", "张塘核", (forger.world.zone,))
    return forger.version("grant", ids.grant_id(key.device), body)


def a_form(forger, sealed):
    form = shipped_form("enterprise")
    easy = msgspec.structs.replace(form, version=form.version + 1, pass_rate=1)
    return forger.version("form", ids.form_entity("enterprise"), easy)


def a_zone(forger, sealed):
    return forger.version("zone", ids.zone_id(TOWN, "自家村"), Zone(TOWN, "自家村"))


def an_enterprise(forger, sealed):
    """Takes an enterprise of the office's register out of the count."""
    entity = forger.world.enterprises["乙机械厂"]
    (before,) = [record for record in forger.honest() if record.version.entity == entity]
    body = msgspec.convert(before.version.body, Enterprise)
    body = msgspec.structs.replace(body, in_scope=False, reason="不归我们管")
    return forger.version("enterprise", entity, body, parents=[before.hash.hex()])


def a_person(forger, sealed):
    return forger.version("person", ids.new_id(), Person("钱某"))


FORGERIES = {
    "审核": a_review, "授权": a_grant, "检查表": a_form, "集中区": a_zone, "企业": an_enterprise, "人员": a_person,
}  # fmt: skip
