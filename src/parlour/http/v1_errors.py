"""Errors in the v1 dialect: which error is which status, and the envelope around it. See docs/status-codes.md."""

from collections.abc import Callable, Mapping
from typing import Any

import asyncpg
import structlog
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.exceptions import (
    ClientException,
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from litestar.handlers import HTTPRouteHandler

from parlour import errors
from parlour.db.constraints import meaning_of
from parlour.db.pool import DRIVER_SAYS_AWAY
from parlour.errors import Fault, Invalid, ParlourError
from parlour.http.body import takes_form
from parlour.http.dates import INSTANT_EXPECTED
from parlour.http.forms import FORM_EXPECTED
from parlour.http.logs import loggable

AnyRequest = Request[Any, Any, Any]
log = structlog.get_logger()

STATUSES: dict[type[ParlourError], int] = {
    errors.Malformed: 400,
    errors.Unauthenticated: 401,
    errors.WrongCredentials: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Stale: 412,
    errors.Invalid: 422,
    errors.TooManyAttempts: 429,
    errors.Unavailable: 503,
}
RETRY_AFTER_S = 2


def meta_of(error: ParlourError) -> dict[str, Any]:
    """What the envelope's `meta` says of one of our own errors."""
    meta: dict[str, Any] = {"message": error.message}
    if isinstance(error, Invalid):
        meta["errors"] = [{f"[{fault.field}]": [fault.message]} for fault in error.faults]
    if isinstance(error, errors.Conflict):
        meta["conflict"] = True
    return meta


def envelope(status: int, meta: dict[str, Any], *, has_legacy_errors: bool) -> dict[str, Any]:
    """The body of a refusal; some operations repeat it in the place where older clients look."""
    body: dict[str, Any] = {"success": False, "data": None, "meta": meta}
    if has_legacy_errors and status in (401, 404):
        body["errors"] = {"code": status, "message": meta["message"]}
    return body


def _render(
    request: AnyRequest, status: int, meta: dict[str, Any], headers: Mapping[str, str] | None = None
) -> Response[Any]:
    handler = request.scope.get("route_handler")  # none when there is nothing at the address
    body = envelope(status, meta, has_legacy_errors=getattr(handler, "opt", {}).get("has_legacy_errors", False))
    return Response(body, status_code=status, media_type=MediaType.JSON, headers=dict(headers or {}))


def render_expected(request: AnyRequest, error: ParlourError) -> Response[Any]:
    """One of our own errors."""
    headers: dict[str, str] = {}
    match error:
        case errors.TooManyAttempts():
            headers["Retry-After"] = str(error.retry_after_s)
        case errors.Unavailable():
            # The operator must see why: some of these can also be a fault of ours.
            log.warning("database doesn't answer", reason=repr(error.__cause__ or error))
            headers["Retry-After"] = str(RETRY_AFTER_S)
        case errors.Unauthenticated():
            headers["WWW-Authenticate"] = "Bearer"
        case _:
            pass
    return _render(request, STATUSES[type(error)], meta_of(error), headers)


def render_validation(request: AnyRequest, error: ValidationException) -> Response[Any]:
    """What Litestar found wrong with parameters, in our words."""
    # Numbers in paths have been checked before (authorise); describing the API makes Litestar take them for missing.
    found = error.extra if isinstance(error.extra, list) else []
    details = [detail for detail in found if detail.get("key") not in request.path_params]
    if any(detail.get("key") == "data" for detail in details):
        expected = FORM_EXPECTED if takes_form(request.route_handler) else "A JSON body is expected."
        return render_expected(request, errors.Malformed(expected))
    return render_expected(request, Invalid([Fault(_name(request, detail), _words(detail)) for detail in details]))


def _name(request: AnyRequest, detail: Mapping[str, Any]) -> str:
    key = str(detail.get("key", "request"))
    field = request.route_handler.parsed_fn_signature.parameters.get(key.split(".", maxsplit=1)[0])
    own = getattr(field.kwarg_definition, "name", None) if field is not None else None
    return own or key.split(".", maxsplit=1)[0]


def _words(detail: Mapping[str, Any]) -> str:
    message = str(detail.get("message", ""))
    _, _, limit = message.partition("Expected `int` ")
    if limit.startswith((">=", "<=")):
        return f"Must be {'at least' if limit.startswith('>') else 'at most'} {limit[3:].split()[0]}."
    _, _, length = message.partition("length <= ")
    if length:
        return f"Must be at most {length.split()[0]} characters long."
    if "int" in message:
        return "Expected a whole number."
    if message.startswith(INSTANT_EXPECTED):
        return INSTANT_EXPECTED
    return "Expected one of the documented values."


def render_http(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """Litestar's other errors: no such address, wrong method, body too large, and so on."""
    match error:
        case NotFoundException():
            message = "There is nothing at this address."
        case MethodNotAllowedException():
            message = "This address doesn't know this method."
        case ClientException() if error.status_code == 413:
            message = too_large(request.route_handler)
        case ClientException():
            message = "The request can't be read."
        case _:
            message = "The server failed. Its log tells more under this X-Request-ID."
    return _render(request, error.status_code, {"message": message}, error.headers)


def too_large(handler: HTTPRouteHandler) -> str:
    """What is said of a body over the limit of an operation."""
    return f"The body is too large: at most {(handler.resolve_request_max_body_size() or 0) // 1024**2} MiB is taken."


def render_violation(request: AnyRequest, error: asyncpg.IntegrityConstraintViolationError) -> Response[Any]:
    """A broken constraint that stands for a fault of the caller; any other is a bug."""
    meaning = meaning_of(error)
    return render_unexpected(request, error) if meaning is None else render_expected(request, meaning)


def render_unavailable(request: AnyRequest, error: Exception) -> Response[Any]:
    """What the driver says when the database is away."""
    unavailable = errors.Unavailable()
    unavailable.__cause__ = error
    return render_expected(request, unavailable)


def render_group(request: AnyRequest, error: ExceptionGroup[Exception]) -> Response[Any]:
    """Undoing a transaction failed as well: what had gone wrong before it is what counts."""
    cause = error.__cause__ if isinstance(error.__cause__, Exception) else error
    handler = next(HANDLERS[kind] for kind in type(cause).__mro__ if kind in HANDLERS)
    return render_unexpected(request, cause) if cause is error else handler(request, cause)


def render_unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    """A bug. The caller gets no inside; the log gets all of it."""
    log.error("unexpected error", exc_info=error, path=loggable(request.scope["path"]))
    return _render(request, 500, {"message": "The server failed. Its log tells more under this X-Request-ID."})


HANDLERS: dict[Any, Callable[[AnyRequest, Any], Response[Any]]] = {
    ParlourError: render_expected,
    ValidationException: render_validation,
    HTTPException: render_http,
    asyncpg.IntegrityConstraintViolationError: render_violation,
    ExceptionGroup: render_group,
    Exception: render_unexpected,
    **dict.fromkeys(DRIVER_SAYS_AWAY, render_unavailable),
}
