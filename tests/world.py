"""A small world for the tests, made through the services: an office, a laptop it has accepted, their stick."""

import random
import shutil
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image

from zjg_inspect.model import clock, creditcode, ids
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.form import FACT_NAMES, Facts
from zjg_inspect.model.inspection import Grade, Rectification, Someone, Verdict, VisitType
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import exchange, people, setup, signing, visit
from zjg_inspect.service.author import Making, make
from zjg_inspect.store.db import Database

TOWN, VILLAGE = "塘桥镇", "永新村"
QUIET = {name: False for name in FACT_NAMES if name != "headcount"}
FILLED = Rectification(
    what="安全通道被托盘占用",
    where="二号车间东侧",
    responsible="车间主任王某",
    measures="清走托盘，通道重新划线",
    funds="不需资金",
    deadline="2026-12-31",
    contingency="先围挡，专人看护",
)
STROKES = [[100, 900, 900, 300, 1700, 900], [500, 200, 520, 1300]]


@dataclass
class World:
    """`office` and `laptop` are open stores; `enterprises` are ids by name."""

    root: Path
    office: Database
    laptop: Database
    stick: Path
    zone: str
    enterprises: dict[str, str]
    crew: tuple[Someone, Someone]
    reviewer: Someone
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    copied_office: Any = None

    def close(self) -> None:
        self.office.close()
        self.laptop.close()

    def visit(
        self, name: str, *, fail: tuple[str, ...] = (), type: VisitType = VisitType.ASSESSMENT
    ) -> tuple[str, str]:
        """A whole visit, sealed: 符合 everywhere but at these items; gives inspection and version hash."""
        draft = self.answered(name, fail=fail, type=type)
        self.sign_all(draft)
        return draft, signing.seal(self.laptop, draft)

    def answered(self, name: str, *, fail: tuple[str, ...] = (), type: VisitType = VisitType.ASSESSMENT) -> str:
        """A visit with every item answered and every hazard recorded, not signed yet; gives the draft."""
        draft = visit.start_visit(self.laptop, self.enterprises[name], type)
        shown = visit.open_visit(self.laptop, draft)
        person = Someone("王某", title="车间主任")
        visit.put_head(
            self.laptop,
            draft,
            msgspec.structs.replace(shown.draft.head, inspectors=self.crew, enterprise_person=person),
        )
        known = {hazard.item for hazard in shown.known}
        for item in shown.items:
            verdict = Verdict.FAIL if item.code in fail else Verdict.PASS
            visit.answer_item(self.laptop, draft, DraftAnswer(item.code, verdict))
            if item.code in fail and item.counts and item.code not in known:
                visit.record_hazard(self.laptop, draft, item.code, FILLED)
        return draft

    def sign_all(self, draft: str) -> None:
        shown = signing.begin_signing(self.laptop, draft)
        for person in shown.content.inspectors:
            signing.sign(self.laptop, draft, role="inspector", person=person, shown=shown.content_hash, strokes=STROKES)
        person = shown.content.enterprise_person or Someone("王某")
        signing.sign(self.laptop, draft, role="enterprise", person=person, shown=shown.content_hash, strokes=STROKES)

    def carry(self, sender: Database, to: Database) -> exchange.FileReport:
        """A bundle by stick from one to the other."""
        (path,) = (done.path for done in exchange.export_bundles(sender, self.stick) if done.addressee == to.key.device)
        (report,) = exchange.import_bundles(to, [path])
        return report


def small_world(root: Path, *, count: int = 3) -> World:
    """An office with one zone of `count` enterprises (甲五金厂, 乙机械厂 …), known to one accepted laptop."""
    stick = root / "stick"
    stick.mkdir(parents=True)
    office, laptop = setup.open_data(root / "office"), setup.open_data(root / "laptop")
    setup.become_office(office, "塘桥镇安监办", "张塘核")
    crew = tuple(Someone(name, people.put_person(office, name)) for name in ("张某", "李某"))
    reviewer = Someone("孙某", people.put_person(office, "孙某"))
    zone = ids.zone_id(TOWN, VILLAGE)
    made = {
        f"{sign}{trade}厂": ""
        for sign, trade in zip("甲乙丙丁戊己庚辛壬癸", ("五金", "机械", "塑料") * 4, strict=False)
    }
    makings = [Making("zone", zone, Zone(TOWN, VILLAGE))]
    for number, name in enumerate(list(made)[:count]):
        code = credit_code(number)
        made[name] = ids.enterprise_id(code, zone)
        facts = Facts(headcount=38 - number, **QUIET)
        body = Enterprise(
            name, zone, code, address="工业路 18 号", industry="金属制品", principal="王某某", facts=facts
        )
        makings.append(Making("enterprise", made[name], body))
    with office.write() as conn:
        make(conn, office, makings)
    setup.become_laptop(laptop, "张某的电脑", setup.write_card(office, stick))
    card = setup.read_card(setup.write_card(laptop, stick), "field")
    setup.accept_laptop(office, card, "A07", (zone,))
    world = World(
        root,
        office,
        laptop,
        stick,
        zone,
        {name: own for name, own in made.items() if own},
        (crew[0], crew[1]),
        reviewer,
    )
    world.carry(office, laptop)
    return world


def copied(built: World, root: Path) -> World:
    """A world of its own for one test, copied from one that was built and closed once."""
    shutil.copytree(built.root, root, dirs_exist_ok=True)
    office, laptop = setup.open_data(root / "office"), setup.open_data(root / "laptop")
    return replace(built, root=root, office=office, laptop=laptop, stick=root / "stick")


def copy_of(db: Database, root: Path) -> Database:
    """The same laptop once more: its data directory copied, keys and all, to another computer."""
    db.checkpoint()
    shutil.copytree(db.directory, root, ignore=shutil.ignore_patterns("lock"))
    return setup.open_data(root)


def credit_code(number: int) -> str:
    body = f"91320582MA{number:07}"
    return next(body + last for last in creditcode.CHARACTERS if creditcode.check_character_ok(body + last))


def photo(number: int = 0, *, taken: str = "2026:11:20 10:42:00") -> bytes:
    """A small camera JPEG; each number is another picture."""
    picture = Image.new("RGB", (320, 240), (40 + number * 17 % 200, 90, 120))
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


MAJOR = msgspec.structs.replace(FILLED, grade=Grade.MAJOR, criterion="工贸企业重大事故隐患判定标准：有限空间未审批")


def hazard_due(world, name, days, grade=FILLED):
    """A sealed visit whose one hazard is due in so many days."""
    draft = world.answered(name, fail=("4-09",))
    deadline = (clock.today() + timedelta(days=days)).isoformat()
    visit.record_hazard(world.laptop, draft, "4-09", msgspec.structs.replace(grade, deadline=deadline))
    if grade is MAJOR:
        visit.add_photo(world.laptop, draft, "4-09", photo(), "a.jpg")
    world.sign_all(draft)
    signing.seal(world.laptop, draft)
