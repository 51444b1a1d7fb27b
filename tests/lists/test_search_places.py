"""Places in a search: wherever a page begins, the rest is what search_products finds there."""

import random
from typing import LiteralString

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.folding import fold
from parlour.db.pool import Connection
from tests.support.factories.catalogue import for_chain, make_category, make_product

SEARCH: LiteralString = "SELECT id FROM search_products($1, $2, $3, 1000) ORDER BY rank"
BEHIND: LiteralString = "SELECT id, fit, key FROM search_products_behind($1, $2, $3, $4, $5, $6, $7)"
LONG = "argan oil " * 20
# Codes that begin alike, with zeros before them or without, in both fields; marks between their parts.
CODES = ["", "", "A-1", "a1", "A-12", "A 123", "0012", "12", "00000012", "0012345678905", "12345678905", "123-45678905"]
TITLES = [
    "Argan",
    "Argan oil",
    "Oil of argan",
    "Oil argan oil",
    "Zargan oil",
    "12 combs",
    "A 1",
    "Oil",
    LONG,
    f"Z {LONG}",
]
TERMS = [
    *("a", "a1", "a-12", "12", "0012", "00", "0", "012345678905", "123", "oil", "argan oil", "oil argan", "rga", "1"),
    *("zzz", "-", "a 1", LONG.strip(), LONG[20:190].strip()),
]


@pytest.fixture
async def crowd(conn: Connection, tenant: Tenant) -> Tenant:
    draw = random.Random(7)  # noqa: S311 - the same products each time
    shelf = await make_category(conn, for_chain(tenant), "Shelf")
    for _ in range(150):
        owner = draw.choice([tenant, for_chain(tenant)])
        fields = {"article": draw.choice(CODES), "barcode": draw.choice(CODES)}
        await make_product(conn, owner, shelf, draw.choice(TITLES).strip(), **fields)
    return tenant


@pytest.mark.parametrize("size", [1, 4, 1000])
async def test_pages_are_the_whole_search_in_its_order(conn: Connection, crowd: Tenant, size: int) -> None:
    found_any = 0
    for term in map(fold, TERMS):
        where = (crowd.chain_id, crowd.location_id, term)
        expected = [row["id"] for row in await conn.fetch(SEARCH, *where)]
        place: tuple[int, str, int] = (-1, "", 0)
        seen: list[int] = []
        while rows := await conn.fetch(BEHIND, *where, size, *place):
            seen += [row["id"] for row in rows]
            place = rows[-1]["fit"], rows[-1]["key"], rows[-1]["id"]
        assert seen == expected, term
        found_any += bool(expected)
    assert found_any > len(TERMS) - 4
