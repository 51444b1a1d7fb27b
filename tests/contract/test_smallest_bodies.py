"""A body with nothing but what its schema asks for is a good one."""

import copy
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema
import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.factories.schedules import set_hours
from tests.support.operations import operations
from tests.support.requests import Ids, address, body

Validator = jsonschema.Draft202012Validator
# A field that the contract doesn't require, and what is sent without it.
LACKING: dict[str, list[Any]] = {
    "create_location": [{}, {"title": "Harbour"}, {"country_id": 840}, {"city_id": 5128581, "zip": "10004"}],
    "create_inventory_operation": [
        {"type_id": 5, "storage_id": 2},
        {"type_id": 5, "storage_id": 2, "to_storage_id": 0},
        {"type_id": 2, "storage_id": 2, "to_storage_id": 1},
        {"type_id": 2, "storage_id": 2, "goods_transactions": [{"good_id": 1}]},
        {"type_id": 2, "storage_id": 2, "goods_transactions": [{"amount": 1}]},
    ],
    "create_document": [{"type_id": 5, "storage_id": 2}, {"type_id": 1, "storage_id": 2, "to_storage_id": 1}],
    "update_user_permissions": [
        {"user_permissions": [{"slug": "storages_access"}]},
        {"user_permissions": [{"value": True}]},
        {"user_permissions": [{"slug": "storages_access", "value": {}}]},
    ],
    "deprecated_create_team_member": [{}, {"specialization": "Colour"}],
    "create_user_invitation": [{"invites": [{}]}, {"invites": [{"name": "Anna"}]}, {"invites": []}],
}

# What can be booked depends on what others have changed before: then each fault has a number, and none names a field.
MAY_BE_TAKEN = {"validate_booking_params", "create_online_booking"}
# 0 stands for none, for which the description has no words that generated clients could read.
NONE = ("activity_id", 0)


@pytest.fixture
def ids(settled: Ids) -> Ids:
    return settled


def validator_of(operation: dict[str, Any], described: Description) -> Validator:
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return Validator({**schema, "components": described.document["components"]})


def smallest(sent: Any, validator: Validator) -> Any:
    """The body without all that can be taken from it one after the other, so that it still fits."""
    found = copy.deepcopy(sent)
    for holder, key in list(_places(found)):
        kept = holder.pop(key)
        if not validator.is_valid(found):
            holder[key] = kept
    return found


def _places(node: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Each field, those within it first."""
    if isinstance(node, list):
        for part in node:
            yield from _places(part)
    if isinstance(node, dict):
        for key, part in list(node.items()):
            yield from _places(part)
            yield node, key


def without_none(sent: Any) -> Any:
    return dict(pair for pair in sent.items() if pair != NONE) if isinstance(sent, dict) else sent


def has_only_numbers(response: httpx.Response) -> bool:
    """Whether an answer names no field that is at fault, but numbers of faults."""
    return response.status_code == 422 and all("code" in fault for fault in response.json()["meta"]["errors"])


async def test_the_smallest_body_that_fits_is_accepted(
    client: Client, conn: Connection, tenant: Tenant, litestar: Litestar, ids: Ids, published: Description
) -> None:
    described = {operation["operationId"]: operation for *_, operation in published.operations}
    tried = 0
    for method, path, handler in operations(litestar, B2B_V1):
        sent = body(handler, ids) if handler.arguments.body and not handler.arguments.is_form else None
        if sent is not None:
            least = smallest(without_none(sent), validator_of(described[handler.id], published))
            await set_hours(conn, tenant, ids.team_member_id)  # others change the schedule
            response = await client.send(method, address(path, ids), json=least)
            is_taken = handler.id in MAY_BE_TAKEN and has_only_numbers(response)
            assert response.status_code != 422 or is_taken, (path, least, response.text)
            await conn.execute("UPDATE positions SET title = id::text")  # the same one is made at two addresses
            tried += 1
    assert tried > 12


async def test_what_is_refused_for_what_it_lacks_does_not_fit(
    client: Client, litestar: Litestar, ids: Ids, published: Description
) -> None:
    """Q-051, Q-144."""
    described = {operation["operationId"]: operation for *_, operation in published.operations}
    known = {handler.id: (method, path) for method, path, handler in operations(litestar, B2B_V1)}
    for name, bodies in LACKING.items():
        method, path = known[name]
        for lacking in bodies:
            response = await client.send(method, address(path, ids), json=lacking)
            assert response.status_code == 422, (name, lacking)
            assert not validator_of(described[name], published).is_valid(lacking), (name, lacking)
