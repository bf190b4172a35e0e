"""A form in a YAML file."""

from pathlib import Path
from typing import Any

import yaml

from zjg_inspect.errors import FormUnreadable
from zjg_inspect.model.form import FormDef

# The C parser reads a checklist about ten times faster; PyYAML has it in every wheel, not in every distribution.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# A checklist of a hundred items is about 60 KB.
SIZE_LIMIT = 4_000_000


class _Loader(_Base):  # type: ignore[misc]
    """Safe loading that refuses a key written twice; YAML's own parsers silently take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{key.value}”写了两次", key.start_mark)
            if isinstance(key.value, str):
                seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def load_form(path: Path) -> FormDef:
    """The form in this file.

    Raises:
        FormUnreadable, FormFieldWrong, FormCodeDoubled, FormConditionWrong: naming file, section and item.
    """
    try:
        content = path.read_bytes()
        if len(content) > SIZE_LIMIT:
            raise FormUnreadable(file=path.name, reason="文件太大，不像清单")
        document = yaml.load(content, Loader=_Loader)
    except OSError as error:
        raise FormUnreadable(file=path.name, reason=error.strerror or "读不出来") from error
    except yaml.MarkedYAMLError as error:
        line = f"第 {error.problem_mark.line + 1} 行：" if error.problem_mark else ""
        raise FormUnreadable(file=path.name, reason=f"{line}{error.problem}") from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise FormUnreadable(file=path.name, reason=str(error).splitlines()[0]) from error
    return FormDef.from_document(document, path.name)
