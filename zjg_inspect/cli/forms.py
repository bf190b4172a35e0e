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
    items.add_argument("id")
    items.add_argument("--facts", default="{}", metavar="JSON")
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

    items = items_for(shipped_form(given.id), facts_from_json(given.facts))
    return Outcome({"items": [{"code": item.code, "weight": item.weight, "title": item.title} for item in items]})


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

    form, doubts = _named(given)
    write_workbook(form, given.out)
    said = f"检查表“{form.title}”第 {form.version} 版已写到 {given.out}，{_count(form)} 条。"
    if doubts:
        said += f"读“{given.form}”时有 {len(doubts)} 处请看一眼，用 form check 看。"
    return Outcome({"file": str(given.out), "form": _about(form), "doubts": _places(doubts)}, said)


def _import(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.service import forms

    with store(given.data) as db:
        draft = forms.form_draft(db, forms.import_draft(db, given.file, given.id))
    doubts = [each.doubt for each in draft.doubts]
    said = f"已读成草稿：“{draft.form.title}”第 {draft.form.version} 版，{_count(draft.form)} 条，"
    said += f"有 {len(doubts)} 处请看一眼。" if doubts else "没有要看的地方。"
    data = {"draft": draft.id, "form": _about(draft.form), "doubts": _places(doubts)}
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
    from zjg_inspect.service import forms, setup

    file = Path(given.form)
    if file.suffix:
        form, doubts, refused = _read(file)
        if form is None:
            raise errors.FormNotRead(file=file.name, places=tuple(each.sentence for each in refused))
        return form, doubts
    if given.data is None and not setup.is_there(setup.default_directory()):
        return shipped_form(given.form), ()
    with store(given.data) as db:
        rows = forms.forms(db)
    found = [row.current.form for row in rows if row.id == given.form]
    if not found:
        raise errors.FormUnknown(form=given.form)
    return found[0], ()


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
