"""The page that a request asks for, the rows to query for it, and the way to the next one."""

from typing import Any

import msgspec
import pytest
from litestar import Request
from msgspec import UNSET

from parlour.errors import Invalid
from parlour.http.cursors import NEXT_PAGE, OTHER_LIST, Position, mark_of, write_cursor
from parlour.http.pages import Pages
from parlour.page_requests import IdSortKey, PageRequest
from tests.unit.http.scopes import application, request_to, services_without_database

HERE = "/api/v1/things/4"
OWN = ("page", "count", "cursor", "colour")


class Query(msgspec.Struct):
    page: int = 1
    count: int = 3
    cursor: str | None = None


class QueryOfV2(msgspec.Struct):
    page: int = 1
    limit: int = 3
    cursor: str | None = None


def request(**where: Any) -> Request[Any, Any, Any]:
    """One over a connection of a server that was just started, unless it says otherwise."""
    return request_to(**{"app": application(services_without_database()), "path": HERE, **where})


def pages(query: Any, *pairs: tuple[str, str], by: Request[Any, Any, Any] | None = None, of: str = "list") -> Pages:
    return Pages(by or request(), of, query, [*pairs], OWN)


def turned(page: int, *, count: int = 3, rows: int = 3, **where: Any) -> PageRequest[IdSortKey]:
    """What is queried for a page, which then has so many rows."""
    asked = pages(Query(page, count), by=request(**where))
    wanted = asked.rows(IdSortKey)
    asked.cut(range(1, rows + 1), IdSortKey)
    return wanted


@pytest.mark.parametrize(
    ("query", "wanted", "passed", "number"),
    [
        (Query(), PageRequest(None, 4), 0, 1),
        (Query(page=0), PageRequest(None, 4), 0, 1),
        (Query(page=2), PageRequest(None, 4, 3), 3, 2),
        (Query(page=3, count=5), PageRequest(None, 6, 10), 10, 3),
        (QueryOfV2(page=3, limit=5), PageRequest(None, 6, 10), 10, 3),
        (Query(cursor="first"), PageRequest(None, 4), 0, 1),
    ],
)
def test_a_page_is_queried_with_one_row_more(query: Any, wanted: Any, passed: int, number: int) -> None:
    asked = pages(query)
    assert asked.rows(IdSortKey) == wanted
    assert (asked.limit, asked.passed, asked.number) == (wanted.limit - 1, passed, number)


def test_an_empty_list_takes_no_room_among_what_is_remembered() -> None:
    services = services_without_database()
    app = application(services)
    turned(1, rows=0, app=app)
    assert not services.page_ends._ends
    turned(1, rows=1, app=app)
    assert len(services.page_ends._ends) == 1


@pytest.mark.parametrize(("at_most", "wanted"), [(2, PageRequest(None, 3, 4)), (3, PageRequest(None, 4, 6))])
def test_a_list_may_have_smaller_pages_than_requested(at_most: int, wanted: Any) -> None:
    asked = pages(Query(page=3))
    assert (asked.rows(IdSortKey, at_most=at_most), asked.limit) == (wanted, at_most)


@pytest.mark.parametrize("found", [0, 2, 3])
@pytest.mark.parametrize(("query", "next_cursor"), [(Query(), UNSET), (Query(cursor="first"), None)])
def test_a_page_with_no_more_rows_than_requested_is_the_last(query: Query, next_cursor: Any, found: int) -> None:
    asked = pages(query, by=(sent := request()))
    asked.rows(IdSortKey)
    assert asked.cut(range(found), IdSortKey) == [*range(found)]
    assert (asked.next_cursor, NEXT_PAGE in sent.scope["state"]) == (next_cursor, False)


def test_the_next_page_has_an_address_on_this_host_and_a_cursor() -> None:
    pairs = [("colour", "red"), ("page", "2"), ("count", "3"), ("_", "7")]
    asked = pages(Query(page=2), *pairs, by=(sent := request(path_params={"location_id": 4})))
    asked.rows(IdSortKey)
    assert asked.cut(range(11, 15), IdSortKey) == [11, 12, 13]
    cursor = write_cursor(Position(mark_of("list", {"location_id": 4}, [("colour", "red")]), 6, IdSortKey(13)))
    expected = f'</parlour{HERE}?colour=red&count=3&_=7&cursor={cursor}>; rel="next"'
    assert sent.scope["state"][NEXT_PAGE] == expected
    assert asked.next_cursor is UNSET


def test_a_cursor_leads_from_page_to_page() -> None:
    first = pages(Query(cursor="first"))
    first.rows(IdSortKey)
    assert first.cut(range(1, 5), IdSortKey) == [1, 2, 3]
    assert isinstance(first.next_cursor, str)
    second = pages(Query(cursor=first.next_cursor, count=2))
    assert second.rows(IdSortKey) == PageRequest(IdSortKey(3), 3)
    assert (second.passed, second.number) == (3, 2)
    second.cut([4, 5, 6], IdSortKey)
    assert isinstance(second.next_cursor, str)
    third = pages(Query(cursor=second.next_cursor))
    assert third.rows(IdSortKey) == PageRequest(IdSortKey(5), 4)
    assert (third.passed, third.number) == (5, 2), "the page on which the sixth row stands"
    third.cut([6], IdSortKey)
    assert third.next_cursor is None


@pytest.mark.parametrize(
    ("of", "path_params", "pairs"),
    [
        ("list", {"location_id": 5}, [("colour", "red")]),
        ("other", {"location_id": 4}, [("colour", "red")]),
        ("list", {"location_id": 4}, [("colour", "blue")]),
        ("list", {"location_id": 4}, []),
    ],
)
def test_a_cursor_belongs_to_an_address_with_its_filters(of: str, path_params: Any, pairs: Any) -> None:
    here = {"location_id": 4}
    first = pages(Query(cursor="first"), ("colour", "red"), by=request(path_params=here))
    first.rows(IdSortKey)
    first.cut(range(1, 5), IdSortKey)
    cursor: Any = first.next_cursor
    again = pages(Query(cursor=cursor), ("count", "2"), ("colour", "red"), ("_", "7"), by=request(path_params=here))
    assert again.rows(IdSortKey).after == IdSortKey(3), "what the list doesn't know is no filter"
    with pytest.raises(Invalid) as caught:
        pages(Query(cursor=cursor), *pairs, by=request(path_params=path_params), of=of).rows(IdSortKey)
    assert caught.value.faults[0].message == OTHER_LIST


def test_a_page_continues_where_the_one_before_ended_on_the_connection() -> None:
    app = application(services_without_database())
    assert turned(1, app=app, rows=4) == PageRequest(None, 4)
    assert turned(2, app=app, rows=2) == PageRequest(IdSortKey(3), 4)
    assert turned(3, app=app, rows=0) == PageRequest(IdSortKey(2), 4)
    assert turned(4, app=app, rows=0) == PageRequest(IdSortKey(2), 4), "an empty page ends where the last row was"
    assert turned(6, app=app) == PageRequest(None, 4, 15)


@pytest.mark.parametrize(
    "where",
    [
        {"client": ("192.0.2.1", 4321)},
        {"client": ("192.0.2.2", 1234)},
        {"headers": {"Authorization": "Bearer other"}},
        {"path_params": {"location_id": 5}},
        {"count": 4},
    ],
)
def test_of_another_client_or_list_rows_are_counted(where: dict[str, Any]) -> None:
    app = application(services_without_database())
    turned(1, app=app)
    count = where.get("count", 3)
    assert turned(2, app=app, **where) == PageRequest(None, count + 1, count)
    assert turned(2, app=app) == PageRequest(IdSortKey(3), 4)


@pytest.mark.parametrize("client", [None, ("192.0.2.1", 0)])
def test_rows_are_counted_where_the_connection_is_unknown(client: Any) -> None:
    app = application(services_without_database())
    turned(1, app=app, client=client)
    assert turned(2, app=app, client=client) == PageRequest(None, 4, 3)


def test_a_page_by_cursor_is_no_page_with_a_number() -> None:
    """On the same connection, the page by number begins after the first rows, wherever the cursor was."""
    app = application(services_without_database())
    cursor: Any = "first"
    for end in (3, 6, 9):
        asked = pages(Query(cursor=cursor), by=request(app=app))
        asked.rows(IdSortKey)
        asked.cut(range(end - 2, end + 2), IdSortKey)
        cursor = asked.next_cursor
    assert turned(2, app=app) == PageRequest(None, 4, 3)
