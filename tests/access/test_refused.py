"""Each operation in a location refuses callers without the right, in these words, and writes nothing."""

from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.operation import Operation
from tests.support.client import Client
from tests.support.factories.users import take_all_rights
from tests.support.operations import operations
from tests.support.people import FOREIGNER, NEIGHBOUR, NOBODY, OWNER, PARTNER, WORKER, Person
from tests.support.requests import Ids, address, body, name_of, names_location
from tests.support.world import NOTHING, everything, make_examples

REFUSED: dict[str, tuple[Person, int, int, str]] = {
    "no token": (NOBODY, 1, 401, "The partner token is missing: send Authorization: Bearer <partner token>."),
    "no user": (
        PARTNER,
        1,
        401,
        "The user token is missing: send Authorization: Bearer <partner token>, User <user token>.",
    ),
    "another chain": (FOREIGNER, 1, 404, "Location not found."),
    "no such location": (OWNER, NOTHING.location_id, 404, "Location not found."),
    "another location": (NEIGHBOUR, 1, 403, "You have no access to this location."),
    "no right": (WORKER, 1, 403, "You lack the right {right} in this location."),
}


@pytest.fixture
async def ids(conn: Connection, tenant: Tenant) -> Ids:
    await take_all_rights(conn, WORKER)
    return await make_examples(conn, tenant)


def in_a_location(litestar: Litestar) -> list[tuple[str, str, Operation]]:
    found = [each for each in operations(litestar) if names_location(each[2]) and isinstance(each[2].needs, Permission)]
    assert len(found) > 40
    return found


def refusal(operation: Operation, status: int, message: str) -> tuple[int, dict[str, Any]]:
    meta: dict[str, Any] = {"message": message.format(right=operation.needs.value)}
    if operation.lists_missing and status == 404:
        meta["errors"] = [{"message": meta["message"]}]
    return status, {"success": False, "data": None, "meta": meta}


def seen(answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    """Status and body, without what some operations repeat for older clients."""
    return answer.status_code, {name: value for name, value in answer.json().items() if name != "errors"}


@pytest.mark.parametrize(("person", "location_id", "status", "message"), REFUSED.values(), ids=REFUSED)
async def test_by_every_operation(
    client: Client,
    conn: Connection,
    litestar: Litestar,
    ids: Ids,
    person: Person,
    location_id: int,
    status: int,
    message: str,
) -> None:
    before = await everything(conn)
    for method, path, operation in in_a_location(litestar):
        if operation.open_to_partners and person is PARTNER:
            continue
        where = address(path, msgspec.structs.replace(ids, location_id=location_id))
        answer = await client.by(person).send(method, where, json=body(operation, ids))
        assert seen(answer) == refusal(operation, status, message), name_of(operation)
    assert await everything(conn) == before


async def test_before_the_body_is_read(client: Client, litestar: Litestar, ids: Ids) -> None:
    _, _, status, message = REFUSED["no right"]
    for method, path, operation in in_a_location(litestar):
        if operation.arguments.body is not None:
            answer = await client.by(WORKER).send(method, address(path, ids), content=b"{")
            assert seen(answer) == refusal(operation, status, message), name_of(operation)
