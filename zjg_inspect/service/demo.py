"""The sample world: the main job from the register to the zone's verdict, through the same services as the window."""

import random
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from zjg_inspect import errors
from zjg_inspect.bundle import minisign
from zjg_inspect.model.clock import today
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.inspection import Grade, Rectification, Someone, Verdict, VisitType
from zjg_inspect.places import reading, writing
from zjg_inspect.service import (
    exchange,
    lists,
    people,
    register,
    reports,
    review,
    sample,
    setup,
    sheet,
    signing,
    verdicts,
    visit,
)
from zjg_inspect.store.db import Database

_MARKER = "demo.json"
_PARTS = ("field", "office", "office_before", "stick", "paper")


class Demo(msgspec.Struct, frozen=True):
    """Where everything is; see §8 of the design for the names."""

    field: str
    office: str
    office_before: str
    inspection: str
    version: str
    sheet: str
    bundle: str
    annex1: str
    minisign_public_key: str
    age_identity: str | None
    roster: str
    number: str
    photos_refused: tuple[str, ...]
    zones: tuple[verdicts.ZoneVerdict, ...]


def existing(directory: Path) -> Demo | None:
    """The sample world that was built here before."""
    try:
        return msgspec.json.decode((directory / _MARKER).read_bytes(), type=Demo)
    except (OSError, msgspec.DecodeError):
        return None


def build(directory: Path, seed: int, enterprises: int, photos: Path | None) -> Demo:
    """Build the sample world here, in place of one that was built before.

    Raises:
        DemoNotEmpty: the directory holds other things; nothing is touched.
        StoreInUse: a window is open on the sample world that is there; nothing is touched.
        NotReadable: the folder of photos cannot be read; nothing is touched.
        NotWritable, DiskFull: the directory cannot be made or written to.
    """
    chance = random.Random(seed)
    pictures = _pictures(photos, random.Random(seed))
    stick, paper = directory / "stick", directory / "paper"
    with writing(directory):
        _clear(directory)
        stick.mkdir()
        paper.mkdir()
    with (
        setup.open_data(directory / "office") as office,
        setup.open_data(directory / "field") as field,
    ):
        crew = _enrol(office, field, chance, stick, enterprises)
        refused: list[str] = []
        rows = lists.enterprises(field, limit=10_000)
        small = min(sorted({row.zone for row in rows}), key=lambda zone: sum(row.zone == zone for row in rows))
        main = chance.choice([row for row in rows if row.zone != small] or rows)
        inspection, version = _inspect(field, main.id, crew, chance, pictures, refused, failures=3)
        for row in [row for row in rows if row.zone == small and row != main]:
            _inspect(field, row.id, crew, chance, [], [], failures=0)
        number = next(one.number for one in lists.sealed_visits(field, main.id))
        printed = sheet.write_sheet(field, inspection, paper / "sheet.pdf")
        carried = exchange.export_bundle(field, stick)
        office.checkpoint()
        shutil.copytree(office.directory, directory / "office_before", ignore=shutil.ignore_patterns("lock"))
        _import(office, carried.path)
        reviewer = _someone(office, "孙")
        for waiting in review.visits_to_review(office):
            shown = review.open_review(office, waiting.inspection)
            strokes = sample.handwriting(chance, reviewer.name)
            review.approve(office, waiting.inspection, shown.version, reviewer, strokes, "情况属实，按期复查。")
        annex = reports.write_annex1(office, paper / "annex1.xlsx", today())
        made = Demo(
            field=str(directory / "field"),
            office=str(directory / "office"),
            office_before=str(directory / "office_before"),
            inspection=inspection,
            version=version,
            sheet=str(printed),
            bundle=str(carried.path),
            annex1=str(annex),
            minisign_public_key=minisign.public_key_line(field.key.public),
            age_identity=str(directory / "office" / "age.key"),
            roster=str(stick / "roster.xlsx"),
            number=number,
            photos_refused=tuple(refused),
            zones=verdicts.zone_verdicts(office),
        )
    (directory / _MARKER).write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=1))
    return made


def _clear(directory: Path) -> None:
    """Make room; from then on the marker says that the directory is ours, also where the building is cut off."""
    marker = directory / _MARKER
    if directory.is_dir() and any(directory.iterdir()) and not marker.is_file():
        raise errors.DemoNotEmpty(directory=str(directory))
    for store in ("field", "office"):
        if (directory / store).is_dir():
            with suppress(errors.StoreDamaged, errors.StoreNewer):
                setup.open_data(directory / store).close()  # a window may be open on it
    directory.mkdir(parents=True, exist_ok=True)
    marker.write_bytes(b"")
    for part in _PARTS:
        shutil.rmtree(directory / part, ignore_errors=True)


def _enrol(office: Database, field: Database, chance: random.Random, stick: Path, enterprises: int) -> list[Someone]:
    """Office and laptop come to know each other; the laptop gets register and people by bundle."""
    setup.become_office(office, "某某镇安监办", "某某核")
    for surname in "张李孙":
        people.put_person(office, surname + chance.choice("某伟静磊") + chance.choice(("", "军", "兰")))
    people.put_person(office, sample.person_name(chance), "某某安全技术服务公司")
    sample.write_register(chance, enterprises, stick / "roster.xlsx")
    register.load_roster(office, stick / "roster.xlsx")
    crew = [_someone(office, "张"), _someone(office, "李")]
    setup.become_laptop(field, f"{crew[0].name}的电脑", setup.write_card(office, stick))
    card = setup.read_card(setup.write_card(field, stick), "field")
    zones = tuple(zone.id for zone in lists.zones(office))
    setup.accept_laptop(office, card, setup.free_letters(office), zones)
    _import(field, exchange.export_bundle(office, stick, card.device).path)
    return crew


def _import(db: Database, bundle: Path) -> None:
    (report,) = exchange.import_bundles(db, [bundle])
    if report.error is not None:
        raise report.error


def _someone(db: Database, surname: str) -> Someone:
    row = next(row for row in people.people(db) if row.name.startswith(surname) and not row.agency)
    return Someone(row.name, row.id)


def _pictures(photos: Path | None, chance: random.Random) -> list[tuple[bytes, str]]:
    """Photos with their names: those of the folder, or drawn ones."""
    if photos is None:
        return [(sample.workshop_photo(chance), f"IMG_{n:04}.jpg") for n in range(4)]
    with reading(photos):
        files = sorted(file for file in photos.iterdir() if file.suffix.lower() in (".jpg", ".jpeg", ".png", ".heic"))
        chance.shuffle(files)
        return [(file.read_bytes(), file.name) for file in files]


def _inspect(
    field: Database,
    enterprise: str,
    crew: list[Someone],
    chance: random.Random,
    pictures: list[tuple[bytes, str]],
    refused: list[str],
    failures: int,
) -> tuple[str, str]:
    """One visit from the first tap to the seal; gives inspection and version hash."""
    draft = visit.start_visit(field, enterprise, VisitType.ASSESSMENT)
    opened = visit.open_visit(field, draft)
    person = Someone(opened.site.principal, title="主要负责人")
    head = msgspec.structs.replace(opened.draft.head, inspectors=tuple(crew), enterprise_person=person)
    visit.put_head(field, draft, head)
    asked = opened.items
    failed = {item.code for item in chance.sample([item for item in asked if item.counts], failures)}
    skipped = {item.code for item in chance.sample([i for i in asked if i.code not in failed], min(2, failures))}
    for item in asked:
        if item.code in failed:
            note = chance.choice(item.phrases) if item.phrases else "现场未见"
            visit.answer_item(field, draft, DraftAnswer(item.code, Verdict.FAIL, note))
            visit.record_hazard(
                field, draft, item.code, _rectification(chance, item.title, note, opened.site.principal)
            )
        elif item.code in skipped:
            visit.answer_item(field, draft, DraftAnswer(item.code, Verdict.NOT_APPLICABLE, reason="本厂没有这项作业"))
        else:
            visit.answer_item(field, draft, DraftAnswer(item.code, Verdict.PASS))
    places = [*sorted(failed), *(item.code for item in asked if item.code not in failed)]
    for (data, name), place in zip(pictures, places, strict=False):
        try:
            visit.add_photo(field, draft, place, data, name)
        except errors.PhotoError:
            refused.append(name)
    shown = signing.begin_signing(field, draft).content_hash
    for inspector in crew:
        strokes = sample.handwriting(chance, inspector.name)
        signing.sign(field, draft, role="inspector", person=inspector, shown=shown, strokes=strokes)
    strokes = sample.handwriting(chance, person.name)
    signing.sign(field, draft, role="enterprise", person=person, shown=shown, strokes=strokes)
    return draft, signing.seal(field, draft)


def _rectification(chance: random.Random, title: str, note: str, principal: str) -> Rectification:
    days = chance.choice((3, 7, 15))
    return Rectification(
        what=f"{title}：{note}",
        where=chance.choice(("一号车间", "二号车间东侧", "仓库", "配电间")),
        grade=Grade.GENERAL,
        responsible=principal,
        phone="13800000000",
        measures="指定专人整改，补齐后拍照留存",
        funds=chance.choice(("不需资金", "500 元，企业自筹", "2000 元，企业自筹")),
        deadline=today().fromordinal(today().toordinal() + days).isoformat(),
        contingency="整改前停用该处，专人看护",
    )


def as_json(made: Demo) -> dict[str, Any]:
    """The object that scripts may rely on."""
    plain: dict[str, Any] = msgspec.to_builtins(made)
    return plain
