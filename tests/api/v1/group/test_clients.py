"""GET /group/{chain_id}/clients"""

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.factories.appointments import make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.team import make_team_member
from tests.support.factories.users import give_role, make_member
from tests.support.people import (
    CHAIN,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    MANAGER,
    NOBODY,
    OTHER_CHAIN,
    PARTNER,
    WORKER,
    Person,
)

PLACE = f"/group/{CHAIN}/clients"
PHONE = "13155550175"


@pytest.fixture
async def cards(conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant) -> dict[int, int]:
    """Maya's card in each location, by location."""
    return {
        owner.location_id: await make_client(
            conn, owner, "Maya", phone=PHONE, email=f"maya@{owner.location_id}.example"
        )
        for owner in (tenant, hillside, abroad)
    }


async def places(client: Client, phone: str = PHONE) -> list[int]:
    answer = await client.get(PLACE, params={"phone": phone})
    assert answer.status_code == 200, answer.text
    return [each["company_id"] for each in answer.json()["data"]["clients"]]


async def test_a_row_for_each_card_in_the_chain(client: Client, cards: dict[int, int]) -> None:
    """Q-262."""
    answer = await client.get(PLACE, params={"phone": "+13155550175"})
    assert answer.json() == {
        "success": True,
        "data": {
            "salon_group_id": CHAIN,
            "phone": "+13155550175",
            "clients": [
                {"id": cards[place], "company_id": place, "name": "Maya", "email": f"maya@{place}.example"}
                for place in (HARBOUR, HILLSIDE)
            ],
        },
        "meta": [],
    }


async def test_a_number_is_read_by_the_country_of_each_location(
    client: Client, conn: Connection, hillside: Tenant
) -> None:
    await make_client(conn, hillside, phone="4915112345678")
    assert await places(client, "0151 12345678") == [HILLSIDE]


async def test_no_card_has_the_number(client: Client, conn: Connection, cards: dict[int, int]) -> None:
    missing = {"message": "Client with this phone number not found."}
    assert (await client.get(PLACE, params={"phone": "13155550199"})).json()["meta"] == missing
    await conn.execute("UPDATE clients SET deleted_at = now()")
    assert (await client.get(PLACE, params={"phone": PHONE})).status_code == 404


async def test_faults(client: Client) -> None:
    expected = "Expected a phone number of 9 to 15 digits with its country code, such as +13155550175."
    assert faults_of(await client.get(PLACE, params={"phone": "12"})) == {"phone": expected}
    assert faults_of(await client.get(PLACE)) == {"phone": "This field is missing."}


async def test_only_where_the_user_may_see_clients(client: Client, conn: Connection, cards: dict[int, int]) -> None:
    assert await places(client.by(MANAGER)) == [HARBOUR]
    both = await give_role(conn, await make_member(conn, "both", "manager"), "worker", HILLSIDE)
    assert await places(client.by(both)) == [HARBOUR]
    await give_role(conn, both, "manager", HILLSIDE)
    assert await places(client.by(both)) == [HARBOUR, HILLSIDE]
    elsewhere = {"auth_enable_check_ip": True, "auth_list_allowed_ip": ["198.51.100.7"]}
    await give_role(conn, both, "manager", HILLSIDE, **elsewhere)
    assert await places(client.by(both)) == [HARBOUR]


async def test_limits_and_masks_of_each_location(
    client: Client, conn: Connection, hillside: Tenant, cards: dict[int, int]
) -> None:
    """Q-257."""
    user = await make_member(conn, "limited", "manager", clients_phones_email_access=False)
    ana = await make_team_member(conn, hillside)
    await give_role(conn, user, "manager", HILLSIDE, clients_visit_master_id=ana)
    data = (await client.by(user).get(PLACE, params={"phone": PHONE})).json()["data"]
    assert [(each["company_id"], each["email"]) for each in data["clients"]] == [(HARBOUR, "m***@***")]
    await make_appointment(conn, hillside, ana, "2026-03-02 10:00", client_id=cards[HILLSIDE])
    assert await places(client.by(user)) == [HARBOUR, HILLSIDE]


@pytest.mark.parametrize(
    ("person", "chain_id", "status"),
    [(NOBODY, CHAIN, 401), (PARTNER, CHAIN, 401), (WORKER, CHAIN, 403), (FOREIGNER, CHAIN, 404),
     (MANAGER, OTHER_CHAIN, 404)],
)  # fmt: skip
async def test_who_may_not_is_refused(
    client: Client, cards: dict[int, int], person: Person, chain_id: int, status: int
) -> None:
    answer = await client.by(person).get(f"/group/{chain_id}/clients", params={"phone": PHONE})
    assert answer.status_code == status
