"""DELETE /activity/{location_id}/{event_id} and its twin of v2, when clients have come: what was used up comes back."""

from decimal import Decimal

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from tests.support.books import differences
from tests.support.client import Client
from tests.support.factories.clients import make_client
from tests.support.factories.events import make_event
from tests.support.factories.stock import levels_of
from tests.support.people import HARBOUR
from tests.support.using import SHELF, Using, open_using

PATHS = {"v1": f"/activity/{HARBOUR}/{{}}", "v2": f"/locations/{HARBOUR}/events/{{}}"}


@pytest.fixture
async def using(conn: Connection, tenant: Tenant) -> Using:
    return await open_using(conn, tenant)


async def event_with_guests(client: Client, conn: Connection, tenant: Tenant, using: Using) -> int:
    """Make a colouring for many, to which one client came and another didn't, and return its id."""
    event_id = await make_event(conn, tenant, using.salon.ana, using.salon.colouring, "2026-02-03 10:00", capacity=5)
    for number, attendance in enumerate((1, 0)):
        guest = await make_client(conn, tenant, phone=f"1315555018{number}")
        body = {"activity_id": event_id, "client": {"id": guest}}
        made = await client.post(f"/records/{HARBOUR}", body)
        assert made.status_code == 201, made.text
        if attendance:
            came = await client.put(f"/record/{HARBOUR}/{made.json()['data']['id']}", {"attendance": attendance})
            assert came.status_code == 201, came.text
    return event_id


@pytest.mark.parametrize("api", PATHS)
async def test_what_its_bookings_used_up_comes_back(
    client: Client, conn: Connection, tenant: Tenant, using: Using, api: str
) -> None:
    event_id = await event_with_guests(client, conn, tenant, using)
    assert await levels_of(conn, tenant, using.argan) == {SHELF: Decimal(960)}

    deleted = await (client if api == "v1" else client.to(B2B_V2)).delete(PATHS[api].format(event_id))

    assert deleted.status_code < 300, deleted.text
    assert await levels_of(conn, tenant, using.argan) == {SHELF: Decimal(1000)}
    assert await differences(conn, tenant.chain_id) == []


@pytest.mark.parametrize("api", PATHS)
async def test_in_a_closed_period_it_stays(
    client: Client, conn: Connection, tenant: Tenant, using: Using, api: str
) -> None:
    event_id = await event_with_guests(client, conn, tenant, using)
    await conn.execute("UPDATE locations SET stock_closed_until = '2026-03-01'")

    refused = await (client if api == "v1" else client.to(B2B_V2)).delete(PATHS[api].format(event_id))

    assert refused.status_code == 409
    assert await conn.fetchval("SELECT deleted_at FROM events WHERE id = $1", event_id) is None
    assert await levels_of(conn, tenant, using.argan) == {SHELF: Decimal(960)}
