"""`parlour resource`"""

import pytest

from parlour.areas.locations.model import LocationFields
from parlour.areas.locations.service.provisioning import create_location
from parlour.db.pool import Connection
from tests.cli.command import Inside

NOWHERE = 999_999


@pytest.fixture
async def location_id(conn: Connection) -> int:
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Roomy') RETURNING id")
    fields = LocationFields(title="Roomy", country_code="US", timezone="America/New_York", currency="USD", locale="en")
    created = await create_location(conn, chain_id, fields, owner_id=None)
    assert created is not None
    return created.id


def test_a_resource_is_created_with_its_instances_and_listed(inside: Inside, location_id: int) -> None:
    rooms = ["--instance", "Room 2", "--instance", " Room 1 "]
    added = inside("resource", "add", "--location", location_id, "--title", "Massage room", *rooms, "--json").document
    assert added == {
        "id": added["id"],
        "chain_id": added["chain_id"],
        "location_id": location_id,
        "location_title": "Roomy",
        "title": "Massage room",
        "instances": ["Room 2", "Room 1"],
    }
    listed = inside("resource", "list", "--location", location_id, "--json").document
    assert listed == [added]
    assert inside("resource", "list", "--chain", added["chain_id"], "--json").document == [added]
    assert inside("resource", "list", "--location", NOWHERE, "--json").document == []
    _, row = inside("resource", "list", "--location", location_id).out.splitlines()
    assert row.split("\t")[-2:] == ["Massage room", "Room 2, Room 1"]


def test_what_is_wrong_is_named(inside: Inside, location_id: int) -> None:
    add = ("resource", "add", "--location", location_id, "--title")
    refused = inside(*add, " ", "--instance", "").assert_refused()
    assert "--title: Must not be empty." in refused
    assert "--instance: Must not be empty." in refused
    inside(*add, "Laser", "--json")
    assert "There is a resource with this title already." in inside(*add, "LASER").assert_refused()
    assert "not found" in inside("resource", "add", "--location", NOWHERE, "--title", "Laser").assert_refused()
