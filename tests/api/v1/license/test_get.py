"""GET /license/{location_id}"""

from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.people import ABROAD, HARBOUR, MANAGER, NEIGHBOUR, PARTNER


async def test_a_licence_is_active_and_without_a_limit(client: Client, conn: Connection) -> None:
    """Q-030."""
    await conn.execute("UPDATE locations SET created_at = '2026-02-01T02:00:00Z' WHERE id = $1", HARBOUR)
    response = await client.by(MANAGER).get(f"/license/{HARBOUR}")
    assert response.json()["data"] == {
        "id": HARBOUR,
        "salon_id": HARBOUR,
        "staff_limit": 1_000_000,
        "deactivation_date": "31.12.2099",
        "start_date": "31.01.2026",
        "name": "Self-hosted",
        "active": 1,
        "is_paid_rights_model": False,
        "options": [{"id": 1, "title": "Everything"}],
    }


async def test_it_is_beside_the_envelope_too(client: Client) -> None:
    """Q-030."""
    answer = (await client.get(f"/license/{HARBOUR}")).json()
    beside = {name: value for name, value in answer.items() if name not in ("success", "data", "meta", "LicenseOption")}
    assert beside == answer["data"]
    assert answer["LicenseOption"] == answer["options"][0]


async def test_a_partner_alone_may_ask_for_any_open_location(client: Client, conn: Connection) -> None:
    """Q-030."""
    partner = client.by(PARTNER)
    assert (await partner.get(f"/license/{ABROAD}")).json()["data"]["id"] == ABROAD
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", ABROAD)
    assert (await partner.get(f"/license/{ABROAD}")).status_code == 404


async def test_a_user_asks_only_where_they_have_a_role(client: Client) -> None:
    """Q-030."""
    assert (await client.get(f"/license/{ABROAD}")).status_code == 404
    assert (await client.by(NEIGHBOUR).get(f"/license/{HARBOUR}")).status_code == 403
