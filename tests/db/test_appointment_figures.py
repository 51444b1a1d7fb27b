"""What the database keeps of each appointment for searches, which follows from the appointment and its services."""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.services import make_service
from tests.support.factories.team import make_team_member

KEPT = """
    SELECT appointment_id, client_id, team_member_id, day::text, attendance, price_parts FROM appointment_figures
    WHERE chain_id = $1 ORDER BY appointment_id
"""
FOLLOWING = """
    SELECT appointment_id, client_id, team_member_id, day::text, attendance, price_parts
    FROM figures_of_appointments($1, ARRAY(SELECT id FROM appointments WHERE chain_id = $1)) ORDER BY appointment_id
"""
KEPT_SERVICES = "SELECT * FROM booked_services WHERE chain_id = $1 ORDER BY appointment_id, service_id"
FOLLOWING_SERVICES = """
    SELECT * FROM services_of_appointments($1, ARRAY(SELECT id FROM appointments WHERE chain_id = $1))
    ORDER BY appointment_id, service_id
"""
CHANGES = {
    "UPDATE appointments SET attendance = 'arrived'": ("arrived", 1_425_000),
    "UPDATE appointments SET day = day + 1, starts_at = starts_at + interval '1 day'": ("waiting", 1_425_000),
    "UPDATE appointments SET team_member_id = (SELECT max(id) FROM team_members)": ("waiting", 1_425_000),
    "UPDATE appointments SET client_id = (SELECT max(id) FROM clients)": ("waiting", 1_425_000),
    "UPDATE appointments SET comment = 'By bus'": ("waiting", 1_425_000),
    "UPDATE appointment_services SET price = 10.005 WHERE position = 0": ("waiting", 1_025_050),
    "UPDATE appointment_services SET service_id = (SELECT max(id) FROM services)": ("waiting", 1_425_000),
    "DELETE FROM appointment_services WHERE position = 1": ("waiting", 500_000),
    "DELETE FROM appointment_services": ("waiting", 0),
    "UPDATE appointments SET deleted_at = now()": None,
    "UPDATE appointments SET client_id = NULL": None,
}


async def book(conn: Connection, tenant: Tenant, **fields: int) -> int:
    """Book two services for 50.00 and 92.50."""
    ana = await make_team_member(conn, tenant)
    await make_team_member(conn, tenant, "Bo")
    booked = await make_appointment(conn, tenant, ana, "2026-03-02 10:00", **fields)
    service_id = await make_service(conn, tenant)
    for position, price in enumerate(("50", "92.5")):
        await add_service(conn, tenant, booked, service_id, price, position=position)
    return booked


@pytest.mark.parametrize("change", CHANGES)
async def test_figures_follow_each_change(change: str, conn: Connection, tenant: Tenant) -> None:
    await book(conn, tenant, client_id=await make_client(conn, tenant))
    await make_client(conn, tenant, "Ben")
    await make_service(conn, tenant)

    await conn.execute(change)

    kept = await conn.fetch(KEPT, tenant.chain_id)
    assert kept == await conn.fetch(FOLLOWING, tenant.chain_id)
    services = await conn.fetch(KEPT_SERVICES, tenant.chain_id)
    assert services == await conn.fetch(FOLLOWING_SERVICES, tenant.chain_id)
    assert len(services) == (CHANGES[change] is not None and CHANGES[change] != ("waiting", 0))
    assert [(row["attendance"], row["price_parts"]) for row in kept] == [CHANGES[change]] * (
        CHANGES[change] is not None
    )


async def test_an_appointment_without_a_client_has_none_until_it_gets_one(conn: Connection, tenant: Tenant) -> None:
    await book(conn, tenant)
    assert await conn.fetch(KEPT, tenant.chain_id) == []

    await conn.execute("UPDATE appointments SET client_id = $1", await make_client(conn, tenant))

    (row,) = await conn.fetch(KEPT, tenant.chain_id)
    assert row["price_parts"] == 1_425_000
    assert len(await conn.fetch(KEPT_SERVICES, tenant.chain_id)) == 1


async def test_a_restored_appointment_has_them_again(conn: Connection, tenant: Tenant) -> None:
    await book(conn, tenant, client_id=await make_client(conn, tenant))
    before = await conn.fetch(KEPT, tenant.chain_id)

    await conn.execute("UPDATE appointments SET deleted_at = now()")
    await conn.execute("UPDATE appointments SET deleted_at = NULL")

    assert await conn.fetch(KEPT, tenant.chain_id) == before
    assert len(await conn.fetch(KEPT_SERVICES, tenant.chain_id)) == 1


async def test_a_row_that_is_removed_leaves_none(conn: Connection, tenant: Tenant) -> None:
    booked = await book(conn, tenant, client_id=await make_client(conn, tenant))

    await conn.execute("DELETE FROM appointment_services")
    await conn.execute("DELETE FROM appointments WHERE id = $1", booked)

    assert await conn.fetch(KEPT, tenant.chain_id) == []
    assert await conn.fetch(KEPT_SERVICES, tenant.chain_id) == []
