"""A form in a YAML file."""

from pathlib import Path
from typing import Any

import yaml

from zjg_inspect.errors import FormUnreadable
from zjg_inspect.model.form import FormDef

# The C parser reads a checklist in 25 ms, the other in 175; PyYAML has it in every wheel, not in every distribution.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# A checklist of a hundred items is about 60 KB.
SIZE_LIMIT = 4_000_000

# A checklist nests ten deep; the C parser ends the whole process some ten thousands deep.
DEPTH_LIMIT = 40


class _DoubledKey(yaml.constructor.ConstructorError):
    pass


class _Loader(_Base):  # type: ignore[misc]
    """Safe loading that refuses a key written twice; YAML's own parsers silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise _DoubledKey(problem=f"“{key.value}”写了两次", problem_mark=key.start_mark)
                seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def load_form(path: Path) -> FormDef:
    """The form in this file.

    Raises:
        FormUnreadable, FormFieldWrong, FormCodeDoubled, FormConditionWrong: naming file, section and item.
    """
    return FormDef.from_document(document_in(path), path.name)


def document_in(path: Path) -> object:
    """What a YAML file holds, as plain data. Raises FormUnreadable."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FormUnreadable(file=path.name, reason="文件打不开") from error
    if len(content) > SIZE_LIMIT:
        raise FormUnreadable(file=path.name, reason="文件太大，不像清单")
    try:
        _check_shape(content, path.name)
        return yaml.load(content, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        fault = error.problem if isinstance(error, _DoubledKey) and error.problem else "不是 YAML 的写法"
        raise FormUnreadable(file=path.name, reason=_at(error.problem_mark) + fault) from error
    except yaml.YAMLError as error:
        raise FormUnreadable(file=path.name, reason="不是 UTF-8 文本，或有不能用的字符") from error
    except (ValueError, OverflowError) as error:
        raise FormUnreadable(file=path.name, reason="有一个日期或数字写得不对") from error


def _check_shape(content: bytes, file: str) -> None:
    """Refuse what makes a small file huge (references) or too deep, before anything is built from it."""
    depth = 0
    for event in yaml.parse(content, Loader=_Base):
        if isinstance(event, yaml.AliasEvent):
            raise FormUnreadable(file=file, reason=_at(event.start_mark) + "不能用引用（* 号）")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH_LIMIT:
            raise FormUnreadable(file=file, reason=_at(event.start_mark) + "嵌套太深")


def _at(mark: Any) -> str:
    return f"第 {mark.line + 1} 行：" if mark else ""
