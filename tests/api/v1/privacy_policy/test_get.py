"""GET /privacy_policy/{location_id}"""

from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.people import HARBOUR, HILLSIDE, NOBODY, PARTNER


async def test_the_policy_is_shown_and_null_without_one(client: Client, conn: Connection) -> None:
    """Q-397."""
    await conn.execute("UPDATE locations SET privacy_policy = '<p>Yours.</p>' WHERE id = $1", HARBOUR)
    by = client.by(PARTNER)
    assert (await by.get(f"/privacy_policy/{HARBOUR}")).json()["data"] == {"agreement": {"content": "<p>Yours.</p>"}}
    without = await by.get(f"/privacy_policy/{HILLSIDE}")
    assert (without.status_code, without.json()) == (200, {"success": True, "data": None, "meta": []})


async def test_a_partner_and_an_open_location_are_needed(client: Client, conn: Connection) -> None:
    assert (await client.by(NOBODY).get(f"/privacy_policy/{HARBOUR}")).status_code == 401
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    for location in (HARBOUR, 999):
        assert (await client.by(PARTNER).get(f"/privacy_policy/{location}")).status_code == 404
