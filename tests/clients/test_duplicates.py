"""Cards that may belong to one person."""

from datetime import date

import pytest

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.clients.model.duplicates import Reason
from parlour.areas.clients.queries.duplicates import LIST_DUPLICATES
from parlour.areas.clients.queries.visible import visible_to
from parlour.areas.clients.service import duplicates
from parlour.areas.clients.service.duplicates import find_duplicates
from parlour.db.pool import Connection, connection
from tests.support.factories.clients import make_client
from tests.support.kept_database import KeptDatabase
from tests.support.people import HILLSIDE

APRIL = date(1990, 4, 17)


async def groups(conn: Connection, tenant: Tenant) -> list[tuple[Reason, list[str]]]:
    found = await find_duplicates(conn, tenant)
    assert found.count == len(found.groups)
    return [(group.reason, [client.phone or client.name for client in group.clients]) for group in found.groups]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("79161234567", "9161234567"),
        ("79161234567", "89161234567"),
        ("4915112345678", "015112345678"),
        ("4915112345678", "004915112345678"),
        ("48501234567", "501234567"),
    ],
)
async def test_writings_of_one_number_are_alike(conn: Connection, tenant: Tenant, one: str, other: str) -> None:
    for number in (one, "13155550100", other):
        await make_client(conn, tenant, phone=number)
    assert await groups(conn, tenant) == [(Reason.PHONE, [one, other])]


@pytest.mark.parametrize(
    ("one", "other"),
    [("79161234567", "19161234567"), ("4915112345678", "4815112345678"), ("13155550175", "13155550176")],
)
async def test_numbers_of_two_countries_are_not(conn: Connection, tenant: Tenant, one: str, other: str) -> None:
    for number in (one, other):
        await make_client(conn, tenant, phone=number)
    assert await groups(conn, tenant) == []


async def test_so_are_namesakes_with_one_birthday(conn: Connection, tenant: Tenant) -> None:
    """Names are compared folded."""
    for name, day, text in (
        ("Zoë", APRIL, "zoe\x1fa@example.com"),
        ("ZOE", APRIL, "zoe\x1f"),
        ("zoe", date(1990, 4, 18), "zoe"),
        ("Zoe", None, "zoe"),
        ("Anna", APRIL, "anna"),
    ):
        await make_client(conn, tenant, name, birth_date=day, search_text=text)
    assert await groups(conn, tenant) == [(Reason.NAME_AND_BIRTHDAY, ["Zoë", "ZOE"])]


async def test_groups_come_by_their_oldest_card(conn: Connection, tenant: Tenant) -> None:
    for name, phone in (("A", "4915112345678"), ("B", ""), ("C", "015112345678"), ("B", ""), ("D", "15112345678")):
        await make_client(conn, tenant, name, phone=phone, birth_date=APRIL)
    assert await groups(conn, tenant) == [
        (Reason.PHONE, ["4915112345678", "015112345678", "15112345678"]),
        (Reason.NAME_AND_BIRTHDAY, ["B", "B"]),
    ]


async def test_deleted_cards_and_those_of_other_locations_are_none(conn: Connection, tenant: Tenant) -> None:
    hillside = await get_operators_tenant(conn, HILLSIDE)
    for place in (tenant, hillside, tenant):
        await make_client(conn, place, "Zoe", birth_date=APRIL)
    await conn.execute("UPDATE clients SET deleted_at = now() WHERE id = (SELECT max(id) FROM clients)")
    assert await groups(conn, tenant) == await groups(conn, hillside) == []


async def test_of_many_groups_the_first_come_and_all_are_counted(
    conn: Connection, tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "MOST_GROUPS", 2)
    for name in "AABBCC":
        await make_client(conn, tenant, name, birth_date=APRIL)
    found = await find_duplicates(conn, tenant)
    assert (len(found.groups), found.count) == (2, 3)


FILL = """
    INSERT INTO clients (chain_id, location_id, name, phone, birth_date, search_text)
    SELECT $1, $2, 'N' || n, (49151000000000 + n)::text, '1950-01-01'::date + n % 20000, 'n' || n
    FROM generate_series(1, $3::integer) AS n
"""


async def test_no_table_is_read_from_end_to_end(conn: Connection, tenant: Tenant, kept_database: KeptDatabase) -> None:
    hillside = await get_operators_tenant(conn, HILLSIDE)
    for place, many in ((hillside, 40_000), (tenant, 2_000)):
        await conn.execute(FILL, place.chain_id, place.location_id, many)
    await conn.execute("ANALYZE clients")
    async with connection(await kept_database.pool()) as own:  # with the plans of a server
        plan = await own.fetch(f"EXPLAIN {LIST_DUPLICATES}".replace("$4", "200"), *visible_to(tenant))
    lines = "\n".join(row[0] for row in plan)
    assert "Seq Scan on" not in lines
