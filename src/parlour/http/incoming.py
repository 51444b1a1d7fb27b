"""The body of a request: unpacked, or replaced by the query if it is empty.

Some clients send the fields of a body as `POST /auth?login=…&password=…`. See docs/decisions/0020-client-habits.md.
"""

from collections.abc import Callable
from typing import Any, cast

from litestar import Request
from litestar.types import Empty

from parlour.http.aliases import ABSENT
from parlour.http.body import reader_for
from parlour.http.forms import MAX_PAIRS, Pairs, QueryAsBody, read_query
from parlour.http.protocol.limits import TAKE_MEMORY
from parlour.http.services import Connected
from parlour.http.unpacking import is_packed, unpacked

# Libraries send these if they were given no body.
EMPTY_BODIES = frozenset({b"", b"{}", b"[]", b"null", b'""'})
LONGEST_EMPTY = 16
SENT_QUERY = "sent_query"


def keep_query(request: Connected) -> None:
    """Keep the original query of an operation with a body, before it is rewritten to the names of its parameters."""
    query = request.scope["query_string"]
    if query and request.route_handler.parsed_data_field is not None:
        request.scope["state"][SENT_QUERY] = query


class IncomingRequest(Request[Any, Any, Any]):
    """A request whose body may be compressed, and whose query is used if the body is empty."""

    __slots__ = ()

    async def body(self) -> bytes:
        """Return the body, or the query in its place if the body is empty and the query names a field of it."""
        coding = self.headers.get("content-encoding")
        raw = await super().body() if coding is None else await self._unpacked(coding)
        query: bytes | None = self.scope["state"].get(SENT_QUERY)
        if query is None or len(raw) > LONGEST_EMPTY or raw.strip() not in EMPTY_BODIES:
            return raw
        return self._query_as_body(query) or raw

    async def _unpacked(self, coding: str) -> bytes:
        if self._body is Empty and is_packed(coding):
            limit = self.route_handler.resolve_request_max_body_size()
            take_memory = cast("Callable[[int], bool] | None", self.scope.get(TAKE_MEMORY))
            self._body = await unpacked(self.stream(), limit, take_memory)
        return await super().body()

    def _query_as_body(self, query: bytes) -> QueryAsBody | None:
        """Return the query as a body; None if it names no field. Pairs whose value means "absent" are ignored."""
        pairs, field = _given(query), self.route_handler.parsed_data_field
        assert field is not None  # noqa: S101 - see `keep_query`
        reader = reader_for(field.args[0])
        return QueryAsBody(query, pairs) if reader.knows_any_of(pairs) else None


def _given(query: bytes) -> Pairs:
    try:
        pairs = read_query(query, MAX_PAIRS)
    except ValueError:
        return []
    return [(name, value) for name, value in pairs if value.decode(errors="replace") not in ABSENT]
