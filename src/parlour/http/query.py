"""Reading a query into a struct: names, lists and values, with every fault reported at once.

A handler takes `query: wire.ProductSearch`, a subclass of `Query` whose fields are the parameters. The type's
`OTHER_NAMES` lists aliases of parameters beyond those of the families (`aliases`).
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Generic, TypeVar
from urllib.parse import parse_qsl

import msgspec
from msgspec import Meta

from parlour.errors import MISSING, Fault, Invalid, Malformed
from parlour.http.aliases import ABSENT, INDEX, canonical_name
from parlour.http.characters import refuse_in_text
from parlour.http.dates import Day, Instant, WrittenDay, parse_day, parse_instant, parse_written_day
from parlour.http.fields import parts_of
from parlour.ids import MAX_ID
from parlour.refusals import MessageRefusal

Pairs = list[tuple[str, str]]
LONGEST_SHOWN = 60
WHOLE_NUMBER_EXPECTED = "Expected a whole number."
DOCUMENTED_VALUE_EXPECTED = "Expected one of the documented values."


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """The base of all queries: a field is a parameter, whose name in the query is the field's encoded name."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = MappingProxyType({})
    WITHOUT_REQUIRED: ClassVar[MessageRefusal[Malformed] | None] = None
    """What is refused if a required parameter is left out; by default the fault of each."""


Q_co = TypeVar("Q_co", bound=Query, covariant=True)


class QueryReader(Generic[Q_co]):
    """Reader of queries of one type."""

    def __init__(self, kind: type[Q_co]) -> None:
        self.kind = kind
        self.parameters = {field.encode_name: _Parameter.of(field) for field in msgspec.structs.fields(kind)}
        # Clients send the same few names over and over.
        self._own_name = lru_cache(maxsize=256)(lambda name: canonical_name(name, self.parameters, kind.OTHER_NAMES))

    def pairs_of(self, raw: bytes) -> Pairs:
        """Return the pairs of a query under the operation's own names, without values in `ABSENT`.

        Lists may arrive as `ids[]=1&ids[]=2`, `ids=1&ids=2`, `ids=1,2` or `ids[0]=1`; they become `ids=1&ids=2`. A
        value under the operation's own name wins over one under an alias. Unknown names are kept.
        """
        explicit: Pairs = []
        renamed: Pairs = []
        for name, value in parse_qsl(raw.decode("latin-1"), errors="replace"):
            if value in ABSENT:
                continue
            target = self._own_name(name)
            is_list = target in self.parameters and self.parameters[target].is_list
            values = [part for part in value.split(",") if part not in ABSENT] if is_list else [value]
            is_explicit = target in (name, INDEX.sub("", name))
            (explicit if is_explicit else renamed).extend((target, each) for each in values)
        names = {name for name, _ in explicit}
        return explicit + [pair for pair in renamed if pair[0] not in names]

    def read(self, pairs: Pairs) -> Q_co:
        """Return the query. Of several values the last counts, except in a list. Raise `Invalid` with every fault."""
        faults = [Fault(name, words) for name, value in pairs if (words := _odd_character(value))]
        found = self._values_of(pairs)
        if not faults:
            try:
                return msgspec.convert(found, self.kind, strict=False, dec_hook=_decode)
            except msgspec.ValidationError:
                pass
        odd = {fault.field for fault in faults}
        for name, parameter in self.parameters.items():
            if name not in odd and (words := parameter.fault_of(found.get(name))):
                faults.append(Fault(name, words))
        refusal = self.kind.WITHOUT_REQUIRED
        if refusal and any(each.is_required and name not in found for name, each in self.parameters.items()):
            raise refusal.error()
        raise Invalid(faults)

    def _values_of(self, pairs: Pairs) -> dict[str, str | list[str]]:
        found: dict[str, Any] = {}
        for name, value in pairs:
            parameter = self.parameters.get(name)
            if parameter is None:
                continue
            if parameter.is_list:
                found.setdefault(name, []).append(value)
            else:
                found[name] = value
        return found


@lru_cache(maxsize=1024)
def query_reader_for(kind: type[Q_co]) -> QueryReader[Q_co]:
    """Return the reader of a type, made once."""
    return QueryReader(kind)


class IgnoredParameter(msgspec.Struct, frozen=True):
    """A parameter that is described, because clients send it, and has no effect."""

    description: str
    example: Any


def ignored(description: str, examples: Mapping[str, Any]) -> dict[str, IgnoredParameter]:
    """Return parameters with the same description, each with an example."""
    return {name: IgnoredParameter(description, example) for name, example in examples.items()}


class _Parameter(msgspec.Struct, frozen=True):
    """A parameter: its type, the types of a single value (more than one for a union), and whether it is a list."""

    kind: Any
    single: tuple[msgspec.inspect.Type, ...]
    is_list: bool
    is_required: bool

    @classmethod
    def of(cls, field: msgspec.structs.FieldInfo) -> "_Parameter":
        parts = tuple(parts_of(msgspec.inspect.type_info(field.type)))
        items = [part.item_type for part in parts if isinstance(part, msgspec.inspect.ListType)]
        single = tuple(parts_of(items[0])) if items else parts
        return cls(field.type, single, is_list=bool(items), is_required=field.required)

    def fault_of(self, value: str | list[str] | None) -> str | None:
        """Return what is wrong with a value; None if it is good."""
        if value is None:
            return MISSING if self.is_required else None
        try:
            msgspec.convert(value, self.kind, strict=False, dec_hook=_decode)
        except msgspec.ValidationError:
            values = [value] if isinstance(value, str) else value
            return next((words for each in values if (words := self._fault_of_one(each))), DOCUMENTED_VALUE_EXPECTED)
        return None

    def _fault_of_one(self, value: str) -> str | None:
        for part in self.single:
            match part:
                case msgspec.inspect.IntType():
                    return _fault_of_number(value, part.ge, part.le)
                case msgspec.inspect.StrType(max_length=int(longest)) if len(value) > longest:
                    return f"Must be at most {longest} characters long."
                case msgspec.inspect.StrType(min_length=int(shortest)) if len(value) < shortest:
                    return f"Must be at least {shortest} characters long."
                case msgspec.inspect.LiteralType(values=values) if value not in values:
                    return none_of_documented(value)
                case msgspec.inspect.CustomType(cls=kind):
                    return _fault_of_custom(kind, value)
                case _:
                    pass
        return None


def _fault_of_number(value: str, low: int | None, high: int | None) -> str | None:
    try:
        number: int = msgspec.convert(value, int, strict=False)
    except msgspec.ValidationError:
        # The decoder refuses numbers of more than 64 bits; Python refuses those of thousands of digits.
        if not (value.isascii() and value.removeprefix("-").isdecimal()):
            return WHOLE_NUMBER_EXPECTED
        number = -MAX_ID - 1 if value.startswith("-") else MAX_ID + 1
    if high is not None and number > high:
        return f"Must be at most {high}."
    return f"Must be at least {low}." if low is not None and number < low else None


def _odd_character(value: str) -> str | None:
    try:
        refuse_in_text(value)
    except ValueError as fault:
        return str(fault)
    return None


def _decode(kind: type[Any], value: Any) -> Any:
    """Decode the types that msgspec doesn't know: `Instant`, `Day` and `WrittenDay`."""
    if kind is WrittenDay:
        return WrittenDay(parse_written_day(value))
    if kind is Day:
        return Day(parse_day(value))
    return parse_instant(value) if kind is Instant else value


def _fault_of_custom(kind: type[Any], value: str) -> str | None:
    try:
        _decode(kind, value)
    except ValueError as fault:
        return str(fault)
    return None


def none_of_documented(value: str) -> str:
    """Return the message for a value that is not among those that a parameter accepts."""
    return f"{f'`{value}`' if len(value) <= LONGEST_SHOWN else 'That'} is not one of the documented values."


def parameter(description: str, example: Any = None) -> Meta:
    """Annotate a parameter. Without an example its default is the example."""
    return Meta(description=description, examples=None if example is None else [example])


def moment_parameter(description: str, example: str) -> Meta:
    """Annotate a parameter that is a date and time."""
    return parameter(f"{description} ISO 8601; without an offset in the location's time.", example)


def switch_parameter(description: str) -> Meta:
    """Annotate a parameter that is on or off."""
    return parameter(description, example=True)


# 0 is read as 1: see `Pages.rows`.
PageNumber = Annotated[int, Meta(ge=0, le=1_000_000_000), parameter("The page, from 1; 0 is the first page, too.")]
