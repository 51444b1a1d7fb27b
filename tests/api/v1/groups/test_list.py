"""GET /groups"""

from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.people import (
    ABROAD,
    CHAIN,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    MANAGER,
    NEIGHBOUR,
    OTHER_CHAIN,
    OWNER,
    PARTNER,
    WORKER,
)

ACCESS = {
    "settings_access",
    "clients_access",
    "deposits_access",
    "deposit_types_access",
    "users_access",
    "loyalty_access",
    "loyalty_abonement_types_access",
    "loyalty_abonement_balance_edit_access",
    "loyalty_abonement_period_edit_access",
    "loyalty_abonement_history_access",
    "loyalty_cards_manual_transactions_access",
    "loyalty_certificate_types_access",
    "loyalty_programs_access",
    "network_services_access",
    "chain_services_access",
    "analytics_access",
}


async def test_a_chain_is_shown_with_its_locations(client: Client) -> None:
    response = await client.get("/groups")
    assert response.status_code == 200
    assert response.json()["meta"] == []
    (chain,) = response.json()["data"]
    assert (chain["id"], chain["title"]) == (CHAIN, "Lumen")
    assert [(row["id"], row["title"]) for row in chain["companies"]] == [(HARBOUR, "Harbour"), (HILLSIDE, "Hillside")]
    assert chain["companies"][1] | {"timezone": 0} == {
        "id": HILLSIDE,
        "title": "Hillside",
        "public_title": "Hillside",
        "business_group_id": 0,
        "business_type_id": 0,
        "country_id": 276,
        "city_id": 0,
        "timezone": 0,
        "timezone_name": "Europe/Berlin",
        "address": "",
        "currency_short_title": "€",
        "coordinate_lat": 0,
        "coordinate_lon": 0,
        "logo": "",
        "zip": "",
        "phone": "",
        "phones": [],
        "site": "",
        "allow_delete_record": False,
        "allow_change_record": False,
    }


async def test_a_user_with_every_right_in_the_chain_has_every_flag_set(client: Client) -> None:
    access = (await client.get("/groups")).json()["data"][0]["access"]
    assert access == dict.fromkeys(ACCESS, 1)


async def test_a_user_with_rights_in_locations_only_has_no_flag_set(client: Client) -> None:
    for person in (MANAGER, NEIGHBOUR, WORKER):
        (chain,) = (await client.by(person).get("/groups")).json()["data"]
        assert chain["id"] == CHAIN
        assert chain["access"] == dict.fromkeys(ACCESS, 0)


async def test_only_own_chains_are_shown(client: Client) -> None:
    (chain,) = (await client.by(FOREIGNER).get("/groups")).json()["data"]
    assert chain["id"] == OTHER_CHAIN
    assert [row["id"] for row in chain["companies"]] == [ABROAD]


async def test_a_user_of_two_chains_sees_both(client: Client, conn: Connection) -> None:
    await conn.execute(
        "INSERT INTO location_roles (chain_id, location_id, user_id, role) VALUES ($1, $2, $3, 'manager')",
        OTHER_CHAIN,
        ABROAD,
        WORKER.id,
    )
    chains = (await client.by(WORKER).get("/groups")).json()["data"]
    assert [(chain["id"], len(chain["companies"])) for chain in chains] == [(CHAIN, 2), (OTHER_CHAIN, 1)]


async def test_a_user_without_a_role_sees_no_chain(client: Client, conn: Connection) -> None:
    await conn.execute("DELETE FROM location_roles WHERE user_id = $1", WORKER.id)
    assert (await client.by(WORKER).get("/groups")).json()["data"] == []


async def test_closed_locations_are_hidden(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    (chain,) = (await client.get("/groups")).json()["data"]
    assert [row["id"] for row in chain["companies"]] == [HILLSIDE]


async def test_a_partner_alone_has_no_chains(client: Client) -> None:
    response = await client.by(PARTNER).get("/groups")
    assert response.status_code == 401
    assert response.json()["meta"]["message"].startswith("The user token is missing")


async def test_what_may_be_done_in_the_chain_follows_the_role_there(client: Client, conn: Connection) -> None:
    await conn.execute("UPDATE chain_roles SET role = 'accountant' WHERE user_id = $1", OWNER.id)
    (group,) = (await client.get("/groups")).json()["data"]
    allowed = {name for name, value in group["access"].items() if value}
    assert allowed == {"deposits_access", "analytics_access"}
