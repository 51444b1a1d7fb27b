"""The answers of an operation: the successful one, and one for each status of a refusal with named examples."""

from collections.abc import Iterable
from itertools import groupby

import msgspec

from parlour.errors import BadFilters, NotFound
from parlour.http.csv_answer import MEDIA_TYPE as CSV
from parlour.http.cursors import CURSOR, CURSOR_EXAMPLE
from parlour.http.error_answers import RETRY_AFTER_S, STATUSES, envelope
from parlour.http.json import ENCODER
from parlour.http.media_type import MEDIA_TYPE
from parlour.http.openapi.examples import Named, named, of_success, with_cursors
from parlour.http.openapi.schemas import Schemas
from parlour.http.openapi.shape import REF, Document
from parlour.http.operation import Operation
from parlour.http.pdf_answer import MEDIA_TYPE as PDF
from parlour.refusals import Refusal
from parlour.tables.new_workbook import MEDIA_TYPE as WORKBOOK

SUCCESSES = {200: "Done.", 201: "Created.", 202: "Done.", 204: "Done. The answer has no body."}
MEANINGS = {
    400: "The request can't be read.",
    401: "The credentials are missing or invalid.",
    403: "A right is missing.",
    404: "It doesn't exist, or you may not see it.",
    409: "The request conflicts with the current state.",
    412: "It was changed since you read it.",
    413: "The body is too large.",
    415: "The encoding of the body is not supported.",
    422: "Fields or parameters are invalid. The answer lists all faults.",
    429: "Too many requests of this kind in a short time.",
    503: "The database doesn't answer, or its storage is full. Nothing was changed.",
}


def _wait(seconds: int) -> Document:
    schema = {"type": "integer", "minimum": 1}
    return {"Retry-After": {"description": "The number of seconds to wait.", "schema": schema, "example": seconds}}


_CHALLENGE: Document = {
    "WWW-Authenticate": {
        "description": "The scheme of authentication.",
        "schema": {"type": "string"},
        "example": "Bearer",
    }
}
_TAG: Document = {
    "ETag": {
        "description": "The revision of the item, to be sent as `If-Match`.",
        "schema": {"type": "string"},
        "example": '"3"',
    }
}
_ENCODINGS: Document = {
    "Accept-Encoding": {
        "description": "The supported encodings of a body.",
        "schema": {"type": "string"},
        "example": "gzip",
    }
}
HEADERS = {415: _ENCODINGS, 401: _CHALLENGE, 429: _wait(60), 503: _wait(RETRY_AFTER_S)}


def _link(operation: Operation) -> Document:
    address = operation.path.format(**{name: part.example for name, part in operation.path_parts.items()})
    described = {
        "description": (
            "The address of the next page on this host, if there is one (RFC 8288). A search has it only if the"
            " page was requested with `cursor`."
        ),
        "schema": {"type": "string"},
        "example": f'<{address}?{CURSOR}={CURSOR_EXAMPLE}>; rel="next"',
    }
    return {"Link": described}


def success(operation: Operation, schemas: Schemas) -> Document:
    """Return the successful answer."""
    described: Document = {"description": SUCCESSES[operation.status]}
    is_paged = operation.arguments.takes_pages
    headers = {**(_TAG if operation.arguments.has_etag else {}), **(_link(operation) if is_paged else {})}
    if headers:
        described["headers"] = headers
    kind = operation.arguments.answer
    if kind is not None:
        examples = of_success(schemas.of(kind), schemas, operation.includes)
        described["content"] = json_content(schemas.of(kind), with_cursors(examples) if is_paged else examples)
        if operation.api.needs_media_type:
            # Clients accept the media types that are listed here, whatever the parameter `Accept` says (PHP).
            described["content"][MEDIA_TYPE] = {"schema": schemas.of(kind)}
    elif operation.csv_example is not None:
        described["content"] = csv_content(operation.csv_example)
        if operation.has_workbook:
            described["content"][WORKBOOK] = {"schema": {"type": "string", "format": "binary"}}
    elif operation.arguments.is_pdf:
        schema = {"type": "string", "contentMediaType": PDF}
        described["content"] = {PDF: {"schema": schema, "examples": named("pdf", "A PDF begins so.", "%PDF-1.7")}}
    return described


def refused(operation: Operation, refusals: Iterable[Refusal]) -> dict[str, Document]:
    """Return an answer for each status, in order, with an example of each refusal."""
    found = sorted(refusals, key=_status_of)
    return {
        str(status): _refused_with(operation, status, list(alike)) for status, alike in groupby(found, key=_status_of)
    }


def _status_of(refusal: Refusal) -> int:
    return STATUSES[type(refusal.example)]


def _refused_with(operation: Operation, status: int, refusals: list[Refusal]) -> Document:
    examples: Named = {}
    for refusal in refusals:
        meta = operation.api.errors.meta_of(refusal.example, lists_missing=operation.lists_missing)
        body = envelope(status, meta, has_legacy_errors=operation.has_legacy_errors)
        body = msgspec.json.decode(ENCODER.encode(body))  # as it is sent, with numbers as numbers
        examples |= named(refusal.name, refusal.summary, body)
    described: Document = {"description": MEANINGS[status]}
    if status in HEADERS:
        described["headers"] = HEADERS[status]
    name = "LegacyError" if "errors" in body else "Error"
    if status == STATUSES[NotFound] and operation.lists_missing:
        name = "MissingError"
    if any(isinstance(refusal.example, BadFilters) for refusal in refusals):
        name = "FiltersError"
    return {**described, "content": json_content({"$ref": REF.format(name=name)}, examples)}


def form_content(schema: Document, examples: Named) -> Document:
    return {"multipart/form-data": {"schema": schema, "examples": examples}}


def csv_content(example: str) -> Document:
    """Describe lines of CSV by the names in the first one."""
    return {CSV: {"schema": {"type": "string"}, "examples": named("some", "Something was found.", example)}}


def json_content(schema: Document, examples: Named) -> Document:
    return {"application/json": {"schema": schema, "examples": examples}}
