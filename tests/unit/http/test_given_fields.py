"""When a field counts as given, and which value a form gives it."""

from decimal import Decimal
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import UNSET, Meta, UnsetType

from parlour.currencies import currency_by_code
from parlour.http.body_fields import FieldReader
from parlour.http.fields import Day, Id, Moment, Money, ShortText, Title, syntax
from parlour.http.forms import FilePart

Code = Annotated[str, syntax(str.upper, "^[A-Z]$")]


def reader_of(kind: Any, *, is_required: bool = False) -> FieldReader:
    kind, default = (kind, msgspec.NODEFAULT) if is_required else (kind | UnsetType, UNSET)
    (field,) = msgspec.structs.fields(msgspec.defstruct("Thing", [("it", kind, msgspec.field(default=default))]))
    return FieldReader.of(field, currency_by_code("JPY"))


@pytest.mark.parametrize("is_required", [True, False])
@pytest.mark.parametrize(
    ("kind", "is_given", "value"),
    [
        (Title, False, UNSET),
        (Title, False, None),
        (Title | None, True, None),
        (ShortText, True, ""),
        (ShortText | None, True, ""),
        (int | str, True, ""),
        (Id, False, ""),
        (Id | None, False, ""),
        (list[str], False, ""),
        (Money, False, ""),
        (Id, True, 0),
        (bool, True, False),
        (list[Id], True, []),
    ],
)
def test_null_and_the_empty_text_are_given_where_they_are_values(
    kind: Any, value: Any, is_given: bool, is_required: bool
) -> None:
    assert reader_of(kind, is_required=is_required).is_given(value) is is_given


@pytest.mark.parametrize(
    ("kind", "if_optional"),
    [(Moment, False), (Moment | None, False), (Day, False), (Day | None, True), (Code, False), (Code | None, False)],
)
def test_an_empty_date_is_none_unless_it_is_required(kind: Any, if_optional: bool) -> None:
    """Where null takes a day away, the empty text is a fault."""
    assert reader_of(kind).is_given("") is if_optional
    assert reader_of(kind, is_required=True).is_given("") is True


@pytest.mark.parametrize(
    ("kind", "parts", "value"),
    [
        (ShortText, [b"a", b"b"], "a"),
        (ShortText, [b"null"], "null"),
        (ShortText, [b""], ""),
        (ShortText, [b"\xff"], "\udcff"),
        (Id, [b"5", b"6"], "5"),
        (Id, [b"5", b""], "5"),
        (Id, [b"null"], UNSET),
        (Id, [b"undefined"], UNSET),
        (Id, [b""], UNSET),
        (list[Id], [b"1,2,,null"], ["1", "2"]),
        (list[Id], [b"1", b"", b"2"], ["1", "2"]),
        (list[Id] | None, [b"1,2"], ["1", "2"]),
        (Annotated[list[Title], Meta(max_length=2)] | None, [b"1,2"], ["1,2"]),
        (list[Id], [b"1,2", b"3"], ["1,2", "3"]),
        (list[Id], [b""], []),
        (list[Title], [b"a,b"], ["a,b"]),
        (list[Title], [b"a", b"b"], ["a", "b"]),
        (list[str], [b"a,b"], ["a,b"]),
        (list[int | str], [b"a,b"], ["a,b"]),
    ],
)
def test_a_form_gives_a_field_one_value_and_a_list_all(kind: Any, parts: list[bytes], value: Any) -> None:
    assert reader_of(kind).of_form(parts) == value


def test_a_file_stays_what_it_is() -> None:
    sent = FilePart(b"abc")
    sent.filename = "x.png"
    reader = reader_of(bytes)
    assert reader.of_form([sent, b"other"]) is sent
    assert reader.convert(sent) is sent


@pytest.mark.parametrize("kind", [Title, Id, Money, Day, list[Title]])
def test_null_has_no_limits(kind: Any) -> None:
    assert reader_of(kind | None).convert(None) is None


def test_amounts_have_the_decimals_of_the_currency() -> None:
    assert str(reader_of(Money).convert("12")) == "12"
    with pytest.raises(ValueError, match=r"1\.5 has more decimals than JPY"):
        reader_of(Money).convert("1.5")


@pytest.mark.parametrize(("digits", "shown"), [(28, f"0.{'3' * 28}"), (29, "The amount")])
def test_a_long_amount_is_not_repeated(digits: int, shown: str) -> None:
    written = f"0.{'3' * digits}"
    for value in (written, Decimal(written)):
        with pytest.raises(ValueError) as refused:
            reader_of(Money).convert(value)
        assert str(refused.value) == f"{shown} has more decimals than JPY has (0)."
