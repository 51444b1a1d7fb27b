"""How PostgreSQL finds clients among 20,000 of one location: no plan may depend on how few it expects."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any, LiteralString

import asyncpg
import pytest

from parlour.areas.clients.model.clients import Gender
from parlour.areas.clients.model.search import Search
from parlour.areas.clients.model.search_filters import Birthday, Booked, Filter, HasTag, OfGender, Range, Typed
from parlour.areas.clients.queries import finding, lists
from parlour.areas.clients.queries.search import statement_of
from parlour.areas.clients.queries.search_conditions import Arguments
from parlour.db.pool import Connection, connection, create_pool
from tests.db.test_search_plan import explain, nodes
from tests.support.database import clone, url_of
from tests.support.people import CHAIN, HARBOUR

CLIENTS, ELSEWHERE, LOCATIONS = 20_000, 60_000, 300
CREATE_CLIENTS: LiteralString = """
    INSERT INTO clients (chain_id, location_id, name, gender, importance, birth_date, sold_amount, search_text)
    SELECT $1, $2, 'Anna ' || n, CASE WHEN n % 3 = 0 THEN 'male' ELSE 'female' END,
           CASE WHEN n % 5 = 0 THEN 'gold' ELSE 'none' END, date '1950-01-01' + n * 7919 % 20000, n * 7919 % 5000,
           'anna ' || n || chr(31) || chr(31)
    FROM generate_series(1, $3::int) AS n
"""
# In many locations of many chains, which makes the rows of one look like a handful.
CREATE_ELSEWHERE: LiteralString = """
    INSERT INTO clients (chain_id, location_id, name, importance, birth_date, sold_amount, search_text)
    SELECT 100 + n % 30, 1000 + n % $1::int, 'Otto', CASE WHEN n % 7 = 0 THEN 'gold' ELSE 'none' END,
           date '1950-01-01' + n * 7919 % 20000, n * 7919 % 5000, 'otto' || chr(31) || chr(31)
    FROM generate_series(1, $2::int) AS n
"""
CREATE_TAGGED: LiteralString = """
    INSERT INTO client_tags (chain_id, client_id, tag_id, location_id)
    SELECT chain_id, id, CASE location_id WHEN $1 THEN 1 + id % 20 ELSE location_id * 10 + id % 5 END, location_id
    FROM clients
"""
CREATE_FIGURES: LiteralString = """
    INSERT INTO appointment_figures
    SELECT $1, n, $2, 1 + n * 7919 % $3::int, 7, date '2026-01-01' + n % 300, 'arrived', 100000
    FROM generate_series(1, $3::int * 3) AS n
"""
CREATE_BOOKED: LiteralString = """
    INSERT INTO booked_services
    SELECT $1, n, 1 + n % 30, $2, 1 + n * 7919 % $3::int FROM generate_series(1, $3::int * 3) AS n
"""
FEMALE, TAG = OfGender([Gender.FEMALE]), HasTag([3])
LETTERS, NAME = Typed(("an",), ""), Typed(("19999",), "")
BIRTHDAY = Birthday(105, 106, 0, 0)
CAME, LATELY = Booked(attendances=["arrived"], count=Range(Decimal(3))), Booked(since=date(2026, 9, 1))
# The index in which candidates are found, and how many blocks may be looked at. Of the clients all have the letters.
SEARCHES: dict[str, tuple[tuple[Filter, ...], str, int]] = {
    "letters and a tag": ((LETTERS, TAG), "clients_search_idx", 4000),
    "a name": ((NAME,), "clients_search_idx", 200),
    "a tag": ((TAG,), "client_tags_tag_idx", 5000),
    "a tag and a gender": ((TAG, FEMALE), "client_tags_tag_idx", 5000),
    "a birthday and a gender": ((BIRTHDAY, FEMALE), "clients_birthday_idx", 800),
    "a gender": ((FEMALE,), "clients_location_idx", 500),
    "two of bookings": ((CAME, LATELY), "clients_location_idx", 1200),
}

SCOPE = f"{CHAIN}, {HARBOUR}, 0"
NAMED = f"{SCOPE}, NULL, NULL, NULL, NULL, NULL, 'na 19999', NULL, NULL, NULL, chr(31)"
# The old list and what is suggested, with how many blocks may be looked at.
READING: dict[str, tuple[LiteralString, str, str, int]] = {
    "a list by name": (lists.LIST_CLIENTS_WITH_TEXTS, f"{NAMED}, 0, 25, 0", "clients_search_idx", 200),
    "how many have a name": (lists.COUNT_CLIENTS_WITH_TEXTS, NAMED, "clients_search_idx", 200),
    "how many there are": (lists.COUNT_EVERYONE, SCOPE, "clients_location_idx", 300),
    "a suggestion": (finding.SUGGEST_CLIENTS, f"{SCOPE}, '{{19999}}', '19999', 10", "clients_search_idx", 200),
    "a suggestion without digits": (
        finding.SUGGEST_CLIENTS, f"{SCOPE}, '{{19999}}', '', 10", "clients_search_idx", 200,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
async def crowd(server_url: str, admin: Connection) -> AsyncIterator[Connection]:
    """A connection as the server uses it, to a database with many clients."""
    database = await clone(admin, "clients_found")
    settings = {"session_replication_role": "replica", "parlour.audit": "off"}
    filling = await asyncpg.connect(url_of(server_url, database), server_settings=settings)
    await filling.execute(CREATE_CLIENTS, CHAIN, HARBOUR, CLIENTS)
    await filling.execute(CREATE_ELSEWHERE, LOCATIONS, ELSEWHERE)
    await filling.execute(CREATE_TAGGED, HARBOUR)
    await filling.execute(CREATE_FIGURES, CHAIN, HARBOUR, CLIENTS)
    await filling.execute(CREATE_BOOKED, CHAIN, HARBOUR, CLIENTS)
    await filling.execute("VACUUM ANALYZE")
    await filling.close()
    async with create_pool(url_of(server_url, database), 1) as pool, connection(pool) as conn:
        yield conn
    await admin.execute(f"DROP DATABASE {database} WITH (FORCE)")


def literal(value: Any) -> str:
    """Return an argument as EXECUTE takes it."""
    if isinstance(value, list | tuple):
        return f"ARRAY[{', '.join(map(literal, value))}]"
    return str(value) if isinstance(value, int | Decimal) else f"'{value}'"


@pytest.mark.parametrize("name", SEARCHES)
async def test_a_search_reads_what_its_filters_admit(crowd: Connection, name: str) -> None:
    filters, index, most_blocks = SEARCHES[name]
    statement, args = statement_of(Search(groups=(filters,)), Arguments(CHAIN, HARBOUR, 0, 25, 0))
    parameters = ", ".join(map(literal, args.values))
    plan = (await explain(crowd, statement, parameters, ", ANALYZE, BUFFERS, TIMING OFF"))["Plan"]
    assert index in {node.get("Index Name") for node in nodes(plan)}
    assert plan["Actual Rows"] > 0
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < most_blocks


@pytest.mark.parametrize("name", READING)
async def test_a_list_reads_what_it_shows(crowd: Connection, name: str) -> None:
    statement, parameters, index, most_blocks = READING[name]
    plan = (await explain(crowd, statement, parameters, ", ANALYZE, BUFFERS, TIMING OFF"))["Plan"]
    assert index in {node.get("Index Name") for node in nodes(plan)}
    assert plan["Actual Rows"] > 0
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < most_blocks


@pytest.mark.parametrize("groups", [((CAME, LATELY),), ((CAME,), (LATELY,))], ids=["both", "any"])
async def test_figures_of_several_filters_are_looked_up_once(
    crowd: Connection, groups: tuple[tuple[Booked, ...], ...]
) -> None:
    search = Search(groups=groups, any_suffices=len(groups) > 1)
    statement, args = statement_of(search, Arguments(CHAIN, HARBOUR, 0, 25, 0))
    plan = (await explain(crowd, statement, ", ".join(map(literal, args.values)), ", ANALYZE, TIMING OFF"))["Plan"]
    read = [node for node in nodes(plan) if node.get("Relation Name") == "appointment_figures"]
    assert [node["Actual Loops"] for node in read] == [1, 0]  # of the whole location, not of each client
    assert not [node for node in nodes(plan) if node.get("CTE Name") == "history"]  # nor stored to be read again
    assert plan["Actual Rows"] > 0


async def test_for_services_alone_no_appointment_is_read(crowd: Connection) -> None:
    groups = ((Booked(service_ids=[3]),), (Booked(service_ids=[4], inverted=True),))
    statement, args = statement_of(Search(groups=groups), Arguments(CHAIN, HARBOUR, 0, 25, 0))
    plan = (await explain(crowd, statement, ", ".join(map(literal, args.values)), ", ANALYZE, TIMING OFF"))["Plan"]
    read = [node for node in nodes(plan) if node.get("Relation Name") in ("booked_services", "appointment_figures")]
    assert [(node["Index Name"], node["Actual Loops"]) for node in read] == [("booked_services_search_idx", 1)] * 2
    assert plan["Actual Rows"] == 25


async def test_tags_are_read_once_for_all_clients(crowd: Connection) -> None:
    statement, args = statement_of(Search(groups=((LETTERS, TAG),)), Arguments(CHAIN, HARBOUR, 0, 25, 0))
    plan = (await explain(crowd, statement, ", ".join(map(literal, args.values)), ", ANALYZE, TIMING OFF"))["Plan"]
    scans = [node for node in nodes(plan) if node.get("Relation Name") == "client_tags"]
    assert [node["Actual Loops"] for node in scans] == [1]
