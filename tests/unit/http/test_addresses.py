"""Numbers in addresses are plain; texts beside them are what they are."""

from typing import Annotated, Any

import pytest
from litestar import Request

from parlour.access.permissions import Entry
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.context import Detached
from parlour.http.operation import Operation
from parlour.http.operations import Operations
from parlour.http.path_parts import PathPart

Text = Annotated[str, PathPart("Text", "A text.", "x")]
Number = Annotated[int, PathPart("Number", "A number.", 3)]
operations = Operations(B2B_V1, "Things")


@operations.get("/api/v1/a/{text}/{first}/b/{second}", "get_thing", Entry.OPEN, last_id_is_optional=True)
async def get_thing(ctx: Detached[None], text: Text, first: Number, second: Number) -> None: ...


@operations.get("/api/v1/check/{text}", "check_text", Entry.OPEN)
async def check_text(ctx: Detached[None], text: Text) -> None: ...


THING, TEXT = operations


def check(operation: Operation, path: str, **path_params: Any) -> None:
    scope: Any = {"type": "http", "path": path, "path_params": path_params}
    operation.check_head(Request(scope))


@pytest.mark.parametrize("odd", ["01", "+1", "1_000", "\u0661", "9007199254740992"])
@pytest.mark.parametrize("prefix", ["/api/v1", "/_mock", ""])
def test_an_odd_number_is_refused_wherever_it_is(odd: str, prefix: str) -> None:
    for path in (f"{prefix}/a/01/{odd}/b/2", f"{prefix}/a/01/1/b/{odd}/"):
        with pytest.raises(NotFound):
            check(THING, path, second=2)
    with pytest.raises(NotFound):
        check(THING, f"{prefix}/a/01/{odd}/b")


def test_only_whole_numbers_are_held_to_the_rule() -> None:
    check(THING, "/api/v1/a/01/0/b/9007199254740991", second=1)
    check(THING, "/api/v1/a/+1/7/b")
    check(TEXT, "/api/v1/check/01")
