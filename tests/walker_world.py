"""A laptop with a few enterprises to walk through, and a visit sealed there before; no window in here."""

import random
import shutil
from datetime import timedelta

import msgspec

from zjg_inspect.model import ids
from zjg_inspect.model.clock import today
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.facts import FACT_NAMES, Facts
from zjg_inspect.model.inspection import Grade, Rectification, Someone, Verdict, VisitType
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import sample, setup, signing, visit
from zjg_inspect.service.author import Making, identity, make
from zjg_inspect.store import documents
from zjg_inspect.store.merge import merge

CREW = (Someone("张明", agency="张塘镇安监办"), Someone("李华", agency="张塘镇安监办"))
NAME = "张家港市某某五金厂"
LONG_NAME = "张家港市永新村工业集中区第二毛纺织染整有限责任公司"


def facts(headcount=38, **true):
    """Everything known: no, but for what is named."""
    known = dict.fromkeys(FACT_NAMES, False) | true
    return Facts(**(known | {"headcount": headcount}))


SHOP, MILL = ids.new_id(), ids.new_id()


class WalkerWorld:
    """A laptop that an office has accepted, in a copy of a directory that `build` made."""

    shop, mill = SHOP, MILL
    enterprises = {NAME: SHOP}  # noqa: RUF012

    def __init__(self, built, directory):
        shutil.copytree(built / "laptop", directory / "laptop")
        self.laptop = setup.open_data(directory / "laptop")

    @classmethod
    def build(cls, directory, visited=False):
        """The shop has been visited before when `visited`."""
        world = cls.__new__(cls)
        world._enrol(directory)
        if visited:
            world.seal_a_visit()
        world.office.close()
        world.close()
        return directory

    def _enrol(self, directory):
        self.office = setup.open_data(directory / "office")
        self.laptop = setup.open_data(directory / "laptop")
        setup.become_office(self.office, "张塘镇安监办", "张塘核")
        card = setup.write_card(self.office, directory)
        setup.become_laptop(self.laptop, "网格一号", card)
        own = setup.read_card(setup.write_card(self.laptop, directory), "field")
        zone = ids.zone_id("张塘镇", "永新村")
        setup.accept_laptop(self.office, own, "A07", (zone,))
        shop = Enterprise(
            name=NAME, zone=zone, address="永新村工业路 8 号", industry="冲压、焊接",
            principal="王某", phone="13800000000", facts=facts(38, hot_work=True, rents=True),
        )  # fmt: skip
        mill = Enterprise(name=LONG_NAME, zone=zone, facts=facts(120))
        with self.office.write() as conn:
            records = make(
                conn,
                self.office,
                [
                    Making("zone", zone, Zone("张塘镇", "永新村")),
                    Making("enterprise", self.shop, shop),
                    Making("enterprise", self.mill, mill),
                ],
            )
            grant = make(conn, self.office, [self._grant(conn, own.device)])
        with self.laptop.write() as conn:
            merge(conn, [*grant, *records], identity(conn, self.laptop))

    def _grant(self, conn, device):
        found = documents.document(conn, "grant", ids.grant_id(device))
        return Making("grant", ids.grant_id(device), found.body, ())

    def start(self, enterprise=None):
        draft = visit.start_visit(self.laptop, enterprise or self.shop, VisitType.ASSESSMENT)
        head = visit.open_visit(self.laptop, draft).draft.head
        visit.put_head(self.laptop, draft, msgspec.structs.replace(head, inspectors=CREW))
        return draft

    def seal_a_visit(self, failed=("4-09",), note="冲压岗位没有风险告知卡，工人说不清主要危险。"):
        """Everything met but `failed`; there, a hazard each that stays open."""
        draft = self.start()
        head = visit.open_visit(self.laptop, draft).draft.head
        long_ago = (today() - timedelta(days=70)).isoformat()
        visit.put_head(self.laptop, draft, msgspec.structs.replace(head, date=long_ago))
        chance = random.Random(1)
        for item in visit.open_visit(self.laptop, draft).items:
            bad = item.code in failed
            answer = DraftAnswer(item.code, Verdict.FAIL if bad else Verdict.PASS, note if bad else "")
            visit.answer_item(self.laptop, draft, answer)
            if bad:
                visit.add_photo(self.laptop, draft, item.code, sample.workshop_photo(chance), "old.jpg")
                visit.record_hazard(self.laptop, draft, item.code, whole_hazard())
        shown = signing.begin_signing(self.laptop, draft).content_hash
        for person in (*CREW, Someone("王某", title="厂长")):
            strokes = sample.handwriting(chance, person.name)
            role = "inspector" if person in CREW else "enterprise"
            signing.sign(self.laptop, draft, role=role, person=person, shown=shown, strokes=strokes)
        signing.seal(self.laptop, draft)
        return draft

    def on_disk(self, draft):
        """What a next start would find."""
        return visit.open_visit(self.laptop, draft).draft

    def close(self):
        self.laptop.close()


def whole_hazard(**other):
    filled = {
        "what": "冲压岗位没有风险告知卡", "where": "一号车间冲压区", "grade": Grade.GENERAL,
        "responsible": "车间主任 王某", "measures": "补齐告知卡",
        "funds": "200 元，企业自筹", "contingency": "专人看护",
        "deadline": (today() + timedelta(days=7)).isoformat(),
    }  # fmt: skip
    return Rectification(**(filled | other))
