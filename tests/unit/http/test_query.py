"""Reading a query into a struct: names, lists, values and faults."""

from typing import Annotated, Any, ClassVar, Literal

import msgspec
import pytest
from msgspec import Meta

from parlour.errors import MISSING, Invalid, Malformed
from parlour.http.dates import DAY_EXPECTED, INSTANT_EXPECTED, Day, Instant, WrittenDay
from parlour.http.fields import Id, IdOrZero
from parlour.http.query import (
    DOCUMENTED_VALUE_EXPECTED,
    WHOLE_NUMBER_EXPECTED,
    PageNumber,
    Query,
    ignored,
    moment_parameter,
    parameter,
    query_reader_for,
    switch_parameter,
)
from parlour.ids import MAX_ID
from parlour.refusals import MessageRefusal

REFUSAL = MessageRefusal(Malformed, "left_out", "One of the two is missing.", "Both, please.")


class Example(Query, frozen=True):
    OTHER_NAMES: ClassVar[dict[str, str]] = {"search_term": "term"}
    term: Annotated[Annotated[str, Meta(min_length=2, max_length=5)] | None, parameter("A term.", "argan")] = None
    page: PageNumber = 1
    category_id: Annotated[IdOrZero | None, parameter("A category.", 14)] = None
    location_id: Annotated[Id | None, parameter("A location.", 1)] = None
    since: Annotated[Instant | None, moment_parameter("From here.", "2026-01-31")] = None
    below: Annotated[Literal["critical", "desired"] | None, parameter("Below what.", "critical")] = None
    ids: Annotated[list[Id] | None, parameter("These.", [501])] = msgspec.field(name="filter[ids]", default=None)
    force: Annotated[bool, switch_parameter("1: in any case.")] = False


class Needy(Query, frozen=True):
    term: Annotated[str, parameter("A term.", "argan")]


class Guarded(Query, frozen=True):
    WITHOUT_REQUIRED: ClassVar[MessageRefusal[Malformed]] = REFUSAL
    first: int
    second: int
    page: PageNumber = 1


class Dated(Query, frozen=True):
    day: Day | None = None
    written: WrittenDay | None = None
    since: Instant | None = None


class Lists(Query, frozen=True):
    ids: list[Id] | None = None
    numbers: list[int] | None = None
    names: list[Annotated[str, Meta(min_length=2, max_length=5)]] | None = None
    modes: list[Literal["on", "off"]] | None = None
    limit: Annotated[int, Meta(le=0)] | None = None


def read(raw: str, kind: type[Query] = Example) -> Any:
    reader = query_reader_for(kind)
    return reader.read(reader.pairs_of(raw.encode()))


def faults_of(raw: str, kind: type[Query] = Example) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read(raw, kind)
    return {fault.field: fault.message for fault in refused.value.faults}


def test_an_empty_query_has_the_defaults() -> None:
    assert read("") == Example()


@pytest.mark.parametrize("raw", ["page=2", "page=1&page=2", "PAGE=1&page=2", "page=2.0"])
def test_of_several_values_the_last_counts(raw: str) -> None:
    assert read(raw) == Example(page=2)


@pytest.mark.parametrize(
    "raw",
    [
        "filter[ids]=1&filter[ids]=2",
        "filter[ids][]=1&filter[ids][]=2",
        "filter[ids][0]=1&filter[ids][1]=2",
        "filter[ids]=1,2",
        "filter[ids]=1,,2,null",
    ],
)
def test_a_list_may_be_written_in_many_ways(raw: str) -> None:
    assert read(raw) == Example(ids=[1, 2])


@pytest.mark.parametrize("raw", ["salonId=3", "company_id=3", "locationId=3", "location_id=3&salon_id=4"])
def test_a_parameter_has_the_names_of_its_family(raw: str) -> None:
    assert read(raw) == Example(location_id=3)


def test_a_type_may_have_aliases_of_its_own() -> None:
    assert read("searchTerm=argan") == Example(term="argan")


@pytest.mark.parametrize("value", ["", "null", "undefined"])
def test_an_absent_value_is_the_default(value: str) -> None:
    assert read(f"term={value}&page={value}&filter[ids]={value}") == Example()


def test_unknown_names_are_kept_in_the_pairs_and_ignored() -> None:
    reader = query_reader_for(Example)
    pairs = reader.pairs_of(b"x=1&salon_id=2&sort=title")
    assert pairs == [("x", "1"), ("sort", "title"), ("location_id", "2")]
    assert reader.read(pairs) == Example(location_id=2)


def test_every_fault_is_reported_at_once() -> None:
    raw = "term=abcdef&page=-1&category_id=x&location_id=0&since=x&below=x&filter[ids]=1,0&force=perhaps"
    assert faults_of(raw) == {
        "term": "Must be at most 5 characters long.",
        "page": "Must be at least 0.",
        "category_id": "Expected a whole number.",
        "location_id": "Must be at least 1.",
        "since": INSTANT_EXPECTED,
        "below": "`x` is not one of the documented values.",
        "filter[ids]": "Must be at least 1.",
        "force": "Expected one of the documented values.",
    }


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("1000000001", "Must be at most 1000000000."),
        ("9" * 30, "Must be at most 1000000000."),
        ("9" * 5000, "Must be at most 1000000000."),
        ("-" + "9" * 30, "Must be at least 0."),
        ("1e400", "Expected a whole number."),
        ("1.5", "Expected a whole number."),
        ("%C2%B2", "Expected a whole number."),
        ("%D9%A3" * 30, "Expected a whole number."),
    ],
)
def test_odd_numbers_have_a_fault(value: str, fault: str) -> None:
    assert faults_of(f"page={value}") == {"page": fault}


def test_short_texts_and_missing_ones_have_a_fault() -> None:
    assert faults_of("term=a") == {"term": "Must be at least 2 characters long."}
    assert faults_of("", Needy) == {"term": MISSING}


def test_a_character_that_no_text_may_contain_is_a_fault_of_any_parameter() -> None:
    """Q-095."""
    odd = "Must not contain the character U+202E (RIGHT-TO-LEFT OVERRIDE)."
    assert faults_of("x=%E2%80%AE&term=a%E2%80%AEb&page=x") == {
        "x": odd,
        "term": odd,
        "page": "Expected a whole number.",
    }


def test_a_faulty_parameter_is_reported_once() -> None:
    with pytest.raises(Invalid) as refused:
        read("term=abcdef%E2%80%AE")
    assert [fault.field for fault in refused.value.faults] == ["term"]


@pytest.mark.parametrize(
    ("raw", "value"), [("page=0", 0), ("page=1000000000", 1_000_000_000), ("term=ab", "ab"), ("term=abcde", "abcde")]
)
def test_a_limit_is_a_good_value(raw: str, value: Any) -> None:
    assert getattr(read(raw), raw.partition("=")[0]) == value


@pytest.mark.parametrize("raw", ["", "first=1", "second=1", "first=1&page=x", "first=x"])
def test_a_query_may_refuse_in_its_own_words_what_leaves_out_a_parameter(raw: str) -> None:
    with pytest.raises(Malformed, match="Both, please"):
        read(raw, Guarded)


def test_other_faults_of_such_a_query_are_reported_as_ever() -> None:
    assert read("first=1&second=2", Guarded) == Guarded(first=1, second=2)
    assert faults_of("first=x&second=2", Guarded) == {"first": WHOLE_NUMBER_EXPECTED}
    assert faults_of("first=1&second=2&page=-1", Guarded) == {"page": "Must be at least 0."}


def test_days_and_times_are_read() -> None:
    found = read("day=2026-01-31&written=%2231.1.2026%22&since=2026-01-31T10:00Z", Dated)
    assert found.day.value.isoformat() == found.written.value.isoformat() == "2026-01-31"
    assert found.since.day.isoformat() == "2026-01-31"


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        ("day=31.1.2026", {"day": DAY_EXPECTED}),
        ("written=31/1/2026", {"written": DAY_EXPECTED}),
        ("since=31.1.2026", {"since": INSTANT_EXPECTED}),
        ("day=1989-12-31", {"day": "Must be between the years 1990 and 2100."}),
    ],
)
def test_faulty_days_and_times_are_reported(raw: str, faults: dict[str, str]) -> None:
    assert faults_of(raw, Dated) == faults


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("ids=1,x", WHOLE_NUMBER_EXPECTED),
        (f"ids=5,{MAX_ID},x", WHOLE_NUMBER_EXPECTED),
        (f"ids=1,{MAX_ID + 1}", f"Must be at most {MAX_ID}."),
        (f"ids=1,{'9' * 30}", f"Must be at most {MAX_ID}."),
        ("ids=1,0", "Must be at least 1."),
        ("numbers=-5,5,x", WHOLE_NUMBER_EXPECTED),
        (f"numbers=1,{'9' * 5000}", DOCUMENTED_VALUE_EXPECTED),
        ("names=ab,abcde,a", "Must be at least 2 characters long."),
        ("names=ab,abcdef", "Must be at most 5 characters long."),
        ("modes=on,off,perhaps", "`perhaps` is not one of the documented values."),
        (f"modes=on,{'x' * 60}", f"`{'x' * 60}` is not one of the documented values."),
        (f"modes=on,{'x' * 61}", "That is not one of the documented values."),
        ("limit=1", "Must be at most 0."),
        (f"limit={'9' * 30}", "Must be at most 0."),
    ],
)
def test_of_a_list_the_first_faulty_item_is_reported(raw: str, fault: str) -> None:
    assert faults_of(raw, Lists) == {raw.partition("=")[0]: fault}


@pytest.mark.parametrize(("raw", "term"), [("%D1%84+%26", "ф &"), ("%FF%41", "\ufffdA"), ("a,b", "a,b")])
def test_a_text_is_read_as_it_is_written(raw: str, term: str) -> None:
    assert read(f"term={raw}") == Example(term=term)


def test_a_parameter_is_described_with_its_example_if_it_has_one() -> None:
    assert parameter("A term.", "argan") == Meta(description="A term.", examples=["argan"])
    assert parameter("The page.") == Meta(description="The page.", examples=None)
    assert parameter("None.", 0).examples == [0]
    assert switch_parameter("On.") == Meta(description="On.", examples=[True])
    (name, found), *_ = ignored("Not needed.", {"fields": "id", "more": 1}).items()
    assert (name, found.description, found.example) == ("fields", "Not needed.", "id")
