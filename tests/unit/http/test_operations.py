"""Declaring operations: what each method makes of its arguments, and what follows from them."""

from collections.abc import Callable
from typing import Annotated, Any

import pytest
from litestar.datastructures import State

from parlour.access.identity import Client, Identity, Partner
from parlour.access.permissions import Entry, Permission
from parlour.errors import Malformed, NotFound
from parlour.http.apis import B2B_V1, B2B_V2, Api
from parlour.http.context import Detached, Reading, Retrying, Writing
from parlour.http.operation import Operation
from parlour.http.operations import Operations, operations_of
from parlour.http.path_parts import LOCATION, LocationInPath, PathPart
from tests.unit.http.scopes import application, request_to, services_without_database

THING = PathPart("Thing", "The thing.", 3)
WORD = PathPart("Word", "The word.", "blue")
ThingInPath = Annotated[int, THING]
WordInPath = Annotated[str, WORD]
RIGHT = Permission.INVENTORY_VIEW
PATH = "/api/v1/things/{location_id}/{word}/{thing_id}"


async def show(ctx: Reading, location_id: LocationInPath, word: WordInPath, thing_id: ThingInPath) -> None: ...
async def show_nothing(ctx: Reading) -> None: ...


def operation(handler: Any = show, path: str = PATH, method: str = "get", api: Api = B2B_V1, **more: Any) -> Operation:
    operations = Operations(api, "Things", "Some things.")
    declare: Callable[..., Any] = getattr(operations, method)
    assert declare(path, "do_it", more.pop("needs", RIGHT), **more)(handler) is handler
    (found,) = operations
    return found


@pytest.mark.parametrize(
    ("method", "status"), [("get", 200), ("post", 201), ("put", 200), ("patch", 200), ("delete", 204)]
)
def test_each_method_declares_the_same_and_has_its_own_status(method: str, status: int) -> None:
    found = operation(method=method)
    assert (found.api, found.method, found.path, found.id) == (B2B_V1, method.upper(), PATH, "do_it")
    assert (found.needs, found.handler, found.status) == (RIGHT, show, status)
    assert (found.tag, found.tag_description) == ("Things", "Some things.")
    assert (found.has_legacy_errors, found.lists_missing, found.open_to_partners, found.changes_access) == (False,) * 4
    assert (found.max_body_bytes, found.last_id_is_optional, found.deprecated) == (1024 * 1024, False, False)
    assert operation(method=method, status=202, lists_missing=True).status == 202


def test_another_tag_is_described_by_its_own_module() -> None:
    found = operation(tag="Others")
    assert (found.tag, found.tag_description) == ("Others", "")


def test_operations_that_are_declared_alike_are_two() -> None:
    first, second = operation(), operation()
    assert len({first, second}) == 2


def test_the_media_type_of_v2_is_required_with_the_head() -> None:
    request = request_to(application(services_without_database()), "/a")
    operation(show_nothing, "/a").check_head(request)
    with pytest.raises(Malformed):
        operation(show_nothing, "/a", api=B2B_V2).check_head(request)


def test_operations_keep_their_order() -> None:
    operations = Operations(B2B_V1, "Things")
    for name in ("b", "a"):
        operations.get(f"/{name}", name, RIGHT)(show_nothing)
    assert [(each.id, each.tag_description) for each in operations] == [("b", ""), ("a", "")]


def test_an_application_knows_the_operations_of_each_api() -> None:
    app = application(services_without_database())
    first, second = operation(show_nothing, "/a"), operation(show_nothing, "/b", api=B2B_V2)
    app.state = State({"operations": [first, second]})
    assert operations_of(app) == [first, second]
    assert operations_of(app, B2B_V1) == [first]
    assert operations_of(app, B2B_V2) == [second]
    assert operations_of(app, B2B_V2, B2B_V1) == [first, second]


def test_an_id_is_unique_in_all_apis() -> None:
    assert (operation().unique_id, operation(api=B2B_V2).unique_id) == ("do_it", "v2.do_it")


def test_the_parts_of_an_address_have_their_meaning_and_kind() -> None:
    found = operation()
    assert [*found.path_parts.items()] == [("location_id", LOCATION), ("word", WORD), ("thing_id", THING)]
    assert found.ids == {"location_id", "thing_id"}
    assert found.paths() == ["/api/v1/things/{location_id:int}/{word:str}/{thing_id:int}"]
    assert found.location_in({"location_id": 4, "thing_id": 7}) == 4


def test_the_last_id_may_be_optional() -> None:
    found = operation(last_id_is_optional=True)
    whole = "/api/v1/things/{location_id:int}/{word:str}/{thing_id:int}"
    assert found.paths() == [whole, "/api/v1/things/{location_id:int}/{word:str}"]


@pytest.mark.parametrize("path", ["/api/v1/things/4/01/7", "/_mock/en/b2b-v1/openapi/api/v1/things/4/+/7"])
def test_ids_are_checked_wherever_the_address_begins(path: str) -> None:
    app = application(services_without_database())
    found, optional = operation(), operation(last_id_is_optional=True)
    whole = {"location_id": 4, "word": "x", "thing_id": 7}
    without = {"location_id": 4, "word": "x"}
    for each in (found, optional):
        each.check_head(request_to(app, path, path_params=whole))
        for odd in (path.replace("/4/", "/04/"), path.replace("/7", "/07")):
            with pytest.raises(NotFound):
                each.check_head(request_to(app, odd, path_params=whole))
    shorter = path.removesuffix("/7")
    optional.check_head(request_to(app, shorter, path_params=without))
    with pytest.raises(NotFound):
        optional.check_head(request_to(app, shorter.replace("/4/", "/04/"), path_params=without))


def test_an_address_may_have_no_ids() -> None:
    found = operation(show_nothing, "/api/v1/01")
    found.check_head(request_to(application(services_without_database()), "/api/v1/01"))
    assert (found.ids, found.paths()) == (frozenset(), ["/api/v1/01"])


async def test_an_id_that_is_left_out_is_0() -> None:
    request = request_to(application(services_without_database()), "/", path_params={"location_id": 4, "word": "x"})
    expected = {"location_id": 4, "word": "x", "thing_id": 0}
    assert await operation(last_id_is_optional=True).read(request) == expected


@pytest.mark.parametrize(
    ("declared", "tokens"),
    [
        ({}, RIGHT),
        ({"needs": Entry.MEMBER}, Entry.MEMBER),
        ({"open_to_partners": True}, Entry.PARTNER_OR_USER),
    ],
)
def test_an_operation_names_its_tokens(declared: dict[str, Any], tokens: Any) -> None:
    assert operation(show_nothing, "/a", **declared).tokens == tokens


async def write_as_open(ctx: Writing[None]) -> None: ...
async def write_as_partner(ctx: Writing[Partner]) -> None: ...
async def write_as_any(ctx: Writing[Identity | None]) -> None: ...
async def write_as_user(ctx: Writing[Identity]) -> None: ...
async def write_as_client(ctx: Writing[Client]) -> None: ...
async def write_there(ctx: Writing) -> None: ...
async def retry_there(ctx: Retrying) -> None: ...
async def read_there(ctx: Reading) -> None: ...
async def detached_there(ctx: Detached) -> None: ...


@pytest.mark.parametrize(
    ("needs", "handler", "takes_key"),
    [
        (Entry.OPEN, write_as_open, False),
        (Entry.PARTNER, write_as_partner, True),
        (Entry.PARTNER_OR_USER, write_as_any, False),
        (Entry.USER, write_as_user, True),
        (Entry.CLIENT, write_as_client, False),
        (Entry.MEMBER, write_there, True),
        (RIGHT, write_there, True),
        (RIGHT, retry_there, True),
        (RIGHT, read_there, False),
        (RIGHT, detached_there, False),
    ],
)
def test_what_writes_for_an_owner_takes_a_key(needs: Any, handler: Any, takes_key: bool) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert operation(handler, "/a", method, needs=needs).takes_key == takes_key
    assert not operation(handler, "/a", needs=needs).takes_key


@pytest.mark.parametrize(
    ("method", "api", "refuses"),
    [("get", B2B_V1, False), ("get", B2B_V2, True), ("post", B2B_V2, False), ("post", B2B_V1, False)],
)
def test_unknown_filters_are_refused_where_v2_reads(method: str, api: Api, refuses: bool) -> None:
    assert operation(show_nothing, "/a", method, api).refuses_filters == refuses
