"""Reading a query into a struct: names, lists, values and faults."""

from typing import Annotated, Any, ClassVar, Literal

import msgspec
import pytest
from msgspec import Meta

from parlour.errors import MISSING, Invalid
from parlour.http.dates import INSTANT_EXPECTED, Instant
from parlour.http.fields import Id, IdOrZero
from parlour.http.query import PageNumber, Query, moment_parameter, parameter, query_reader_for, switch_parameter


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
        ("²", "Expected a whole number."),
        ("٣" * 30, "Expected a whole number."),
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
