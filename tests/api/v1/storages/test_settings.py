"""GET and PUT /storages/settings/{location_id}: ours, beyond the contract."""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.people import HARBOUR, HILLSIDE

SETTINGS = f"/storages/settings/{HARBOUR}"


async def test_everything_is_open_and_negative_stock_allowed_at_first(client: Client) -> None:
    """Q-062."""
    response = await client.get(SETTINGS)
    assert response.json()["data"] == {"allows_negative_stock": True, "closed_until": None}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"allows_negative_stock": False}, {"allows_negative_stock": False, "closed_until": "2026-01-31"}),
        ({"closed_until": "2026-02-28"}, {"allows_negative_stock": True, "closed_until": "2026-02-28"}),
        ({"closed_until": "20260228"}, {"allows_negative_stock": True, "closed_until": "2026-02-28"}),
        ({"closed_until": None}, {"allows_negative_stock": True, "closed_until": None}),
        ({}, {"allows_negative_stock": True, "closed_until": "2026-01-31"}),
        ({"allows_negative_stock": None}, {"allows_negative_stock": True, "closed_until": "2026-01-31"}),
    ],
)
async def test_missing_fields_keep_their_values(client: Client, given: dict[str, Any], kept: dict[str, Any]) -> None:
    await client.put(SETTINGS, {"closed_until": "2026-01-31"})
    response = await client.put(SETTINGS, given)
    assert (response.status_code, response.json()["data"]) == (200, kept)
    assert (await client.get(SETTINGS)).json()["data"] == kept


async def test_other_locations_keep_theirs(client: Client) -> None:
    await client.put(SETTINGS, {"allows_negative_stock": False, "closed_until": "2026-01-31"})
    response = await client.get(f"/storages/settings/{HILLSIDE}")
    assert response.json()["data"] == {"allows_negative_stock": True, "closed_until": None}


async def test_each_location_reads_its_own(client: Client) -> None:
    days = {HARBOUR: "2026-01-31", HILLSIDE: "2026-02-28"}
    for _ in range(2):
        for location_id, day in days.items():
            await client.put(f"/storages/settings/{location_id}", {"closed_until": day})
        read = {key: (await client.get(f"/storages/settings/{key}")).json()["data"]["closed_until"] for key in days}
        assert read == days
        days = dict(reversed(days.items()))


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "31.01.2026", "2026-01-31T18:30:00", "", 20260131])
async def test_an_invalid_day_is_reported(client: Client, day: object) -> None:
    response = await client.put(SETTINGS, {"closed_until": day, "allows_negative_stock": "perhaps"})
    assert faults_of(response).keys() == {"closed_until", "allows_negative_stock"}


async def test_a_change_is_in_the_audit_log(client: Client, conn: Connection, tenant: Tenant) -> None:
    await client.put(SETTINGS, {"closed_until": "2026-01-31"})
    after = await conn.fetchval(
        "SELECT after FROM audit_log WHERE chain_id = $1 AND entity = 'location' ORDER BY id DESC LIMIT 1",
        tenant.chain_id,
    )
    assert after == '{"stock_closed_until": "2026-01-31"}'
