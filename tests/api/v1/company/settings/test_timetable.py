"""GET and PATCH /company/{location_id}/settings/timetable"""

import asyncio
from typing import Any

import pytest

from parlour.db.pool import Connection
from tests.support.client import Client, faults_of
from tests.support.people import (
    ACCOUNTANT,
    ADMINISTRATOR,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    NEIGHBOUR,
    NOBODY,
    OWNER,
    PARTNER,
    WORKER,
    Person,
)
from tests.support.waiting import wait_until_blocked

SETTINGS = f"/company/{HARBOUR}/settings/timetable"
AGREEMENTS = {"is_show_newsletter_agreement": False, "is_show_personal_data_processing_agreement": False}


def answer(record_type: int, seats: int) -> dict[str, Any]:
    data = {"record_type": record_type, "activity_record_clients_count_max": seats, **AGREEMENTS}
    return {"success": True, "data": data, "meta": []}


async def test_what_is_changed_is_read_and_the_rest_stays(client: Client) -> None:
    """Show that no field is required (Q-214)."""
    assert (await client.get(SETTINGS)).json() == answer(0, 1)
    for sent, expected in (
        ({"record_type": 2, "activity_record_clients_count_max": 255}, answer(2, 255)),
        ({"record_type": 1}, answer(1, 255)),
        ({"activity_record_clients_count_max": "12"}, answer(1, 12)),
        ({}, answer(1, 12)),
    ):
        assert (await client.send("PATCH", SETTINGS, json=sent)).json() == expected
        assert (await client.get(SETTINGS)).json() == expected


FAULTS = [
    ({"record_type": 90}, {"record_type": "Must be at most 2."}),
    ({"record_type": -1}, {"record_type": "Must be at least 0."}),
    ({"activity_record_clients_count_max": 0}, {"activity_record_clients_count_max": "Must be at least 1."}),
    (
        {"activity_record_clients_count_max": 256, "record_type": "all"},
        {
            "activity_record_clients_count_max": "Must be at most 255.",
            "record_type": 'Expected a whole number, not "all".',
        },
    ),
]


@pytest.mark.parametrize(("sent", "faults"), FAULTS)
async def test_what_is_out_of_range_is_refused(client: Client, sent: dict[str, Any], faults: dict[str, str]) -> None:
    """Show that 90, the contract's own example, is refused (Q-214)."""
    assert faults_of(await client.send("PATCH", SETTINGS, json=sent)) == faults
    assert (await client.get(SETTINGS)).json() == answer(0, 1)


async def test_settings_that_another_changes_meanwhile_stay(client: Client, conn: Connection) -> None:
    async with conn.transaction():
        await conn.execute("UPDATE locations SET max_event_seats = 7 WHERE id = $1", HARBOUR)
        late = asyncio.create_task(client.send("PATCH", SETTINGS, json={"record_type": 2}))
        await wait_until_blocked(conn, late)
    assert (await late).json() == answer(2, 7)


@pytest.mark.parametrize(
    ("person", "location_id", "reads", "writes"),
    [
        (NOBODY, HARBOUR, 401, 401),
        (PARTNER, HARBOUR, 401, 401),
        (OWNER, HARBOUR, 200, 200),
        (ADMINISTRATOR, HARBOUR, 200, 403),
        (ACCOUNTANT, HARBOUR, 200, 403),
        (WORKER, HARBOUR, 403, 403),
        (NEIGHBOUR, HARBOUR, 403, 403),
        (FOREIGNER, HILLSIDE, 404, 404),
    ],
)
async def test_who_may_read_and_change_them(
    client: Client, person: Person, location_id: int, reads: int, writes: int
) -> None:
    """Show which rights they need (Q-206)."""
    path = f"/company/{location_id}/settings/timetable"
    assert (await client.by(person).get(path)).status_code == reads
    assert (await client.by(person).send("PATCH", path, json={"record_type": 1})).status_code == writes
