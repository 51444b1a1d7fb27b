"""`parlour booking sites`"""

import pytest

from parlour.access.tenant import get_operators_tenant
from parlour.areas.locations.model import LocationFields
from parlour.areas.locations.service.provisioning import create_location
from parlour.db.pool import Connection
from tests.cli.command import Parlour
from tests.support.factories.booking_forms import make_form

SALON = "https://salon.example"


@pytest.fixture
async def form(conn: Connection) -> int:
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Lumen') RETURNING id")
    fields = LocationFields(
        title="Harbour", country_code="US", timezone="America/New_York", currency="USD", locale="en"
    )
    created = await create_location(conn, chain_id, fields, owner_id=None)
    assert created is not None
    return await make_form(conn, await get_operators_tenant(conn, created.id))


async def test_sites_are_set_listed_and_removed(parlour: Parlour, conn: Connection, form: int) -> None:
    assert parlour("booking", "sites", form, "--json").document == []
    written = ["HTTPS://Salon.example/", SALON, "https://*.salon.example", "http://localhost:3000"]
    listed = [{"site": site} for site in (SALON, "https://*.salon.example", "http://localhost:3000")]
    assert parlour("booking", "sites", form, *written, "--json").document == listed
    assert parlour("booking", "sites", form, "--json").document == listed
    assert parlour("booking", "sites", form, "--none", "--json").document == []
    actions = await conn.fetch("SELECT action FROM audit_log WHERE entity = 'booking_form' ORDER BY id")
    assert [row["action"] for row in actions] == ["created", "changed", "changed"]


async def test_all_faults_are_named_and_nothing_is_set(parlour: Parlour, form: int) -> None:
    faulty = ["salon.example", "https://salon.example/shop", "javascript:x", "https://a b", "'none'", "*"]
    refused = parlour("booking", "sites", form, SALON, *faulty).assert_refused()
    assert all(repr(each) in refused for each in faulty)
    assert parlour("booking", "sites", form, "--json").document == []


async def test_an_unknown_form_is_refused(parlour: Parlour) -> None:
    assert "not found" in parlour("booking", "sites", 999_999, SALON).assert_refused()
