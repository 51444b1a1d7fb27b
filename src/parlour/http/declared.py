"""Finding the operation of a request, for the layers around it."""

from typing import TYPE_CHECKING

from litestar.types import Scope

if TYPE_CHECKING:
    from parlour.http.operation import Operation

DECLARED = "operation"
"""The option of a route handler that holds its operation."""


def operation_of(scope: Scope) -> "Operation | None":
    """Return the operation of a request; None if there is nothing at the address, or a page."""
    handler = scope.get("route_handler")
    found: Operation | None = getattr(handler, "opt", {}).get(DECLARED)
    return found
