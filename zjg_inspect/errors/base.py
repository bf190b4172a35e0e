"""What every error of this program is."""

from dataclasses import dataclass
from typing import Any, dataclass_transform


@dataclass_transform(kw_only_default=True, eq_default=False)
class ZjgError(Exception):
    """Every error of this program; its annotated names are its facts, given by keyword."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        dataclass(eq=False, kw_only=True, repr=False)(cls)

    def facts(self) -> dict[str, Any]:
        return dict(self.__dict__)

    def __str__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.facts().items())})"
