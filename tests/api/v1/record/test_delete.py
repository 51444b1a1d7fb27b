"""GET and DELETE /record/{location_id}/{record_id}, DELETE /records/{location_id}/{record_id}"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.schedules import set_hours
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR, TRAINEE
from tests.support.salon import Salon

CREATE = f"/records/{HARBOUR}"


@pytest.mark.parametrize("place", ["record", "records"])
async def test_what_is_deleted_can_still_be_read(place: str, client: Client, salon: Salon) -> None:
    """Show both addresses, and that a second time is a 404 (Q-241)."""
    record = (await client.post(CREATE, salon.booking(api_id="A-1"))).json()["data"]

    response = await client.delete(f"/{place}/{HARBOUR}/{record['id']}")
    again = await client.delete(f"/{place}/{HARBOUR}/{record['id']}")

    assert (response.status_code, response.content, again.status_code) == (204, b"", 404)
    shown = (await client.get(f"/record/{HARBOUR}/{record['id']}")).json()["data"]
    assert (shown["deleted"], shown["api_id"], shown["services"]) == (True, "A-1", record["services"])
    assert (await client.put(f"/record/{HARBOUR}/{record['id']}", {"comment": "x"})).status_code == 404
    assert (await client.get(CREATE)).json()["data"] == []
    assert [row["id"] for row in (await client.get(f"{CREATE}?with_deleted=1")).json()["data"]] == [record["id"]]
    assert (await client.post(CREATE, salon.booking())).status_code == 201


@pytest.mark.parametrize("place", ["record", "records"])
async def test_deleting_has_the_limits_of_changing(
    place: str, client: Client, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    """Show past days, and clients who came."""
    day = datetime.now(tenant.timezone).date() - timedelta(days=4)
    await set_hours(conn, tenant, salon.ana, [day])
    record = (await client.post(CREATE, salon.booking(attendance=1) | {"datetime": f"{day} 12:00"})).json()["data"]
    limits: list[tuple[dict[str, Any], str]] = [
        ({"records_edit_last_days_count": 3}, "Your rights reach back 3 days here."),
        (
            {"delete_customer_came_records_access": False},
            "You lack the right delete_customer_came_records_access in this location.",
        ),
    ]
    for number, (rights, message) in enumerate(limits):
        clerk = client.by(await make_member(conn, f"clerk-{number}", "administrator", **rights))
        response = await clerk.delete(f"/{place}/{HARBOUR}/{record['id']}")
        assert (response.status_code, response.json()["meta"]["message"]) == (403, message)


async def test_one_that_is_not_there(client: Client) -> None:
    for method in ("GET", "DELETE"):
        response = await client.send(method, f"/record/{HARBOUR}/999999")
        assert (response.status_code, response.json()["meta"]["message"]) == (404, "Appointment not found.")


async def test_reading_needs_its_right(client: Client, salon: Salon) -> None:
    record = (await client.post(CREATE, salon.booking())).json()["data"]
    shown = await client.get(f"/record/{HARBOUR}/{record['id']}")
    assert (shown.status_code, shown.headers["ETag"], shown.json()["data"]) == (200, '"1"', record)
    assert (await client.by(TRAINEE).get(f"/record/{HARBOUR}/{record['id']}")).status_code in (200, 403)
