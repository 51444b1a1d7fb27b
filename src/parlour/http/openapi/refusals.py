"""The refusals of an operation, derived from its requirements; the handler declares further ones in `refuses`."""

from collections.abc import Iterator

import msgspec
from litestar.handlers import HTTPRouteHandler

from parlour.access.ip_allowlist import NOT_FROM_HERE
from parlour.access.permissions import Entry, Permission
from parlour.errors import (
    NO_ACCESS,
    Conflict,
    Fault,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    ParlourError,
    Stale,
    Unauthenticated,
    Unavailable,
    UnknownEncoding,
)
from parlour.http.credentials import Credentials
from parlour.http.cursors import CURSOR, NO_CURSOR, OTHER_LIST, TWO_WAYS
from parlour.http.forms import FORM_EXPECTED
from parlour.http.idempotency import HEADER, OTHER_REQUEST, UNDER_WAY, is_honoured
from parlour.http.media_type import MEDIA_TYPE_EXPECTED
from parlour.http.openapi import faults
from parlour.http.openapi.handlers import ids_in, required_by
from parlour.http.openapi.path_ids import PATH_IDS
from parlour.http.openapi.shape import Document
from parlour.http.refusal import Refusal, TooLarge
from parlour.http.v2_query import NO_SUCH


class Asked(msgspec.Struct, frozen=True):
    """The request of an operation: the address, its parameters, and its body with a good example."""

    path: str
    parameters: list[Document]
    body: type[msgspec.Struct] | None
    example: Document
    is_form: bool
    too_large: str
    needs_media_type: bool


def refusals_of(handler: HTTPRouteHandler, asked: Asked) -> list[Refusal]:
    """Return all refusals of an operation, each kind once."""
    required = required_by(handler)
    return [
        *_of_media_type(asked),
        *_of_body(asked),
        *_of_tokens(required),
        *_of_address_of_caller(required),
        *_of_right(required),
        *_of_address(asked.path),
        *_of_parameters(asked.parameters),
        *_of_cursor(asked.parameters),
        *_of_key(handler),
        *_of_questions(asked),
        *handler.opt.get("refuses", ()),
        Refusal("database_away", "The database is away, or too busy to answer in time.", Unavailable()),
    ]


def _of_media_type(asked: Asked) -> Iterator[Refusal]:
    if asked.needs_media_type:
        yield Refusal("no_media_type", "`Accept` doesn't name the media type.", Malformed(MEDIA_TYPE_EXPECTED))


def _of_body(asked: Asked) -> Iterator[Refusal]:
    if asked.body is None:
        return
    if asked.is_form:
        yield Refusal("bad_form", "The form is cut off, or otherwise no form.", Malformed("The form can't be read."))
        yield Refusal("no_form", "There is no form.", Malformed(FORM_EXPECTED))
    else:
        yield Refusal("not_json", "The body is not JSON.", Malformed("The body is not valid JSON."))
        yield Refusal("no_body", "There is no body.", Malformed("A JSON body is expected."))
    yield Refusal("too_large", "The body is over the limit.", TooLarge(asked.too_large))
    yield Refusal("unknown_encoding", "The body is compressed, and not with gzip.", UnknownEncoding())
    yield from (faults.of_form if asked.is_form else faults.of_body)(asked.body, asked.example)


def _of_tokens(required: Permission | Entry) -> Iterator[Refusal]:
    if required is Entry.OPEN:
        return
    needs_user = isinstance(required, Permission) or required in (Entry.USER, Entry.MEMBER)
    yield Refusal("no_partner_token", "No partner token was sent.", _complaint(Credentials(None, None)))
    if needs_user:
        yield Refusal("no_user_token", "No user token was sent.", _complaint(Credentials("partner", None)))
    unknown_partner = Unauthenticated("The partner token is unknown or revoked.")
    yield Refusal("unknown_partner_token", "No partner has this token.", unknown_partner)
    if needs_user or required is Entry.PARTNER_OR_USER:
        unknown_user = Unauthenticated("The user token is unknown or revoked.")
        yield Refusal("unknown_user_token", "No session has this token, or it has ended.", unknown_user)


def _complaint(credentials: Credentials) -> ParlourError:
    """Return the error for incomplete credentials."""
    try:
        credentials.need_pair()
    except Unauthenticated as error:
        return Unauthenticated(error.message)
    raise ValueError("These credentials are complete.")


def _of_address_of_caller(required: Permission | Entry) -> Iterator[Refusal]:
    if required not in (Entry.OPEN, Entry.PARTNER):
        yield Refusal("not_from_here", "The user's rights leave out the caller's IP address.", Forbidden(NOT_FROM_HERE))


def _of_right(required: Permission | Entry) -> Iterator[Refusal]:
    if isinstance(required, Permission):
        lacking = Forbidden(f"You lack the right {required.value} in this location.")
        yield Refusal("no_right", "The user's role here lacks the right.", lacking)
    if isinstance(required, Permission) or required is Entry.MEMBER:
        stranger = Forbidden(NO_ACCESS)
        yield Refusal("no_access", "The user has no role in this location of the chain.", stranger)


def _of_address(path: str) -> Iterator[Refusal]:
    for name in ids_in(path):
        thing = PATH_IDS[name].thing
        summary = f"There is no such {thing.lower()}, or the user may not know of it."
        yield Refusal(f"no_{thing.lower()}", summary, NotFound(thing))
    if ids_in(path):
        yield Refusal("odd_address", "A number in the address is not a plain one.", NotFound("Address"))


def _of_parameters(parameters: list[Document]) -> Iterator[Refusal]:
    yield from faults.of_parameters(parameters)
    if any(parameter["name"] == "If-Match" for parameter in parameters):
        yield Refusal("changed_since", "It was changed since the ETag was read.", Stale())


def _of_cursor(parameters: list[Document]) -> Iterator[Refusal]:
    if any(parameter["name"] == CURSOR for parameter in parameters):
        yield Refusal("no_cursor", "`cursor` is none.", Invalid([Fault(CURSOR, NO_CURSOR)]))
        yield Refusal("other_list", "`cursor` comes from other filters.", Invalid([Fault(CURSOR, OTHER_LIST)]))
        yield Refusal("page_beside_cursor", "`page` and `cursor` were sent.", Invalid([Fault("page", TWO_WAYS)]))


def _of_questions(asked: Asked) -> Iterator[Refusal]:
    if asked.needs_media_type:
        yield Refusal("unknown_sort", "There is no such `sort` or `filter`.", Invalid([Fault("sort", NO_SUCH)]))


def _of_key(handler: HTTPRouteHandler) -> Iterator[Refusal]:
    if is_honoured(handler):
        other = Invalid([Fault(HEADER, OTHER_REQUEST)])
        yield Refusal("other_request", "The key was sent with another request before.", other)
        yield Refusal("under_way", "A request with the same key is still under way.", Conflict(UNDER_WAY))
