"""What a client does with an appointment: /book_record/{location_id}/{record_id} and /user/records/{record_id}"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import DAY, Shop, booking, codes_of, open_shop, times
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.factories.payments import make_payment
from tests.support.people import HARBOUR, HILLSIDE, PARTNER

OTHER = "0" * 32


@pytest.fixture
async def shop(conn: Connection, tenant: Tenant) -> Shop:
    return await open_shop(conn, tenant)


@pytest.fixture
def client(client: Client) -> Client:
    """Who books has a partner token only."""
    return client.by(PARTNER)


@pytest.fixture
async def booked(client: Client, shop: Shop) -> dict[str, Any]:
    """A haircut by Ana at 10."""
    response = await client.post(f"/book_record/{HARBOUR}", booking(shop.element(), comment="Hello", api_id="a"))
    found: dict[str, Any] = response.json()["data"][0]
    return found


async def test_the_appointment_is_shown(client: Client, shop: Shop, booked: dict[str, Any]) -> None:
    """Q-376."""
    record_id, secret = booked["record_id"], booked["record_hash"]
    found = (await client.get(f"/book_record/{HARBOUR}/{record_id}/{secret}")).json()
    assert (found["id"], found["date"], found["length"], found["comment"], found["online"]) == (
        record_id, f"{DAY}T10:00:00-0500", 3600, "Hello", True,
    )  # fmt: skip
    assert [(line["id"], line["cost"], line["seance_length"]) for line in found["services"]] == [
        (shop.haircut, 50, 3600)
    ]
    assert (found["company"]["id"], found["company"]["timezone"], found["staff"]["name"]) == (
        HARBOUR, "-5", "Ana Lima",
    )  # fmt: skip
    response = await client.get(f"/user/records/{record_id}/{secret}")
    assert (response.status_code, response.json()["data"]) == (201, [found])


async def test_it_takes_the_secret(client: Client, booked: dict[str, Any]) -> None:
    """Q-377."""
    record_id, secret = booked["record_id"], booked["record_hash"]
    for path in (
        f"/book_record/{HARBOUR}/{record_id}/{OTHER}",
        f"/book_record/{HILLSIDE}/{record_id}/{secret}",
        f"/book_record/{HARBOUR}/999999/{secret}",
        f"/user/records/{record_id}/{OTHER}",
    ):
        assert (await client.get(path)).status_code == 404
    assert (await client.delete(f"/user/records/{record_id}/{OTHER}")).status_code == 404
    assert (await client.put(f"/book_record/{HARBOUR}/{record_id}", {"comment": "x"})).status_code == 404


async def test_it_moves_with_its_own_time_free(
    client: Client, conn: Connection, shop: Shop, booked: dict[str, Any]
) -> None:
    path = f"/book_record/{HARBOUR}/{booked['record_id']}"
    form = {"datetime": f"{DAY}T10:30:00-05:00", "comment": "Later", "hash": booked["record_hash"]}
    moved = await client.put(path, form)
    assert (moved.status_code, [*moved.json()]) == (200, ["success", "data"])
    assert (moved.json()["data"]["date"], moved.json()["data"]["comment"]) == (f"{DAY}T10:30:00-0500", "Later")
    assert await times(client, HARBOUR, shop.ana, service_ids=shop.haircut) == "11:30 12:00"
    again = await client.put(path, {"comment": "Only this"}, params={"hash": booked["record_hash"]})
    assert again.json()["data"]["date"] == f"{DAY}T10:30:00-0500"


async def test_it_moves_within_a_day_that_is_full(
    client: Client, conn: Connection, shop: Shop, booked: dict[str, Any]
) -> None:
    await conn.execute("UPDATE schedule_days SET minutes = '{600,690}'")
    form = {"datetime": f"{DAY}T10:30", "hash": booked["record_hash"]}
    assert (await client.put(f"/book_record/{HARBOUR}/{booked['record_id']}", form)).status_code == 200


@pytest.mark.parametrize("time", ["09:00", "10:10", "11:30"])
async def test_it_moves_to_what_is_offered_only(
    client: Client, conn: Connection, tenant: Tenant, shop: Shop, booked: dict[str, Any], time: str
) -> None:
    await make_appointment(conn, tenant, shop.ana, f"{DAY} 12:00", 60)
    form = {"datetime": f"{DAY}T{time}", "hash": booked["record_hash"]}
    response = await client.put(f"/book_record/{HARBOUR}/{booked['record_id']}", form)
    assert codes_of(response) == [(433, None)]


async def test_it_is_cancelled_once(client: Client, shop: Shop, booked: dict[str, Any]) -> None:
    path = f"/user/records/{booked['record_id']}/{booked['record_hash']}"
    assert (await client.delete(path)).status_code == 200
    assert await times(client, HARBOUR, shop.ana, service_ids=shop.haircut) == "10:00 10:30 11:00 11:30 12:00"
    assert (await client.delete(path)).status_code == 404
    (shown,) = (await client.get(path)).json()["data"]
    assert shown["deleted"] is True


async def test_what_has_begun_stays(client: Client, conn: Connection, booked: dict[str, Any]) -> None:
    begun = datetime.now(UTC) - timedelta(minutes=5)
    await conn.execute("UPDATE appointments SET starts_at = $1", begun.replace(second=0, microsecond=0))
    for response in await tried(client, booked):
        assert response == (403, "It is too late to change this appointment.")


async def test_what_is_paid_stays(client: Client, conn: Connection, tenant: Tenant, booked: dict[str, Any]) -> None:
    await make_payment(conn, tenant, booked["record_id"], "5")
    for response in await tried(client, booked):
        assert response == (403, "This appointment is paid: call the location to change it.")


async def tried(client: Client, booked: dict[str, Any]) -> list[tuple[int, str]]:
    """Try to move and to cancel."""
    record_id, secret = booked["record_id"], booked["record_hash"]
    moved = await client.put(f"/book_record/{HARBOUR}/{record_id}", {"comment": "x", "hash": secret})
    cancelled = await client.delete(f"/user/records/{record_id}/{secret}")
    return [(response.status_code, response.json()["meta"]["message"]) for response in (moved, cancelled)]
