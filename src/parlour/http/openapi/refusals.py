"""The refusals of an operation, derived from its requirements; the operation declares further ones in `refuses`."""

from collections.abc import Iterator

from parlour.access.ip_allowlist import NOT_FROM_HERE
from parlour.access.permissions import Entry, Permission
from parlour.errors import (
    Conflict,
    Fault,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    ParlourError,
    Stale,
    TooLarge,
    Unauthenticated,
    Unavailable,
    UnknownEncoding,
)
from parlour.http.credentials import Credentials
from parlour.http.cursors import CURSOR, NO_CURSOR, OTHER_LIST, TWO_WAYS
from parlour.http.error_answers import too_large
from parlour.http.forms import FORM_EXPECTED
from parlour.http.idempotency import HEADER, OTHER_REQUEST, UNDER_WAY
from parlour.http.incoming import JSON_EXPECTED
from parlour.http.media_type import MEDIA_TYPE_EXPECTED
from parlour.http.openapi import faults
from parlour.http.openapi.shape import Document
from parlour.http.operation import Operation
from parlour.http.v2_query import NO_SUCH
from parlour.refusals import NO_ACCESS, NO_RIGHT, Refusal


def refusals_of(operation: Operation, parameters: list[Document], example: Document) -> list[Refusal]:
    """Return all refusals of an operation, each kind once; `example` is a good body."""
    return [
        *_of_media_type(operation),
        *_of_body(operation, example),
        *_of_tokens(operation.tokens),
        *_of_address_of_caller(operation.needs),
        *_of_right(operation.needs),
        *_of_address(operation),
        *_of_parameters(parameters),
        *_of_cursor(operation),
        *_of_key(operation),
        *_of_filters(operation),
        *operation.refuses,
        Refusal("database_away", "The database is unavailable, or too busy to answer in time.", Unavailable()),
    ]


def _of_media_type(operation: Operation) -> Iterator[Refusal]:
    if operation.api.needs_media_type:
        yield Refusal("no_media_type", "`Accept` doesn't have the media type.", Malformed(MEDIA_TYPE_EXPECTED))


def _of_body(operation: Operation, example: Document) -> Iterator[Refusal]:
    body, is_form = operation.arguments.body, operation.arguments.is_form
    if body is None:
        return
    if is_form:
        yield Refusal("bad_form", "The form is malformed or incomplete.", Malformed("The form can't be read."))
        yield Refusal("no_form", "The body is not a form.", Malformed(FORM_EXPECTED))
    else:
        yield Refusal("not_json", "The body is not JSON.", Malformed("The body is not valid JSON."))
        yield Refusal("no_body", "There is no body.", Malformed(JSON_EXPECTED))
    yield Refusal("too_large", "The body is over the limit.", TooLarge(too_large(operation.max_body_bytes)))
    yield Refusal("unknown_encoding", "The body is compressed with something else than gzip.", UnknownEncoding())
    yield from (faults.of_form if is_form else faults.of_body)(body, example)


def _of_tokens(required: Permission | Entry) -> Iterator[Refusal]:
    if required is Entry.OPEN:
        return
    needs_user = isinstance(required, Permission) or required in (Entry.USER, Entry.CLIENT, Entry.MEMBER)
    yield Refusal("no_partner_token", "No partner token was sent.", _complaint(Credentials(None, None)))
    if needs_user:
        yield Refusal("no_user_token", "No user token was sent.", _complaint(Credentials("partner", None)))
    unknown_partner = Unauthenticated("The partner token is unknown or revoked.")
    yield Refusal("unknown_partner_token", "No partner has this token.", unknown_partner)
    if needs_user or required is Entry.PARTNER_OR_USER:
        unknown_user = Unauthenticated("The user token is unknown or revoked.")
        yield Refusal("unknown_user_token", "No session has this token, or the session has ended.", unknown_user)


def _complaint(credentials: Credentials) -> ParlourError:
    """Return the error for incomplete credentials."""
    try:
        credentials.need_pair()
    except Unauthenticated as error:
        return Unauthenticated(error.message)
    raise ValueError("These credentials are complete.")


def _of_address_of_caller(required: Permission | Entry) -> Iterator[Refusal]:
    if required not in (Entry.OPEN, Entry.PARTNER, Entry.CLIENT):
        yield Refusal(
            "not_from_here", "The user's rights don't allow the caller's IP address.", Forbidden(NOT_FROM_HERE)
        )


def _of_right(required: Permission | Entry) -> Iterator[Refusal]:
    if isinstance(required, Permission):
        yield NO_RIGHT.showing(required)
    if isinstance(required, Permission) or required is Entry.MEMBER:
        yield NO_ACCESS


def _of_address(operation: Operation) -> Iterator[Refusal]:
    things = [part.thing for part in operation.path_parts.values() if part.is_id]
    for thing in things:
        summary = f"The {thing.lower()} doesn't exist, or the user may not see it."
        yield Refusal(f"no_{thing.lower().replace(' ', '_')}", summary, NotFound(thing))
    if things:
        yield Refusal("odd_address", "An id in the address is not a plain number.", NotFound("Address"))


def _of_parameters(parameters: list[Document]) -> Iterator[Refusal]:
    yield from faults.of_parameters(parameters)
    if any(parameter["name"] == "If-Match" for parameter in parameters):
        yield Refusal("changed_since", "It was changed since the ETag was read.", Stale())


def _of_cursor(operation: Operation) -> Iterator[Refusal]:
    if operation.arguments.takes_pages:
        yield Refusal("no_cursor", "`cursor` is invalid.", Invalid([Fault(CURSOR, NO_CURSOR)]))
        yield Refusal(
            "other_list", "`cursor` belongs to a list with other filters.", Invalid([Fault(CURSOR, OTHER_LIST)])
        )
        yield Refusal("page_beside_cursor", "Both `page` and `cursor` were sent.", Invalid([Fault("page", TWO_WAYS)]))


def _of_filters(operation: Operation) -> Iterator[Refusal]:
    if operation.refuses_filters:
        yield Refusal("unknown_sort", "`sort` or `filter` is unknown.", Invalid([Fault("sort", NO_SUCH)]))


def _of_key(operation: Operation) -> Iterator[Refusal]:
    if operation.takes_key:
        other = Invalid([Fault(HEADER, OTHER_REQUEST)])
        yield Refusal("other_request", "The key was used for another request.", other)
        yield Refusal("under_way", "A request with the same key is still running.", Conflict(UNDER_WAY))
