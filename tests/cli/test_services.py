"""`parlour service`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.db.pool import Connection
from tests.cli.command import Inside, Parlour
from tests.support.factories.services import assign, make_service, make_service_category
from tests.support.factories.team import make_team_member

FOUND = """
    INSERT INTO locations (chain_id, title, country_code, timezone, currency, locale)
    VALUES ($1, 'Services', 'DE', 'Europe/Berlin', 'EUR', 'de_DE') RETURNING id
"""
NOWHERE = 999_999
TAKEN = "There is a service of this title in this category already."


@pytest.fixture
async def place(conn: Connection) -> Tenant:
    """A location of a chain of its own."""
    chain_id = await conn.fetchval("INSERT INTO chains (title) VALUES ('Services') RETURNING id")
    return await get_operators_tenant(conn, await conn.fetchval(FOUND, chain_id))


def write(path: Path, *lines: str) -> Path:
    file = path / "services.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8-sig")
    return file


def listed(inside: Inside, place: Tenant) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = inside("service", "list", "--location", place.location_id, "--json").document
    return found


@pytest.fixture
async def haircut(conn: Connection, place: Tenant) -> int:
    """A service in a category, provided by a team member and, before, by one who is deleted."""
    service_id = await make_service(
        conn, place, category_id=await make_service_category(conn, place), price_min=5, price_max=7.5
    )
    await assign(conn, place, service_id, await make_team_member(conn, place))
    await assign(conn, place, service_id, await make_team_member(conn, place, deleted_at=datetime.now(UTC)))
    return service_id


def test_services_are_listed(inside: Inside, place: Tenant, haircut: int) -> None:
    assert listed(inside, place) == [
        {
            "id": haircut,
            "chain_id": place.chain_id,
            "location_id": place.location_id,
            "category": "Hair",
            "title": "Haircut",
            "price_min": 5,
            "price_max": 7.5,
            "duration": 3600,
            "is_online": True,
            "team_members": 1,
        }
    ]
    assert "Haircut" in inside("service", "list", "--chain", place.chain_id).out


def test_a_service_is_added_with_its_category(inside: Inside, place: Tenant) -> None:
    words = ("service", "add", "--location", place.location_id, "--category", "Hair", "--json")
    first = inside(*words, "--title", "Cut", "--price-min", "35.50", "--duration", 1800, "--online").document
    assert (first["category"], first["price_min"], first["price_max"]) == ("Hair", 35.5, 35.5)
    assert (first["duration"], first["is_online"]) == (1800, True)
    assert inside(*words, "--title", "Colour").document["category"] == "Hair"
    assert {service["category"] for service in listed(inside, place)} == {"Hair"}
    assert TAKEN in inside(*words, "--title", "CUT").assert_refused()


def test_every_fault_of_a_new_service_is_named(inside: Inside, place: Tenant) -> None:
    words = ("service", "add", "--location", place.location_id, "--title", " ")
    line = inside(*words, "--price-min", "35.555", "--duration", "long").assert_refused()
    assert line == (
        "title: Must not be empty. price_min: 35.555 has more decimals than EUR has (2)."
        ' duration: Expected a whole number, not "long".'
    )
    assert len(listed(inside, place)) == 0
    nowhere = inside("service", "add", "--location", NOWHERE, "--title", "Cut").assert_refused()
    assert nowhere == f"Location {NOWHERE} not found."


def test_a_file_is_imported(inside: Inside, place: Tenant, haircut: int, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "Title;category;price_min;price_max;duration;active;comment",
        'Cut;HAIR;35;45.5;2700;1;"Two',
        'lines"',
        "",
        "Massage;Spa;60;;;;",
        "Other;;;;;;",
    )
    words = ("service", "import", file, "--location", place.location_id)
    would = inside(*words, "--dry-run", "--json").document
    assert would == {"services": 3, "new_categories": 1, "is_done": False}
    assert [service["id"] for service in listed(inside, place)] == [haircut]
    assert inside(*words, "--json").document == {**would, "is_done": True}
    names = ("title", "category", "price_max", "duration", "is_online")
    assert [tuple(service[name] for name in names) for service in listed(inside, place)] == [
        ("Cut", "Hair", 45.5, 2700, True),
        ("Haircut", "Hair", 7.5, 3600, True),
        ("Massage", "Spa", 60, 3600, False),
        ("Other", "", 0, 3600, False),
    ]
    changes = inside("audit", "--chain", place.chain_id, "--json").document
    created = [each for each in changes if (each["entity"], each["origin"]) == ("service", "operator")]
    assert len(created) == 3
    assert any("Two\\nlines" in each["after"] for each in created)


def test_every_fault_is_told_with_its_line_and_nothing_is_done(inside: Inside, place: Tenant, tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "title,category,price_min,price_max,duration",
        "Good,Hair,1,2,300",
        ",Hair,1,0.5,301",
        "Many,Hair,1,2,300,4",
        "Dear,Hair,much,,",
    )
    done = inside("service", "import", file, "--location", place.location_id)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [
        "line 3: duration: Must be a multiple of 300.",
        "line 3: title: This field is missing.",
        "line 3: price_max: Must not be below the lowest price.",
        "line 4: It has 6 cells, but the header has 5.",
        'line 5: price_min: Expected a number, not "much".',
    ]
    assert len(listed(inside, place)) == 0


def test_a_second_import_adds_nothing(inside: Inside, place: Tenant, tmp_path: Path) -> None:
    words = ("service", "import", write(tmp_path, "title", "Cut", "Dye"), "--location", place.location_id)
    assert inside(*words).code == 0
    done = inside(*words)
    assert done.err.splitlines() == [f"line {line}: title: {TAKEN}" for line in (2, 3)]
    assert len(listed(inside, place)) == 2
    twice = inside("service", "import", write(tmp_path, "title", "New", "new"), "--location", place.location_id)
    assert twice.assert_refused() == f"line 3: title: {TAKEN}"


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        ("price_min", ["line 1: There must be a column title."]),
        ("title,price,title", ["line 1: There are several columns title.", "line 1: There is no field 'price'."]),
        ("", ["line 1: There must be a column title."]),
    ],
)
def test_the_header_is_checked(inside: Inside, place: Tenant, tmp_path: Path, header: str, faults: list[str]) -> None:
    done = inside("service", "import", write(tmp_path, header, "1"), "--location", place.location_id)
    lines = done.err.splitlines()
    assert len(lines) == len(faults)
    assert all(line.startswith(fault) for line, fault in zip(lines, faults, strict=True))


def test_a_file_that_is_no_text(inside: Inside, place: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "services.csv"
    file.write_bytes(b"title\n\xff\xfe\n")
    assert inside("service", "import", file, "--location", place.location_id).assert_refused().endswith("not UTF-8.")
    missing = inside("service", "import", tmp_path / "none.csv", "--location", place.location_id)
    assert "none.csv" in missing.assert_refused(2)


@pytest.mark.parametrize(("number", "is_large"), [(1000, True), (999, False)])
async def test_after_a_large_import_the_database_knows_what_its_tables_hold(
    parlour: Parlour, place: Tenant, conn: Connection, tmp_path: Path, number: int, is_large: bool
) -> None:
    """Otherwise a list of categories with a thousand services takes many seconds, until it looks by itself."""
    file = write(tmp_path, "title;category", *(f"Cut {each};Hair" for each in range(number)))
    words = ("service", "import", file, "--location", place.location_id)
    assert "statistics" not in parlour(*words, "--dry-run").err
    await conn.execute("DELETE FROM pg_statistic WHERE starelid = 'services'::regclass")
    done = parlour(*words)
    assert done.code == 0
    assert ("Making the statistics of services, service_categories, audit_log ..." in done.err) == is_large
    known = await conn.fetchval("SELECT count(*) FROM pg_stats WHERE tablename = 'services' AND attname = 'title'")
    assert known == int(is_large)
