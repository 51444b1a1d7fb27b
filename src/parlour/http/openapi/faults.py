"""Examples of 422 answers. Those of a body are produced by reading bad bodies with the operation's own reader."""

from collections.abc import Iterator
from typing import Any

import msgspec

from parlour.errors import MISSING, Fault, Invalid
from parlour.http.body import reader_for
from parlour.http.dates import DAY_EXPECTED, INSTANT_EXPECTED
from parlour.http.fields import FileRule, MoneyRule, rule_of
from parlour.http.openapi.shape import Document
from parlour.http.preconditions import TAG_EXPECTED
from parlour.http.query import none_of_documented
from parlour.refusals import Refusal

# One is wrong for every kind of field except a text, the other for a text.
WRONG_VALUES = ("abc", 5)
# An amount of money that doesn't exist in the currency of the examples.
TOO_FINE = 12.345
# A value that is wrong for every parameter that can be wrong.
WRONG_PARAMETER = "x"


def of_body(kind: type[msgspec.Struct], full: Document | list[Document]) -> Iterator[Refusal]:
    """Yield the refusals of a body with a missing field, with a wrong kind of value, and with several faults.

    `full` is a good body with every field.
    """
    if isinstance(full, list):
        yield from _of_list(kind, full)
        return
    required = [name for name, field in reader_for(kind).fields.items() if field.is_required]
    if required:
        without_first = {name: value for name, value in full.items() if name != required[0]}
        yield Refusal("missing_field", "A required field is missing.", Invalid(_faults(kind, without_first)))
    name, value = _wrong_field(kind, full)
    yield Refusal("wrong_kind", "A field has the wrong kind of value.", Invalid(_faults(kind, {**full, name: value})))
    several = _faults(kind, {name: value})
    if len(several) > 1:
        yield Refusal("several_faults", "Several fields have faults. All are listed.", Invalid(several))
    too_fine = _too_fine(kind, full)
    if too_fine is not None:
        summary = "An amount of money has more decimals than the currency of the location, here the dollar."
        yield Refusal("too_many_decimals", summary, Invalid(_faults(kind, too_fine)))


def _of_list(kind: type[msgspec.Struct], full: list[Document]) -> Iterator[Refusal]:
    """Yield the refusals of a list whose last item lacks its first field, and of one with an item that is no object."""
    *others, last = full
    name, *_ = last
    without_first = {other: value for other, value in last.items() if other != name}
    yield Refusal("missing_field", "A required field is missing.", Invalid(_faults(kind, [*others, without_first])))
    yield Refusal("wrong_kind", "An item has the wrong kind.", Invalid(_faults(kind, [*others, WRONG_VALUES[0]])))


def of_form(kind: type[msgspec.Struct], full: Document) -> Iterator[Refusal]:
    """Yield the refusals of a form without its first required field, and with a wrong first field."""
    reader = reader_for(kind)
    parts = {name: _part(reader.fields[name].kind, value) for name, value in full.items()}
    first = next(iter(full))
    for name, summary, sent in (
        ("missing_field", "A required field is missing.", {**parts, first: b""}),
        ("wrong_kind", "A field has the wrong kind of value.", {**parts, first: b"abc"}),
    ):
        given = {field: part for field, part in sent.items() if part}
        yield Refusal(name, summary, Invalid(reader.read_form(given.items()).faults))


def _part(kind: Any, value: Any) -> bytes:
    """Return the example of a field as it is sent in a form."""
    rule = rule_of(kind)
    return rule.sample if isinstance(rule, FileRule) else str(value).encode()


def _wrong_field(kind: type[msgspec.Struct], full: Document) -> tuple[str, Any]:
    """Return the first field for which one of the wrong values is a fault, with that value."""
    return next((name, value) for value in WRONG_VALUES for name in full if _faults(kind, {**full, name: value}))


def _too_fine(kind: type[msgspec.Struct], full: Document) -> Document | None:
    """Return the body with too many decimals in its first amount of money; None if it has no amount."""
    reader = reader_for(kind)
    for name, field in reader.fields.items():
        if isinstance(field.rule, MoneyRule):
            return {**full, name: TOO_FINE}
    for name, inner in reader.objects.items():
        part = _too_fine(inner, full[name]) if name in full else None
        if part is not None:
            return {**full, name: part}
    for name, items in reader.lists.items():
        item = _too_fine(items.item_type.cls, full[name][0]) if name in full else None  # type: ignore[attr-defined] # a list of objects
        if item is not None:
            return {**full, name: [item]}
    return None


def _faults(kind: type[msgspec.Struct], body: Document | list[Any]) -> tuple[Fault, ...]:
    return reader_for(kind).read(msgspec.json.encode(body)).faults


def of_parameters(parameters: list[Document]) -> Iterator[Refusal]:
    """Yield the refusals of a missing parameter, and of the first parameter that can be wrong."""
    for parameter in parameters:
        if parameter["required"]:
            fault = Fault(parameter["name"], MISSING)
            yield Refusal("missing_parameter", f"`{parameter['name']}` is missing.", Invalid([fault]))
    for parameter in parameters:
        if expected := _expected(parameter):
            fault = Fault(parameter["name"], expected)
            yield Refusal("wrong_parameter", f"`{parameter['name']}` has a bad value.", Invalid([fault]))
            return


def _expected(parameter: Document) -> str | None:
    """Return the message for a wrong value of this parameter; None if every text is accepted."""
    schema = parameter["schema"]
    if parameter["name"] == "If-Match":
        return TAG_EXPECTED
    if schema.get("format") == "date-time":
        return INSTANT_EXPECTED
    if schema.get("format") == "date":
        return DAY_EXPECTED
    values = schema.get("items", schema)
    if "enum" in values:
        return none_of_documented(WRONG_PARAMETER)
    match values["type"]:
        case "integer":
            return "Expected a whole number."
        case "boolean":
            return "Expected one of the documented values."
        case _:
            return None
