"""PATCH /locations/{id}/events/{id}/appointments/{id}, when the client has come: what was used up goes along."""

from datetime import UTC, datetime

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from tests.support.books import differences
from tests.support.client import Client
from tests.support.factories.clients import make_client
from tests.support.factories.events import make_event
from tests.support.people import HARBOUR
from tests.support.using import open_using

USED_AT = "SELECT DISTINCT occurred_at FROM stock_transactions WHERE appointment_id = $1 AND deleted_at IS NULL"


async def test_what_a_booking_used_up_moves_with_it_unless_the_period_is_closed(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    using = await open_using(conn, tenant)
    one, other = [
        await make_event(conn, tenant, using.salon.ana, using.salon.colouring, f"2026-02-0{day} 10:00", capacity=5)
        for day in (3, 4)
    ]
    guest = {"id": await make_client(conn, tenant, phone="13155550188")}
    booked = (await client.post(f"/records/{HARBOUR}", {"activity_id": one, "client": guest})).json()["data"]["id"]
    assert (await client.put(f"/record/{HARBOUR}/{booked}", {"attendance": 1})).status_code == 201
    v2, body = client.to(B2B_V2), {"reschedule_activity_id": other}
    address = f"/locations/{HARBOUR}/events/{one}/appointments/{booked}"
    (before,) = await conn.fetch(USED_AT, booked)

    await conn.execute("UPDATE locations SET stock_closed_until = '2026-03-01'")
    assert (await v2.send("PATCH", address, json=body)).status_code == 409
    assert await conn.fetch(USED_AT, booked) == [before]

    await conn.execute("UPDATE locations SET stock_closed_until = NULL")
    moved = await v2.send("PATCH", address, json=body)
    assert moved.status_code == 200, moved.text
    (after,) = await conn.fetch(USED_AT, booked)
    assert (after[0] - before[0]).days == 1
    assert after[0] < datetime(2026, 2, 5, tzinfo=UTC)
    assert await differences(conn, tenant.chain_id) == []
