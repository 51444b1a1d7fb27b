"""Each kind of field: the values at its limits and beyond, what is said about others, and how it is described."""

import json
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
import pytest
from msgspec import Meta, UnsetType

from parlour.errors import MISSING
from parlour.http.body import BodyReader
from parlour.http.dates import INSTANT_EXPECTED
from parlour.http.fields import (
    Amount,
    CharactersRule,
    Day,
    ExternalId,
    FaultyItems,
    FileRule,
    Id,
    IdOrZero,
    ItemsRule,
    LongText,
    Moment,
    Money,
    Ratio,
    ShortText,
    SignedMoney,
    SmallCode,
    Switch,
    TextRule,
    Title,
    file,
    multiple_of,
    needs,
    rule_of,
    syntax,
    text,
)
from parlour.ids import MAX_ID

MUCH = 999_999_999_999
MANY = 9_999_999_999
YEARS = "Must be between the years 1990 and 2100."
NO_DAY = "Expected a day, such as 2026-01-31."
NO_LINE = "Must not contain the character U+000A (a control character)."
Secret = Annotated[str, text(2, 5, is_secret=True)]
Step = Annotated[int, multiple_of(300)]
Few = Annotated[list[Id], Meta(min_length=1, max_length=2)]
Between = Annotated[int, Meta(gt=0, lt=10)]


def read(kind: Any, sent: Any) -> Any:
    """Return the value of a field, or what is said about it; what is sent as bytes is JSON already."""
    thing = msgspec.defstruct("Thing", [("it", kind)])
    raw = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    body = BodyReader(thing).read(b'{"it": %s}' % raw)
    if not body.faults:
        return body.accept().it  # type: ignore[attr-defined] # the field above
    (fault,) = body.faults
    return fault.message if fault.field == "it" else {fault.field: fault.message}


@pytest.mark.parametrize(
    ("kind", "sent", "value"),
    [
        *((Money, each, Decimal(each)) for each in (0, MUCH)),
        *((SignedMoney, each, Decimal(each)) for each in (-MUCH, 0, MUCH)),
        *((Amount, each, Decimal(each)) for each in (0, 1, MANY)),
        *((Ratio, each, Decimal(str(each))) for each in (0.0001, 1, MANY)),
        *((Title, "x" * count, "x" * count) for count in (1, 255)),
        *((ShortText, "x" * count, "x" * count) for count in (0, 255)),
        *((LongText, "x" * count, "x" * count) for count in (0, 10_000)),
        *((ExternalId, "x" * count, "x" * count) for count in (0, 255)),
        *((Secret, "x" * count, "x" * count) for count in (2, 5)),
        *((Id, each, each) for each in (1, MAX_ID)),
        *((IdOrZero, each, each) for each in (0, MAX_ID)),
        *((SmallCode, each, each) for each in (0, 2**31 - 1)),
        *((Between, each, each) for each in (1, 9)),
        *((Step, each, each) for each in (0, 300, -600)),
        *((Few, ids, ids) for ids in ([1], [1, MAX_ID])),
        *((Moment, each, each) for each in ("1990-01-01", "2100-12-31T23:59:59Z", "631152000")),
        (Moment, " 2026-01-31 ", "2026-01-31"),
        (Moment, 631_152_000, "631152000"),
        (Moment, b"1.6849119e9", "1684911900"),
        (Moment, b"1684911900.5", "1684911900.5"),
        (Day, " 20260131 ", "2026-01-31"),
        (LongText, "a\nb", "a\nb"),
        (Secret, " \n ", " \n "),
        (ExternalId, b"1e3", "1000"),
        (ExternalId, b"0.0000001", "0.0000001"),
        (Switch | None, True, 1),
        (Annotated[Switch, Meta(description="On or off.")], False, 0),
        (str, " a\nb", " a\nb"),
        (int | str, 5, 5),
        (Id, "5", 5),
        (Id, b"5.0", 5),
        (Literal[1, 2], 2, 2),
        (Title | None, None, None),
        (list[Title] | None, None, None),
    ],
)
def test_a_value_within_the_limits_is_taken(kind: Any, sent: Any, value: Any) -> None:
    found = read(kind, sent)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        (Money, -0.01, "Must be at least 0."),
        (Money, MUCH + 1, f"Must be at most {MUCH}."),
        (SignedMoney, -MUCH - 1, f"Must be at least -{MUCH}."),
        (SignedMoney, MUCH + 1, f"Must be at most {MUCH}."),
        (Amount, -0.0001, "Must be at least 0."),
        (Amount, b"9999999999.0001", f"Must be at most {MANY}."),
        (Ratio, 0.00004, "Must be more than 0."),
        (Ratio, b"9999999999.0001", f"Must be at most {MANY}."),
        (Ratio, "NaN", 'Expected a number, not "NaN".'),
        (Title, "", "Must not be empty."),
        (Title, "x" * 256, "Must be at most 255 characters long."),
        (Title, "a\nb", NO_LINE),
        (ShortText, "x" * 256, "Must be at most 255 characters long."),
        (ShortText, "a\nb", NO_LINE),
        (ShortText, 123_456_789, "Expected a text, not 123456789."),
        (ShortText, b"1e3", "Expected a text, not 1000."),
        (ShortText, b"1e30", f"Expected a text, not {10**18}."),
        (ShortText, b"-1e30", f"Expected a text, not -{10**18}."),
        (LongText, "x" * 10_001, "Must be at most 10000 characters long."),
        (ExternalId, "x" * 256, "Must be at most 255 characters long."),
        (ExternalId, "a\nb", NO_LINE),
        (Secret, "x", "Must not be empty."),
        (Secret, "x" * 6, "Must be at most 5 characters long."),
        (Secret, 12345, "Expected a text."),
        (Id, 0, "Must be at least 1."),
        (Id, MAX_ID + 1, f"Must be at most {MAX_ID}."),
        (Id, b'"\\ud800"', 'Expected a whole number, not "?".'),
        (Id, "é", 'Expected a whole number, not "é".'),
        (Id, "x" * 58, f'Expected a whole number, not "{"x" * 58}".'),
        (Id, "x" * 59, "Expected a whole number, not that."),
        (Id, None, MISSING),
        (IdOrZero, -1, "Must be at least 0."),
        (SmallCode, -1, "Must be at least 0."),
        (SmallCode, 2**31, f"Must be at most {2**31 - 1}."),
        (Switch, 2, "Must be at most 1."),
        (Switch, -1, "Must be at least 0."),
        (Switch, "on", 'Expected a whole number, not "on".'),
        (Between, 0, "Must be at least 1."),
        (Between, 10, "Must be at most 9."),
        (Step, 299, "Must be a multiple of 300."),
        (Few, [], "Must be at least 1 long."),
        (Few, [1, 2, 3], "Must be at most 2 long."),
        (Few, [1, 0], {"it[1]": "Must be at least 1."}),
        (Few, [MAX_ID + 1, 1], {"it[0]": f"Must be at most {MAX_ID}."}),
        (Few, [1, "x"], 'Expected a list, not [1, "x"].'),
        (Few, b"[1.5]", "Expected a list, not [1.5]."),
        (Moment, "1989-12-31T23:59:59Z", YEARS),
        (Moment, "2101-01-01", YEARS),
        (Moment, 10**8, YEARS),
        (Moment, 10**8 - 1, "Expected a text, not 99999999."),
        (Moment, 10**13 - 1, YEARS),
        (Moment, 10**13, "Expected a text, not 10000000000000."),
        (Moment, "soon", INSTANT_EXPECTED),
        (Day, "2026-02-30", NO_DAY),
        (Day, "2026-01-31T10:00", NO_DAY),
        (Day, "", NO_DAY),
        (str, "a\ufdd0", "Must not contain the character U+FDD0 (not a character)."),
        (int | str, "a\ufdd0", "Must not contain the character U+FDD0 (not a character)."),
        (bytes, 5, "Expected a file, not 5."),
        (int | str, [], "Expected a text or a whole number, not []."),
        (Literal["on", "off"] | None, "x", 'Expected off or on, not "x".'),
    ],
)
def test_other_values_are_reported(kind: Any, sent: Any, said: Any) -> None:
    assert read(kind, sent) == said


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        (Money, {"type": "number", "minimum": 0, "maximum": MUCH}),
        (SignedMoney, {"type": "number", "minimum": -MUCH, "maximum": MUCH}),
        (Amount, {"type": "number", "minimum": 0, "maximum": MANY}),
        (Ratio, {"type": "number", "exclusiveMinimum": 0, "maximum": MANY}),
        (Title, {"minLength": 1, "maxLength": 255}),
        (ShortText, {"minLength": 0, "maxLength": 255}),
        (LongText, {"minLength": 0, "maxLength": 10_000}),
        (ExternalId, {"minLength": 0, "maxLength": 255}),
        (Step, {"multipleOf": 300}),
        (Moment, {"format": "date-time"}),
        (Day, {"format": "date"}),
        (Annotated[str, syntax(str.upper, "^x$")], {"pattern": "^x$"}),
        (Annotated[bytes, file(FileRule(len, b"x"))], {"type": "string", "format": "binary"}),
    ],
)
def test_a_kind_is_described_with_its_limits(kind: Any, schema: dict[str, Any]) -> None:
    (meta,) = kind.__metadata__
    assert meta.extra_json_schema == schema


def test_a_body_may_need_one_field_of_a_group() -> None:
    assert needs("a", ("b", "c"), ("d",)) == {
        "allOf": [
            {"required": ["a"]},
            {"anyOf": [{"required": ["b"]}, {"required": ["c"]}]},
            {"required": ["d"]},
        ]
    }


def test_a_file_is_checked_and_stays_as_it_is() -> None:
    def refuse(content: bytes) -> None:
        raise ValueError(f"Not {content!r}.")

    assert FileRule(len, b"x").fit(b"abc") == b"abc"
    with pytest.raises(ValueError, match="Not b'abc'"):
        FileRule(refuse, b"x").fit(b"abc")


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (Title, TextRule(1, 255)),
        (Title | None, TextRule(1, 255)),
        (list[Title], ItemsRule(TextRule(1, 255))),
        (Annotated[list[Title], Meta(max_length=2)] | None, ItemsRule(TextRule(1, 255))),
        (str, CharactersRule()),
        (int | str | None, CharactersRule()),
        (Annotated[str, Meta(extra={"source": "id"})], CharactersRule()),
        (Annotated[int, Meta(extra={"source": "id"})], None),
        (list[int], None),
        (list[str], CharactersRule()),
        (list[int | str], CharactersRule()),
        (list[Any] | UnsetType, CharactersRule()),
        (dict[str, int], CharactersRule()),
        (dict[str, Any] | list[Any], CharactersRule()),
        (Id, None),
    ],
)
def test_the_rule_of_a_type_is_found(kind: Any, rule: Any) -> None:
    assert rule_of(kind) == rule


@pytest.mark.parametrize(
    "value",
    ["a\0b", ["a", "\ud800"], {"a": "\ufdd0"}, {"\ufdd0": 1}, [{"a": [1, {"b": ["\0"]}]}]],
    ids=["text", "list", "object", "name", "deep"],
)
def test_no_text_in_a_value_contains_what_none_may(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^Must not contain the character U\+"):
        CharactersRule().fit(value)


@pytest.mark.parametrize("value", ["a\nb", 7, None, [], {}, {"a": ["b\tc", 1.5, None, True]}])
def test_other_values_stay_as_they_are(value: Any) -> None:
    assert CharactersRule().fit(value) is value


def test_faults_of_items_read_as_the_first_of_them() -> None:
    faults = FaultyItems([("[0]", "First."), ("[2]", "Second.")])
    assert (str(faults), faults.faults) == ("First.", [("[0]", "First."), ("[2]", "Second.")])
