"""The fields of one part of a form's document, taken out one by one; every fault is named by its place."""

import re
from typing import Any, NamedTuple

import msgspec

from zjg_inspect.errors import FormConditionWrong, FormFieldWrong, FormUnreadable

# What no line of a form holds: control signs, line and paragraph ends, halves of surrogate pairs, and the two codes
# that are no character and that no XML (a workbook, say) can hold.
_NO_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def is_one_line(text: str) -> bool:
    """Whether a text is one line without spaces at its ends, as forms and programmes hold them."""
    return text == text.strip() and _NO_LINE.search(text) is None


class Place(NamedTuple):
    """Where in a form something stands."""

    file: str
    section: str | None = None
    item: str | None = None

    def field_wrong(self, field: str, reason: str) -> FormFieldWrong:
        return FormFieldWrong(**self._asdict(), field=field, reason=reason)

    def condition_wrong(self, condition: str, reason: str) -> FormConditionWrong:
        return FormConditionWrong(**self._asdict(), condition=condition, reason=reason)


class Fields:
    """The document of a form, section or item, its names checked against those of the struct it becomes.

    Raises:
        FormUnreadable: not a mapping.
        FormFieldWrong: a field is unknown or missing, or, when it is taken out, not what it should be.
    """

    def __init__(self, raw: object, struct: type[msgspec.Struct], place: Place) -> None:
        if not isinstance(raw, dict):
            raise FormUnreadable(**place._asdict(), reason="这里要写一组字段")
        known = {field.name: field for field in msgspec.structs.fields(struct)}
        for name in raw:
            if name not in known:
                raise place.field_wrong(str(name), "没有这个字段")
        for name, field in known.items():
            if field.required and name not in raw:
                raise place.field_wrong(name, "缺这个字段")
        self.place = place
        self._values = {name: raw.get(name, field.default) for name, field in known.items()}

    def raw(self, name: str) -> object:
        return self._values[name]

    def text(self, name: str, limit: int) -> str:
        """One line of at most so many characters."""
        return self._line(name, self._values[name], limit)

    def lines(self, name: str, least: int, most: int, limit: int) -> tuple[str, ...]:
        return tuple(self._line(name, each, limit) for each in self.list(name, least, most))

    def list(self, name: str, least: int, most: int) -> list[object]:
        value = self._values[name]
        if not isinstance(value, list | tuple) or not least <= len(value) <= most:
            raise self.place.field_wrong(name, f"要列出 {least} 到 {most} 项")
        return [*value]

    def matching(self, name: str, pattern: str, reason: str) -> str:
        value = self._values[name]
        if not isinstance(value, str) or re.fullmatch(pattern, value) is None:
            raise self.place.field_wrong(name, reason)
        return value

    def number(self, name: str, least: int, most: int) -> int:
        value = self._values[name]
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.place.field_wrong(name, f"要写 {least} 到 {most} 的整数")
        return value

    def flag(self, name: str) -> bool:
        value = self._values[name]
        if not isinstance(value, bool):
            raise self.place.field_wrong(name, "要写 true 或 false")
        return value

    def choice(self, name: str, *among: str | None) -> Any:
        """One of these; None is written null, or the field left out."""
        value = self._values[name]
        if value not in among:
            raise self.place.field_wrong(name, "只能写 " + "、".join(each or "null" for each in among))
        return value

    def _line(self, name: str, value: object, limit: int) -> str:
        if not isinstance(value, str):
            raise self.place.field_wrong(name, "要写成文字，数字和日期加引号")
        if not value.strip():
            raise self.place.field_wrong(name, "不能空着")
        if not is_one_line(value):
            raise self.place.field_wrong(name, "首尾不能有空格，中间不能换行")
        if len(value) > limit:
            raise self.place.field_wrong(name, f"有 {len(value)} 个字，最多 {limit} 个")
        return value
