"""GET /company/{location_id}/clients/autocomplete"""

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.folding import search_text
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.team import make_team_member
from tests.support.factories.users import make_member
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, TRAINEE, Person

PLACE = f"/company/{HARBOUR}/clients/autocomplete"


@pytest.fixture
async def maya(conn: Connection, tenant: Tenant, hillside: Tenant) -> int:
    for owner in (hillside, tenant):
        maya = await make_client(
            conn,
            owner,
            "Maya",
            surname="Reyés",
            phone="13155550175",
            search_text=search_text("Maya Reyés", "m@x", "L-7"),
        )
    return maya


@pytest.mark.parametrize("typed", ["reyes", "REY may", "m@x", "l-7", "555 01", "+1315"])
async def test_a_bare_list_of_those_who_could_be_meant(client: Client, maya: int, typed: str) -> None:
    """Q-261."""
    answer = await client.get(PLACE, params={"name": typed})
    assert (answer.status_code, answer.json()) == (
        200,
        [{"id": maya, "fullname": "Maya Reyés", "phone": "13155550175"}],
    )


@pytest.mark.parametrize("typed", ["reyes ben", "55 99", "13"])
async def test_who_is_not_meant(client: Client, maya: int, typed: str) -> None:
    assert (await client.get(PLACE, params={"name": typed})).json() == []


async def test_7_and_at_most_25(client: Client, conn: Connection, tenant: Tenant) -> None:
    for number in range(30):
        await make_client(conn, tenant, f"Maya {number}")
    counts = [len((await client.get(f"{PLACE}?name=maya{more}")).json()) for more in ("", "&limit=9", "&limit=99")]
    assert counts == [7, 9, 25]


async def test_who_came_last_is_first(client: Client, conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant)
    ids = [await make_client(conn, tenant, "Maya") for _ in range(3)]
    await make_appointment(conn, tenant, ana, "2026-03-02 10:00", client_id=ids[2], attendance="arrived")
    assert [each["id"] for each in (await client.get(f"{PLACE}?name=maya")).json()] == [ids[2], ids[0], ids[1]]


async def test_what_a_user_may_not_see(client: Client, conn: Connection, tenant: Tenant, maya: int) -> None:
    """Q-257."""
    rights = dict.fromkeys(("records_autocomplete_phone_access", "clients_surname_middle_name_access"), False)
    limited = client.by(await make_member(conn, "limited", "manager", **rights))
    expected = [{"id": maya, "fullname": "Maya", "phone": "1********75"}]
    assert (await limited.get(f"{PLACE}?name=maya")).json() == expected
    one = client.by(await make_member(conn, "one", "manager", clients_visit_master_id=9))
    assert (await one.get(f"{PLACE}?name=maya")).json() == []


async def test_faults(client: Client) -> None:
    assert faults_of(await client.get(f"{PLACE}?limit=0")) == {"limit": "Must be at least 1."}


async def test_without_a_name_all_are_meant(client: Client, maya: int) -> None:
    assert [each["id"] for each in (await client.get(PLACE)).json()] == [maya]


@pytest.mark.parametrize(("person", "status"), [(TRAINEE, 403), (NEIGHBOUR, 403), (FOREIGNER, 404)])
async def test_who_may_not_is_refused(client: Client, maya: int, person: Person, status: int) -> None:
    assert (await client.by(person).get(f"{PLACE}?name=maya")).status_code == status
