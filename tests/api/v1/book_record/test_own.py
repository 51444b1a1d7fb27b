"""Appointments of a person who has confirmed the phone number, and needs no secret (Q-377)."""

from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.booking import DAY, Shop, booking, open_shop
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.factories.client_accounts import make_account
from tests.support.factories.clients import make_client
from tests.support.factories.team import make_team_member
from tests.support.people import ABROAD, HARBOUR, HILLSIDE, MANAGER, OWNER, PARTNER

MAYA, NOA = "13155550142", "13155550143"
NONE = "-"


@pytest.fixture
async def shop(conn: Connection, tenant: Tenant) -> Shop:
    return await open_shop(conn, tenant)


@pytest.fixture
async def booked(client: Client, shop: Shop) -> dict[str, Any]:
    """A haircut by Ana at 10, for Maya."""
    response = await client.by(PARTNER).post(f"/book_record/{HARBOUR}", booking(shop.element()))
    found: dict[str, Any] = response.json()["data"][0]
    return found


async def test_the_person_needs_no_secret(client: Client, conn: Connection, booked: dict[str, Any]) -> None:
    maya, record_id = client.by(await make_account(conn, MAYA)), booked["record_id"]
    seen = await maya.get(f"/user/records/{record_id}/{NONE}")
    assert (seen.status_code, seen.json()["data"][0]["id"]) == (201, record_id)
    moved = await maya.put(f"/book_record/{HARBOUR}/{record_id}", {"datetime": f"{DAY}T11:00:00-05:00"})
    assert (moved.status_code, moved.json()["data"]["date"]) == (200, f"{DAY}T11:00:00-0500")
    assert (await maya.delete(f"/user/records/{record_id}/{NONE}")).status_code == 200
    assert await conn.fetchval("SELECT deleted_at IS NOT NULL FROM appointments WHERE id = $1", record_id)


async def test_a_person_lists_the_own_appointments_of_all_locations(
    client: Client, conn: Connection, abroad: Tenant, shop: Shop, booked: dict[str, Any]
) -> None:
    """Q-455."""
    second = booking(shop.element(datetime=f"{DAY}T11:00:00-05:00"))
    later = (await client.by(PARTNER).post(f"/book_record/{HARBOUR}", second)).json()["data"][0]
    await client.by(PARTNER).post(f"/book_record/{HARBOUR}", booking(shop.element(), phone=f"+{NOA}"))
    card = await make_client(conn, abroad, "Maya", phone=MAYA)
    ken = await make_team_member(conn, abroad, "Ken")
    elsewhere = await make_appointment(conn, abroad, ken, "2024-03-02 10:00", client_id=card)
    maya = client.by(await make_account(conn, MAYA))
    await maya.delete(f"/user/records/{later['record_id']}/{NONE}")
    seen = await maya.get("/user/records")
    assert seen.status_code == 201
    rows = seen.json()["data"]
    assert [(each["id"], each["company"]["id"], each["deleted"]) for each in rows] == [
        (later["record_id"], HARBOUR, True), (booked["record_id"], HARBOUR, False), (elsewhere, ABROAD, False),
    ]  # fmt: skip
    single = (await maya.get(f"/user/records/{booked['record_id']}/{NONE}")).json()["data"]
    assert [rows[1]] == single
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", ABROAD)
    assert len((await maya.get("/user/records")).json()["data"]) == 2


async def test_the_list_needs_the_person(client: Client, conn: Connection, booked: dict[str, Any]) -> None:
    for who in (PARTNER, MANAGER):
        assert (await client.by(who).get("/user/records")).status_code == 401
    assert (await client.by(await make_account(conn, NOA)).get("/user/records")).json()["data"] == []


@pytest.mark.parametrize("who", ["another", "ended", "a user", "a partner alone", "another number of the card"])
async def test_others_do_not_get_in_without_it(
    client: Client, conn: Connection, booked: dict[str, Any], who: str
) -> None:
    record_id = booked["record_id"]
    person = await make_account(conn, NOA if who == "another" else MAYA)
    if who == "ended":
        await conn.execute("UPDATE client_sessions SET revoked_at = now()")
    if who == "another number of the card":
        await conn.execute("UPDATE clients SET phone = $1 WHERE phone = $2", NOA, MAYA)
    asking = client.by({"a user": OWNER, "a partner alone": PARTNER}.get(who, person))
    assert (await asking.get(f"/user/records/{record_id}/{NONE}")).status_code == 404
    assert (await asking.put(f"/book_record/{HARBOUR}/{record_id}", {"comment": "x"})).status_code == 404
    assert (await asking.delete(f"/user/records/{record_id}/{NONE}")).status_code == 404
    assert (await asking.get(f"/user/records/{record_id}/{booked['record_hash']}")).status_code == 201
    assert await conn.fetchval("SELECT comment FROM appointments WHERE id = $1", record_id) == ""


async def test_an_appointment_is_in_its_own_location(client: Client, conn: Connection, booked: dict[str, Any]) -> None:
    maya = client.by(await make_account(conn, MAYA))
    moved = await maya.put(f"/book_record/{HILLSIDE}/{booked['record_id']}", {"comment": "x"})
    assert moved.status_code == 404
