"""`parlour team`."""

from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour

NOWHERE = 999_999
PLACE = ["--country", "DE", "--timezone", "Europe/Berlin", "--currency", "EUR", "--locale", "de_DE"]
LINK = "INSERT INTO position_locations (chain_id, position_id, location_id) VALUES ($1, $2, $3)"


async def test_members_are_added_listed_and_dismissed(parlour: Parlour, conn: Connection) -> None:
    location = parlour("location", "add", "--title", "Mitte", *PLACE, "--json").document
    chain_id, location_id = location["chain_id"], location["id"]
    position_id = await conn.fetchval(
        "INSERT INTO positions (chain_id, title) VALUES ($1, 'Stylist') RETURNING id", chain_id
    )
    await conn.execute(LINK, chain_id, position_id, location_id)
    flags = ["--location", location_id, "--specialization", "Colour", "--position", position_id]
    ana = parlour("team", "add", "--name", " Ana Lima ", *flags, "--json").document
    assert ana == {
        "id": ana["id"],
        "chain_id": chain_id,
        "location_id": location_id,
        "location_title": "Mitte",
        "name": "Ana Lima",
        "position": "Stylist",
        "user_id": None,
        "is_hidden": False,
        "is_dismissed": False,
    }
    assert await conn.fetchval("SELECT specialization FROM team_members WHERE id = $1", ana["id"]) == "Colour"
    ben = parlour("team", "add", "--location", location_id, "--name", "Ben", "--json").document
    assert parlour("team", "dismiss", ben["id"], "--json").document == {**ben, "is_dismissed": True}
    for flag in (["--location", location_id], ["--chain", chain_id]):
        assert parlour("team", "list", *flag, "--json").document == [ana, {**ben, "is_dismissed": True}]
    line = await conn.fetchrow(
        "SELECT origin, action FROM audit_log WHERE entity = 'team_member' AND entity_id = $1 ORDER BY id LIMIT 1",
        ana["id"],
    )
    assert line is not None
    assert tuple(line) == ("operator", "created")


def test_personal_data_is_changed_and_shown(parlour: Parlour) -> None:
    location = parlour("location", "add", "--title", "Mitte", *PLACE, "--json").document
    ana = parlour("team", "add", "--location", location["id"], "--name", "Ana", "--json").document
    flags = ["--first-name", "Ana", "--hired-on", "2024-03-01", "--gender", "female", "--phone", "+1 315 555 0175"]
    first = parlour("team", "employee", ana["id"], *flags, "--json").document
    assert (first["first_name"], first["hired_on"], first["gender"]) == ("Ana", "2024-03-01", "female")
    assert (first["phone"], first["last_name"]) == ("+13155550175", "")
    changed = parlour("team", "employee", ana["id"], "--last-name", "Lima", "--phone", "", "--json").document
    assert changed == {**first, "last_name": "Lima", "phone": ""}
    assert "not found" in parlour("team", "employee", NOWHERE, "--last-name", "Lima").assert_refused()
    line = parlour("team", "employee", ana["id"], "--phone", "12", "--last-name", "x" * 256).assert_refused()
    assert all(flag in line for flag in ("--phone:", "--last-name:"))


def test_faults_are_reported_and_nothing_is_made(inside: Inside, parlour: Parlour) -> None:
    line = inside("team", "add", "--location", "1", "--name", "", "--specialization", "x" * 256).assert_refused()
    assert all(flag in line for flag in ("--name:", "--specialization:"))
    location = parlour("location", "add", "--title", "West", *PLACE, "--json").document
    odd = parlour(
        "team", "add", "--location", location["id"], "--name", "Ana", "--position", NOWHERE, "--user", NOWHERE
    )
    assert all(field in odd.assert_refused() for field in ("position_id:", "user_id:"))
    assert "not found" in parlour("team", "add", "--location", NOWHERE, "--name", "Ana").assert_refused()
    assert "not found" in parlour("team", "dismiss", NOWHERE).assert_refused()
    assert parlour("team", "list", "--location", location["id"], "--json").document == []
