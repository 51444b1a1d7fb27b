"""Names with aliases"""

from typing import Annotated, cast

import pytest
from litestar import get
from litestar.params import QueryParameter
from litestar.types import Scope

from parlour.app import create_litestar
from parlour.http.aliases import canonical_fields, canonical_query, own_name
from parlour.http.openapi import describe, operations
from parlour.settings import Settings


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
    own_names = {"location_id", "group_id", "staff_id", "record_id", "good_id", "ids", "changed_after", "forBooking"}
    assert own_name(name, own_names, {}) == own


@pytest.mark.parametrize("name", ["title", "client_id", "locations", "id", "good", "location", "_id", "company"])
def test_a_name_of_no_family_stays_as_it_is(name: str) -> None:
    assert own_name(name, {"location_id", "good_id"}, {}) == name


def test_a_name_stays_as_it_is_where_the_operation_knows_none_of_its_family() -> None:
    assert own_name("staff_id", {"location_id"}, {}) == "staff_id"


def test_an_operation_may_have_aliases_of_its_own() -> None:
    extra = {"search_term": "term"}
    assert own_name("search_term", {"term"}, extra) == "term"
    assert own_name("searchTerm", {"term"}, extra) == "term"


@get("/", query_aliases={"search_term": "term"})
async def example(
    term: str | None = None,
    chain_id: int | None = None,
    ids: Annotated[list[int] | None, QueryParameter()] = None,
    staff_ids: Annotated[list[int] | None, QueryParameter()] = None,
    max_count: Annotated[int, QueryParameter(name="count")] = 25,
) -> None:
    """Takes every kind of parameter."""


def rewritten(query: str) -> str:
    scope = cast("Scope", {"query_string": query.encode()})
    canonical_query(scope, example)
    return scope["query_string"].decode()


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
    assert rewritten(query) == canonical


@pytest.mark.parametrize("query", ["term=", "term=&ids=", "ids[]=", "ids=,"])
def test_an_empty_value_is_not_given(query: str) -> None:
    assert rewritten(query) == ""


@pytest.mark.parametrize("query", ["term=a%2Cb", "term=%D1%84%26%3D", "term=a+b", "term=100%25"])
def test_other_values_are_not_touched(query: str) -> None:
    assert rewritten(query) == query


def test_describing_the_application_does_not_change_what_an_operation_calls_its_own() -> None:
    """Making the description must not turn `location_id` in the query (Q-003) into the path's."""
    litestar = create_litestar(Settings(database_url="postgresql://nowhere/none"))
    describe(litestar)
    multiple = next(
        handler for _, _, handler in operations(litestar) if handler.operation_id == "get_product_category_list_by_ids"
    )
    scope = cast("Scope", {"query_string": b"location_id=1&location_id=2"})
    canonical_query(scope, multiple)
    assert scope["query_string"] == b"ids=1&ids=2"


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
