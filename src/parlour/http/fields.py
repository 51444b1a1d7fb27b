"""The kinds of values in bodies, with their limits and the message when one is broken."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from parlour.currencies import Currency, currency_by_code
from parlour.http.characters import ENDS, is_blank, refuse_in_line, refuse_in_secret, refuse_in_text
from parlour.http.dates import parse_written_instant
from parlour.ids import MAX_ID

EXAMPLE_CURRENCY = currency_by_code("USD")
"""The currency of the examples, and so of the mock."""


class NumberRule(msgspec.Struct, frozen=True):
    """The limits of an exact number. It is rounded to `places` decimals, half away from zero, before it is compared."""

    low: Decimal
    high: Decimal
    places: int
    low_is_excluded: bool = False

    def fit(self, value: Decimal) -> Decimal:
        """Return the number, rounded. Raise `ValueError` with the fault."""
        fitted = self._bounded(value).quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)
        if fitted < self.low or (self.low_is_excluded and fitted == self.low):
            raise ValueError(f"Must be {'more than' if self.low_is_excluded else 'at least'} {self.low}.")
        if fitted > self.high:
            raise ValueError(f"Must be at most {self.high}.")
        return fitted

    def _bounded(self, value: Decimal) -> Decimal:
        """Return the number, cut to one beyond the limits: larger ones have too many digits to be rounded."""
        if not value.is_finite():
            raise ValueError("Expected a number.")
        return max(min(value, self.high + 1), self.low - 1)


# An amount of money computed in binary floating point differs from the exact one by less than this: a fraction of the
# smallest coin or, for large amounts, a few units in the last place of a double (Q-139).
_NOISE = Decimal("1e-6")
_DOUBLE = Decimal(2) ** -50


class TooManyDecimals(ValueError):
    """An amount with more decimals than its currency has; carries the amount."""

    def __init__(self, value: Decimal, currency: Currency) -> None:
        written = f"{value:f}"
        shown = written if len(written) <= 30 else "The amount"
        super().__init__(f"{shown} has more decimals than {currency.code} has ({currency.decimals}).")
        self.value = value


class MoneyRule(NumberRule, frozen=True, kw_only=True):
    """The limits of an amount of money, which has no more decimals than its currency."""

    currency: Currency

    def within(self, currency: Currency) -> "MoneyRule":
        """Return the same limits in another currency."""
        return msgspec.structs.replace(self, currency=currency, places=currency.decimals)

    def fit(self, value: Decimal) -> Decimal:
        """Return the exact amount. Raise `TooManyDecimals`, or `ValueError` with another fault."""
        fitted = super().fit(value)
        if fitted != value:  # very rare
            noise = max(self.currency.smallest * _NOISE, fitted * _DOUBLE)
            if abs(value - fitted) > noise:
                raise TooManyDecimals(value, self.currency)
        return fitted


class TextRule(msgspec.Struct, frozen=True):
    """The limits of a text: its length in characters without white space at the ends, and its characters.

    A secret keeps its white space, and is never repeated in a message.
    """

    low: int
    high: int
    is_secret: bool = False
    has_lines: bool = False
    """Whether it may have more than one line."""
    takes_numbers: bool = False
    """Whether a number is read as its digits."""

    def fit(self, value: str) -> str:
        """Return the text without white space at its ends. Raise `ValueError` with the fault."""
        fitted = value
        if self.is_secret:
            refuse_in_secret(value)
        else:
            fitted = value.strip(ENDS)
            (refuse_in_text if self.has_lines else refuse_in_line)(fitted)
            fitted = fitted.strip()
        if len(fitted) < self.low or (self.low and not self.is_secret and is_blank(fitted)):
            raise ValueError("Must not be empty.")
        if len(fitted) > self.high:
            raise ValueError(f"Must be at most {self.high} characters long.")
        return fitted


class SyntaxRule(msgspec.Struct, frozen=True):
    """The rule for a text with a syntax, such as a colour. `parse` returns its normal form or raises `ValueError`."""

    parse: Callable[[str], str]

    def fit(self, value: str) -> str:
        """Return the text in its normal form. Raise `ValueError` with the fault."""
        return self.parse(value.strip(ENDS))


class CharactersRule(msgspec.Struct, frozen=True):
    """The rule for what may be or hold a text and has no other rule: the characters that no text may contain."""

    def fit(self, value: Any) -> Any:
        """Return the value unchanged. Raise `ValueError` with the fault of a text in it, names of objects included."""
        left = [value]
        while left:
            each = left.pop()
            if isinstance(each, str):
                refuse_in_text(each)
            elif isinstance(each, list):
                left += each
            elif isinstance(each, dict):
                left += [*each, *each.values()]
        return value


class StepRule(msgspec.Struct, frozen=True):
    """The rule for a whole number that must be a multiple of another."""

    step: int

    def fit(self, value: int) -> int:
        """Return the number unchanged. Raise `ValueError` with the fault."""
        if value % self.step:
            raise ValueError(f"Must be a multiple of {self.step}.")
        return value


class FileRule(msgspec.Struct, frozen=True):
    """The requirements for a file. `check` raises `ValueError` with the fault; `sample` is the smallest good file."""

    check: Callable[[bytes], object]
    sample: bytes

    def fit(self, value: bytes) -> bytes:
        """Return the file unchanged. Raise `ValueError` with the fault."""
        self.check(value)
        return value


class InstantRule(msgspec.Struct, frozen=True):
    """The rule for a date and time: any form with one meaning. A very unusual year is taken for a mistake."""

    first_year: int = 1990
    last_year: int = 2100

    def fit(self, value: str) -> str:
        """Return the text without white space at its ends. Raise `ValueError` with the fault."""
        if not self.first_year <= parse_written_instant(value).year <= self.last_year:
            raise ValueError(f"Must be between the years {self.first_year} and {self.last_year}.")
        return value.strip()


class DayRule(msgspec.Struct, frozen=True):
    """The rule for a day: a date without a time."""

    def fit(self, value: str) -> str:
        """Return the day in ISO 8601. Raise `ValueError` with the fault."""
        try:
            return date.fromisoformat(value.strip()).isoformat()
        except ValueError:
            raise ValueError("Expected a day, such as 2026-01-31.") from None


Rule = NumberRule | TextRule | CharactersRule | SyntaxRule | StepRule | InstantRule | DayRule | FileRule


class FaultyItems(ValueError):
    """Faults of a field, each with the place of its item, such as `[2]`, or an empty one, and its message."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__(faults[0][1])
        self.faults = faults


class ItemsRule(msgspec.Struct, frozen=True):
    """The rule for a list each of whose items has one."""

    item: Rule

    def fit(self, values: list[Any]) -> list[Any]:
        """Return the items in their normal form. Raise `FaultyItems` with all that have a fault."""
        fitted, faults = [], []
        for number, value in enumerate(values):
            try:
                fitted.append(self.item.fit(value))
            except ValueError as fault:
                faults.append((f"[{number}]", str(fault)))
        if faults:
            raise FaultyItems(faults)
        return fitted


def number(low: int, high: int, places: int, *, low_is_excluded: bool = False) -> Meta:
    """Annotate a Decimal field with its limits."""
    bound = "exclusiveMinimum" if low_is_excluded else "minimum"
    rule = NumberRule(Decimal(low), Decimal(high), places, low_is_excluded)
    return Meta(extra={"rule": rule}, extra_json_schema={"type": "number", bound: low, "maximum": high})


def money(high: int, low: int = 0) -> Meta:
    """Annotate a Decimal field that is an amount of money; the body's reader binds it to the location's currency."""
    rule = MoneyRule(Decimal(low), Decimal(high), EXAMPLE_CURRENCY.decimals, currency=EXAMPLE_CURRENCY)
    return Meta(extra={"rule": rule}, extra_json_schema={"type": "number", "minimum": low, "maximum": high})


def text(low: int, high: int, *, is_secret: bool = False, has_lines: bool = False, takes_numbers: bool = False) -> Meta:
    """Annotate a str field with its limits."""
    rule = TextRule(low, high, is_secret, has_lines, takes_numbers)
    return Meta(extra={"rule": rule}, extra_json_schema={"minLength": low, "maxLength": high})


def syntax(parse: Callable[[str], str], pattern: str) -> Meta:
    """Annotate a str field whose values `parse` brings into their normal form; `pattern` is published."""
    return Meta(extra={"rule": SyntaxRule(parse)}, extra_json_schema={"pattern": pattern})


def multiple_of(step: int) -> Meta:
    """Annotate an int field whose values are multiples of a number."""
    return Meta(extra={"rule": StepRule(step)}, extra_json_schema={"multipleOf": step})


def instant() -> Meta:
    """Annotate a str field that is a date and time; without an offset it is in the location's time zone."""
    return Meta(extra={"rule": InstantRule()}, extra_json_schema={"format": "date-time"})


def day() -> Meta:
    """Annotate a str field that is a day."""
    return Meta(extra={"rule": DayRule()}, extra_json_schema={"format": "date"})


def file(rule: FileRule) -> Meta:
    """Annotate a bytes field of a form with the requirements for the file."""
    return Meta(extra={"rule": rule}, extra_json_schema={"type": "string", "format": "binary"})


def needs(*groups: str | tuple[str, ...]) -> dict[str, Any]:
    """Return the JSON Schema of a body that needs one field of each group, though the contract requires none."""
    alternatives = [(group,) if isinstance(group, str) else group for group in groups]
    return {
        "allOf": [
            {"required": [*names]} if len(names) == 1 else {"anyOf": [{"required": [name]} for name in names]}
            for names in alternatives
        ]
    }


Money = Annotated[Decimal, money(999_999_999_999)]
SignedMoney = Annotated[Decimal, money(999_999_999_999, -999_999_999_999)]
Amount = Annotated[Decimal, number(0, 9_999_999_999, 4)]
Ratio = Annotated[Decimal, number(0, 9_999_999_999, 4, low_is_excluded=True)]
Title = Annotated[str, text(1, 255)]
ShortText = Annotated[str, text(0, 255)]
LongText = Annotated[str, text(0, 10_000, has_lines=True)]
ExternalId = Annotated[str, text(0, 255, takes_numbers=True)]
"""An id in a system of the client's; a number is kept as text."""
Id = Annotated[int, Meta(ge=1, le=MAX_ID)]
IdOrZero = Annotated[int, Meta(ge=0, le=MAX_ID)]
Switch = Annotated[int, Meta(ge=0, le=1)]
"""0 or 1; true and false are read as well."""
SmallCode = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Moment = Annotated[str, instant()]
Day = Annotated[str, day()]


def rule_of(kind: Any) -> Rule | ItemsRule | None:
    """Return the rule in a field's type, or in the type of its items. What may hold a text always has one."""
    parts = list(parts_of(msgspec.inspect.type_info(kind)))
    if (rule := _rule_in(parts)) is not None:
        return rule
    items = (_rule_in(parts_of(part.item_type)) for part in parts if isinstance(part, msgspec.inspect.ListType))
    if (of_items := next(items, None)) is not None:
        return ItemsRule(of_items)
    return CharactersRule() if any(map(_may_hold_text, parts)) else None


def _may_hold_text(info: msgspec.inspect.Type) -> bool:
    if isinstance(info, msgspec.inspect.ListType):
        return any(map(_may_hold_text, parts_of(info.item_type)))
    return isinstance(info, msgspec.inspect.StrType | msgspec.inspect.AnyType | msgspec.inspect.DictType)


def _rule_in(parts: Iterable[msgspec.inspect.Type]) -> Rule | None:
    for info in parts:
        if isinstance(info, msgspec.inspect.Metadata) and info.extra and "rule" in info.extra:
            rule: Rule = info.extra["rule"]
            return rule
    return None


def parts_of(info: msgspec.inspect.Type) -> Iterator[msgspec.inspect.Type]:
    """Yield a type and all its parts: what is annotated, and each side of a union."""
    yield info
    if isinstance(info, msgspec.inspect.Metadata):
        yield from parts_of(info.type)
    elif isinstance(info, msgspec.inspect.UnionType):
        for option in info.types:
            yield from parts_of(option)
