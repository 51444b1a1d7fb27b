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


class Two:
    """Two appointments of one client, of which both have a haircut, and the first a colouring, too."""

    def __init__(self, conn: Connection, tenant: Tenant) -> None:
        self.conn, self.tenant = conn, tenant
        self.ids: dict[str, int] = {}

    async def make(self) -> "Two":
        conn, tenant, ids = self.conn, self.tenant, self.ids
        ana, ids["bo"] = await make_team_member(conn, tenant), await make_team_member(conn, tenant, "Bo")
        ids["maya"], ids["ben"] = await make_client(conn, tenant), await make_client(conn, tenant, "Ben")
        for title in ("haircut", "colouring", "washing"):
            ids[title] = await make_service(conn, tenant, title)
        for name, hour in (("first", 10), ("second", 12)):
            ids[name] = await make_appointment(conn, tenant, ana, f"2026-03-02 {hour}:00", client_id=ids["maya"])
        for name, title, price in (("first", "haircut", 50), ("first", "colouring", 30), ("second", "haircut", 30)):
            position = title != "haircut"
            await add_service(conn, tenant, ids[name], ids[title], f"{price}", position=int(position))
        return self

    async def kept(self) -> dict[str, tuple[int, int, int]]:
        """Return the location, the client and the price of what is kept, by its appointment and service."""
        rows = await self.conn.fetch(KEPT_OF_EACH)
        names = {id_: name for name, id_ in self.ids.items() if name in ("first", "second")}
        titles = {self.ids[title]: f" {title}" for title in ("haircut", "colouring", "washing")}
        return {f"{names[row[0]]}{titles.get(row[1], '')}": (row[2], row[3], row[4]) for row in rows}

    async def change(self, statement: str) -> None:
        await self.conn.execute(statement.format(**self.ids))


KEPT_OF_EACH = """
    SELECT appointment_id, 0, location_id, client_id, price_parts / 10000 FROM appointment_figures
    UNION ALL SELECT appointment_id, service_id, location_id, client_id, 0 FROM booked_services
"""
OF_FIRST = ("first", "first colouring", "first haircut")
ADD_WASHING = """
    INSERT INTO appointment_services (
        chain_id, location_id, appointment_id, position, service_id, title, duration, unit_price, price)
    SELECT chain_id, location_id, appointment_id, 2, {washing}, title, duration, 1, 1
    FROM appointment_services WHERE appointment_id = {first} AND position = 0
"""
NEVER_BOOKED = """
    INSERT INTO booked_services SELECT chain_id, appointment_id, {washing}, location_id, client_id
    FROM booked_services WHERE appointment_id = {second}
"""
# What is recomputed, or goes, of what is kept.
RECOMPUTED = {
    "UPDATE appointments SET comment = 'By bus' WHERE id = {first}": (),
    "UPDATE appointments SET day = day + 1 WHERE id = {first}": ("first",),
    "UPDATE appointments SET attendance = 'arrived' WHERE id = {first}": ("first",),
    "UPDATE appointments SET team_member_id = {bo} WHERE id = {first}": ("first",),
    "UPDATE appointments SET client_id = {ben} WHERE id = {first}": OF_FIRST,
    "UPDATE appointments SET location_id = 2 WHERE id = {first}": OF_FIRST,
    "UPDATE appointments SET client_id = NULL WHERE id = {first}": OF_FIRST,
    "UPDATE appointments SET deleted_at = now() WHERE id = {first}": OF_FIRST,
    "UPDATE appointment_services SET price = 9 WHERE appointment_id = {first} AND position = 0": OF_FIRST,
    "DELETE FROM appointment_services WHERE appointment_id = {first} AND position = 1": OF_FIRST,
    ADD_WASHING: (*OF_FIRST, "first washing"),
}


@pytest.mark.parametrize("statement", RECOMPUTED)
async def test_nothing_else_is_recomputed(statement: str, conn: Connection, tenant: Tenant) -> None:
    two = await Two(conn, tenant).make()
    await conn.execute("UPDATE appointment_figures SET price_parts = 7; UPDATE booked_services SET location_id = 7")
    await two.change(NEVER_BOOKED)
    before = await two.kept()
    await two.change(statement)
    after = await two.kept()
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed == {*RECOMPUTED[statement]}


async def test_each_appointment_has_its_own(conn: Connection, tenant: Tenant) -> None:
    two = await Two(conn, tenant).make()
    here, maya, ben = tenant.location_id, two.ids["maya"], two.ids["ben"]
    second = {"second": (here, maya, 30), "second haircut": (here, maya, 0)}
    first = {"first": (here, maya, 80), "first colouring": (here, maya, 0), "first haircut": (here, maya, 0)}
    assert await two.kept() == first | second
    await two.change("DELETE FROM appointment_services WHERE appointment_id = {first} AND position = 0")
    left = {"first": (here, maya, 30), "first colouring": (here, maya, 0)}
    assert await two.kept() == left | second
    await two.change("UPDATE appointment_services SET service_id = {haircut} WHERE appointment_id = {first}")
    same = {"first": (here, maya, 30), "first haircut": (here, maya, 0)}
    assert await two.kept() == same | second
    await two.change("UPDATE appointments SET client_id = {ben} WHERE id = {first}")
    assert await two.kept() == {"first": (here, ben, 30), "first haircut": (here, ben, 0)} | second
    await two.change("UPDATE appointments SET location_id = 2, client_id = {maya} WHERE id = {first}")
    assert await two.kept() == {"first": (2, maya, 30), "first haircut": (2, maya, 0)} | second
    await two.change("DELETE FROM appointment_services WHERE appointment_id = {first}")
    await two.change("DELETE FROM appointments WHERE id = {first}")
    assert await two.kept() == second


async def test_figures_that_become_those_of_another_appointment(conn: Connection, tenant: Tenant) -> None:
    two = await Two(conn, tenant).make()
    await two.change("UPDATE appointment_services SET price = 0 WHERE appointment_id = {first} AND position = 1")
    await two.change("UPDATE appointment_services SET price = 50 WHERE appointment_id = {second}")
    assert [(await two.kept())[name][2] for name in ("first", "second")] == [50, 50]


async def test_services_of_a_deleted_appointment_are_not_kept(conn: Connection, tenant: Tenant) -> None:
    two = await Two(conn, tenant).make()
    await two.change("UPDATE appointments SET deleted_at = now() WHERE id = {first}")
    await two.change(ADD_WASHING)
    await two.change("UPDATE appointment_services SET price = 9 WHERE appointment_id = {first}")
    assert sorted(await two.kept()) == ["second", "second haircut"]


async def test_an_appointment_without_services_has_figures(conn: Connection, tenant: Tenant) -> None:
    client = await make_client(conn, tenant)
    await make_appointment(conn, tenant, await make_team_member(conn, tenant), "2026-03-02 10:00", client_id=client)
    (row,) = await conn.fetch(KEPT, tenant.chain_id)
    assert (row["client_id"], row["price_parts"]) == (client, 0)


async def test_what_is_right_already_is_not_written(conn: Connection, tenant: Tenant) -> None:
    two = await Two(conn, tenant).make()
    versions = "SELECT xmin::text FROM appointment_figures UNION ALL SELECT xmin::text FROM booked_services"
    before = await conn.fetch(versions)
    await two.change("UPDATE appointment_services SET title = 'Cut' WHERE appointment_id = {first}")
    assert await conn.fetch(versions) == before
