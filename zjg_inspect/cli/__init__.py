"""The command line. JSON goes to stdout in every case, the sentence for the person to stderr (§8 of the design)."""

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from zjg_inspect import __version__, errors
from zjg_inspect.cli import bundles, forms
from zjg_inspect.cli.common import DONE, REFUSED, Outcome, print_json, sentence, store


def main(arguments: Sequence[str]) -> int:
    """Run one command; gives the exit code: 0 done, 1 refused or not well, 2 usage."""
    given = _parser().parse_args(arguments)
    if given.verb is None:
        from zjg_inspect.app import run

        return run(given.data)
    verb: Callable[[argparse.Namespace], Outcome] = given.run
    try:
        outcome = verb(given)
    except errors.ZjgError as error:
        outcome = Outcome({"error": type(error).__name__}, sentence(error), REFUSED)
    if (given.json or given.verb in ("demo", "form")) and outcome.data is not None:
        try:
            print_json(outcome.data, indent=1)
        except BrokenPipeError:
            # whoever read has enough: | head; Python would complain once more when it closes the pipe
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if outcome.said:
        print(outcome.said, file=sys.stderr)
    return outcome.code


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=_path, metavar="DIR", help="数据文件夹")
    common.add_argument("--json", action="store_true", help="在标准输出给出一个 JSON 对象")
    parser = argparse.ArgumentParser(prog="zjg-inspect", parents=[common], description="企业安全生产规范化管理核查")
    parser.add_argument("--version", action="version", version=f"zjg-inspect {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")

    def own() -> argparse.ArgumentParser:
        # SUPPRESS: a --data given before the verb must not be undone by the verb's own default
        options = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
        options.add_argument("--data", type=_path, metavar="DIR", help="数据文件夹")
        options.add_argument("--json", action="store_true", help="在标准输出给出一个 JSON 对象")
        return options

    def verb(name: str, run: Callable[[argparse.Namespace], Outcome] | None, does: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, parents=[own()], help=does, description=does)
        made.set_defaults(run=run)
        return made

    demo = verb("demo", _demo, "建一个示例世界，从底数表到集中区结论走一遍")
    demo.add_argument("--no-window", action="store_true", help="不开窗口，只给出 JSON")
    demo.add_argument("--seed", type=int, default=1, metavar="N")
    demo.add_argument("--enterprises", type=_count, default=60, metavar="N")
    demo.add_argument("--photos", type=Path, metavar="DIR", help="用这个文件夹里的照片")
    roster = verb("roster", _roster, "收入企业底数表")
    roster.add_argument("file", type=Path)
    roster.add_argument("--office", default="镇安监办", metavar="NAME", help="空文件夹里新建时的单位名称")
    roster.add_argument("--mark", default="安核", metavar="MARK", help="新建时的编号字头，如 张塘核")
    forms.add(verb("form", None, "检查表：适用的条目，检查、写出、读入一份"), own)
    export = verb("export", bundles.export, "写一个包")
    export.add_argument("--to", type=Path, required=True, metavar="DIR")
    export.add_argument("--for", dest="for_device", type=_device, metavar="DEVICE")
    take = verb("import", bundles.import_, "收包")
    take.add_argument("files", type=Path, nargs="+", metavar="FILE")
    watch = verb("intake", bundles.intake, "看着一个文件夹，来一个包收一个，写好回执")
    watch.add_argument("folder", type=Path, metavar="DIR")
    watch.add_argument("--once", action="store_true", help="收完现有的就结束")
    rescue = verb("salvage", bundles.salvage, "从坏了的包里抢救完好的记录和照片，写成一个新包")
    rescue.add_argument("file", type=Path)
    rescue.add_argument("--to", type=Path, required=True, metavar="DIR")
    check = verb("verify", bundles.verify, "看一个包是否完好")
    check.add_argument("file", type=Path)
    paper = verb("sheet", _sheet, "写出一次核查的核查表")
    paper.add_argument("id", help="核查的编号或标识")
    paper.add_argument("-o", dest="out", type=Path, required=True, metavar="F.pdf")
    advice = verb("notice", _notice, "写出整改通知单，每家一份，合成一个文件")
    advice.add_argument("enterprises", nargs="*", metavar="ENTERPRISE", help="企业的名称、信用代码或标识；不写就是全部")
    advice.add_argument("-o", dest="out", type=Path, required=True, metavar="F.pdf")
    report = verb("report", _report, "写出报表")
    report.add_argument("what", choices=["annex1", "month", "hazards", "leases", "duty", "confirmed"])
    report.add_argument("--month", type=_month, metavar="YYYY-MM", help="哪个月报送的，不写就是现在这一期")
    report.add_argument("-o", dest="out", type=Path, required=True, metavar="F", help="以 .pdf 结尾是PDF，否则是Excel")
    keep = verb("backup", _backup, "备份全部数据，不含密钥")
    keep.add_argument("file", type=Path)
    back = verb("restore", _restore, "从备份恢复到空的数据文件夹")
    back.add_argument("file", type=Path)
    back.add_argument("--recovery", type=Path, metavar="FILE", help="写着恢复钥匙的文件")
    verb("doctor", _doctor, "检查全部数据")
    return parser


def _path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("不能为空")
    return Path(text)


def _count(text: str) -> int:
    """The sample world has no more names than for some thousand enterprises."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 5000):
        raise argparse.ArgumentTypeError(f"{text!r} 不是 1 到 5000 的整数")
    return int(text)


def _month(text: str) -> tuple[int, int]:
    if not re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", text) or text < "0001":
        raise argparse.ArgumentTypeError(f"{text!r} 不是月份，写成 2026-10 这样")
    return int(text[:4]), int(text[5:])


def _device(text: str) -> str:
    if not re.fullmatch("[0-9a-f]{32}", text):
        raise argparse.ArgumentTypeError(f"{text!r} 不是电脑的编号（32 位十六进制）")
    return text


def _demo(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.service import demo

    directory = given.data or Path(tempfile.mkdtemp(prefix="zjg-inspect-"))
    made = None if given.no_window else demo.existing(directory)
    if made is None:
        made = demo.build(directory, given.seed, given.enterprises, given.photos)
    if not given.no_window:
        from zjg_inspect.app import run

        return Outcome(demo.as_json(made), code=run(Path(made.field)))
    return Outcome(demo.as_json(made), f"示例世界在 {directory}：核查表 {made.sheet}，附件1 {made.annex1}。")


def _roster(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.service import register, setup

    with setup.open_data(given.data) as db:
        if setup.standing(db) is None:
            setup.become_office(db, given.office, given.mark)
        done = register.load_roster(db, given.file)
    data = {
        "rows": done.rows,
        "new": done.new,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "refused": [{"row": one.row, "column": one.column, "reason": one.reason} for one in done.refused],
        "doubts": [{"row": one.row, "column": one.column, "reason": one.reason} for one in done.doubts],
        "unread_sheets": list(done.unread_sheets),
    }
    said = (
        f"共 {done.rows} 行：新 {done.new}，有变化 {done.changed}，没变化 {done.unchanged}，未收 {len(done.refused)}。"
    )
    return Outcome(data, said)


def _sheet(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.service import sheet

    with store(given.data) as db:
        inspection = sheet.inspection_by_number(db, given.id)
        path = sheet.write_sheet(db, inspection, given.out)
    return Outcome({"inspection": inspection, "sheet": str(path)}, f"核查表已写到 {path}。")


def _notice(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.service import notices

    with store(given.data) as db:
        done = notices.print_notices(db, notices.enterprises_by(db, given.enterprises), given.out)
    data = {"notices": done.notices, "files": [str(file) for file in done.files]}
    return Outcome(data, f"{done.notices} 家的整改通知单已写到 {given.out}。")


def _report(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.model.clock import today
    from zjg_inspect.service import figures, reports

    with store(given.data) as db:
        some = figures.reported_in(db, *given.month) if given.month else figures.reported_on(db, today())
        path = reports.write_report(db, given.what, some, given.out)
    first, last = some.first.isoformat(), some.last.isoformat()
    return Outcome({"report": str(path), "first": first, "last": last}, f"{first} 至 {last} 的报表已写到 {path}。")


def _backup(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.service import backup

    with store(given.data) as db:
        done = backup.backup(db, given.file)
    data = {"backup": str(done.path), "versions": done.versions, "media": done.media, "missing": list(done.missing)}
    lost = f"有 {len(done.missing)} 张照片本机已经缺失或损坏，备份里没有。" if done.missing else ""
    return Outcome(data, f"已备份并读回比对：{done.versions} 条记录、{done.media} 张照片。{lost}文件：{done.path}。")


def _restore(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.places import reading
    from zjg_inspect.service import backup, setup

    typed = ""
    if given.recovery is not None:
        with reading(given.recovery):
            typed = given.recovery.read_bytes().decode("ascii", "replace")
    done = backup.restore(given.file, given.data or setup.default_directory(), typed)
    data = {
        "data": str(done.directory),
        "role": done.role,
        "name": done.name,
        "device": done.device,
        "fingerprint": done.fingerprint,
        "former": done.former,
        "versions": done.versions,
        "media": done.media,
        "missing": list(done.missing),
        "recovery_known": done.recovery_known,
    }
    said = (
        f"已恢复“{done.name}”：{done.versions} 条记录、{done.media} 张照片。这是一台新的电脑，编号 {done.fingerprint}。"
    )
    return Outcome(data, said)


def _doctor(given: argparse.Namespace) -> Outcome:
    from zjg_inspect.service import doctor

    with store(given.data) as db:
        found = doctor.doctor(db)
    data = {name: getattr(found, name) for name in found.__struct_fields__}
    said = "数据完好。" if found.ok else "\n".join(found.problems)
    return Outcome(data, said, DONE if found.ok else REFUSED)
