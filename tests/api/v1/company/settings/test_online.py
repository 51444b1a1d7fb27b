"""GET and PATCH /company/{location_id}/settings/online"""

import asyncio
from typing import Any

import pytest

from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.people import ADMINISTRATOR, FOREIGNER, HARBOUR, HILLSIDE, NEIGHBOUR, OWNER, PARTNER, WORKER, Person
from tests.support.waiting import wait_until_blocked

SETTINGS = f"/company/{HARBOUR}/settings/online"
DEFAULTS = {
    "confirm_number": False,
    "any_master": True,
    "seance_delay_step": 0,
    "activity_online_record_clients_count_max": 1,
}


def answer(**changes: Any) -> dict[str, Any]:
    return {"success": True, "data": DEFAULTS | changes, "meta": []}


async def test_what_is_changed_is_read_and_the_rest_stays(client: Client) -> None:
    """Show that no field is required (Q-390)."""
    assert (await client.get(SETTINGS)).json() == answer()
    expected: dict[str, Any] = {}
    for sent in (
        {"confirm_number": True, "any_master": False},
        {"seance_delay_step": 1380},
        {"activity_online_record_clients_count_max": 255},
        {"any_master": 1, "seance_delay_step": "30"},
        {},
    ):
        expected |= {name: {"30": 30, 1: True}.get(value, value) for name, value in sent.items()}
        assert (await client.send("PATCH", SETTINGS, json=sent)).json() == answer(**expected)
        assert (await client.get(SETTINGS)).json() == answer(**expected)


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"seance_delay_step": 45}, {"seance_delay_step": "Must be a multiple of 30."}),
        ({"seance_delay_step": 1410}, {"seance_delay_step": "Must be at most 1380."}),
        ({"seance_delay_step": -30}, {"seance_delay_step": "Must be at least 0."}),
        (
            {"activity_online_record_clients_count_max": 256, "confirm_number": "perhaps"},
            {
                "activity_online_record_clients_count_max": "Must be at most 255.",
                "confirm_number": 'Expected true or false, not "perhaps".',
            },
        ),
    ],
)
async def test_what_is_out_of_range_is_refused(client: Client, sent: dict[str, Any], faults: dict[str, str]) -> None:
    assert faults_of(await client.send("PATCH", SETTINGS, json=sent)) == faults
    assert (await client.get(SETTINGS)).json() == answer()


async def test_settings_that_another_changes_meanwhile_stay(client: Client, conn: Connection) -> None:
    async with conn.transaction():
        await conn.execute("UPDATE locations SET booking_lead_minutes = 60 WHERE id = $1", HARBOUR)
        late = asyncio.create_task(client.send("PATCH", SETTINGS, json={"confirm_number": True}))
        await wait_until_blocked(conn, late)
    assert (await late).json() == answer(confirm_number=True, seance_delay_step=60)


@pytest.mark.parametrize(
    ("person", "location_id", "reads", "writes"),
    [
        (PARTNER, HARBOUR, 401, 401),
        (OWNER, HARBOUR, 200, 200),
        (ADMINISTRATOR, HARBOUR, 200, 403),
        (WORKER, HARBOUR, 403, 403),
        (NEIGHBOUR, HARBOUR, 403, 403),
        (FOREIGNER, HILLSIDE, 404, 404),
    ],
)
async def test_who_may_read_and_change_them(
    client: Client, person: Person, location_id: int, reads: int, writes: int
) -> None:
    """Show which rights they need (Q-391)."""
    for method, path, sent in (("PATCH", "online", {"any_master": True}), ("PUT", "timeslots", {})):
        address = f"/company/{location_id}/settings/{path}"
        assert (await client.by(person).get(address)).status_code == reads
        assert (await client.by(person).send(method, address, json=sent)).status_code == writes
