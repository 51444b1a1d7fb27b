"""A service never refers to a bill or resource that is being deleted: whichever comes second sees the first."""

import asyncio
from typing import Any, LiteralString

import pytest

from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.people import HARBOUR
from tests.support.requests import Ids
from tests.support.waiting import wait_until_blocked

NO_BILL, NO_RESOURCE = "There is no such technological card here.", "There is no such resource here."
LINKED_TO_DELETED: LiteralString = """
    SELECT EXISTS (
        SELECT FROM service_team_members l JOIN bills_of_materials b ON b.id = l.bill_id WHERE b.deleted_at IS NOT NULL
        UNION ALL
        SELECT FROM service_resources l JOIN resources r ON r.id = l.resource_id WHERE r.deleted_at IS NOT NULL
    )
"""


@pytest.fixture
def ids(settled: Ids) -> Ids:
    return settled


def links(ids: Ids, *, card_id: int = 0, resource_ids: tuple[int, ...] = ()) -> dict[str, Any]:
    member = {"team_member_id": ids.team_member_id, "tech_card_id": card_id, "hours": 1, "minutes": 0, "price": None}
    sent = {"resource_ids": [*resource_ids], "translations": []}
    return {"service_id": ids.service_id, "team_member_settings": [member], **sent}


async def raced(
    client: Client, conn: Connection, delete: tuple[LiteralString, int], method: str, path: str, sent: dict[str, Any]
) -> dict[str, str]:
    """The faults of a request that came while what it names was being deleted, as the server does it."""
    table, id_ = delete
    async with conn.transaction():
        await conn.execute(f"SELECT FROM {table} WHERE id = $1 FOR UPDATE", id_)
        await conn.execute(f"UPDATE {table} SET deleted_at = now() WHERE id = $1", id_)
        request = asyncio.create_task(client.send(method, path, json=sent))
        await wait_until_blocked(conn, request)
    faults = faults_of(await request)
    assert not await conn.fetchval(LINKED_TO_DELETED)
    return faults


@pytest.mark.parametrize("is_new", [True, False])
async def test_an_assignment_with_a_bill_that_is_being_deleted(
    client: Client, conn: Connection, ids: Ids, is_new: bool
) -> None:
    path = f"/company/{HARBOUR}/services/{ids.service_id}/staff"
    sent: dict[str, Any] = {"seance_length": 900, "technological_card_id": ids.bill_id}
    if is_new:
        sent["master_id"] = ids.free_member_id
    method, path = ("POST", path) if is_new else ("PUT", f"{path}/{ids.team_member_id}")
    faults = await raced(client, conn, ("bills_of_materials", ids.bill_id), method, path, sent)
    assert faults == {"technological_card_id": NO_BILL}


async def test_settings_with_a_bill_that_is_being_deleted(client: Client, conn: Connection, ids: Ids) -> None:
    sent, path = links(ids, card_id=ids.bill_id), f"/company/{HARBOUR}/services/links"
    faults = await raced(client, conn, ("bills_of_materials", ids.bill_id), "POST", path, sent)
    assert faults == {"team_member_settings[0].tech_card_id": NO_BILL}


async def test_settings_with_a_resource_that_is_being_deleted(client: Client, conn: Connection, ids: Ids) -> None:
    sent, path = links(ids, resource_ids=(ids.resource_id,)), f"/company/{HARBOUR}/services/links"
    faults = await raced(client, conn, ("resources", ids.resource_id), "POST", path, sent)
    assert faults == {"resource_ids[0]": NO_RESOURCE}
