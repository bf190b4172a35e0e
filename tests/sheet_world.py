"""A visit as the sheet's tests need it: answers, hazards, photos and signatures of a workshop that does not exist."""

import hashlib
from io import BytesIO

from PIL import Image, ImageDraw

from zjg_inspect.formfile import shipped_form
from zjg_inspect.model.form import Facts, items_for
from zjg_inspect.model.inspection import (
    Answer,
    Content,
    FoundHazard,
    Outcome,
    Photo,
    Rectification,
    Signature,
    Someone,
    Verdict,
    VisitType,
    content_hash,
)
from zjg_inspect.model.review import ReviewBody
from zjg_inspect.report.sheet import SheetInput

INSPECTION = "0192f0c1-7a3b-7c11-9d52-3b1f6a0e4c77"
VERSION_HASH = hashlib.sha256(b"version").hexdigest()
DEVICE_SIGNATURE = hashlib.sha512(b"device").digest()
ZHANG, LI = Someone(name="张某", id="p1"), Someone(name="李某", id="p2")
WANG = Someone(name="王某", title="车间主任")
FACTS = Facts(
    headcount=38,
    dust_explosive=False,
    ammonia_refrigeration=False,
    other_key_field=False,
    flammable_tanks=False,
    toxic_tanks=False,
    chemical_store=True,
    hot_work=True,
    work_at_height=False,
    temporary_electricity=True,
    contractors=True,
    projects=False,
    rents=True,
    lets=False,
)
PEN = ((0, 300, 400, 250, 900, 280), (450, 0, 430, 500, 100, 900), (460, 500, 900, 950), (1200, 400))


def photo(number, size=(1600, 1200), **facts):
    """A JPEG of a workshop that does not exist, and its Photo."""
    picture = Image.new("RGB", size, (90 + 9 * number % 120, 110, 120))
    draw = ImageDraw.Draw(picture)
    wide, high = size
    for step in range(24):
        colour = (step * 10, 60 + number * 7 % 180, 90)
        draw.line((0, step * high // 24, wide, high - step * high // 24), fill=colour, width=9)
    draw.rectangle((wide // 3, high // 3, wide // 2, high * 9 // 10), fill="#333", outline="#fff", width=8)
    out = BytesIO()
    picture.save(out, "JPEG", quality=90)
    data = out.getvalue()
    return data, Photo(sha256=hashlib.sha256(data).hexdigest(), **facts)


def hazard(item, what, **beside):
    five = {
        "where": "焊接工段",
        "responsible": "厂长 王某某",
        "measures": "补办制度，动火前审批、清场、设监护",
        "funds": "不需",
        "deadline": "2023-08-19",
        "contingency": "整改前停止动火",
    }
    beside = five | beside
    photos, still_open = beside.pop("photos", ()), beside.pop("still_open", False)
    return FoundHazard(
        item=item,
        hazard=INSPECTION,
        rectification=Rectification(what=what, **beside),
        photos=tuple(photos),
        still_open=still_open,
    )


def visit(**changes):
    """A finished 核查 of all items that apply; `failed` maps item codes to notes."""
    form = shipped_form("enterprise", 1)
    facts = changes.get("facts", FACTS)
    codes = tuple(item.code for item in items_for(form, facts))
    failed = changes.pop("failed", {})
    skipped = changes.pop("skipped", {})
    photos_of = changes.pop("photos_of", {})
    answers = []
    for code in codes:
        verdict = Verdict.FAIL if code in failed else Verdict.NOT_APPLICABLE if code in skipped else Verdict.PASS
        answers.append(
            Answer(
                item=code,
                verdict=verdict,
                note=failed.get(code, ""),
                reason=skipped.get(code, ""),
                photos=tuple(photos_of.get(code, ())),
            )
        )
    given = {
        "inspection": INSPECTION,
        "enterprise": INSPECTION,
        "enterprise_version": "0" * 64,
        "name": "张家港市某某五金厂",
        "township": "某某镇",
        "village": "永新村",
        "type": VisitType.ASSESSMENT,
        "outcome": Outcome.DONE,
        "date": "2023-08-16",
        "started_at": "2023-08-16T05:40:00Z",
        "finished_at": "2023-08-16T07:04:00Z",
        "number": "张塘核〔2023〕A07-0031",
        "form": form.hash,
        "form_id": form.id,
        "form_version": form.version,
        "facts": facts,
        "inspectors": (ZHANG, LI),
        "code": "91320582MA0000000X",
        "address": "某某镇永新村工业路 18 号",
        "industry": "金属制品（冲压、焊接）",
        "principal": "王某某",
        "landlord": "赵某",
        "enterprise_person": WANG,
        "items": codes,
        "answers": tuple(answers),
    }
    return Content(**(given | changes))


def pad(role, person, content, at="2023-08-16T07:02:00Z", strokes=PEN):
    return Signature(role=role, person=person, kind="pad", signed=content_hash(content), at=at, strokes=strokes)


def all_signed(content):
    people = [("inspector", one) for one in content.inspectors] + [("enterprise", content.enterprise_person)]
    return tuple(pad(role, person, content) for role, person in people if person)


def approved(content, **changes):
    reviewer = Someone(name="孙某")
    given = {
        "inspection": INSPECTION,
        "version": VERSION_HASH,
        "content_hash": content_hash(content),
        "decision": "approved",
        "reviewer": reviewer,
        "at": "2023-08-18T01:20:00Z",
        "opinion": "情况属实，按期复查。",
        "signature": pad("reviewer", reviewer, content, at="2023-08-18T01:20:00Z"),
    }
    return ReviewBody(**(given | changes))


def sheet_of(content, **changes):
    """What render_sheet takes for a sealed visit; `jpegs` are its photos by hash."""
    jpegs = changes.pop("jpegs", {})
    given = {
        "content": content,
        "form": shipped_form("enterprise", 1),
        "content_hash": content_hash(content),
        "entity": INSPECTION,
        "signatures": all_signed(content),
        "version_hash": VERSION_HASH,
        "device_signature": DEVICE_SIGNATURE,
        "photos": jpegs.get,
        "office_name": "某某镇安监办",
    }
    return SheetInput(**(given | changes))


def with_photos(count, **size):
    """`count` photos: their JPEGs by hash and their Photos."""
    made = [
        photo(n, taken_at=f"2023-08-16T14:{n:02d}:05", caption=("通道被占用", "动火点气瓶", "冲床防护")[n % 3], **size)
        for n in range(count)
    ]
    return {shown.sha256: data for data, shown in made}, [shown for _, shown in made]


def usual():
    """The sheet of an ordinary visit: two hazards, eight photos, three signatures, a review."""
    jpegs, photos = with_photos(8)
    content = visit(
        failed={"3-03": "8 月 9 日焊接动火未办审批", "4-04": "二号车间东侧通道被托盘占用"},
        skipped={"2-03": "本年风险无变化"},
        hazards=(
            hazard("3-03", "8 月 9 日动火作业未办审批", photos=photos[:1]),
            hazard(
                "4-04",
                "安全通道被托盘占用，宽约 0.6 米",
                where="二号车间东侧",
                responsible="车间主任 王某",
                measures="清走托盘，通道重新划线，每班检查一次",
                funds="500 元",
                deadline="2023-08-23",
                contingency="先围挡，专人看护",
                photos=photos[1:3],
            ),
        ),
        photos_of={"4-01": photos[3:5], "5-02": photos[5:6]},
        photos=tuple(photos[6:]),
    )
    return sheet_of(content, jpegs=jpegs, review=approved(content))
