"""Reading a body: all at once if it is good JSON, otherwise field by field, so that every fault is reported.

A form is read field by field, and so is a query that is sent in place of a body (`http/incoming.py`).

A handler takes `data: Body[wire.Thing]`; for a form, `data: Form[wire.Thing]`. It may look at the good
fields before it accepts the whole, to add faults that only the database can find. The type's `OTHER_NAMES` lists
aliases of fields beyond those of the families. A body that is a list has a type with one field, and `AS_LIST` of the
type is the name of that field; with `EACH_ALONE` its items are bodies themselves, each with its own faults. Two more
attributes are for objects inside of bodies: an item that is no object is the value of the field that `AS_VALUE` of its
type names, and an object with `IN_LIST` may come as the only item of a list.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import UNSET

from parlour.currencies import Currency
from parlour.errors import MISSING, Fault, Invalid, Malformed
from parlour.http.aliases import canonical_fields, canonical_name
from parlour.http.body_fields import FieldReader, shown
from parlour.http.fields import (
    EXAMPLE_CURRENCY,
    FaultyItems,
    MoneyRule,
    NumberRule,
    TooManyDecimals,
    parts_of,
    rule_of,
)
from parlour.http.forms import Leaf, Pairs, nested, texts_of
from parlour.http.numbers import exact_number

# The names in an object, with their values unread.
_PARTS = msgspec.json.Decoder(dict[str, msgspec.Raw])

T = TypeVar("T", bound=msgspec.Struct)
T_co = TypeVar("T_co", bound=msgspec.Struct, covariant=True)


class Body(Generic[T_co]):
    """A body as it was sent: the value if all its fields are good, otherwise the good fields and the faults."""

    def __init__(
        self,
        value: T_co | None,
        fields: dict[str, Any],
        faults: Iterable[Fault] = (),
        too_fine: Mapping[str, Decimal] = MappingProxyType({}),
    ) -> None:
        self._value = value
        self._fields = fields
        self.faults = tuple(faults)
        self.too_fine = too_fine
        """The amounts of money with more decimals than their currency has, by field name."""

    def given(self, name: str) -> Any:
        """Return the value of a good field; UNSET if it was not given or has a fault."""
        return self._fields.get(name, UNSET) if self._value is None else getattr(self._value, name)

    def with_repeated(self, kind: type[T_co], current: Mapping[str, Decimal]) -> "Body[T_co]":
        """Return a copy that accepts amounts with too many decimals if they equal the `current` ones.

        Clients send back everything that they have read, also amounts entered while the currency had more decimals.
        """
        repeated = {name: amount for name, amount in self.too_fine.items() if current.get(name) == amount}
        if not repeated:
            return self
        fields = {**self._fields, **repeated}
        faults = [fault for fault in self.faults if fault.field not in repeated]
        return Body(None if faults else kind(**fields), fields, faults)

    def accept(self, faults: Iterable[Fault] = ()) -> T_co:
        """Return the value. Raise `Invalid` with the body's own faults and the ones passed in."""
        all_faults = (*self.faults, *faults)
        if all_faults or self._value is None:
            raise Invalid(all_faults)
        return self._value

    def accept_within(self, place: str) -> T_co:
        """Return the value of an object in a body. Raise `Invalid` with its faults under its place."""
        if self.faults or self._value is None:
            raise Invalid([Fault(f"{place}.{fault.field}", fault.message) for fault in self.faults])
        return self._value


class Form(Body[T_co]):
    """A submitted form. Files are fields of type bytes."""


class BodyReader(Generic[T]):
    """Reader of bodies of one type, with money in one currency."""

    def __init__(self, kind: type[T], currency: Currency = EXAMPLE_CURRENCY) -> None:
        self.kind = kind
        self.currency = currency
        self.decoder = msgspec.json.Decoder(kind, strict=False)
        self.fields = {field.encode_name: FieldReader.of(field, currency) for field in msgspec.structs.fields(kind)}
        self.other_names: Mapping[str, str] = getattr(kind, "OTHER_NAMES", {})
        self.inside: Mapping[str, tuple[str, ...]] = getattr(kind, "INSIDE", {})
        # Clients send the same few names over and over.
        self._is_alias = lru_cache(maxsize=256)(
            lambda name: canonical_name(name, self.fields, self.other_names) in self.fields
        )
        self.as_list: str | None = getattr(kind, "AS_LIST", None)
        self.numbers = [name for name, field in self.fields.items() if isinstance(field.rule, NumberRule)]
        self.rules = [(field.name, field.rule) for field in self.fields.values() if field.rule is not None]
        self.lists = {name: found for name, field in self.fields.items() if (found := _list_of_structs(field.kind))}
        self.objects = {name: inner for name, field in self.fields.items() if (inner := _struct(field.kind))}
        self._holders = {*self.lists, *self.objects, *self.inside}

    def read(self, raw: bytes) -> Body[T]:
        """Read a JSON body. Raise `Malformed` if it is not JSON, `Invalid` if it is no JSON object."""
        if self.as_list is not None:
            return self._read_list(self.as_list, _load(raw))
        try:
            value = self.decoder.decode(raw)
            for name, rule in self.rules:
                given = getattr(value, name)
                if given is not UNSET and given is not None:
                    setattr(value, name, rule.fit(given))
            is_plain = self._is_plain(_PARTS.decode(raw))
        except (ValueError, RecursionError):  # a fault that the decoder or a rule found
            is_plain = False
        return self._with_cross_field_faults(Body(value, {}) if is_plain else self._read_by_field(_load(raw)))

    def read_item(self, sent: Any) -> Body[T]:
        """Read an item of a list whose faults don't concern the others."""
        if not isinstance(sent, dict):
            return Body(None, {}, [Fault("body", f"Expected an object, not {shown(sent)}.")])
        return self._with_cross_field_faults(self._read_by_field(sent))

    def _read_list(self, name: str, sent: Any) -> Body[T]:
        """Read a body that is a list, or a single one of its items. The faults begin with its position: `[2].date`."""
        items = sent[name] if isinstance(sent, dict) and name in sent else sent
        found = self._with_cross_field_faults(
            self._read_by_field({name: items if isinstance(items, list) else [items]})
        )
        found.faults = tuple(Fault(each.field.removeprefix(name) or "body", each.message) for each in found.faults)
        return found

    def _with_cross_field_faults(self, submitted: Body[T]) -> Body[T]:
        """Add the faults between fields, for a type that has a method `faults_between` to find them."""
        find: Callable[[Callable[[str], Any]], Iterable[Fault]] | None = getattr(self.kind, "faults_between", None)
        if find is not None:
            found_before = {each for fault in submitted.faults for each in (fault.field, fault.field.partition("[")[0])}
            submitted.faults += tuple(fault for fault in find(submitted.given) if fault.field not in found_before)
        return submitted

    def read_form(self, pairs: Iterable[tuple[str, bytes]]) -> Body[T]:
        """Read a form, part by part. A part that should be text and isn't becomes a fault of its field."""
        return self._with_cross_field_faults(self._read_by_field(self._of_form(nested(pairs))))

    def _of_form(self, form: Mapping[str, Any]) -> dict[str, Any]:
        """Return a form as the object that JSON would have for it, with all values as texts."""
        found: dict[str, Any] = {}
        for name, part in canonical_fields(form, self.fields, self.other_names).items():
            if name not in self.fields and name not in self.inside:
                continue
            if isinstance(part, Leaf) and name in self.fields:
                found[name] = self.fields[name].of_form(part)
            elif name in self.objects and isinstance(part, dict):
                found[name] = reader_for(self.objects[name], self.currency)._of_form(part)
            elif name in self.lists and isinstance(part, list):
                reader = self._reader_of_items(name)
                found[name] = [reader._of_form(each) if isinstance(each, dict) else texts_of(each) for each in part]
            else:
                found[name] = texts_of(part)
        return found

    def _reader_of_items(self, name: str) -> "BodyReader[Any]":
        return reader_for(self.lists[name].item_type.cls, self.currency)  # type: ignore[attr-defined] # `_list_of_structs` sees to it

    def knows_any_of(self, pairs: Pairs) -> bool:
        """Return whether any of the names is the name of a field."""
        return any(
            canonical_name(name.partition("[")[0], self.fields, self.other_names) in self.fields for name, _ in pairs
        )

    def _is_plain(self, parts: dict[str, msgspec.Raw]) -> bool:
        """Return whether the decoder has read everything: no alias, no number written as text, no object in it."""
        if not self._holders.isdisjoint(parts):
            return False
        return not any(self._is_alias(name) for name in parts.keys() - self.fields.keys()) and not any(
            name in parts and bytes(parts[name])[:1] == b'"' for name in self.numbers
        )

    def _read_by_field(self, body: Any) -> Body[T]:
        if not isinstance(body, dict):
            raise Invalid([Fault("body", "Expected a JSON object.")])
        sent = self._taken_out(canonical_fields(body, self.fields, self.other_names))
        good: dict[str, Any] = {}
        faults: list[Fault] = []
        too_fine: dict[str, Decimal] = {}
        for wire_name, field in self.fields.items():
            try:
                if not field.is_given(sent.get(wire_name, UNSET)):
                    if field.is_required:
                        raise ValueError(MISSING)
                elif wire_name in self.lists and isinstance(sent[wire_name], list):
                    good[field.name] = self._read_items(wire_name, sent[wire_name])
                elif wire_name in self.objects and isinstance(sent[wire_name], dict):
                    good[field.name] = self._read_object(wire_name, sent[wire_name])
                else:
                    good[field.name] = field.convert(sent[wire_name])
            except Invalid as inner:
                faults += inner.faults
            except ValueError as error:
                faults += _faults_at(wire_name, error)
                if isinstance(error, TooManyDecimals):
                    too_fine[wire_name] = error.value
        return Body(None if faults else self.kind(**good), good, faults, too_fine)

    def _taken_out(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Return the fields, with those added that were sent only inside an object, and objects out of their lists."""
        for name, kind in self.objects.items():
            if getattr(kind, "IN_LIST", False):
                sent[name] = _out_of_list(sent.get(name, UNSET))
        for holder, names in self.inside.items():
            inner = sent.get(holder)
            if not isinstance(inner, dict):
                continue
            for name in names:
                if name in inner and not self.fields[name].is_given(sent.get(name, UNSET)):
                    sent[name] = inner[name]
        return sent

    def _read_object(self, name: str, sent: dict[str, Any]) -> Any:
        """Return the object of a field. Raise `Invalid` with each fault under its place: `social.telegram`."""
        return reader_for(self.objects[name], self.currency)._read_within(name, sent)

    def _read_within(self, place: str, sent: dict[str, Any]) -> T:
        found = self._with_cross_field_faults(self._read_by_field(sent))
        return found.accept_within(place)

    def _read_items(self, name: str, sent: list[Any]) -> list[Any]:
        """Read a list of objects. Raise `Invalid` with each fault under the position of its item: `links[0].title`."""
        kind = self.lists[name]
        if kind.max_length is not None and len(sent) > kind.max_length:
            raise ValueError(f"Must be at most {kind.max_length} long.")
        if len(sent) < (kind.min_length or 0):
            raise ValueError("Must not be empty.")
        reader = self._reader_of_items(name)
        if getattr(self.kind, "EACH_ALONE", False):
            return [reader.read_item(part) for part in sent]
        faults: list[Fault] = []
        items: list[Any] = []
        value_name = getattr(reader.kind, "AS_VALUE", None)
        for number, part in enumerate(sent):
            if value_name is not None and isinstance(part, int | str):
                part = {value_name: part}  # noqa: PLW2901 - the same in its long form
            if not isinstance(part, dict):
                faults.append(Fault(f"{name}[{number}]", f"Expected an object, not {shown(part)}."))
                continue
            try:
                items.append(reader._read_within(f"{name}[{number}]", part))
            except Invalid as inner:
                faults += inner.faults
        if faults:
            raise Invalid(faults)
        return items


def _faults_at(name: str, error: ValueError) -> list[Fault]:
    """Return the faults of a field, or of the items of a list."""
    faults = error.faults if isinstance(error, FaultyItems) else [("", str(error))]
    return [Fault(f"{name}{place}", message) for place, message in faults]


def _out_of_list(sent: Any) -> Any:
    """Return an object that is the only item of a list; None for an empty list."""
    if not isinstance(sent, list) or len(sent) > 1:
        return sent
    return sent[0] if sent else None


def _list_of_structs(kind: Any) -> msgspec.inspect.ListType | None:
    """Return the type of a list of objects; None if the field is something else."""
    for part in parts_of(msgspec.inspect.type_info(kind)):
        if isinstance(part, msgspec.inspect.ListType) and isinstance(part.item_type, msgspec.inspect.StructType):
            return part
    return None


def _struct(kind: Any) -> type[msgspec.Struct] | None:
    """Return the type of the object that a field is, if it is one."""
    for part in parts_of(msgspec.inspect.type_info(kind)):
        if isinstance(part, msgspec.inspect.StructType):
            return part.cls
    return None


def _load(raw: bytes) -> Any:
    """Decode the body with exact numbers. NaN and Infinity, which are not JSON, become faults of their fields."""
    try:
        return json.loads(raw, parse_float=exact_number, parse_int=_exact_int)
    except (ValueError, RecursionError):
        raise Malformed("The body is not valid JSON.") from None


def _exact_int(digits: str) -> int | Decimal:
    """Parse a whole number. Python refuses to read thousands of digits as int, so those become a Decimal."""
    return int(digits) if len(digits) < 100 else exact_number(digits)


def reader_for(kind: type[T], currency: Currency = EXAMPLE_CURRENCY) -> BodyReader[T]:
    """Return the reader of a type, made once; one for each currency if the type contains money."""
    return _reader_for(kind, currency if _holds_money(kind) else EXAMPLE_CURRENCY)


@lru_cache(maxsize=1024)
def _reader_for(kind: type[T], currency: Currency) -> BodyReader[T]:
    return BodyReader(kind, currency)


@lru_cache(maxsize=1024)
def _holds_money(kind: type[msgspec.Struct]) -> bool:
    return any(
        isinstance(rule_of(field.type), MoneyRule)
        for each in structs_of(kind)
        for field in msgspec.structs.fields(each)
    )


def structs_of(kind: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    """Return a body's type and the types of the objects in it and in its lists, each once."""
    found = [kind]
    for each in found:
        for field in msgspec.structs.fields(each):
            items = _list_of_structs(field.type)
            inner = items.item_type.cls if items else _struct(field.type)  # type: ignore[attr-defined] # it is a struct
            if inner is not None and inner not in found:
                found.append(inner)
    return found
