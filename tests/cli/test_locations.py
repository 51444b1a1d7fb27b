"""Chains and locations, and who owns them."""

from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour

CREATE_USER = "INSERT INTO users (name, email, phone, password_hash) VALUES ($1, $2, $3, '') RETURNING id"
BERLIN = ["--country", "de", "--timezone", "Europe/Berlin", "--currency", "eur", "--locale", "de-DE"]


async def test_a_location_alone_gets_a_chain_and_its_owner_a_right_in_it(parlour: Parlour, conn: Connection) -> None:
    owner_id = await conn.fetchval(CREATE_USER, "Olga", "olga@example.com", None)
    place = ["--city", "Berlin", "--address", "Alte Gasse 5", "--phone", "030 1234567", "--owner", "Olga@example.com"]
    added = parlour("location", "add", "--title", "Mitte", *BERLIN, *place, "--json").document

    row = await conn.fetchrow(
        "SELECT country_code, timezone, currency, locale, city, address, phones FROM locations WHERE id = $1",
        added["id"],
    )
    assert row is not None
    stored = ("DE", "Europe/Berlin", "EUR", "de_DE", "Berlin", "Alte Gasse 5", ["+49301234567"])
    assert tuple(row) == stored
    roles = await conn.fetch("SELECT user_id, role FROM chain_roles WHERE chain_id = $1", added["chain_id"])
    assert [tuple(role) for role in roles] == [(owner_id, "owner")]
    (chain,) = (c for c in parlour("chain", "list", "--json").document if c["id"] == added["chain_id"])
    assert chain == {**chain, "title": "Mitte", "location_count": 1}


async def test_a_location_in_a_chain_gives_its_owner_no_right_beyond(parlour: Parlour, conn: Connection) -> None:
    owner_id = await conn.fetchval(CREATE_USER, "Otto", None, "+493012345678")
    chain_id = parlour("chain", "add", "--title", "Lumen", "--json").document["id"]
    flags = ["--chain", chain_id, "--owner", "0049 30 12345678"]
    added = parlour("location", "add", "--title", "Nord", *BERLIN, *flags, "--json").document
    assert added["chain_id"] == chain_id

    roles = await conn.fetch("SELECT location_id, user_id, role FROM location_roles WHERE chain_id = $1", chain_id)
    assert [tuple(role) for role in roles] == [(added["id"], owner_id, "owner")]
    assert await conn.fetchval("SELECT count(*) FROM chain_roles WHERE chain_id = $1", chain_id) == 0
    (location,) = parlour("location", "list", "--chain", chain_id, "--json").document
    assert location == {**location, "id": added["id"], "chain_title": "Lumen", "title": "Nord", "closed_at": None}


def test_all_faults_are_reported_at_once(inside: Inside) -> None:
    habits = ["--country", "XX", "--timezone", "Europe/Berln", "--currency", "QQQ", "--locale", "xx_YY"]
    line = inside("location", "add", "--title", "", *habits, "--phone", "nonsense").assert_refused()
    flags = ("--title:", "--country:", "--timezone:", "--currency:", "--locale:", "--phone:")
    assert all(flag in line for flag in flags)
    assert "did you mean Europe/Berlin?" in line


def test_unknown_references_are_refused_and_nothing_is_stored(inside: Inside) -> None:
    chainless = inside("location", "add", "--title", "Nowhere", *BERLIN, "--chain", 999_999)
    assert chainless.assert_refused() == "Chain 999999 not found."
    ownerless = inside("location", "add", "--title", "Nowhere", *BERLIN, "--owner", "nobody@example.com")
    assert ownerless.assert_refused() == "User nobody@example.com not found."
    assert "Nowhere" not in inside("chain", "list").out + inside("location", "list").out


async def test_a_location_starts_with_what_it_cannot_be_without(parlour: Parlour, conn: Connection) -> None:
    added = parlour("location", "add", "--title", "Süd", *BERLIN, "--json").document
    for table, count in (("storages", 2), ("cash_accounts", 2), ("categories", 1)):
        found = await conn.fetchval(f"SELECT count(*) FROM {table} WHERE location_id = $1", added["id"])
        assert found == count, table


def test_a_location_is_closed_and_restored(inside: Inside) -> None:
    """Q-028."""
    added = inside("location", "add", "--title", "West", *BERLIN, "--json").document
    closed = inside("location", "close", added["id"], "--json").document
    assert closed["closed_at"] is not None
    assert closed.items() >= added.items()
    restored = inside("location", "restore", added["id"], "--json").document
    assert restored == {**closed, "closed_at": None}


def test_what_is_not_open_cannot_be_closed_and_what_is_not_closed_cannot_be_restored(inside: Inside) -> None:
    added = inside("location", "add", "--title", "Ost", *BERLIN, "--json").document
    assert inside("location", "restore", added["id"]).assert_refused() == f"Closed location {added['id']} not found."
    inside("location", "close", added["id"])
    assert inside("location", "close", added["id"]).assert_refused() == f"Open location {added['id']} not found."
    assert inside("location", "close", 999_999).assert_refused() == "Open location 999999 not found."


async def test_the_embedded_database_knows_the_cities_of_the_world(conn: Connection) -> None:
    assert await conn.fetchval("SELECT count(*) FROM cities") > 30_000
