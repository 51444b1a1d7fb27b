"""`parlour calendar`"""

import re

import pytest

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.access.tokens import hash_token
from parlour.areas.locations.model import LocationFields
from parlour.areas.locations.service.provisioning import create_location
from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour
from tests.support.factories.team import make_team_member

NOWHERE = 999_999


@pytest.fixture
async def tenant(conn: Connection) -> Tenant:
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Lumen') RETURNING id")
    fields = LocationFields(
        title="Harbour", country_code="US", timezone="America/New_York", currency="USD", locale="en"
    )
    created = await create_location(conn, chain_id, fields, owner_id=None)
    assert created is not None
    return await get_operators_tenant(conn, created.id)


async def test_an_address_is_made_listed_and_revoked(parlour: Parlour, conn: Connection, tenant: Tenant) -> None:
    ana = await make_team_member(conn, tenant, "Ana")
    made = parlour("calendar", "add", tenant.location_id, "--member", ana, "--clients", "--json").document
    address = made.pop("address")
    assert made == {"id": made["id"], "location_id": tenant.location_id, "team_member": "Ana", "shows_clients": True}
    token = re.fullmatch(r"http://127\.0\.0\.1:8000/calendar/([0-9a-f]{48})\.ics", address)
    assert token is not None
    stored = await conn.fetchval("SELECT token_hash FROM calendar_feeds WHERE id = $1", made["id"])
    assert stored == hash_token(token[1])

    (listed,) = parlour("calendar", "list", "--location", tenant.location_id, "--json").document
    assert listed == {**made, "location": "Harbour", "user": None, "created_at": listed["created_at"]}
    assert listed in parlour("calendar", "list", "--json").document
    assert parlour("calendar", "list", "--location", NOWHERE, "--json").document == []

    assert parlour("calendar", "revoke", made["id"], "--json").document == listed
    assert parlour("calendar", "list", "--location", tenant.location_id, "--json").document == []
    assert "not found" in parlour("calendar", "revoke", made["id"]).assert_refused()


def test_without_a_member_it_is_for_the_location(inside: Inside, tenant: Tenant) -> None:
    made = inside("calendar", "add", tenant.location_id, "--json").document
    assert (made["team_member"], made["shows_clients"]) == (None, False)
    heading, row = inside("calendar", "list", "--location", tenant.location_id).out.splitlines()
    assert heading.split("\t")[:4] == ["id", "location id", "location", "team member"]
    assert row.split("\t")[:4] == [str(made["id"]), str(tenant.location_id), "Harbour", ""]


def test_what_is_wrong_is_named(inside: Inside, tenant: Tenant) -> None:
    assert "not found" in inside("calendar", "add", NOWHERE).assert_refused()
    refused = inside("calendar", "add", tenant.location_id, "--member", NOWHERE).assert_refused()
    assert refused.endswith("--member: There is no such team member in this location.")
