"""The township's office, without a window: what it hands out, whom it accepts, what it has received."""

from pathlib import Path

from world import QUIET, TOWN, VILLAGE, credit_code

from zjg_inspect.model import ids
from zjg_inspect.model.form import Facts
from zjg_inspect.model.inspection import Content, InspectionBody
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import exchange, people, setup
from zjg_inspect.service.author import Making, make
from zjg_inspect.service.doctor import Health, doctor
from zjg_inspect.store import documents

NAMES = ("甲五金厂", "乙机械厂", "丙塑料厂")


class Office:
    """Opened for each thing that it does, as on a computer of its own."""

    def __init__(self, directory: Path, enterprises: int = 3) -> None:
        self._directory = directory
        self._zone = ids.zone_id(TOWN, VILLAGE)
        makings = [Making("zone", self._zone, Zone(TOWN, VILLAGE))]
        for number in range(enterprises):
            code = credit_code(number)
            name = NAMES[number] if number < len(NAMES) else f"{number + 1} 号加工厂"
            facts = Facts(headcount=38, **QUIET)
            body = Enterprise(name, self._zone, code, address="工业路 18 号", industry="金属制品", facts=facts)
            makings.append(Making("enterprise", ids.enterprise_id(code, self._zone), body))
        with setup.open_data(directory) as db:
            setup.become_office(db, "塘桥镇安监办", "张塘核")
            for name in ("张某", "李某"):
                people.put_person(db, name)
            with db.write() as conn:
                make(conn, db, makings)

    def card(self, folder: Path) -> Path:
        with setup.open_data(self._directory) as db:
            return setup.write_card(db, folder)

    def accept(self, card: Path) -> None:
        with setup.open_data(self._directory) as db:
            setup.accept_laptop(db, setup.read_card(card, "field"), "A07", (self._zone,))

    def bundle(self, folder: Path) -> Path:
        """For its one laptop."""
        with setup.open_data(self._directory) as db:
            (done,) = exchange.export_bundles(db, folder)
            return done.path

    def receive(self, file: Path) -> exchange.FileReport:
        with setup.open_data(self._directory) as db:
            (report,) = exchange.import_bundles(db, [file])
            return report

    def visit(self, inspection: str) -> Content:
        with setup.open_data(self._directory) as db, db.read() as conn:
            body = documents.document(conn, "inspection", inspection).body
            assert isinstance(body, InspectionBody)
            return body.content

    def health(self) -> Health:
        return health(self._directory)


def health(directory: Path) -> Health:
    with setup.open_data(directory) as db:
        return doctor(db)
