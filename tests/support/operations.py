"""The operations of an application, for tests that walk all of them."""

from collections.abc import Iterator

from litestar import Litestar

from parlour.http.apis import Api
from parlour.http.operation import Operation
from parlour.http.operations import operations_of
from parlour.http.query import Query, query_reader_for


def operations(app: Litestar, *apis: Api) -> Iterator[tuple[str, str, Operation]]:
    """Yield method, path and operation, of all APIs if none is given."""
    for operation in operations_of(app, *apis):
        yield operation.method.lower(), operation.path, operation


def query_parameters(operation: Operation) -> list[str]:
    """The names of the parameters that an operation reads from the query, in their order."""
    return [*query_reader_for(operation.arguments.query or Query).parameters]
