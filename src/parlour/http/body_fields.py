"""Reading one field of a body: which values it takes, and what the caller gets to read about others."""

import json
import re
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET

from parlour.currencies import Currency
from parlour.http.aliases import ABSENT
from parlour.http.fields import (
    DayRule,
    FaultyItems,
    InstantRule,
    ItemsRule,
    MoneyRule,
    NumberRule,
    Rule,
    SyntaxRule,
    TextRule,
    parts_of,
    rule_of,
)
from parlour.http.forms import FilePart

LEAST_UNIX_TIME = 10**8
_ITEM_BEYOND_LIMITS = re.compile(r"`int` [<>]=? \S+ - at `\$(\[\d+\])`")
_LIST_LENGTH = re.compile(r"`array` of length (?P<sign>[<>]=) (?P<bound>\d+)")
_PLAIN_NUMBER = re.compile(r"\s*[+-]?[0-9]+(\.[0-9]+)?\s*")


class FieldReader(msgspec.Struct, frozen=True):
    """Reader of one field. It analyses the field's type only once, because that takes far longer than reading."""

    name: str
    kind: Any
    is_required: bool
    rule: Rule | ItemsRule | None
    kinds: frozenset[Any]
    """The Python types of the accepted values; None for null."""
    is_switch: bool
    """Whether it is 0 or 1, for which clients send true and false as well."""

    @classmethod
    def of(cls, field: msgspec.structs.FieldInfo, currency: Currency) -> "FieldReader":
        rule = rule_of(field.type)
        if isinstance(rule, MoneyRule):
            rule = rule.within(currency)
        parts = parts_of(msgspec.inspect.type_info(field.type))
        is_switch = any(isinstance(part, msgspec.inspect.IntType) and (part.ge, part.le) == (0, 1) for part in parts)
        return cls(field.name, field.type, field.required, rule, frozenset(kinds_of(field.type)), is_switch)

    def is_given(self, value: Any) -> bool:
        """Return whether a value was given. `null` and the empty text are none, unless the type accepts them."""
        if value is None:
            return None in self.kinds
        return value is not UNSET and (value != "" or (str in self.kinds and not self._is_absent_if_empty))

    def of_form(self, values: list[bytes]) -> Any:
        """Return the value of a form's field. If there are several, the first counts, except in a list.

        `null` and `undefined` mean "not given" where they can't be a value.
        """
        if bytes in self.kinds:
            return values[0]
        texts = [value.decode(errors="surrogateescape") for value in values]
        if list in self.kinds:
            parts = texts[0].split(",") if len(texts) == 1 and not self.is_list_of_texts else texts
            return [part for part in parts if part not in ABSENT]
        return UNSET if texts[0] in ABSENT and str not in self.kinds else texts[0]

    @property
    def _is_absent_if_empty(self) -> bool:
        """Return whether an empty text means no value, as for a date: no date is empty.

        Where null takes a day away, an empty text might mean that, too, and is a fault.
        """
        if isinstance(self.rule, DayRule) and None in self.kinds:
            return False
        return isinstance(self.rule, InstantRule | DayRule | SyntaxRule) and not self.is_required

    @property
    def is_list_of_texts(self) -> bool:
        parts = parts_of(msgspec.inspect.type_info(self.kind))
        lists = [part for part in parts if isinstance(part, msgspec.inspect.ListType)]
        return any(isinstance(inner, msgspec.inspect.StrType) for each in lists for inner in parts_of(each.item_type))

    def convert(self, value: Any) -> Any:
        """Convert a value to the field's type. Raise `ValueError` with the fault."""
        rule = self.rule
        if isinstance(rule, InstantRule) and isinstance(value, int | Decimal) and LEAST_UNIX_TIME <= value < 10**13:
            value = f"{value:f}" if isinstance(value, Decimal) else str(value)
        if isinstance(rule, TextRule) and rule.takes_numbers and type(value) in (int, Decimal):
            value = f"{value:f}" if isinstance(value, Decimal) else str(value)
        if self.is_switch and isinstance(value, bool):
            value = int(value)
        if isinstance(value, Decimal) and not isinstance(rule, NumberRule):
            value = _whole(value)
        if isinstance(value, str) and isinstance(rule, NumberRule) and not _PLAIN_NUMBER.fullmatch(value):
            raise ValueError(f"Expected a number, not {shown(value)}.")
        try:
            # The decoder would forget the name of a file.
            is_file = isinstance(value, FilePart)
            converted = value if is_file else msgspec.convert(value, self.kind, strict=False)
        except (msgspec.ValidationError, UnicodeEncodeError) as error:
            is_secret = isinstance(rule, TextRule) and rule.is_secret
            message = "Expected a text." if is_secret else explain(error, self.kind, value)
            raise FaultyItems([(_item_beyond_limits(error), message)]) from None
        return converted if rule is None or converted is None else rule.fit(converted)


def _whole(number: Decimal) -> int | float:
    """Return the number for a field that takes whole ones, cut to a size that is still far beyond every limit."""
    bounded = max(min(number, Decimal(10**18)), Decimal(-(10**18)))
    return float(bounded) if bounded % 1 else int(bounded)


def kinds_of(kind: Any) -> set[Any]:
    parts = parts_of(msgspec.inspect.type_info(kind))
    return {_PYTHON_TYPES[type(part)] for part in parts if type(part) in _PYTHON_TYPES}


_PYTHON_TYPES: dict[type, type | None] = {
    msgspec.inspect.NoneType: None,
    msgspec.inspect.StrType: str,
    msgspec.inspect.BytesType: bytes,
    msgspec.inspect.IntType: int,
    msgspec.inspect.BoolType: bool,
    msgspec.inspect.ListType: list,
    msgspec.inspect.StructType: dict,
}
_WORDS: dict[Any, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    bytes: "a file",
}


def explain(error: Exception, kind: Any, value: Any) -> str:
    """Translate a decoder's message to words for a caller who doesn't know our types."""
    message, _, _ = str(error).partition(" - at `$")
    _, _, limit = message.partition("`int` ")
    if limit:
        sign, _, bound = limit.partition(" ")
        return f"Must be {_LIMITS[sign]} {bound}."
    if length := _LIST_LENGTH.search(message):
        return f"Must be {_LIMITS[length['sign']]} {length['bound']} long."
    words = _listed(kind) or " or ".join(sorted(_WORDS[known] for known in kinds_of(kind) - {None})) or "a number"
    return f"Expected {words}, not {shown(value)}."


def _item_beyond_limits(error: Exception) -> str:
    """Return the place of an item of a list that is beyond its limits; empty for other faults."""
    found = _ITEM_BEYOND_LIMITS.search(str(error))
    return found[1] if found else ""


def _listed(kind: Any) -> str:
    """Return the values of a field that accepts only some; empty for any other field."""
    parts = parts_of(msgspec.inspect.type_info(kind))
    values = [str(value) for part in parts if isinstance(part, msgspec.inspect.LiteralType) for value in part.values]
    return " or ".join(values)


_LIMITS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}


def shown(value: Any) -> str:
    """Return a value as JSON for a message; `that` if it is long."""
    shown = json.dumps(
        value, ensure_ascii=False, default=lambda each: _whole(each) if type(each) is Decimal else str(each)
    )
    return shown.encode(errors="replace").decode() if len(shown) <= 60 else "that"
