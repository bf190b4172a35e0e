"""What every error of this program is."""

from typing import TYPE_CHECKING, Any, dataclass_transform


@dataclass_transform(kw_only_default=True, eq_default=False)
class ZjgError(Exception):
    """Every error of this program; its annotated names are its facts, given by keyword.

    To the type checker each is a dataclass. To make one of every class would cost each start 9 ms.
    """

    if not TYPE_CHECKING:  # the checker knows each class's own facts

        def __init__(self, **facts: Any) -> None:
            from inspect import get_annotations

            names = [name for kind in type(self).__mro__[::-1] for name in get_annotations(kind)]
            missing = [name for name in names if name not in facts and not hasattr(type(self), name)]
            unknown = [name for name in facts if name not in names]
            if missing or unknown:
                raise TypeError(f"{type(self).__name__}: missing {missing}, unknown {unknown}")
            for name in names:
                setattr(self, name, facts[name] if name in facts else getattr(type(self), name))

    def facts(self) -> dict[str, Any]:
        return dict(self.__dict__)

    def __str__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.facts().items())})"
