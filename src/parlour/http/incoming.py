"""The body of a request: unpacked, or replaced by the query if it is empty.

Some clients send the fields of a body as `POST /auth?login=…&password=…`. See docs/decisions/0020-client-habits.md.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import msgspec
from litestar import Request
from litestar.types import Empty

from parlour.errors import Malformed
from parlour.http.aliases import ABSENT
from parlour.http.authority import Authority
from parlour.http.body import Body, reader_for
from parlour.http.fields import EXAMPLE_CURRENCY
from parlour.http.forms import (
    FORM_EXPECTED,
    MAX_PAIRS,
    MAX_PARTS,
    Pairs,
    names_form,
    read_pairs,
    read_query,
)
from parlour.http.protocol.limits import TAKE_MEMORY
from parlour.http.unpacking import is_packed, unpacked

# Libraries send these if they were given no body.
EMPTY_BODIES = frozenset({b"", b"{}", b"[]", b"null", b'""'})
LONGEST_EMPTY = 16
JSON_EXPECTED = "A JSON body is expected."

T = TypeVar("T", bound=msgspec.Struct)


class IncomingRequest(Request[Any, Any, Any]):
    """A request whose body may be compressed."""

    __slots__ = ()

    async def body(self) -> bytes:
        """Return the body, unpacked."""
        coding = self.headers.get("content-encoding")
        return await super().body() if coding is None else await self._unpacked(coding)

    async def _unpacked(self, coding: str) -> bytes:
        if self._body is Empty and is_packed(coding):
            limit = self.route_handler.resolve_request_max_body_size()
            take_memory = cast("Callable[[int], bool] | None", self.scope.get(TAKE_MEMORY))
            self._body = await unpacked(self.stream(), limit, take_memory)
        return await super().body()


async def read_body(request: Request[Any, Any, Any], kind: type[T], *, is_form: bool) -> Body[T]:
    """Read the body of an operation that takes a `kind`, in JSON or as a form; money is in the location's currency.

    If it is empty and the query names a field of it, the query is read in its place. Raise `Malformed`, or `Invalid` if
    it is no JSON object.
    """
    authority: Authority | None = request.scope["state"].get("authority")
    reader = reader_for(kind, (authority.currency if authority else None) or EXAMPLE_CURRENCY)
    raw = await request.body()
    if len(raw) <= LONGEST_EMPTY and raw.strip() in EMPTY_BODIES:
        pairs = _given(request.scope["query_string"])
        if reader.knows_any_of(pairs):
            return reader.read_form(pairs)
    if not raw:
        raise Malformed(FORM_EXPECTED if is_form else JSON_EXPECTED)
    content_type = request.headers.get("content-type", "")
    if not is_form and not _is_form(raw, content_type):
        return reader.read(raw)
    return reader.read_form(read_pairs(raw, content_type, MAX_PARTS if is_form else MAX_PAIRS))


def _is_form(raw: bytes, content_type: str) -> bool:
    """Return whether an operation for JSON got a form: some clients send JSON with a form's content type."""
    return raw.lstrip()[:1] not in (b"{", b"[", b'"') and names_form(content_type)


def _given(query: bytes) -> Pairs:
    try:
        pairs = read_query(query, MAX_PAIRS)
    except ValueError:
        return []
    return [(name, value) for name, value in pairs if value.decode(errors="replace") not in ABSENT]
