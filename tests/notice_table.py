"""The tables in forms/README.md, made from the forms: `python tests/notice_table.py` writes them anew."""

from pathlib import Path

from notice import ENCOURAGED, NOT_THE_ENTERPRISES, PLACES, POINTS, PROMOTED_DUTIES

from zjg_inspect.formfile import shipped_form
from zjg_inspect.model.facts import FACT_NAMES, Facts
from zjg_inspect.model.form import items_for

README = Path(__file__).resolve().parent.parent / "forms" / "README.md"
FORMS = {"enterprise": "企业", "village": "村（社区）", "landlord": "出租方", "lease": "租赁备案"}

NOTHING = dict.fromkeys(FACT_NAMES[1:], False)
# What is counted; every fact that is not named is known to be false.
CASES = {
    "10 人": Facts(headcount=10, **NOTHING),
    "49 人": Facts(headcount=49, **NOTHING),
    "50 人": Facts(headcount=50, **NOTHING),
    "51 人": Facts(headcount=51, **NOTHING),
    "10 人，粉尘涉爆": Facts(headcount=10, **NOTHING | {"dust_explosive": True}),
    "10 人，液氨制冷": Facts(headcount=10, **NOTHING | {"ammonia_refrigeration": True}),
    "10 人，租用厂房": Facts(headcount=10, **NOTHING | {"rents": True}),
    "10 人，出租厂房": Facts(headcount=10, **NOTHING | {"lets": True}),
    "人数不清楚": Facts(headcount=None, **NOTHING),
    "什么都不清楚": Facts(),
}


def codes(form_id: str, place: str) -> list[str]:
    """The items of the newest version of this form that name this place of the notice."""
    return [item.code for item in shipped_form(form_id).items() if place in item.sources]


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell or "—" for cell in line) + " |" for line in lines)


def points() -> str:
    rows = [
        [point, said, *("、".join(codes(form, point)) for form in FORMS), NOT_THE_ENTERPRISES.get(point, "")]
        for point, said in POINTS.items()
    ]
    return table(["通知", "要点", *FORMS.values(), "说明"], rows)


def other_places() -> str:
    places = sorted(PLACES - set(POINTS), key=lambda place: ["一二三四五六七".find(sign) for sign in place])
    found = [[place, *("、".join(codes(form, place)) for form in FORMS)] for place in places]
    return table(["通知", *FORMS.values()], [row for row in found if any(row[1:])])


def encouraged() -> str:
    advice = [
        [
            point,
            said,
            "；".join(f"{FORMS[form]} {'、'.join(sorted(which))}" for form, which in items.items()),
            "只作提倡",
        ]
        for point, said, items in ENCOURAGED
    ]
    duties = [
        [point, said, f"企业 {'、'.join(sorted(which))}", f"计入：{reason}"]
        for point, said, which, reason in PROMOTED_DUTIES
    ]
    return table(["通知", "原话", "条目", "怎样对待"], advice + duties)


def counts() -> str:
    rows = []
    for said, facts in CASES.items():
        asked = items_for(shipped_form("enterprise"), facts)
        counting = sum(item.counts for item in asked)
        rows.append([said, str(len(asked)), str(counting), str(len(asked) - counting)])
    return table(["企业情况", "查", "其中计入结论", "其中只作提倡"], rows)


def sizes() -> str:
    rows = []
    for form_id, name in FORMS.items():
        form = shipped_form(form_id)
        items = list(form.items())
        advice = sum(not item.counts for item in items)
        rows.append([name, f"`{form_id}/{form.version}`", str(len(form.sections)), str(len(items)), str(advice)])
    return table(["表", "最新一版", "节", "条", "其中只作提倡"], rows)


TABLES = {"sizes": sizes, "points": points, "places": other_places, "encouraged": encouraged, "counts": counts}


def renewed(text: str) -> str:
    """This README with every table made anew between its two marks."""
    for name, made in TABLES.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}\n{made()}\n\n{end}{after}"
    return text


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
