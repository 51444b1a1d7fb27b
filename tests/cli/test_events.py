"""`parlour events check`"""

import msgspec
import pytest

from parlour.access.tenant import get_operators_tenant
from parlour.areas.locations.model import LocationFields
from parlour.areas.locations.service.provisioning import create_location
from parlour.db.pool import Connection
from tests.cli.command import Inside
from tests.support.factories.events import book_seats, make_event, make_event_service
from tests.support.factories.team import make_team_member


class Event(msgspec.Struct, frozen=True):
    """An event, and where it is."""

    id: int
    chain_id: int
    location_id: int


NOWHERE = 999_999


@pytest.fixture
async def event(conn: Connection) -> Event:
    """An event of five seats, two of which are booked."""
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Studios') RETURNING id")
    fields = LocationFields(title="Studio", country_code="US", timezone="America/New_York", currency="USD", locale="en")
    created = await create_location(conn, chain_id, fields, owner_id=None)
    assert created is not None
    tenant = await get_operators_tenant(conn, created.id)
    ana = await make_team_member(conn, tenant)
    event_id = await make_event(conn, tenant, ana, await make_event_service(conn, tenant), "2026-02-02 10:00")
    await book_seats(conn, tenant, event_id, seat_count=2)
    return Event(event_id, chain_id, created.id)


def test_seats_that_add_up(inside: Inside, event: Event) -> None:
    assert inside("events", "check").out == "All seats add up.\n"
    assert inside("events", "check", "--json").document == {"adds_up": True, "differences": [], "repaired": []}


@pytest.fixture
async def differing(conn: Connection, event: Event) -> Event:
    """The same event, when something has written its taken seats."""
    await conn.execute("UPDATE events SET taken_seats = 4 WHERE id = $1", event.id)
    return event


def test_a_difference_is_reported_and_corrected(inside: Inside, differing: Event) -> None:
    difference = {
        "event_id": differing.id, "chain_id": differing.chain_id, "location_id": differing.location_id, "capacity": 5,
        "kept": 4, "booked": 2,
    }  # fmt: skip

    found = inside("events", "check", "--json")
    elsewhere = inside("events", "check", "--chain", NOWHERE)
    repaired = inside("events", "check", "--repair", "--json")

    assert found.code == 1
    assert msgspec.json.decode(found.out) == {"adds_up": False, "differences": [difference], "repaired": []}
    assert elsewhere.code == 0
    assert (repaired.code, repaired.document) == (0, {"adds_up": True, "differences": [], "repaired": [difference]})
    assert inside("events", "check").code == 0
