"""The client whom an appointment names: found by id or phone number, created, or a fault."""

import asyncio

import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_operators_tenant, get_tenant
from parlour.areas.clients.model.clients import ClientPatch, GivenClient
from parlour.areas.clients.service.clients import get_client
from parlour.areas.clients.service.matching import find_or_create_client
from parlour.db.pool import Connection, create_pool
from parlour.errors import Invalid
from tests.support.factories.appointments import make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.team import make_team_member
from tests.support.factories.users import give_role
from tests.support.people import ABROAD, HARBOUR, HILLSIDE, MANAGER
from tests.support.waiting import wait_until_blocked

PHONE = "13155550175"
COUNT = "SELECT count(*) FROM clients WHERE deleted_at IS NULL"


async def faults(conn: Connection, tenant: Tenant, given: GivenClient) -> list[str]:
    with pytest.raises(Invalid) as raised:
        await find_or_create_client(conn, tenant, given)
    return [fault.field for fault in raised.value.faults]


@pytest.mark.parametrize(
    "given", [GivenClient(), GivenClient(phone=""), GivenClient(id=0, patch=ClientPatch(name="Maya"))]
)
async def test_no_client_is_given(given: GivenClient, conn: Connection, tenant: Tenant) -> None:
    assert await find_or_create_client(conn, tenant, given) is None
    assert await conn.fetchval(COUNT) == 0


async def test_by_id(conn: Connection, tenant: Tenant) -> None:
    maya = await make_client(conn, tenant, phone=PHONE)
    assert await find_or_create_client(conn, tenant, GivenClient(id=maya, phone="nonsense")) == maya


@pytest.mark.parametrize("written", [PHONE, "+1 (315) 555-0175", "315-555-0175"])
async def test_by_phone_without_renaming(written: str, conn: Connection, tenant: Tenant) -> None:
    maya = await make_client(conn, tenant, phone=PHONE)

    found = await find_or_create_client(conn, tenant, GivenClient(phone=written, patch=ClientPatch(name="Other")))

    assert found == maya
    assert (await get_client(conn, tenant, maya)).name == "Maya Reyes"


async def test_an_unknown_number_makes_a_card(conn: Connection, tenant: Tenant) -> None:
    patch = ClientPatch(name="Léa", surname="Braun", email="lea@example.com")

    created = await find_or_create_client(conn, tenant, GivenClient(phone="315 555 0175", patch=patch))

    client = await get_client(conn, tenant, created or 0)
    assert (client.name, client.surname, client.email, client.phone) == ("Léa", "Braun", "lea@example.com", PHONE)
    assert await conn.fetchval("SELECT search_text FROM clients") == "lea braun\x1flea@example.com\x1f"


async def test_without_a_name_the_number_is_the_name(conn: Connection, tenant: Tenant) -> None:
    created = await find_or_create_client(conn, tenant, GivenClient(phone=PHONE))
    assert (await get_client(conn, tenant, created or 0)).name == PHONE


async def test_faults(conn: Connection, tenant: Tenant) -> None:
    hidden = await make_client(conn, tenant)
    await conn.execute("UPDATE clients SET deleted_at = now()")

    assert await faults(conn, tenant, GivenClient(id=hidden)) == ["client.id"]
    assert await faults(conn, tenant, GivenClient(id=404, phone=PHONE)) == ["client.id"]
    assert await faults(conn, tenant, GivenClient(phone="12345")) == ["client.phone"]


@pytest.mark.parametrize("location_id", [HILLSIDE, ABROAD])
async def test_cards_of_other_locations_and_chains_are_not_found(
    location_id: int, conn: Connection, tenant: Tenant
) -> None:
    foreign = await make_client(conn, await get_operators_tenant(conn, location_id), phone=PHONE)

    created = await find_or_create_client(conn, tenant, GivenClient(phone=PHONE))

    assert created not in (None, foreign)
    assert await faults(conn, tenant, GivenClient(id=foreign)) == ["client.id"]


async def test_a_deleted_card_frees_its_number(conn: Connection, tenant: Tenant) -> None:
    hidden = await make_client(conn, tenant, phone=PHONE)
    await conn.execute("UPDATE clients SET deleted_at = now()")
    assert await find_or_create_client(conn, tenant, GivenClient(phone=PHONE)) not in (None, hidden)


@pytest.mark.parametrize("ends", ["COMMIT", "ROLLBACK"])
async def test_two_at_the_same_time_make_one_client(
    ends: str, conn: Connection, tenant: Tenant, database_url: str
) -> None:
    given = GivenClient(phone=PHONE, patch=ClientPatch(name="Maya"))
    async with create_pool(database_url, 2) as pool, pool.acquire() as other:
        await conn.execute("BEGIN")
        first = await find_or_create_client(conn, tenant, given)
        task = asyncio.create_task(find_or_create_client(other, tenant, given))
        await wait_until_blocked(conn, task)
        await conn.execute(ends)
        second = await task

    assert await conn.fetchval(COUNT) == 1
    assert second is not None
    assert (second == first) is (ends == "COMMIT")


async def test_a_user_who_sees_one_members_clients_finds_others_by_phone_alone(
    conn: Connection, tenant: Tenant
) -> None:
    ana = await make_team_member(conn, tenant)
    seen, unseen = await make_client(conn, tenant), await make_client(conn, tenant, phone=PHONE)
    await make_appointment(conn, tenant, ana, "2026-03-02 10:00", client_id=seen)
    await give_role(conn, MANAGER, clients_visit_master_id=ana)
    user = await get_tenant(conn, Identity(1, MANAGER.id, MANAGER.id), HARBOUR)

    assert await find_or_create_client(conn, user, GivenClient(id=seen)) == seen
    assert await faults(conn, user, GivenClient(id=unseen)) == ["client.id"]
    assert await find_or_create_client(conn, user, GivenClient(phone=PHONE)) == unseen
