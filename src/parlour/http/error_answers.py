"""Errors as answers: the status of each error and its message. See docs/status-codes.md.

The dialects of the API (`v1_errors`, `v2_errors`) differ only in how they write the faults of fields.
"""

from collections.abc import Callable, Mapping, Sequence
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
)

from parlour import errors
from parlour.db.failures import leaves_of, unavailable_from
from parlour.errors import Fault, Invalid, ParlourError
from parlour.http.bare import with_legacy_errors
from parlour.http.declared import operation_of
from parlour.http.json import JSONAnswer
from parlour.http.sections import sections_of
from parlour.http.services import Services, services_of

AnyRequest = Request[Any, Any, Any]
log = structlog.get_logger()

STATUSES: dict[type[ParlourError], int] = {
    errors.Malformed: 400,
    errors.BadFilters: 400,
    errors.TooLarge: 413,
    errors.UnknownEncoding: 415,
    errors.TooSlow: 408,
    errors.Oversized: 431,
    errors.Overloaded: 503,
    errors.Unauthenticated: 401,
    errors.WrongCredentials: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Stale: 412,
    errors.Invalid: 422,
    errors.Throttled: 429,
    errors.TooManyAttempts: 429,
    errors.AccessChanged: 503,
    errors.Unavailable: 503,
    errors.StorageFull: 503,
    errors.Busy: 503,
    errors.Abandoned: 499,
}
RETRY_AFTER_S = 2


def envelope(status: int, meta: dict[str, Any], *, has_legacy_errors: bool = False) -> dict[str, Any]:
    """Return the body of a refusal; some operations repeat it where older clients look for it."""
    body: dict[str, Any] = {"success": False, "data": None, "meta": meta}
    if has_legacy_errors and status in (401, 404):
        body["errors"] = {"code": status, "message": meta["message"]}
    return body


class ErrorAnswers:
    """The answers to all errors, in one dialect. `handlers` is what Litestar expects."""

    def __init__(self, write_faults: Callable[[Sequence[Fault]], Any]) -> None:
        self._write_faults = write_faults
        self.handlers: dict[Any, Callable[[AnyRequest, Any], Response[Any]]] = {
            ParlourError: self.expected,
            HTTPException: self.http,
            ExceptionGroup: self.group,
            Exception: self.other,
        }

    def meta_of(self, error: ParlourError, *, lists_missing: bool = False) -> dict[str, Any]:
        """Return the envelope's `meta` for one of our own errors; some operations list what is missing."""
        meta: dict[str, Any] = {"message": error.message}
        if lists_missing and isinstance(error, errors.NotFound):
            meta["errors"] = [{"message": message} for message in error.messages]
        if isinstance(error, errors.NotFound):
            meta.update(error.details)
        if isinstance(error, Invalid):
            meta["errors"] = self._write_faults(error.faults)
        if isinstance(error, errors.Forbidden) and error.code is not None:
            meta["errors"] = self._write_faults([Fault("", error.message, error.code)])
        if isinstance(error, errors.BadFilters):
            meta["errors"] = {"filters": [*error.faults]}
        if isinstance(error, errors.Conflict):
            meta["conflict"] = True
            meta.update(error.details)
        return meta

    def expected(self, request: AnyRequest, error: ParlourError) -> Response[Any]:
        """Answer one of our own errors."""
        headers: dict[str, str] = {}
        match error:
            case errors.Throttled() | errors.Overloaded():
                headers["Retry-After"] = str(error.retry_after_s)
            case errors.Unavailable():
                _note_outage(services_of(request), error)
                headers["Retry-After"] = str(RETRY_AFTER_S)
            case errors.AccessChanged() | errors.Busy():
                headers["Retry-After"] = str(RETRY_AFTER_S)
            case errors.UnknownEncoding():
                headers["Accept-Encoding"] = "gzip"
            case errors.Unauthenticated():
                headers["WWW-Authenticate"] = "Bearer"
            case _:
                pass
        operation = operation_of(request.scope)
        meta = self.meta_of(error, lists_missing=operation is not None and operation.lists_missing)
        return _render(request, STATUSES[type(error)], meta, headers)

    def http(self, request: AnyRequest, error: HTTPException) -> Response[Any]:
        """Answer Litestar's other errors: no such address, wrong method, body too large, and so on."""
        match error:
            case NotFoundException():
                message = "There is no such address."
            case MethodNotAllowedException():
                message = "This address doesn't support this method."
            case ClientException() if error.status_code == 413:
                message = too_large(request.route_handler.resolve_request_max_body_size() or 0)
            case ClientException():
                message = "The request can't be read."
            case _:
                message = "The server failed. Its log has the details under this X-Request-ID."
        return _render(request, error.status_code, {"message": message}, error.headers)

    def group(self, request: AnyRequest, error: ExceptionGroup[Exception]) -> Response[Any]:
        """Answer several errors at once: by the one that came before the others, or else by the worst."""
        found = [each for each in leaves_of(error) if isinstance(each, Exception)]
        if isinstance(first := error.__cause__, Exception):
            # A dependency may have translated it to one of our errors.
            known = {id(first), *map(id, leaves_of(first))}
            return self.answer(request, next((each for each in found if id(each.__cause__) in known), first))
        return self.answer(request, min(found, key=_is_expected))

    def answer(self, request: AnyRequest, error: Exception) -> Response[Any]:
        """Answer any error, with the handler that Litestar would choose."""
        return next(self.handlers[kind] for kind in type(error).__mro__ if kind in self.handlers)(request, error)

    def other(self, request: AnyRequest, error: Exception) -> Response[Any]:
        """Answer an outage that was not translated where it happened, or a bug."""
        unavailable = unavailable_from(error)
        return self.expected(request, unavailable) if unavailable else self.unexpected(request, error)

    def unexpected(self, request: AnyRequest, error: Exception) -> Response[Any]:
        """Answer a bug. The caller gets no details; the log gets all of them."""
        log.error("unexpected error", exc_info=error, path=sections_of(request.app).loggable(request.scope["path"]))
        return _render(request, 500, {"message": "The server failed. Its log has the details under this X-Request-ID."})


def _note_outage(services: Services, error: errors.Unavailable) -> None:
    """Log the reason for the operator: some outages can also be a mistake of ours."""
    is_full = isinstance(error, errors.StorageFull)
    services.outages.note("storage is full" if is_full else "database doesn't answer", errors.reason_of(error))
    # Only for the database: images and uploads may be on another disk, and only they need that one.
    if is_full and isinstance(error.__cause__, asyncpg.PostgresError):
        services.monitor.is_full = True


def _is_expected(error: BaseException) -> bool:
    return isinstance(error, (ParlourError, HTTPException)) or unavailable_from(error) is not None


def too_large(limit_bytes: int) -> str:
    """Return the message for a body over the limit of an operation."""
    return f"The body is too large: at most {limit_bytes // 1024**2} MiB is accepted."


def _render(
    request: AnyRequest, status: int, meta: dict[str, Any], headers: Mapping[str, str] | None = None
) -> Response[Any]:
    operation = operation_of(request.scope)
    body = envelope(status, meta, has_legacy_errors=operation is not None and operation.has_legacy_errors)
    body = with_legacy_errors(request, body, status)
    return JSONAnswer(body, status_code=status, media_type=MediaType.JSON, headers=dict(headers or {}))
