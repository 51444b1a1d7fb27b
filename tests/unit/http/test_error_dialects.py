"""Each error as an answer: its status, its headers, and its body in both dialects of the API."""

from typing import Any

import asyncpg
import httpx
import pytest
from litestar import Litestar, Request, get, post
from litestar.exceptions import (
    ClientException,
    InternalServerException,
    MethodNotAllowedException,
    NotFoundException,
    PermissionDeniedException,
)

from parlour import errors
from parlour.access.permissions import Entry
from parlour.db.failures import unavailable_from
from parlour.errors import Fault
from parlour.http.apis import B2B_V1
from parlour.http.bare import BARE
from parlour.http.context import Detached
from parlour.http.error_answers import envelope, too_large
from parlour.http.operations import Operations
from parlour.http.sections import Section, Sections
from parlour.http.services import Services
from parlour.http.v1_errors import V1_ERRORS
from parlour.http.v2_errors import V2_ERRORS
from tests.support.logs import RECORDER
from tests.unit.http.scopes import application, request_to, services_without_database

RETRY = {"retry-after": "2"}
FAILED = "The server failed. Its log has the details under this X-Request-ID."
EXPECTED: list[tuple[errors.ParlourError, int, dict[str, str]]] = [
    (errors.Malformed("No."), 400, {}),
    (errors.BadFilters("No."), 400, {}),
    (errors.Unauthenticated("No."), 401, {"www-authenticate": "Bearer"}),
    (errors.WrongCredentials(), 401, {"www-authenticate": "Bearer"}),
    (errors.Forbidden("No."), 403, {}),
    (errors.NotFound("Thing"), 404, {}),
    (errors.TooSlow(), 408, {}),
    (errors.Conflict("No."), 409, {}),
    (errors.Stale(), 412, {}),
    (errors.TooLarge("No."), 413, {}),
    (errors.UnknownEncoding(), 415, {"accept-encoding": "gzip"}),
    (errors.Invalid([Fault("title", "No.")]), 422, {}),
    (errors.Throttled("tries", 17), 429, {"retry-after": "17"}),
    (errors.TooManyAttempts(18), 429, {"retry-after": "18"}),
    (errors.Oversized(), 431, {}),
    (errors.Abandoned(), 499, {}),
    (errors.Overloaded(), 503, {"retry-after": "5"}),
    (errors.AccessChanged(), 503, RETRY),
    (errors.Unavailable(), 503, RETRY),
    (errors.StorageFull(), 503, RETRY),
    (errors.Busy(), 503, RETRY),
]
TOLD = {"retry-after", "www-authenticate", "accept-encoding", "allow"}


def failing(error: Exception, services: Services | None = None, **options: Any) -> Litestar:
    """An application with a page that fails so, and an operation for which the options are declared."""
    operations = Operations(B2B_V1, "Things")

    @operations.get("/api/v1/things", "fail", Entry.OPEN, **options)
    async def fail(ctx: Detached[None]) -> None:
        raise error

    @get("/page")
    async def page() -> None:
        raise error

    @post("/sent", request_max_body_size=3 * 1024**2)
    async def send(request: Request[Any, Any, Any]) -> None:
        await request.body()

    handlers = [page, send, *(each.route_handler() for each in operations)]
    return application(
        services or services_without_database(), route_handlers=handlers, exception_handlers=V1_ERRORS.handlers
    )


async def answered(app: Any, path: str = "/api/v1/things", **sent: Any) -> httpx.Response:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://parlour.test") as client:
        return await client.request(sent.pop("method", "GET"), path, **sent)


def headers_of(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name in TOLD}


@pytest.mark.parametrize("path", ["/page", "/api/v1/things"])
@pytest.mark.parametrize(("error", "status", "headers"), EXPECTED)
async def test_an_error_has_a_status_and_headers(
    error: errors.ParlourError, status: int, headers: dict[str, str], path: str
) -> None:
    answer = await answered(failing(error), path)
    assert (answer.status_code, headers_of(answer)) == (status, headers)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {"success": False, "data": None, "meta": V1_ERRORS.meta_of(error)}


FAULTS = (Fault("title", "Missing."), Fault("lines[0].cost", "Wrong."), Fault("title", "Short."))
NUMBERED = Fault("datetime", "Busy.", 433, 7)
METAS: list[tuple[errors.ParlourError, dict[str, Any], dict[str, Any] | None]] = [
    (errors.Malformed("No."), {"message": "No."}, None),
    (errors.Stale(), {"message": errors.Stale().message}, None),
    (
        errors.BadFilters("No.", ["a: b", "c: d"]),
        {"message": "No.", "errors": {"filters": ["a: b", "c: d"]}},
        None,
    ),
    (errors.NotFound("Card", details={"merged_into": 8}), {"message": "Card not found.", "merged_into": 8}, None),
    (errors.Conflict("No."), {"message": "No.", "conflict": True}, None),
    (errors.Conflict("No.", {"stock": [1]}), {"message": "No.", "conflict": True, "stock": [1]}, None),
    (errors.Forbidden("No."), {"message": "No."}, None),
    (
        errors.Forbidden("No.", code=437),
        {"message": "No.", "errors": [{"code": 437, "message": "No."}]},
        {"message": "No.", "errors": {"": ["No."]}},
    ),
    (
        errors.Invalid(FAULTS),
        {
            "message": "title: Missing.; lines[0].cost: Wrong.; title: Short.",
            "errors": [{"[title]": ["Missing."]}, {"[lines[0].cost]": ["Wrong."]}, {"[title]": ["Short."]}],
        },
        {
            "message": "title: Missing.; lines[0].cost: Wrong.; title: Short.",
            "errors": {"title": ["Missing.", "Short."], "lines[0].cost": ["Wrong."]},
        },
    ),
    (
        errors.Invalid([NUMBERED, Fault("datetime", "Busy.", 433)]),
        {
            "message": "datetime: Busy.; datetime: Busy.",
            "errors": [{"code": 433, "id": 7, "message": "Busy."}, {"code": 433, "message": "Busy."}],
        },
        {"message": "datetime: Busy.; datetime: Busy.", "errors": {"datetime": ["Busy.", "Busy."]}},
    ),
]


@pytest.mark.parametrize(("error", "in_v1", "in_v2"), METAS)
def test_a_body_says_what_is_wrong(error: errors.ParlourError, in_v1: Any, in_v2: Any) -> None:
    """Also with what an operation lists for a 404 alone."""
    assert V1_ERRORS.meta_of(error) == in_v1
    assert V2_ERRORS.meta_of(error) == (in_v2 or in_v1)
    if not isinstance(error, errors.NotFound):
        assert V1_ERRORS.meta_of(error, lists_missing=True) == in_v1


async def test_a_404_lists_what_is_missing_only_where_it_is_declared() -> None:
    error = errors.NotFound("Service", "Person")
    listing, plain = failing(error, lists_missing=True), failing(error)
    meta = {"message": "Service not found. Person not found."}
    listed = [{"message": "Service not found."}, {"message": "Person not found."}]
    assert (await answered(listing)).json()["meta"] == {**meta, "errors": listed}
    assert (await answered(plain)).json()["meta"] == (await answered(listing, "/page")).json()["meta"] == meta


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 422])
def test_older_clients_find_some_refusals_where_they_look(status: int) -> None:
    plain = {"success": False, "data": None, "meta": {"message": "No."}}
    older = {"errors": {"code": status, "message": "No."}} if status in (401, 404) else {}
    assert envelope(status, {"message": "No."}) == plain
    assert envelope(status, {"message": "No."}, has_legacy_errors=True) == {**plain, **older}


async def test_older_clients_find_them_only_where_it_is_declared() -> None:
    legacy = failing(errors.NotFound("Location"), has_legacy_errors=True)
    assert (await answered(legacy)).json()["errors"] == {"code": 404, "message": "Location not found."}
    assert "errors" not in (await answered(legacy, "/page")).json()
    assert "errors" not in (await answered(failing(errors.NotFound("Location")))).json()


def test_a_marked_request_is_refused_in_the_older_form() -> None:
    request = request_to(application(services_without_database()), "/", state={BARE: True})
    body = V1_ERRORS.expected(request, errors.Invalid([NUMBERED])).content
    assert body["errors"] == {"code": 433, "message": "datetime: Busy."}


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (NotFoundException("hidden"), 404, "There is no such address."),
        (MethodNotAllowedException("hidden"), 405, "This address doesn't support this method."),
        (ClientException("hidden", status_code=413), 413, "The body is too large: at most 9 MiB is accepted."),
        (ClientException("hidden"), 400, "The request can't be read."),
        (ClientException("hidden", status_code=414), 414, "The request can't be read."),
        (PermissionDeniedException("hidden"), 403, "The request can't be read."),
        (InternalServerException("hidden"), 500, FAILED),
    ],
)
async def test_errors_of_the_framework_have_our_words(error: Exception, status: int, message: str) -> None:
    answer = await answered(failing(error, max_body_bytes=9 * 1024**2 + 5))
    expected = {"success": False, "data": None, "meta": {"message": message}}
    assert (answer.status_code, answer.json()) == (status, expected)


async def test_the_router_refuses_in_the_same_words() -> None:
    app = failing(KeyError())
    missing = await answered(app, "/nowhere")
    assert (missing.status_code, missing.json()["meta"]) == (404, {"message": "There is no such address."})
    wrong = await answered(app, "/sent")
    assert (wrong.status_code, {*wrong.headers["allow"].split(", ")}) == (405, {"OPTIONS", "POST"})
    assert wrong.json()["meta"] == {"message": "This address doesn't support this method."}
    large = await answered(app, "/sent", method="POST", content=b"x" * (3 * 1024**2 + 1))
    assert (large.status_code, large.json()["meta"]) == (413, {"message": too_large(3 * 1024**2)})


@pytest.mark.parametrize(
    ("limit", "said"),
    [(1024**2, "at most 1 MiB"), (2 * 1024**2 - 1, "at most 1 MiB"), (20 * 1024**2, "at most 20 MiB")],
)
def test_a_limit_is_said_in_whole_mebibytes(limit: int, said: str) -> None:
    assert too_large(limit) == f"The body is too large: {said} is accepted."


async def test_a_bug_shows_in_the_log_alone() -> None:
    app = failing(bug := KeyError("secret"))
    before = len(RECORDER.entries)
    answer = await answered(app, "/page")
    assert (answer.status_code, answer.json()["meta"]) == (500, {"message": FAILED})
    (entry,) = RECORDER.entries[before:]
    assert entry == {"event": "unexpected error", "exc_info": bug, "path": "/page", "log_level": "error"}


async def test_a_secret_address_is_not_logged_with_a_bug() -> None:
    app = failing(KeyError())
    app.state["sections"] = Sections([Section("/pa", has_secret_addresses=True)])
    before = len(RECORDER.entries)
    await answered(app, "/page")
    assert [entry["path"] for entry in RECORDER.entries[before:]] == ["/pa…"]


def caused(error: errors.Unavailable, cause: BaseException | None) -> errors.Unavailable:
    error.__cause__ = cause
    return error


FULL_DISK = OSError(28, "full")
FULL_DATABASE = asyncpg.DiskFullError("full")
GOING = asyncpg.AdminShutdownError("going")


@pytest.mark.parametrize(
    ("error", "event", "reason", "is_full"),
    [
        (caused(errors.Unavailable(), None), "database doesn't answer", repr(errors.Unavailable()), False),
        (caused(errors.Unavailable(), GOING), "database doesn't answer", repr(GOING), False),
        (caused(errors.StorageFull(), None), "storage is full", repr(errors.StorageFull()), False),
        (caused(errors.StorageFull(), FULL_DISK), "storage is full", repr(FULL_DISK), False),
        (caused(errors.StorageFull(), FULL_DATABASE), "storage is full", repr(FULL_DATABASE), True),
    ],
)
async def test_an_outage_is_logged_with_its_reason(
    error: errors.Unavailable, event: str, reason: str, is_full: bool
) -> None:
    """A full database is known from then on; a full disk may be another one."""
    assert unavailable_from(error) is error
    services = services_without_database()
    before = len(RECORDER.entries)
    answer = await answered(failing(error, services))
    assert (answer.status_code, headers_of(answer)) == (503, RETRY)
    (entry,) = RECORDER.entries[before:]
    assert entry == {"event": event, "reason": reason, "requests": 1, "log_level": "warning"}
    assert services.monitor.is_full is is_full
