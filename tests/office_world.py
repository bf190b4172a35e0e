"""A township office with some villages reached and some not, and a stick that holds what it is to receive next."""

import random
import shutil
from datetime import timedelta
from pathlib import Path

import msgspec

from zjg_inspect.model import ids
from zjg_inspect.model.assignment import Assignment
from zjg_inspect.model.clock import today
from zjg_inspect.model.draft import DraftAnswer
from zjg_inspect.model.facts import FACT_NAMES, Facts
from zjg_inspect.model.inspection import Grade, Rectification, Someone, Verdict, VisitType
from zjg_inspect.model.register import Enterprise, Zone
from zjg_inspect.service import exchange, people, review, sample, setup, signing, visit
from zjg_inspect.service.author import Making, make

TOWN = "某某镇"
# village: enterprises, of them standardised
VILLAGES = {
    "永新村": (6, 5), "光明村": (4, 3), "联丰村": (4, 3), "三星村": (10, 7), "民乐村": (6, 4), "红旗村": (4, 2),
    "五一村": (5, 2), "新桥村": (6, 1), "和平村": (3, 0), "向阳村": (0, 0),
}  # fmt: skip
TRADES = ("五金", "机械", "塑料", "铸造", "纺织", "包装", "服饰", "精细化工", "电子", "木业")


class OfficeWorld:
    """`office` is open; `fresh` puts bundles on the stick: a new one, a known one, a stranger's, a damaged one."""

    def __init__(self, directory: Path, small: bool = False):
        self.directory, self.chance = directory, random.Random(7)
        self.stick = directory / "stick"
        self.stick.mkdir(parents=True)
        self.office = setup.open_data(directory / "office")
        setup.become_office(self.office, f"{TOWN}安监办", "某某核")
        self.crew, self.others = (
            [Someone(name, people.put_person(self.office, name)) for name in pair]
            for pair in (["张某", "李某"], ["吴某", "郑某"])
        )
        self.reviewer = Someone("孙某", people.put_person(self.office, "孙某"))
        agency = "某某安全技术服务公司"
        self.third = Someone("周某", people.put_person(self.office, "周某", agency), agency)
        self.villages = dict(list(VILLAGES.items())[:3]) if small else VILLAGES
        self.enterprises: dict[str, list[str]] = {}
        self._register()
        self.laptop = self._laptop("张某的电脑", accepted=True)
        self.names = {own: name for name, own in self._names.items()}

    def _register(self):
        makings, self._names = [], {}
        quiet = {name: False for name in FACT_NAMES if name != "headcount"}
        for village, (count, _) in self.villages.items():
            zone = ids.zone_id(TOWN, village)
            makings.append(Making("zone", zone, Zone(TOWN, village), ()))
            self.enterprises[village] = []
            for n in range(count):
                trade = TRADES[(n + len(self._names)) % len(TRADES)]
                name = f"张家港市{'永恒金鑫源达盛华'[n % 8]}某{trade}{'厂' if n % 2 else '有限公司'}"
                while name in self._names:
                    name = name.replace("某", "某某", 1)
                own = ids.new_id()
                self._names[name] = own
                self.enterprises[village].append(own)
                facts = Facts(headcount=38 + n, **(quiet | {"work_at_height": n == 0, "hot_work": n == 0}))
                body = Enterprise(name, zone, industry=trade, principal="王某", phone="13800000000", facts=facts)
                makings.append(Making("enterprise", own, body, ()))
        with self.office.write() as conn:
            make(conn, self.office, makings)

    def _laptop(self, name: str, accepted: bool):
        db = setup.open_data(self.directory / name)
        setup.become_laptop(db, name, setup.write_card(self.office, self.stick))
        card = setup.read_card(setup.write_card(db, self.stick), "field")
        if accepted:
            zones = tuple(ids.zone_id(TOWN, village) for village in self.villages)
            setup.accept_laptop(self.office, card, setup.free_letters(self.office), zones)
            self.carry(self.office, db)
        return db

    def carry(self, sender, to):
        path = exchange.export_bundle(sender, self.stick, to.key.device).path
        (report,) = exchange.import_bundles(to, [path])
        assert report.error is None
        return report

    def visit(self, enterprise, **how):
        """A sealed visit at the laptop, as `answered` says."""
        draft = self.answered(enterprise, **how)
        self.sign_all(draft)
        return draft, signing.seal(self.laptop, draft)

    def answered(
        self, enterprise, fail=(), skip=(), notes=None, days=0, major=False, third=False, photos=True, others=False
    ):
        """A visit at the laptop with all answers, not signed yet; `skip`: items 不适用, or how many; `others`: by the
        other crew."""
        db = self.laptop
        draft = visit.start_visit(db, enterprise, VisitType.GUIDANCE if third else VisitType.ASSESSMENT)
        head = visit.open_visit(db, draft).draft.head
        people_ = (self.third,) if third else tuple(self.others if others else self.crew)
        day = (today() - timedelta(days=days)).isoformat()
        person = Someone("王某", title="车间主任")
        visit.put_head(db, draft, msgspec.structs.replace(head, inspectors=people_, enterprise_person=person, date=day))
        opened = visit.open_visit(db, draft)
        if isinstance(skip, int):
            skip = [item.code for item in opened.items if item.counts][3 : 3 + skip]
        known = {hazard.item for hazard in opened.known}
        for item in opened.items:
            if item.code in fail:
                note = (notes or {}).get(item.code, item.phrases[0] if item.phrases else "现场没有")
                visit.answer_item(db, draft, DraftAnswer(item.code, Verdict.FAIL, note))
                if photos:
                    for n in range(1 + (item.code == fail[0])):
                        visit.add_photo(db, draft, item.code, sample.workshop_photo(self.chance), f"IMG_{n}.jpg")
                if item.counts and item.code not in known:
                    visit.record_hazard(
                        db, draft, item.code, self._hazard(item.title, note, major and item.code == fail[0])
                    )
            elif item.code in skip:
                visit.answer_item(db, draft, DraftAnswer(item.code, Verdict.NOT_APPLICABLE, reason="本厂没有这项作业"))
            else:
                visit.answer_item(db, draft, DraftAnswer(item.code, Verdict.PASS))
        return draft

    def sign_all(self, draft):
        """Inspectors and the enterprise's person, on the pad."""
        db = self.laptop
        shown = signing.begin_signing(db, draft).content
        content = signing.begin_signing(db, draft).content_hash
        for role, each in (*(("inspector", one) for one in shown.inspectors), ("enterprise", shown.enterprise_person)):
            strokes = sample.handwriting(self.chance, each.name)
            signing.sign(db, draft, role=role, person=each, shown=content, strokes=strokes)

    @staticmethod
    def _hazard(title, note, major):
        return Rectification(
            what=f"{title}：{note}",
            where="二号车间东侧",
            grade=Grade.MAJOR if major else Grade.GENERAL,
            criterion="工贸企业重大事故隐患判定标准：有限空间未审批" if major else "",
            responsible="车间主任 王某",
            phone="13800000000",
            measures="清走托盘，通道重新划线，每班检查一次",
            funds="500 元，企业自筹",
            deadline=(today() + timedelta(days=3 if major else 15)).isoformat(),
            contingency="先围挡，专人看护",
        )

    def approve_all(self):
        for row in review.visits_to_review(self.office):
            shown = review.open_review(self.office, row.inspection)
            strokes = sample.handwriting(self.chance, self.reviewer.name)
            review.approve(self.office, row.inspection, shown.version, self.reviewer, strokes, "")

    def history(self):
        """What was reviewed before: enough for the villages' figures."""
        for village, (_, reached) in self.villages.items():
            for n, own in enumerate(self.enterprises[village][:reached]):
                self.visit(own, skip=n % 3, days=70, photos=False, others=True)
        for village in ("五一村", "新桥村"):
            if village in self.villages:
                self.visit(self.enterprises[village][2], fail=("4-04",), days=60, photos=False, others=True)
        if "新桥村" in self.villages:
            self.visit(self.enterprises["新桥村"][3], fail=("5-03",), days=60, major=True, others=True)
        self.carry(self.laptop, self.office)
        self.approve_all()

    def assigns(self):
        """Two laptops are sent to some enterprises: one is late, one is due today, some have time."""
        other = self._laptop("李某的电脑", accepted=True)
        here, there = self.laptop.key.device, other.key.device
        other.close()
        shops = [own for village in self.villages for own in self.enterprises[village]]
        plan = ((-2, here, "重点看除尘器和清扫记录"), (0, there, ""), (5, here, ""), (9, there, "带上测距仪"))
        makings = []
        for own, (days, device, note) in zip(shops, plan, strict=False):
            since, due = (str(today() + timedelta(days=each)) for each in (-20, days))
            body = Assignment(own, device, VisitType.ASSESSMENT, since, due, note)
            makings.append(Making("assignment", ids.new_id(), body))
        with self.office.write() as conn:
            make(conn, self.office, makings)

    def fresh(self):
        """New visits on the stick; gives the bundles in the order in which they are received."""
        left = [own for village, (_, reached) in self.villages.items() for own in self.enterprises[village][reached:]]
        first = self.enterprises["永新村"][0]
        known = exchange.export_bundle(self.laptop, self.stick).path
        notes = {"4-04": "二号车间东侧被托盘占用，净宽约 0.6 米", "3-02": "8 月 9 日动火未办审批"}
        self.visit(first, fail=("4-04", "3-02"), skip=("2-03", "3-08"), notes=notes)
        self.visit(left[0], fail=("4-04", "5-03"), major=True)
        self.visit(left[1], fail=("1-05", "4-01", "4-09", "5-03"))
        self.visit(left[2])
        self.visit(left[3], fail=("4-02",), third=True)
        self.visit(self.enterprises["三星村"][-1], skip=12)
        for village in ("五一村", "新桥村"):
            self.visit(self.enterprises[village][4], photos=False)
        new = exchange.export_bundle(self.laptop, self.stick).path
        stranger = self._laptop("赵某的电脑", accepted=False)
        stranger_bundle = exchange.export_bundle(stranger, self.stick).path
        stranger.close()
        damaged = self.stick / "钱某的电脑-第0009包.zjgb"
        shutil.copy(known, damaged)
        data = bytearray(damaged.read_bytes())
        data[len(data) // 2] ^= 1
        damaged.write_bytes(data)
        return [new, known, stranger_bundle, damaged]

    def roster(self) -> Path:
        """A register as offices keep them, with a few rows that are wrong."""
        file = self.stick / "企业底数表.xlsx"
        sample.write_register(self.chance, 60, file)
        return file

    def close(self):
        self.office.close()
        self.laptop.close()
