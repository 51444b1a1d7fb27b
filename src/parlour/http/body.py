"""Reading a JSON body: at once when it is good, field by field when it isn't, so that every fault is told together.

A handler takes `data: Body[wire.Thing]`, a `Submitted`; for a form, `data: Form[wire.Thing]`. It may look at the fields
that are good before it accepts the whole, to add faults that only the database knows.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

import msgspec
from litestar.dto import AbstractDTO
from litestar.handlers import BaseRouteHandler
from litestar.params import JSONBody
from litestar.typing import FieldDefinition
from msgspec import UNSET

from parlour.errors import Fault, Invalid, Malformed
from parlour.http.aliases import canonical_fields, own_name
from parlour.http.fields import NumberRule, Rule, TextRule, parts_of, rule_of
from parlour.http.forms import read_form

if TYPE_CHECKING:
    from litestar._openapi.schema_generation import SchemaCreator
    from litestar.openapi.spec import Reference, Schema

# The names in an object, and what stands behind them unread.
_PARTS = msgspec.json.Decoder(dict[str, msgspec.Raw])

_PLAIN_NUMBER = re.compile(r"\s*[+-]?[0-9]+(\.[0-9]+)?\s*")

T = TypeVar("T", bound=msgspec.Struct)
T_co = TypeVar("T_co", bound=msgspec.Struct, covariant=True)


class Submitted(Generic[T_co]):
    """A body as it was sent: the value when all its fields are good, else the good fields and the faults."""

    def __init__(self, value: T_co | None, fields: dict[str, Any], faults: Iterable[Fault] = ()) -> None:
        self._value = value
        self._fields = fields
        self.faults = tuple(faults)

    def given(self, name: str) -> Any:
        """A good field's value, UNSET when it was not given or has a fault."""
        return self._fields.get(name, UNSET) if self._value is None else getattr(self._value, name)

    def accept(self, faults: Iterable[Fault] = ()) -> T_co:
        """The value. Raises `Invalid` with the body's own faults and the ones passed in."""
        all_faults = (*self.faults, *faults)
        if all_faults or self._value is None:
            raise Invalid(all_faults)
        return self._value


class SubmittedForm(Submitted[T_co]):
    """The same, sent as a form: files are fields of type bytes."""


Body: TypeAlias = JSONBody[Submitted[T]]
"""How a handler asks for its body: `data: Body[wire.Thing]`."""

# Litestar's own reading of forms decodes what it is told to, and fails on what it can't decode.
Form: TypeAlias = JSONBody[SubmittedForm[T]]
"""How a handler asks for a form: `data: Form[wire.Thing]`."""


class BodyReader(Generic[T]):
    """Reads bodies of one type."""

    def __init__(self, kind: type[T]) -> None:
        self.kind = kind
        self.decoder = msgspec.json.Decoder(kind, strict=False)
        self.fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
        # Clients send the same few names over and over.
        self._is_alias = lru_cache(maxsize=256)(lambda name: own_name(name, self.fields, {}) in self.fields)
        self.numbers = [name for name, field in self.fields.items() if isinstance(rule_of(field.type), NumberRule)]
        self.rules: list[tuple[str, Rule]] = [
            (field.name, rule) for field in self.fields.values() if (rule := rule_of(field.type))
        ]
        self.lists = {name: found for name, field in self.fields.items() if (found := _list_of_structs(field.type))}

    def read(self, raw: bytes) -> Submitted[T]:
        """Raises `Malformed` when it is not JSON at all, `Invalid` when it is no JSON object."""
        try:
            value = self.decoder.decode(raw)
            for name, rule in self.rules:
                given = getattr(value, name)
                if given is not UNSET:
                    setattr(value, name, rule.fit(given))
            is_plain = self._is_plain(_PARTS.decode(raw))
        except (ValueError, RecursionError):  # a fault of the decoder or of a rule
            is_plain = False
        return self._as_a_whole(Submitted(value, {}) if is_plain else self._read_by_field(_load(raw)))

    def _as_a_whole(self, submitted: Submitted[T]) -> Submitted[T]:
        """With the faults that lie between fields, for a type that has a method `faults_between` to find them."""
        find: Callable[[Callable[[str], Any]], Iterable[Fault]] | None = getattr(self.kind, "faults_between", None)
        if find is not None:
            told = {fault.field for fault in submitted.faults}
            submitted.faults += tuple(fault for fault in find(submitted.given) if fault.field not in told)
        return submitted

    def read_form(self, parts: Mapping[str, bytes]) -> Submitted[T]:
        """Reads a form, part by part. A part that should be a text and isn't becomes a fault of its field."""
        own = {own_name(name, self.fields, {}): part for name, part in parts.items()}
        files = {name for name, field in self.fields.items() if bytes in _kinds(field.type)}
        return self._read_by_field(
            {name: part if name in files else part.decode(errors="surrogateescape") for name, part in own.items()}
        )

    def _is_plain(self, parts: dict[str, msgspec.Raw]) -> bool:
        """Whether the decoder has read all there is: no other name, no number written as a text, no objects in it."""
        if not self.lists.keys().isdisjoint(parts):
            return False
        return not any(self._is_alias(name) for name in parts.keys() - self.fields.keys()) and not any(
            name in parts and bytes(parts[name])[:1] == b'"' for name in self.numbers
        )

    def _read_by_field(self, body: Any) -> Submitted[T]:
        if not isinstance(body, dict):
            raise Invalid([Fault("body", "Expected a JSON object.")])
        sent = canonical_fields(body, self.fields)
        good: dict[str, Any] = {}
        faults: list[Fault] = []
        for wire_name, field in self.fields.items():
            try:
                if not _is_given(sent.get(wire_name, UNSET), field):
                    if field.required:
                        raise ValueError("This field is missing.")
                elif wire_name in self.lists and isinstance(sent[wire_name], list):
                    good[field.name] = self._read_items(wire_name, sent[wire_name])
                else:
                    good[field.name] = self._convert(sent[wire_name], field)
            except Invalid as inner:
                faults += inner.faults
            except ValueError as error:
                faults.append(Fault(wire_name, str(error)))
        return Submitted(None if faults else self.kind(**good), good, faults)

    def _read_items(self, name: str, sent: list[Any]) -> list[Any]:
        """The objects of a list. Raises `Invalid` with each fault under the place of its item: `links[0].title`."""
        kind = self.lists[name]
        if kind.max_length is not None and len(sent) > kind.max_length:
            raise ValueError(f"Must be at most {kind.max_length} long.")
        if len(sent) < (kind.min_length or 0):
            raise ValueError("Must not be empty.")
        reader = reader_for(kind.item_type.cls)  # type: ignore[attr-defined] # `_list_of_structs` sees to it
        faults: list[Fault] = []
        items: list[Any] = []
        for number, part in enumerate(sent):
            if not isinstance(part, dict):
                faults.append(Fault(f"{name}[{number}]", f"Expected an object, not {_shown(part)}."))
                continue
            item = reader._read_by_field(part)
            faults += [Fault(f"{name}[{number}].{fault.field}", fault.message) for fault in item.faults]
            items.append(item._value)
        if faults:
            raise Invalid(faults)
        return items

    @staticmethod
    def _convert(value: Any, field: msgspec.structs.FieldInfo) -> Any:
        rule = rule_of(field.type)
        if isinstance(value, Decimal) and not isinstance(rule, NumberRule):
            value = _whole(value)
        if isinstance(value, str) and isinstance(rule, NumberRule) and not _PLAIN_NUMBER.fullmatch(value):
            raise ValueError(f"Expected a number, not {_shown(value)}.")
        try:
            converted = msgspec.convert(value, field.type, strict=False)
        except (msgspec.ValidationError, UnicodeEncodeError) as error:
            is_secret = isinstance(rule, TextRule) and rule.is_secret
            raise ValueError("Expected a text." if is_secret else explain(error, field.type, value)) from None
        return converted if rule is None or converted is None else rule.fit(converted)


def _list_of_structs(kind: Any) -> msgspec.inspect.ListType | None:
    """The list of objects that a field is, if it is one."""
    for part in parts_of(msgspec.inspect.type_info(kind)):
        if isinstance(part, msgspec.inspect.ListType) and isinstance(part.item_type, msgspec.inspect.StructType):
            return part
    return None


def _is_given(value: Any, field: msgspec.structs.FieldInfo) -> bool:
    """`null` and the empty text stand for not given, save where the field's type knows them as values."""
    if value is None:
        return None in _kinds(field.type)
    return value is not UNSET and (value != "" or str in _kinds(field.type))


def _load(raw: bytes) -> Any:
    """The body as plain objects, numbers exact. NaN and Infinity, which are no JSON, become faults of their field."""
    try:
        return json.loads(raw, parse_float=Decimal, parse_int=_exact_int)
    except (ValueError, RecursionError):
        raise Malformed("The body is not valid JSON.") from None


def _exact_int(digits: str) -> int | Decimal:
    """Python refuses to read whole numbers of thousands of digits as int."""
    return int(digits) if len(digits) < 100 else Decimal(digits)


def _whole(number: Decimal) -> int | float:
    """The number for a field that wants a whole one: cut to where every limit is long broken."""
    if not number.is_finite():
        return float(number)
    bounded = max(min(number, Decimal(10**18)), Decimal(-(10**18)))
    return float(bounded) if bounded % 1 else int(bounded)


def _kinds(kind: Any) -> set[Any]:
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
    """A decoder's message in words for somebody who doesn't know our types."""
    message, _, _ = str(error).partition(" - at `$")
    _, _, limit = message.partition("`int` ")
    if limit and limit[0] in "<>":
        sign, _, bound = limit.partition(" ")
        return f"Must be {_LIMITS[sign]} {bound}."
    words = " or ".join(sorted(_WORDS[known] for known in _kinds(kind) - {None})) or "a number"
    return f"Expected {words}, not {_shown(value)}."


_LIMITS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}


def _shown(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return shown.encode(errors="replace").decode() if len(shown) <= 60 else "that"


@lru_cache(maxsize=1024)
def reader_for(kind: type[T]) -> BodyReader[T]:
    return BodyReader(kind)


def takes_form(handler: BaseRouteHandler) -> bool:
    """Whether an operation takes a form and no JSON."""
    field = getattr(handler, "parsed_data_field", None)
    return field is not None and field.origin is SubmittedForm


class BodyDTO(AbstractDTO[Any]):
    """What makes Litestar hand a body to `BodyReader`, and describe it by the type inside `Submitted`."""

    def decode_bytes(self, value: bytes) -> Submitted[Any]:
        handler = self.asgi_connection.route_handler
        reader = reader_for(handler.parsed_data_field.args[0])
        if not takes_form(handler):
            return reader.read(value)
        return reader.read_form(read_form(value, self.asgi_connection.headers.get("content-type", "")))

    @classmethod
    def is_supported_model_type_field(cls, field_definition: FieldDefinition) -> bool:
        return field_definition.origin in (Submitted, SubmittedForm)

    @classmethod
    def create_for_field_definition(
        cls, field_definition: FieldDefinition, handler_id: str, *_: Any, **__: Any
    ) -> None:
        """Nothing to prepare: readers are made at the first body of their type."""

    @classmethod
    def create_openapi_schema(
        cls,
        field_definition: FieldDefinition,
        handler_id: str,  # noqa: ARG003 - Litestar's signature
        schema_creator: "SchemaCreator",
    ) -> "Reference | Schema":
        return schema_creator.for_field_definition(FieldDefinition.from_annotation(field_definition.args[0]))

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Any:  # noqa: ARG003 - Litestar's signature
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:  # noqa: ARG003 - Litestar's signature
        return False
