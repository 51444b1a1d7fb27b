"""What a handler may take: everything else is refused when the server starts."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec
import pytest

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.http.arguments import arguments_of
from parlour.http.body import Body
from parlour.http.context import Reading, Retrying, Writing
from parlour.http.pages import Pages
from parlour.http.path_parts import PathPart
from parlour.http.preconditions import Revisions
from parlour.http.query import Query

THING = PathPart("Thing", "The thing.", 3)
Handler = Callable[..., Awaitable[Any]]


class Search(Query, frozen=True):
    page: int = 1


class Form(msgspec.Struct):
    title: str


async def full(
    ctx: Writing,
    thing_id: Annotated[int, THING],
    query: Search,
    pages: Pages,
    data: Body[Form],
    if_match: Revisions,
) -> None: ...


async def for_a_location(ctx: Reading) -> None: ...
async def for_a_user(ctx: Retrying[Identity]) -> None: ...
async def without_context(conn: object) -> None: ...
async def with_an_unknown_argument(ctx: Reading, thing_id: int) -> None: ...
async def with_a_query_of_another_name(ctx: Reading, search: Search) -> None: ...


def test_each_argument_is_known_by_its_name_and_type() -> None:
    found = arguments_of(full, Permission.INVENTORY_VIEW)
    assert found.context is Writing
    assert found.from_path == {"thing_id": THING}
    assert (found.query, found.body, found.is_form) == (Search, Form, False)
    assert (found.takes_pages, found.takes_if_match, found.answer) == (True, True, None)


@pytest.mark.parametrize("handler", [without_context, with_an_unknown_argument, with_a_query_of_another_name])
def test_any_other_argument_is_an_error(handler: Handler) -> None:
    with pytest.raises(TypeError, match=handler.__name__):
        arguments_of(handler, Permission.INVENTORY_VIEW)


@pytest.mark.parametrize("needs", [Permission.INVENTORY_VIEW, Entry.MEMBER])
def test_an_operation_of_a_location_has_a_context_of_one(needs: Permission | Entry) -> None:
    assert arguments_of(for_a_location, needs).context is Reading
    with pytest.raises(TypeError, match="for_a_user"):
        arguments_of(for_a_user, needs)


@pytest.mark.parametrize("needs", [Entry.OPEN, Entry.PARTNER, Entry.PARTNER_OR_USER])
def test_an_operation_without_a_user_has_no_context_of_one(needs: Entry) -> None:
    for handler in (for_a_user, for_a_location):
        with pytest.raises(TypeError, match="the context must be of"):
            arguments_of(handler, needs)
