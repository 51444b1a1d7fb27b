"""Names with aliases"""

from typing import ClassVar
from urllib.parse import urlencode

import msgspec
import pytest

from parlour.http.aliases import canonical_fields, canonical_name
from parlour.http.query import Query, query_reader_for


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("location_id", "location_id"),
        ("company_id", "location_id"),
        ("salon_id", "location_id"),
        ("companyId", "location_id"),
        ("locationId", "location_id"),
        ("company_ids", "location_id"),
        ("salonIds", "location_id"),
        ("salon_id[]", "location_id"),
        ("chain_id", "group_id"),
        ("company_group_id", "group_id"),
        ("salonGroupId", "group_id"),
        ("team_member_id", "staff_id"),
        ("masterIds", "staff_id"),
        ("appointment_id", "record_id"),
        ("product_id", "good_id"),
        ("goodIds", "good_id"),
        ("ids[]", "ids"),
        ("ids[0]", "ids"),
        ("ids[12]", "ids"),
        ("changedAfter", "changed_after"),
        ("forBooking", "forBooking"),
    ],
)
def test_a_name_of_the_family_is_renamed_to_the_operations_own(name: str, own: str) -> None:
    """Q-004."""
    own_names = {"location_id", "group_id", "staff_id", "record_id", "good_id", "ids", "changed_after", "forBooking"}
    assert canonical_name(name, own_names, {}) == own


@pytest.mark.parametrize("name", ["title", "client_id", "locations", "id", "good", "location", "_id", "company"])
def test_a_name_of_no_family_stays_as_it_is(name: str) -> None:
    assert canonical_name(name, {"location_id", "good_id"}, {}) == name


def test_a_name_stays_as_it_is_where_the_operation_knows_none_of_its_family() -> None:
    assert canonical_name("staff_id", {"location_id"}, {}) == "staff_id"


def test_an_operation_may_have_aliases_of_its_own() -> None:
    extra = {"search_term": "term"}
    assert canonical_name("search_term", {"term"}, extra) == "term"
    assert canonical_name("searchTerm", {"term"}, extra) == "term"


class Example(Query, frozen=True):
    """Has every kind of parameter."""

    OTHER_NAMES: ClassVar[dict[str, str]] = {"search_term": "term"}
    term: str | None = None
    chain_id: int | None = None
    ids: list[int] | None = None
    staff_ids: list[int] | None = None
    max_count: int = msgspec.field(name="count", default=25)


def rewritten(query: str) -> str:
    return urlencode(query_reader_for(Example).pairs_of(query.encode()))


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("ids[]=1&ids[]=2", "ids=1&ids=2"),
        ("ids%5B%5D=1&ids%5B%5D=2", "ids=1&ids=2"),
        ("ids=1&ids=2", "ids=1&ids=2"),
        ("ids=1,2", "ids=1&ids=2"),
        ("ids=1%2C2", "ids=1&ids=2"),
        ("ids[0]=1&ids[1]=2", "ids=1&ids=2"),
        ("ids[]=1,,2,", "ids=1&ids=2"),
        ("staff_id=1", "staff_ids=1"),
        ("masterIds=1,2", "staff_ids=1&staff_ids=2"),
        ("team_member_id[]=1", "staff_ids=1"),
    ],
)
def test_lists_come_in_many_forms_and_leave_in_one(query: str, canonical: str) -> None:
    assert rewritten(query) == canonical


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("salon_group_id=3", "chain_id=3"),
        ("groupId=3", "chain_id=3"),
        ("search_term=a", "term=a"),
        ("count=5", "count=5"),
        ("unheard_of=5", "unheard_of=5"),
    ],
)
def test_names_are_made_the_operations_own(query: str, canonical: str) -> None:
    assert rewritten(query) == canonical


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("group_id=4&chain_id=5", "chain_id=5"),
        ("chain_id=5&group_id=4", "chain_id=5"),
        ("staff_ids[]=1&master_id=2", "staff_ids=1"),
        ("chain_id=&group_id=4", "chain_id=4"),
    ],
)
def test_an_explicit_value_under_the_own_name_wins(query: str, canonical: str) -> None:
    """Q-004."""
    assert rewritten(query) == canonical


@pytest.mark.parametrize("query", ["term=", "term=&ids=", "ids[]=", "ids=,"])
def test_an_empty_value_is_not_given(query: str) -> None:
    assert rewritten(query) == ""


@pytest.mark.parametrize("query", ["term=a%2Cb", "term=%D1%84%26%3D", "term=a+b", "term=100%25"])
def test_other_values_are_not_touched(query: str) -> None:
    assert rewritten(query) == query


@pytest.mark.parametrize(
    ("fields", "canonical"),
    [
        ({"title": "a", "company_id": 1}, {"title": "a", "location_id": 1}),
        ({"goodId": 1}, {"good_id": 1}),
        ({"parentCategoryId": 1}, {"parent_category_id": 1}),
        ({"location_id": 1, "salon_id": 2}, {"location_id": 1}),
        ({"salon_id": 2, "location_id": None}, {"location_id": None}),
        ({"unheard_of": 1}, {"unheard_of": 1}),
    ],
)
def test_fields_of_a_body_are_renamed_like_parameters(fields: dict[str, object], canonical: dict[str, object]) -> None:
    own = ("title", "location_id", "good_id", "parent_category_id")
    assert canonical_fields(fields, own) == canonical
