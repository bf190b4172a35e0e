"""The verb `form`: which items apply, is a file a checklist, out to a workbook and back into a draft."""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zjg_inspect import errors
from zjg_inspect.cli.common import DONE, REFUSED, Outcome, store

if TYPE_CHECKING:
    from zjg_inspect.model.form import FormDef
    from zjg_inspect.model.formreading import Doubt

_YAML = (".yaml", ".yml")


def add(verb: argparse.ArgumentParser, common: Callable[[], argparse.ArgumentParser]) -> None:
    """Its four words; each takes the options of `common`, too."""
    words = verb.add_subparsers(dest="what", metavar="WHAT", required=True)

    def word(name: str, run: Callable[[argparse.Namespace], Outcome], does: str) -> argparse.ArgumentParser:
        made = words.add_parser(name, parents=[common()], help=does, description=does)
        made.set_defaults(run=run)
        return made

    items = word("items", _items, "这样的企业适用哪些条目")
    items.add_argument("id", help="检查表的标识，如 enterprise；给了 --data，就是那里现在用的一版")
    items.add_argument("--facts", default="{}", metavar="JSON", help='企业情况，如 {"headcount": 30, "rents": true}')
    check = word("check", _check, "看一个文件能不能做成检查表，哪里要看一眼")
    check.add_argument("file", type=Path, help="YAML，检查表工作簿，或者一张官方的检查表（.xlsx）")
    export = word("export", _export, "把检查表写成能用 Excel 改的工作簿")
    export.add_argument("form", metavar="ID|FILE", help="检查表的标识，或者一个文件")
    export.add_argument("-o", "--to", dest="out", type=Path, required=True, metavar="F.xlsx")
    take = word("import", _import, "把文件读成检查表的草稿，在窗口里看过再发布")
    take.add_argument("file", type=Path)
    take.add_argument("--id", default="enterprise", help="官方的表做成哪份检查表的下一版")


def _items(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.formfile import shipped_form
    from zjg_inspect.model.form import facts_from_json, items_for

    facts = facts_from_json(given.facts)
    try:
        # without --data nothing is opened: a window may have the store in use
        form = shipped_form(given.id) if given.data is None else _current(given)[given.id]
    except (errors.FormUnknown, KeyError):
        return _no_such(given.id, given)
    items = items_for(form, facts)
    advisory = sum(not item.counts for item in items)
    said = f"“{form.title}”第 {form.version} 版：这样的企业要查 {len(items)} 条"
    said += f"，其中提倡 {advisory} 条。" if advisory else "。"
    data = {"items": [{"code": item.code, "weight": item.weight, "title": item.title} for item in items]}
    return Outcome(data, said)


def _current(given: argparse.Namespace) -> dict[str, "FormDef"]:
    """The checklists in use in the data, by id. Raises NoRole."""
    from zjg_inspect.service import forms

    with store(given.data) as db:
        return {row.id: row.current.form for row in forms.forms(db)}


def _no_such(form_id: str, given: argparse.Namespace) -> Outcome:
    """Which there are, for whoever mistyped it."""
    from zjg_inspect.formfile import shipped_forms

    known = _current(given) if given.data is not None else {form.id: form for form in shipped_forms().values()}
    names = "，".join(f"{each}（{form.title}）" for each, form in sorted(known.items()))
    said = f"没有“{form_id}”这份检查表，什么也没有动。有的是：{names}。"
    return Outcome({"error": errors.FormUnknown.__name__}, said, REFUSED)


def _check(given: argparse.Namespace) -> Outcome:
    form, doubts, refused = _read(given.file)
    data = {"ok": form is not None, "form": _about(form), "doubts": _places(doubts), "refused": _places(refused)}
    lines = [each.sentence for each in (*refused, *doubts)]
    if form is None:
        said = f"“{given.file.name}”还做不成检查表，有 {len(refused)} 处要改："
    else:
        said = f"“{given.file.name}”是检查表“{form.title}”，{_count(form)} 条"
        said += f"，有 {len(doubts)} 处请看一眼：" if doubts else "，没有要看的地方。"
    return Outcome(data, "\n".join([said, *lines]), REFUSED if form is None else DONE)


def _export(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.formfile import write_workbook

    try:
        form, doubts = _named(given)
    except errors.FormUnknown:
        return _no_such(given.form, given)
    write_workbook(form, given.out)
    said = f"检查表“{form.title}”第 {form.version} 版已写到 {given.out}，{_count(form)} 条。"
    if doubts:
        said += f"读“{given.form}”时有 {len(doubts)} 处请看一眼，用 form check 看。"
    return Outcome({"file": str(given.out), "form": _about(form), "doubts": _places(doubts)}, said)


def _import(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.model.formlikeness import to_be_said
    from zjg_inspect.service import forms

    with store(given.data) as db:
        if given.id not in {row.id for row in forms.forms(db)}:
            known = None
        else:
            draft = forms.form_draft(db, forms.import_draft(db, given.file, given.id))
            known = forms.earlier_versions(db, draft.form.id)
    if known is None:
        return _no_such(given.id, given)
    doubts = [each.doubt for each in draft.doubts]
    open_ = to_be_said(draft.form, known)
    said = f"已读成草稿：{draft.form.id} 的第 {draft.form.version} 版“{draft.form.title}”，{_count(draft.form)} 条，"
    said += f"有 {len(doubts)} 处请看一眼。" if doubts else "没有要看的地方。"
    if open_:
        said += f"有 {len(open_)} 条和前一版的像是同一件事，是不是要人来定。"
    data = {"draft": draft.id, "form": _about(draft.form), "doubts": _places(doubts), "to_be_said": list(open_)}
    return Outcome(data, "\n".join([said + "请在窗口的“检查表”页看过再发布。", *(each.sentence for each in doubts)]))


def _read(file: Path) -> tuple["FormDef | None", tuple["Doubt", ...], tuple["Doubt", ...]]:
    from zjg_inspect.formfile import load_form, read_workbook

    if file.suffix.lower() in _YAML:
        return load_form(file), (), ()
    reading = read_workbook(file)
    return reading.form, reading.doubts, reading.refused


def _named(given: argparse.Namespace) -> tuple["FormDef", tuple["Doubt", ...]]:
    """The form in a file; else that of this id: the one in use where there is data, or the newest shipped one."""
    from zjg_inspect.formfile import shipped_form
    from zjg_inspect.service import setup

    file = Path(given.form)
    if file.suffix:
        form, doubts, refused = _read(file)
        if form is None:
            raise errors.FormNotRead(file=file.name, places=tuple(each.sentence for each in refused))
        return form, doubts
    if given.data is None and not setup.is_there(setup.default_directory()):
        return shipped_form(given.form), ()
    found = _current(given).get(given.form)
    if found is None:
        raise errors.FormUnknown(form=given.form)
    return found, ()


def _about(form: "FormDef | None") -> dict[str, Any] | None:
    if form is None:
        return None
    return {
        "id": form.id,
        "version": form.version,
        "title": form.title,
        "hash": form.hash,
        "items": _count(form),
    }


def _count(form: "FormDef") -> int:
    return sum(1 for _ in form.items())


def _places(doubts: Iterable["Doubt"]) -> list[dict[str, Any]]:
    return [
        {
            "sheet": each.sheet,
            "row": each.row or None,
            "column": each.column or None,
            "heading": each.heading or None,
            "reason": each.reason,
        }
        for each in doubts
    ]
