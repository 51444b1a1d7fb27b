"""POST /records/{location_id} with a group event, and what can become of the booking."""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.books import differences
from tests.support.client import Client, faults_of
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR
from tests.support.studio import Studio, created, open_studio, shown

CREATE = f"/records/{HARBOUR}"
MAYA = {"phone": "13155550142", "name": "Maya"}


@pytest.fixture
async def studio(conn: Connection, tenant: Tenant) -> Studio:
    await conn.execute("UPDATE locations SET max_event_seats = 3 WHERE id = $1", HARBOUR)
    return await open_studio(conn, tenant)


async def booked(client: Client, event: dict[str, Any], /, **fields: Any) -> dict[str, Any]:
    response = await client.post(CREATE, {"activity_id": event["id"], **fields})
    assert response.status_code == 201, response.text
    data: dict[str, Any] = response.json()["data"]
    return data


async def changed(client: Client, record: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    response = await client.put(f"/record/{HARBOUR}/{record['id']}", body)
    assert response.status_code == 201, response.text
    data: dict[str, Any] = response.json()["data"]
    return data


async def seats_of(client: Client, event: dict[str, Any]) -> int:
    count: int = shown(await client.get(f"/activity/{HARBOUR}/{event['id']}"))["records_count"]
    return count


async def test_the_event_decides_member_service_time_and_length(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    """Show that what the body says of them doesn't matter, and that it takes no time of its own (Q-418)."""
    event = await created(client, studio.event(length=4500, technical_break_duration=900))

    record = await booked(client, event, client=MAYA, clients_count=2, **studio.salon.booking("15:00"))

    assert (record["activity_id"], record["clients_count"], record["staff_id"]) == (event["id"], 2, studio.ana)
    assert (record["date"], record["seance_length"], record["technical_break_duration"]) == (
        "2026-02-02 10:00:00", 4500, 900,
    )  # fmt: skip
    assert [(row["id"], row["title"], row["cost"]) for row in record["services"]] == [(studio.yoga, "Yoga", 15)]
    assert record["client"]["phone"] == MAYA["phone"]
    again = await booked(client, event, client=MAYA)
    assert again["visit_id"] == record["visit_id"]
    assert await seats_of(client, event) == 3
    assert await differences(conn, tenant.chain_id) == []


async def test_a_change_leaves_the_time_as_it_is(
    client: Client, conn: Connection, tenant: Tenant, studio: Studio
) -> None:
    """Show it for a body that is sent back with another time and another member (Q-418)."""
    event = await created(client, studio.event())
    record = await booked(client, event)

    body = {"staff_id": studio.ben, "datetime": "2026-02-02 15:00", "seance_length": 600, "comment": "By the window"}
    after = await changed(client, record, {**body, "activity_id": event["id"]})

    same = ("staff_id", "date", "seance_length", "activity_id", "services")
    assert [after[name] for name in same] == [record[name] for name in same]
    assert after["comment"] == "By the window"
    other = await client.put(f"/record/{HARBOUR}/{record['id']}", {"activity_id": 0})
    assert faults_of(other) == {"activity_id": f"Must stay {event['id']}."}
    assert await differences(conn, tenant.chain_id) == []


async def test_seats_are_taken_until_the_booking_is_deleted(client: Client, studio: Studio) -> None:
    """Show that a client who didn't come keeps the seat, and that seats can be changed (Q-419)."""
    event = await created(client, studio.event())
    record = await booked(client, event, clients_count=2)

    await changed(client, record, {"attendance": -1})
    assert await seats_of(client, event) == 2
    assert (await changed(client, record, {"attendance": 0, "clients_count": 3}))["clients_count"] == 3
    assert await seats_of(client, event) == 3
    assert (await client.delete(f"/record/{HARBOUR}/{record['id']}")).status_code == 204
    assert await seats_of(client, event) == 0


async def test_no_more_seats_than_are_free(client: Client, conn: Connection, tenant: Tenant, studio: Studio) -> None:
    """Show that force doesn't help, and that seats of its own are free for a booking."""
    event = await created(client, studio.event(capacity=4))
    first, second = [await booked(client, event, clients_count=count) for count in (3, 1)]

    full = await client.post(CREATE, {"activity_id": event["id"], "save_if_busy": True, "client": MAYA})
    grown = await client.put(f"/record/{HARBOUR}/{second['id']}", {"clients_count": 2})

    assert faults_of(full) == {"clients_count": "Seats that are free: 0."}
    assert faults_of(grown) == {"clients_count": "Seats that are free: 1."}
    assert (await changed(client, first, {"clients_count": 2}))["clients_count"] == 2
    assert (await changed(client, second, {"clients_count": 2}))["clients_count"] == 2
    assert await conn.fetchval("SELECT count(*) FROM clients") == 0
    assert await differences(conn, tenant.chain_id) == []


async def test_the_settings_limit_the_seats_of_a_booking(client: Client, conn: Connection, studio: Studio) -> None:
    """Show that a booking keeps the seats that it had before the limit (Q-419)."""
    event = await created(client, studio.event())
    record = await booked(client, event, clients_count=3)
    await conn.execute("UPDATE locations SET max_event_seats = 2 WHERE id = $1", HARBOUR)

    message = "A booking takes at most as many seats as the settings allow: 2."
    for response in (
        await client.post(CREATE, {"activity_id": event["id"], "clients_count": 3}),
        await client.put(f"/record/{HARBOUR}/{record['id']}", {"clients_count": 4}),
    ):
        assert faults_of(response) == {"clients_count": message}
    assert (await changed(client, record, {"clients_count": 3, "comment": "x"}))["clients_count"] == 3
    assert (await changed(client, record, {"clients_count": 2}))["clients_count"] == 2


async def test_events_that_cannot_be_booked(client: Client, conn: Connection, studio: Studio) -> None:
    event = await created(client, studio.event())
    clerk = client.by(await make_member(conn, "clerk", "administrator", master_id=studio.ben))
    hidden = await clerk.post(CREATE, {"activity_id": event["id"], "client": MAYA})
    await client.delete(f"/activity/{HARBOUR}/{event['id']}")
    for response in (hidden, await client.post(CREATE, {"activity_id": event["id"], "client": MAYA})):
        assert faults_of(response) == {"activity_id": "There is no such event in this location."}


async def test_an_individual_appointment_has_one_seat(client: Client, studio: Studio) -> None:
    response = await client.post(CREATE, studio.salon.booking(clients_count=3, activity_id=0))
    assert response.json()["data"]["clients_count"] == 1
