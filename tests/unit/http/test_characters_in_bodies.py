"""What no text may contain is refused in every field of every body that takes a text, whatever else it takes."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from parlour.http.body import BodyReader, reader_for
from parlour.http.body_fields import FieldReader
from parlour.http.fields import TextRule
from parlour.routes import all_operations


def fields_of_bodies() -> Iterator[tuple[type[Any], FieldReader]]:
    seen: set[type[Any]] = set()
    kinds = [operation.arguments.body for operation in all_operations() if operation.arguments.body is not None]
    while kinds:
        if (kind := kinds.pop()) in seen:
            continue
        seen.add(kind)
        reader: BodyReader[Any] = reader_for(kind)
        kinds += [each.item_type.cls for each in reader.lists.values() if hasattr(each.item_type, "cls")]
        kinds += [*reader.objects.values()]
        yield from ((kind, field) for field in reader.fields.values())


def fields_with_texts() -> Iterator[tuple[type[Any], FieldReader]]:
    return ((kind, field) for kind, field in fields_of_bodies() if str in field.kinds)


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "\ufdd0"], ids=["NUL", "half of a pair", "no character"])
def test_a_text_contains_characters_only(text: str) -> None:
    taken = []
    for kind, field in fields_with_texts():
        is_secret = isinstance(field.rule, TextRule) and field.rule.is_secret  # it is hashed, not stored
        try:
            field.convert(text)
        except ValueError:
            continue
        if not is_secret:
            taken.append(f"{kind.__name__}.{field.name}")
    assert taken == []


def test_what_is_in_a_list_or_an_object_contains_characters_only() -> None:
    """Of those fields that keep the texts of such a list or object when they are as they should be."""
    taken, tried = [], 0
    for kind, field in fields_of_bodies():
        for make in (lambda text: [text], lambda text: {"a": text}, lambda text: {"a": {"b": [text]}}):
            try:
                kept = repr(field.convert(make("marked")))
            except ValueError:
                continue
            if "marked" not in kept:  # under a name that the field doesn't know
                continue
            tried += 1
            try:
                field.convert(make("\ud800"))
            except ValueError:
                continue
            taken.append(f"{kind.__name__}.{field.name}")
    assert tried > 10
    assert taken == []


class Named(msgspec.Struct):
    id: int | str | None = None


@pytest.mark.parametrize("sent", [7, "7", " seven ", None])
def test_what_may_be_a_number_or_a_text_stays_as_it_is(sent: int | str | None) -> None:
    assert reader_for(Named).read(msgspec.json.encode({"id": sent})).accept().id == sent
