"""What a handler may take: everything else is refused when the server starts."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

import msgspec
import pytest

from parlour.access.identity import Client, Identity, Partner
from parlour.access.permissions import Entry, Permission
from parlour.http import body
from parlour.http.arguments import arguments_of
from parlour.http.body import Body
from parlour.http.context import Reading, Retrying, Writing
from parlour.http.csv_answer import CSVAnswer
from parlour.http.json import WithETag
from parlour.http.pages import Pages
from parlour.http.path_parts import PathPart
from parlour.http.pdf_answer import PDFAnswer
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


async def with_a_context_of_no_class(ctx: Literal[1]) -> None: ...
async def with_a_query_of_another_type(ctx: Reading, query: Form) -> None: ...
async def with_pages_of_another_type(ctx: Reading, pages: int) -> None: ...
async def with_tags_of_another_type(ctx: Reading, if_match: int) -> None: ...
async def with_a_plain_body(ctx: Reading, data: Form) -> None: ...
async def with_a_note(ctx: Reading, thing_id: Annotated[int, "a note"]) -> None: ...
async def with_ids(ctx: Reading, thing_id: Annotated[int, "a note", THING], query: Annotated[int, THING]) -> None: ...
async def with_a_form(ctx: Reading, data: body.Form[Form]) -> WithETag[Form]:
    raise NotImplementedError


async def with_rows(ctx: Reading) -> CSVAnswer:
    raise NotImplementedError


async def with_a_picture_of_a_page(ctx: Reading) -> PDFAnswer:
    raise NotImplementedError


async def with_json(ctx: Reading) -> Form:
    raise NotImplementedError


async def for_all(ctx: Reading[None]) -> None: ...
async def for_a_partner(ctx: Reading[Partner]) -> None: ...
async def for_either(ctx: Reading[Identity | None]) -> None: ...
async def for_a_client(ctx: Reading[Client]) -> None: ...


def test_each_argument_is_known_by_its_name_and_type() -> None:
    found = arguments_of(full, Permission.INVENTORY_VIEW)
    assert found.context is Writing
    assert found.from_path == {"thing_id": THING}
    assert (found.query, found.body, found.is_form) == (Search, Form, False)
    assert (found.takes_pages, found.takes_if_match, found.answer) == (True, True, None)


def test_what_a_handler_does_not_take_is_not_there() -> None:
    found = arguments_of(for_a_location, Permission.INVENTORY_VIEW)
    assert (found.from_path, found.query, found.body, found.is_form) == ({}, None, None, False)
    assert (found.takes_pages, found.takes_if_match, found.has_etag, found.is_pdf) == (False, False, False, False)


def test_a_form_is_known_from_a_body() -> None:
    found = arguments_of(with_a_form, Permission.INVENTORY_VIEW)
    assert (found.body, found.is_form) == (Form, True)


def test_ids_may_have_further_annotations_and_any_name() -> None:
    found = arguments_of(with_ids, Permission.INVENTORY_VIEW)
    assert (found.from_path, found.query) == ({"thing_id": THING, "query": THING}, None)


@pytest.mark.parametrize(
    ("handler", "answer", "has_etag", "is_pdf"),
    [
        (with_a_form, Form, True, False),
        (with_json, Form, False, False),
        (with_rows, None, False, False),
        (with_a_picture_of_a_page, None, False, True),
        (for_a_location, None, False, False),
    ],
)
def test_an_answer_is_known_by_its_type(handler: Handler, answer: Any, has_etag: bool, is_pdf: bool) -> None:
    found = arguments_of(handler, Permission.INVENTORY_VIEW)
    assert (found.answer, found.has_etag, found.is_pdf) == (answer, has_etag, is_pdf)


@pytest.mark.parametrize(
    ("handler", "needs"),
    [
        (for_all, Entry.OPEN),
        (for_a_partner, Entry.PARTNER),
        (for_either, Entry.PARTNER_OR_USER),
        (for_a_user, Entry.USER),
        (for_a_client, Entry.CLIENT),
        (for_a_location, Entry.MEMBER),
    ],
)
def test_a_context_is_of_the_caller_that_is_required(handler: Handler, needs: Entry) -> None:
    assert arguments_of(handler, needs).context in (Reading, Retrying)
    for other in set(Entry) - {needs}:
        with pytest.raises(TypeError, match=handler.__name__):
            arguments_of(handler, other)


@pytest.mark.parametrize(
    "handler",
    [
        without_context,
        with_a_context_of_no_class,
        with_an_unknown_argument,
        with_a_query_of_another_name,
        with_a_query_of_another_type,
        with_pages_of_another_type,
        with_tags_of_another_type,
        with_a_plain_body,
        with_a_note,
    ],
)
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
