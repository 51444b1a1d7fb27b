"""Where an operation finds its location: API v1 has one name for it in addresses, API v2 another."""

import pytest

from parlour.access.permissions import Permission
from parlour.http.apis import B2B_V1
from parlour.http.context import Reading
from parlour.http.operation import Operation
from parlour.http.operations import Operations
from parlour.http.path_parts import LOCATION


def declared(path: str) -> Operation:
    operations = Operations(B2B_V1, "Things")

    @operations.get(path, "get_things", Permission.INVENTORY_VIEW)
    async def get_things(ctx: Reading) -> None: ...

    return next(iter(operations))


@pytest.mark.parametrize("name", ["location_id", "company_id"])
def test_the_location_has_the_name_that_the_address_gives_it(name: str) -> None:
    operation = declared(f"/api/v1/places/{{{name}}}/things")
    assert operation.path_parts == {name: LOCATION}
    assert operation.location_in({name: 7}) == 7


def test_an_address_without_a_location_has_none() -> None:
    assert declared("/api/v1/things").location_in({}) is None
