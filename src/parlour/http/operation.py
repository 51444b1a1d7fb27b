"""One operation of an API: what it declares, and the way of a request through it."""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from typing import Any, Literal

import msgspec
from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from parlour.access.permissions import Entry, Permission
from parlour.http.apis import B2B_V2, Api
from parlour.http.arguments import Arguments, arguments_of
from parlour.http.authorise import authorise, refuse_odd_ids
from parlour.http.context import Retrying, Writing
from parlour.http.declared import DECLARED
from parlour.http.idempotency import recall
from parlour.http.incoming import IncomingRequest, read_body
from parlour.http.json import encode_answer
from parlour.http.media_type import require_media_type
from parlour.http.pages import Pages
from parlour.http.path_parts import LOCATION, LOCATION_NAMES, PathPart
from parlour.http.preconditions import expected_revisions
from parlour.http.query import IgnoredParameter, Query, query_reader_for
from parlour.http.services import services_of
from parlour.http.v2_query import refuse_unknown_filters
from parlour.refusals import Refusal

AnyRequest = Request[Any, Any, Any]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
MAX_BODY_BYTES = 1024 * 1024
_IN_PATH = re.compile(r"\{(\w+)\}")


class Operation(msgspec.Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """An operation, as its module declares it; `operations.Options` says what the fields mean."""

    api: Api
    method: Method
    path: str
    id: str
    """The contract's operation id; unique in its API."""
    needs: Permission | Entry
    handler: Callable[..., Awaitable[Any]]
    tag: str
    tag_description: str
    status: int
    refuses: tuple[Refusal, ...] = ()
    deprecated: bool = False
    changes_access: bool = False
    confirms_access: bool = False
    open_to_partners: bool = False
    right_somewhere: Callable[[Mapping[str, Any]], Permission | None] | None = None
    answers_secret: bool = False
    has_legacy_errors: bool = False
    lists_missing: bool = False
    documented_query: Mapping[str, IgnoredParameter] = {}
    includes: Mapping[str, type[msgspec.Struct] | None] = {}
    csv_example: str | None = None
    has_workbook: bool = False
    max_body_bytes: int = MAX_BODY_BYTES
    last_id_is_optional: bool = False

    def __deepcopy__(self, _: dict[int, object]) -> "Operation":
        # Litestar deep-copies handlers with their options.
        return self

    @property
    def unique_id(self) -> str:
        """Return an id that is unique in all APIs."""
        return f"v2.{self.id}" if self.api is B2B_V2 else self.id

    @property
    def tokens(self) -> Permission | Entry:
        """Return which tokens must come with a request."""
        return Entry.PARTNER_OR_USER if self.open_to_partners else self.needs

    @cached_property
    def arguments(self) -> Arguments:
        """Return what the handler takes."""
        return arguments_of(self.handler, self.needs)

    @cached_property
    def path_parts(self) -> dict[str, PathPart]:
        """Return the meaning of each id and text in the address, in their order there."""
        known = {**dict.fromkeys(LOCATION_NAMES, LOCATION), **self.arguments.from_path}
        return {name: known[name] for name in self._names_in_path}

    def location_in(self, path_params: Mapping[str, Any]) -> int | None:
        """Return the id of the location in an address; None if the operation isn't about one."""
        return None if self._location_name is None else path_params[self._location_name]

    @cached_property
    def _location_name(self) -> str | None:
        return next((name for name in LOCATION_NAMES if name in self.path_parts), None)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Return the names of the ids in the address, without its texts."""
        return frozenset(name for name, part in self.path_parts.items() if part.is_id)

    @cached_property
    def takes_key(self) -> bool:
        """Return whether the operation honours an `Idempotency-Key`: it writes, in transactions of its context."""
        has_owner = isinstance(self.needs, Permission) or self.needs in (Entry.USER, Entry.MEMBER, Entry.PARTNER)
        return self.method != "GET" and has_owner and issubclass(self.arguments.context, (Writing, Retrying))

    @property
    def refuses_filters(self) -> bool:
        """Return whether a `sort` or `filter` that it doesn't know is refused: its answer would be a wrong one."""
        return self.method == "GET" and self.api.needs_media_type

    def paths(self) -> list[str]:
        """Return the addresses as Litestar writes them; a second one without the last id if that is optional."""
        whole = _IN_PATH.sub(lambda part: f"{{{part[1]}:{'int' if part[1] in self.ids else 'str'}}}", self.path)
        return [whole, whole.rpartition("/")[0]] if self.last_id_is_optional else [whole]

    def route_handler(self) -> HTTPRouteHandler:
        """Return Litestar's handler, which leaves everything to `respond`."""

        async def respond(request: IncomingRequest) -> ASGIApp:
            return await self.respond(request)

        return self.route_handler_for(respond, self.paths())

    def route_handler_for(
        self, respond: Callable[[IncomingRequest], Awaitable[ASGIApp]], paths: list[str]
    ) -> HTTPRouteHandler:
        """Return a handler at some addresses that answers for this operation."""
        found = HTTPRouteHandler(
            paths,
            http_method=self.method,
            status_code=200,  # the answer has its own
            opt={DECLARED: self},
            request_class=IncomingRequest,
            exception_handlers=self.api.errors.handlers,
            request_max_body_size=self.max_body_bytes,
        )
        return found(respond)

    async def respond(self, request: AnyRequest) -> ASGIApp:
        """Authorise, read the request, run the handler in its context, and encode the answer before a commit."""
        self.check_head(request)
        await authorise(
            request,
            self.needs,
            self.location_in(request.path_params),
            confirms_access=self.confirms_access,
            open_to_partners=self.open_to_partners,
            right_somewhere=self.right_somewhere,
        )
        if self.takes_key and (earlier := await recall(request)) is not None:
            return earlier
        given = await self.read(request)
        async with self.arguments.context.opened(request) as ctx:
            answer = encode_answer(request, await self.handler(ctx, **given), self.status)
        if self.changes_access:
            # The announcement arrives shortly after the commit; the next request to this worker must not come before.
            services_of(request).clear_access()
        return answer

    def check_head(self, request: AnyRequest) -> None:
        """Raise `Malformed` if the media type of API v2 is missing, `NotFound` for a malformed id in the address."""
        if self.api.needs_media_type:
            require_media_type(request.scope)
        lacks_last_id = self.last_id_is_optional and self._names_in_path[-1] not in request.path_params
        refuse_odd_ids(request.scope["path"], self._places_without_last_id if lacks_last_id else self._places_of_ids)

    @cached_property
    def _names_in_path(self) -> list[str]:
        return _IN_PATH.findall(self.path)

    @cached_property
    def _places_of_ids(self) -> tuple[int, ...]:
        """Return the places of the ids in the address, from the end: a mock's address begins in another way.

        Litestar's template of the address doesn't help, because operations with the same address may name a part of it
        in different ways.
        """
        parts = self.path.strip("/").split("/")
        return tuple(place - len(parts) for place, part in enumerate(parts) if part[1:-1] in self.ids)

    @cached_property
    def _places_without_last_id(self) -> tuple[int, ...]:
        return tuple(place + 1 for place in self._places_of_ids if place != -1)

    async def read(self, request: AnyRequest) -> dict[str, Any]:
        """Return the handler's arguments. Raise `Malformed` or `Invalid` for what can't be read."""
        arguments = self.arguments
        given: dict[str, Any] = {name: request.path_params.get(name, 0) for name in arguments.from_path}
        if arguments.body is not None:
            given["data"] = await read_body(request, arguments.body, is_form=arguments.is_form)
        if arguments.query is not None or self.refuses_filters:
            reader = query_reader_for(arguments.query or Query)
            pairs = reader.pairs_of(request.scope["query_string"])
            if self.refuses_filters:
                refuse_unknown_filters(pairs, reader.parameters)
            query = reader.read(pairs)
            if arguments.query is not None:
                given["query"] = query
            if arguments.takes_pages:
                given["pages"] = Pages(request, self.id, query, pairs, reader.parameters)
        if arguments.takes_if_match:
            given["if_match"] = expected_revisions(request.headers.get("if-match"))
        return given
