"""Cursors: the end of a page, as a text that the client sends to get the next one. The server stores nothing.

A cursor is not signed, because only a position in an order is taken from it: the caller, the location, the rights and
the filters always come from the request. See docs/decisions/0023-pages.md.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import blake2b
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

import msgspec
from msgspec import Meta

from parlour.errors import Fault, Invalid
from parlour.http.query import Pairs
from parlour.ids import MAX_ID

P = TypeVar("P")

CURSOR = "cursor"
FIRST = "first"
MAX_LENGTH = 1024
NEXT_PAGE = "next_page"
CURSOR_EXAMPLE = "k8QJh3S1RkkE2bMZGZHNAfU"
NO_CURSOR = "This is not a valid cursor: start again with `first`."
OTHER_LIST = "Belongs to another list, or to other filters: start again with `first`."
TWO_WAYS = "Leave it out: the cursor defines the page."
# What may differ from page to page: how many rows, and which details of each.
_FREE = frozenset({"page", "count", "limit", "include", CURSOR})
_MARK_LENGTH = 9
_SIGNS = re.compile("[A-Za-z0-9_-]+")

Cursor = Annotated[
    Annotated[str, Meta(max_length=MAX_LENGTH, extra_json_schema={"pattern": f"^{_SIGNS.pattern}$"})] | None,
    Meta(
        description=(
            "Ours: instead of `page`. `first` for the first page, then `next_cursor` of the previous page. Each row is"
            " returned once, even if rows are added or deleted meanwhile."
        ),
        examples=[FIRST],
    ),
]
NextCursor = Annotated[
    str | None,
    Meta(
        description="Ours, with `cursor` alone: what to send as `cursor` for the next page; null at the end.",
        examples=[CURSOR_EXAMPLE],
    ),
]
"""The type of the field `cursor` of a query. The pattern is only described; `read_cursor` checks it."""


class Position(msgspec.Struct, Generic[P], frozen=True, array_like=True, forbid_unknown_fields=True):
    """The progress of a client: in which list, how many rows were returned, and the position of the last one."""

    mark: Annotated[bytes, Meta(min_length=_MARK_LENGTH, max_length=_MARK_LENGTH)]
    shown: Annotated[int, Meta(ge=0, le=MAX_ID)]
    sort_key: P


_POSITIONS = msgspec.msgpack.Decoder(Position[msgspec.Raw])


def mark_of(operation_id: str, path_params: Mapping[str, Any], pairs: Pairs) -> bytes:
    """Return a hash that identifies a list: of the operation, the values in its address, and its filters."""
    filters = sorted(pair for pair in pairs if pair[0] not in _FREE)
    identity = (operation_id, sorted(path_params.items()), filters)
    return blake2b(msgspec.msgpack.encode(identity), digest_size=_MARK_LENGTH).digest()


def write_cursor(position: Position[Any]) -> str:
    return urlsafe_b64encode(msgspec.msgpack.encode(position)).rstrip(b"=").decode()


def read_cursor(text: str, page: int) -> Position[msgspec.Raw] | None:
    """Decode a cursor to the position where its page begins; None for the first page.

    Raise `Invalid` if it is no cursor, or if a page number was given as well.
    """
    if page != 1:
        raise Invalid([Fault("page", TWO_WAYS)])
    if text == FIRST:
        return None
    try:
        if not _SIGNS.fullmatch(text):
            raise ValueError(text)
        return _POSITIONS.decode(urlsafe_b64decode(text + "=="))  # more than it needs makes no difference
    except (ValueError, RecursionError):
        raise Invalid([Fault(CURSOR, NO_CURSOR)]) from None


def sort_key_in(position: Position[msgspec.Raw], mark: bytes, kind: type[P]) -> P:
    """Return the position in the list with this mark. Raise `Invalid` if it belongs to another list or is malformed."""
    if position.mark != mark:
        raise Invalid([Fault(CURSOR, OTHER_LIST)])
    try:
        return msgspec.msgpack.decode(position.sort_key, type=kind)
    except (ValueError, RecursionError):
        raise Invalid([Fault(CURSOR, NO_CURSOR)]) from None


def link_to(path: str, pairs: Pairs, cursor: str) -> str:
    """Return the Link header (RFC 8288) with the address of the next page: on this host, with the same query."""
    kept = [pair for pair in pairs if pair[0] not in ("page", CURSOR)]
    return f'<{path}?{urlencode([*kept, (CURSOR, cursor)])}>; rel="next"'
