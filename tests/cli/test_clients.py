"""`parlour clients find`, `add` and `check`."""

import msgspec

from parlour.access.tenant import get_operators_tenant
from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.clients import make_client
from tests.support.factories.services import make_service
from tests.support.factories.team import make_team_member

NOWHERE = 999_999
PLACE = ["--country", "DE", "--timezone", "Europe/Berlin", "--currency", "EUR", "--locale", "de_DE"]


def place_of(parlour: Parlour) -> tuple[int, int]:
    location = parlour("location", "add", "--title", "Mitte", *PLACE, "--json").document
    return location["id"], location["chain_id"]


def test_clients_are_added_and_found(parlour: Parlour) -> None:
    location, _ = place_of(parlour)
    flags = ["--phone", "0151 12345678", "--surname", "Réyes", "--email", "Maya@example.com"]
    maya = parlour("clients", "add", location, "--name", " Maya ", *flags, "--json").document
    assert maya == {
        "id": maya["id"],
        "location_id": location,
        "name": "Maya Réyes",
        "phone": "4915112345678",
        "email": "maya@example.com",
        "card": "",
        "visits": 0,
        "last_visit": None,
    }
    for text in ("reyes may", "maya@", "1234567"):
        assert parlour("clients", "find", location, text, "--json").document == [maya]
    assert parlour("clients", "find", location, "ben", "--json").document == []
    assert "Maya Réyes" in parlour("clients", "find", location, "maya").out


def test_faults_are_reported_and_nothing_is_made(inside: Inside, parlour: Parlour) -> None:
    assert "--name:" in inside("clients", "add", "1", "--name", "").assert_refused()
    location, _ = place_of(parlour)
    maya = parlour("clients", "add", location, "--name", "Maya", "--phone", "015112345678", "--json").document
    line = parlour("clients", "add", location, "--name", "Ben", "--phone", "12", "--email", "x").assert_refused()
    assert all(field in line for field in ("phone:", "email:"))
    twin = parlour("clients", "add", location, "--name", "Ben", "--phone", "+4915112345678").assert_refused()
    assert f"Client {maya['id']} of this location" in twin
    assert "not found" in parlour("clients", "find", NOWHERE, "x").assert_refused()
    assert len(parlour("clients", "find", location, "", "--json").document) == 1


async def test_figures_are_checked_and_fixed(parlour: Parlour, conn: Connection) -> None:
    location, chain = place_of(parlour)
    tenant = await get_operators_tenant(conn, location)
    ana, maya = await make_team_member(conn, tenant), await make_client(conn, tenant)
    came = await make_appointment(conn, tenant, ana, "2026-03-02 10:00", client_id=maya, attendance="arrived")
    await add_service(conn, tenant, came, await make_service(conn, tenant), "30.50")
    whole = parlour("clients", "check", "--chain", chain, "--json").document
    assert whole == {"adds_up": True, "clients": 1, "difference_count": 0, "differences": [], "fixed_count": 0}
    await conn.execute("UPDATE clients SET visit_count = 5, balance = 1 WHERE id = $1", maya)

    done = parlour("clients", "check", "--chain", chain, "--json")

    assert done.code == 1
    assert msgspec.json.decode(done.out)["differences"] == [
        {
            "chain_id": chain,
            "location_id": location,
            "client_id": maya,
            "found": "5 2026-03-02 2026-03-02 30.50 0 1",
            "expected": "1 2026-03-02 2026-03-02 30.50 0 -30.50",
        }
    ]
    shown = parlour("clients", "check", "--chain", chain)
    assert (shown.code, str(maya) in shown.out, "1 of 1 clients differ." in shown.err) == (1, True, True)
    fixed = parlour("clients", "check", "--chain", chain, "--fix", "--json").document
    assert fixed == {**whole, "fixed_count": 1}
    assert parlour("clients", "check", "--chain", chain).out == "Adds up: 1 clients.\n"
    assert await conn.fetchval("SELECT visit_count FROM clients WHERE id = $1", maya) == 1
