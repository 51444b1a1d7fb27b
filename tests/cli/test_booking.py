"""`parlour booking`"""

from pathlib import Path

import pytest

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.blocked_phones import operator
from parlour.areas.blocked_phones.service import is_phone_blocked
from parlour.areas.locations.model import LocationFields
from parlour.areas.locations.service.provisioning import create_location
from parlour.areas.phone_codes.queries import try_code
from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour

NOWHERE = 999_999
PHONE = "13155550177"


@pytest.fixture
async def tenant(conn: Connection) -> Tenant:
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Lumen') RETURNING id")
    fields = LocationFields(
        title="Harbour", country_code="US", timezone="America/New_York", currency="USD", locale="en"
    )
    created = await create_location(conn, chain_id, fields, owner_id=None)
    assert created is not None
    return await get_operators_tenant(conn, created.id)


async def test_a_code_is_made_that_confirms_the_number(parlour: Parlour, conn: Connection, tenant: Tenant) -> None:
    first = parlour("booking", "code", tenant.location_id, "(315) 555-0177", "--json").document
    assert first == {"phone": PHONE, "code": first["code"], "valid_minutes": 10}
    second = parlour("booking", "code", tenant.location_id, PHONE, "--json").document
    assert await try_code(conn, PHONE, second["code"])
    assert first["code"] == second["code"] or not await try_code(conn, PHONE, first["code"])
    assert await conn.fetchval("SELECT count(*) FROM outbox WHERE kind = 'sms'") == 0


async def test_numbers_are_blocked_listed_and_unblocked(parlour: Parlour, conn: Connection, tenant: Tenant) -> None:
    for written in ("+1 315 555 0177", "3155550177"):
        (listed,) = parlour("booking", "block", tenant.location_id, written, "--json").document
        assert listed == {"phone": PHONE, "created_at": listed["created_at"]}
    assert parlour("booking", "blocked", tenant.location_id, "--json").document == [listed]
    assert await is_phone_blocked(conn, tenant, PHONE)
    assert not await is_phone_blocked(conn, tenant, "13155550178")

    assert parlour("booking", "unblock", tenant.location_id, PHONE, "--json").document == []
    assert not await is_phone_blocked(conn, tenant, PHONE)
    assert "not found" in parlour("booking", "unblock", tenant.location_id, PHONE).assert_refused()
    actions = await conn.fetch("SELECT action FROM audit_log WHERE entity = 'blocked_phone' ORDER BY id")
    assert [row["action"] for row in actions] == ["created", "deleted"]


async def test_a_number_is_blocked_in_one_location_only(conn: Connection, tenant: Tenant) -> None:
    fields = LocationFields(title="Pier", country_code="US", timezone="America/New_York", currency="USD", locale="en")
    sister = await create_location(conn, tenant.chain_id, fields, owner_id=None)
    assert sister is not None
    assert [each.phone for each in await operator.block(conn, sister.id, PHONE)] == [PHONE]
    assert await operator.list_blocked(conn, tenant.location_id) == []
    assert not await is_phone_blocked(conn, tenant, PHONE)


@pytest.mark.parametrize("command", ["code", "block", "unblock"])
def test_what_is_wrong_is_named(inside: Inside, tenant: Tenant, command: str) -> None:
    assert "not found" in inside("booking", command, NOWHERE, PHONE).assert_refused()
    assert "PHONE: Expected a phone number" in inside("booking", command, tenant.location_id, "12").assert_refused()


def test_a_policy_is_set_and_removed(inside: Inside, tenant: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "policy.html"
    file.write_text("<p>We keep your name.</p><script>alert(1)</script>\n", "utf-8")
    told = inside("booking", "policy", tenant.location_id, file, "--json").document
    assert told == {"location_id": tenant.location_id, "privacy_policy": "<p>We keep your name.</p>"}
    assert inside("booking", "policy", tenant.location_id, "--json").document["privacy_policy"] == ""
    assert "not found" in inside("booking", "policy", NOWHERE).assert_refused()
    file.write_bytes(b"\xff")
    refused = inside("booking", "policy", tenant.location_id, file).assert_refused()
    assert refused.endswith("FILE: It is not a text in UTF-8.")
