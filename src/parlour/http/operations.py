"""Declaring operations: the only maker of the API's route handlers.

    operations = Operations(B2B_V1, "Products")

    @operations.get("/api/v1/goods/{location_id}/{product_id}", "get_product", Permission.INVENTORY_VIEW)
    async def get_product(ctx: Reading, product_id: ProductInPath) -> WithETag[Answer[wire.Product]]: ...

A handler states its whole path, its operation id and what it requires; `arguments` says what it may take. `routes`
lists the `operations` of each module.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, TypedDict, TypeVar, Unpack

import msgspec
from litestar import Litestar

from parlour.access.permissions import Entry, Permission
from parlour.http.apis import Api
from parlour.http.operation import Method, Operation
from parlour.http.query import IgnoredParameter
from parlour.refusals import Refusal

Handler = TypeVar("Handler", bound=Callable[..., Awaitable[Any]])
STATUSES: dict[Method, int] = {"GET": 200, "POST": 201, "PUT": 200, "PATCH": 200, "DELETE": 204}
"""The status of a successful answer, unless an operation declares another."""


def operations_of(app: Litestar, *apis: Api) -> list[Operation]:
    """Return the operations of an application in the order in which they are declared, of all APIs if none is given."""
    return [operation for operation in app.state.operations if not apis or operation.api in apis]


class Options(TypedDict, total=False):
    """What an operation may declare besides its path, id and requirement."""

    tag: str
    """A tag that differs from the tag of the module."""
    status: int
    refuses: tuple[Refusal, ...]
    """The refusals beyond those that every operation of its kind has."""
    deprecated: bool
    changes_access: bool
    """It grants or revokes access, so this worker forgets the access that it remembers."""
    confirms_access: bool
    """It may end the access that it runs by; the service locks the session or the roles itself (decision 0016)."""
    open_to_partners: bool
    """A partner token is enough, too: `ctx.tenant` is public then. Only for operations that read (`Reading`)."""
    right_somewhere: Callable[[Mapping[str, Any]], Permission | None]
    """For a body that names the location: the right, by the address. A user who has it nowhere is refused at once."""
    answers_secret: bool
    """Its answer contains a token or the like, and is never compressed (decision 0021)."""
    has_legacy_errors: bool
    """Its refusals are repeated where older clients look for them."""
    lists_missing: bool
    """Its 404 lists in `meta.errors` each thing that doesn't exist."""
    documented_query: dict[str, IgnoredParameter]
    """Parameters that are described, and ignored."""
    includes: Mapping[str, type[msgspec.Struct] | None]
    """The relations that an answer of v2 may include, each with its type of resource."""
    csv_example: str
    has_workbook: bool
    """It answers with a workbook, too, instead of CSV."""
    max_body_bytes: int
    last_id_is_optional: bool
    """The id at the end of the address may be left out, and is 0 then."""


class Operations:
    """The operations of one module, in their order. `tag` is their section in the documentation.

    One of the modules with the same tag describes it.
    """

    def __init__(self, api: Api, tag: str, description: str = "") -> None:
        self._api = api
        self._tag = tag
        self._description = description
        self._declared: list[Operation] = []

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._declared)

    def get(
        self, path: str, operation_id: str, needs: Permission | Entry, **options: Unpack[Options]
    ) -> Callable[[Handler], Handler]:
        return self._declare("GET", path, operation_id, needs, options)

    def post(
        self, path: str, operation_id: str, needs: Permission | Entry, **options: Unpack[Options]
    ) -> Callable[[Handler], Handler]:
        return self._declare("POST", path, operation_id, needs, options)

    def put(
        self, path: str, operation_id: str, needs: Permission | Entry, **options: Unpack[Options]
    ) -> Callable[[Handler], Handler]:
        return self._declare("PUT", path, operation_id, needs, options)

    def patch(
        self, path: str, operation_id: str, needs: Permission | Entry, **options: Unpack[Options]
    ) -> Callable[[Handler], Handler]:
        return self._declare("PATCH", path, operation_id, needs, options)

    def delete(
        self, path: str, operation_id: str, needs: Permission | Entry, **options: Unpack[Options]
    ) -> Callable[[Handler], Handler]:
        return self._declare("DELETE", path, operation_id, needs, options)

    def _declare(
        self, method: Method, path: str, operation_id: str, needs: Permission | Entry, options: Options
    ) -> Callable[[Handler], Handler]:
        def declare(handler: Handler) -> Handler:
            tag = {"tag": self._tag, "tag_description": "" if "tag" in options else self._description}
            facts: dict[str, Any] = {**tag, "status": STATUSES[method], **options}
            self._declared.append(
                Operation(
                    api=self._api, method=method, path=path, id=operation_id, needs=needs, handler=handler, **facts
                )
            )
            return handler

        return declare
