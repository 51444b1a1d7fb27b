"""`parlour clients duplicates`, `merge` and `erase`."""

import pytest

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour
from tests.support.factories.clients import make_client

FOUND = """
    INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)
    VALUES ($1, 'Clients', 'DE', 'Europe/Berlin', 'EUR', 'de_DE') RETURNING id
"""


@pytest.fixture
async def place(conn: Connection) -> Tenant:
    """A location of a chain of its own."""
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Clients') RETURNING id")
    return await get_operators_tenant(conn, await conn.fetchval(FOUND, chain_id))


@pytest.fixture
async def pair(conn: Connection, place: Tenant) -> list[int]:
    """Two cards of one person."""
    return [
        await make_client(conn, place, "Zoë", phone="4915112345678"),
        await make_client(conn, place, "Zoë", phone="015112345678", email="zoe@example.com"),
    ]


def test_duplicates_are_listed(inside: Inside, place: Tenant, pair: list[int]) -> None:
    rows = inside("clients", "duplicates", place.location_id, "--json").document
    assert [(row["group"], row["reason"], row["id"], row["phone"]) for row in rows] == [
        (1, "phone", pair[0], "4915112345678"),
        (1, "phone", pair[1], "015112345678"),
    ]
    heading, first, _ = inside("clients", "duplicates", place.location_id).out.splitlines()
    assert heading.split("\t")[:4] == ["group", "reason", "id", "name"]
    assert first.split("\t")[2] == str(pair[0])


def test_cards_are_merged_and_separated_again(inside: Inside, place: Tenant, pair: list[int]) -> None:
    words = ("clients", "merge", place.location_id, *pair, "--json")
    would = inside(*words, "--dry-run").document
    assert would == {
        "merge_id": None,
        "client_id": pair[0],
        "name": "Zoë",
        "merged_ids": pair[1:],
        "filled": ["email"],
        "visits": 0,
        "appointments": 0,
        "sales": 0,
        "comments": 0,
        "files": 0,
        "tags": 0,
        "is_done": False,
    }
    done = inside(*words).document
    assert done == {**would, "merge_id": done["merge_id"], "is_done": True}
    assert inside("clients", "duplicates", place.location_id, "--json").document == []
    assert inside(*words).assert_refused() == "client_ids[0]: There is no such client in this location."
    undo = ("clients", "merge", place.location_id, pair[0], "--undo", done["merge_id"])
    assert inside(*undo, "--json").document == {"client_id": pair[0], "name": "Zoë"}
    assert inside(*undo).assert_refused() == "Merge not found."
    assert len(inside("clients", "duplicates", place.location_id, "--json").document) == 2


@pytest.mark.parametrize("words", [(1,), (1, 2, "--undo", 3), (1, "--undo", 3, "--dry-run")])
def test_wrong_usage_is_explained(inside: Inside, words: tuple[object, ...]) -> None:
    assert "Name the card that stays" in inside("clients", "merge", 1, *words).assert_refused(2)


async def test_a_person_is_erased(parlour: Parlour, conn: Connection, place: Tenant, pair: list[int]) -> None:
    words = ("clients", "erase", place.location_id, pair[1])
    asked = parlour(*words, said="n\n")
    assert (asked.code, asked.out.strip()) == (1, "")
    assert f"Erase client {pair[1]}? This can't be undone." in asked.err
    assert await conn.fetchval("SELECT email FROM clients WHERE id = $1", pair[1]) == "zoe@example.com"
    report = parlour(*words, "--json", said="y\n").document
    assert (report["client_ids"], report["fields"], report["audit_lines"]) == ([pair[1]], 3, 2)
    assert await conn.fetchval("SELECT email FROM clients WHERE id = $1", pair[1]) == ""
    assert parlour(*words, "--yes").assert_refused() == "Client not found."


async def test_the_whole_chain_may_be_meant(parlour: Parlour, conn: Connection, place: Tenant, pair: list[int]) -> None:
    other = await get_operators_tenant(conn, await conn.fetchval(FOUND, place.chain_id))
    elsewhere = await make_client(conn, other, phone="4915112345678")
    words = ("clients", "erase", place.location_id, pair[0], "--chain", "--yes")
    out = parlour(*words).out
    assert f"client ids     {pair[0]}, {elsewhere}" in out
