"""The measured data: 100,000 products in 100 locations of 10 chains, and a user who may use them.

Ids can be computed from each other, so that pgbench finds a product's location and chain without a query. Products of
all chains are mixed, as after years of use.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, LiteralString

import asyncpg
import msgspec

from bench.service_rows import fill_services
from bench.vocabulary import BRANDS, LANGUAGES, SIZES, Language
from parlour.access.tokens import hash_token, new_token
from parlour.areas.folding import search_text
from parlour.db.migrate import migrate
from parlour.db.pool import DirectConnection

CHAINS = len(LANGUAGES)
LOCATIONS_PER_CHAIN = 10
LOCATIONS = CHAINS * LOCATIONS_PER_CHAIN
PRODUCTS = 100_000
# Of the products made for each location, one in this many belongs to its whole chain.
CHAIN_WIDE_EVERY = 20
PRODUCTS_SEEN = PRODUCTS // LOCATIONS * (CHAIN_WIDE_EVERY - 1 + LOCATIONS_PER_CHAIN) // CHAIN_WIDE_EVERY
# Of a chain's categories the first are roots, the last belong to one location each, the others are below the roots.
CATEGORIES_PER_CHAIN = 50
ROOTS_PER_CHAIN = 8
SHARED_PER_CHAIN = CATEGORIES_PER_CHAIN - LOCATIONS_PER_CHAIN
SALE_UNIT, WRITE_OFF_UNIT = 11, 4
# The only user.
CALLER = 1
FIRST_CREATED, AGE = datetime(2024, 1, 1, tzinfo=UTC), timedelta(days=700)


class Tokens(msgspec.Struct, frozen=True):
    """The credentials of the load."""

    partner: str
    user: str

    @property
    def authorization(self) -> str:
        return f"Bearer {self.partner}, User {self.user}"


def location_of(product_id: int) -> int:
    """Return a location that sees the product: its own, or one of its chain."""
    return (product_id - 1) % LOCATIONS + 1


def chain_of(location_id: int) -> int:
    return (location_id - 1) // LOCATIONS_PER_CHAIN + 1


def language_of(location_id: int) -> Language:
    return LANGUAGES[chain_of(location_id) - 1]


def category_of(chain_id: int, number: int) -> int:
    """Return the id of a chain's n-th category, from 1."""
    return (chain_id - 1) * CATEGORIES_PER_CHAIN + number


def title_for(language: Language, number: int) -> str:
    """Return one of many titles; always the same for the same number."""
    draw = random.Random(number)
    brand, quality, kind = draw.choice(BRANDS), draw.choice(language.qualities), draw.choice(language.kinds)
    return f"{brand} {quality} {kind} {draw.choice(SIZES)}"


def article_for(number: int) -> str:
    return f"{BRANDS[number % len(BRANDS)][:2].upper()}-{number:06}"


def barcode_for(number: int) -> str:
    """Return an EAN-13 of the range for use inside a shop."""
    digits = f"20{number:010}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


async def load(url: str, products: int = PRODUCTS) -> Tokens:
    """Fill an empty database, then analyse and vacuum it like a database in use."""
    conn: DirectConnection = await asyncpg.connect(url, server_settings={"parlour.audit": "off"})
    try:
        await migrate(conn)
        await _copy(conn, "chains", ("id", "title"), ((chain, f"Chain {chain}") for chain in range(1, CHAINS + 1)))
        await _copy(conn, "locations", LOCATION_COLUMNS, _locations())
        await _copy(conn, "categories", CATEGORY_COLUMNS, _categories())
        await _fill_products(conn, products)
        await fill_services(conn)
        tokens = await _admit(conn)
        await vacuum_and_analyze(conn)
        return tokens
    finally:
        await conn.close()


REMOVE_CREATED: LiteralString = "DELETE FROM products WHERE id > $1"
READ_VERSION: LiteralString = "SELECT current_setting('server_version')"


async def restore(url: str) -> None:
    """Remove what a measurement has created."""
    conn: DirectConnection = await asyncpg.connect(url, server_settings={"parlour.audit": "off"})
    try:
        await conn.execute(REMOVE_CREATED, PRODUCTS)
        await vacuum_and_analyze(conn)
    finally:
        await conn.close()


async def server_version(url: str) -> str:
    conn: DirectConnection = await asyncpg.connect(url, server_settings={"parlour.audit": "off"})
    try:
        return str(await conn.fetchval(READ_VERSION)).split()[0]
    finally:
        await conn.close()


async def vacuum_and_analyze(conn: DirectConnection) -> None:
    await conn.execute("VACUUM ANALYZE")
    await conn.execute("CHECKPOINT")


CREATE_CALLER: LiteralString = """
    WITH partner AS (
        INSERT INTO partners (title, token_hash) VALUES ('Benchmark', $1) RETURNING id
    ), caller AS (
        INSERT INTO users (name, email, password_hash) VALUES ('Benchmark', 'bench@example.com', 'none') RETURNING id
    ), roles AS (
        INSERT INTO chain_roles (chain_id, user_id, role) SELECT chains.id, caller.id, 'owner' FROM chains, caller
    )
    INSERT INTO sessions (user_id, partner_id, token_hash, device)
    SELECT caller.id, partner.id, $2, 'benchmark' FROM caller, partner
"""


async def _admit(conn: DirectConnection) -> Tokens:
    """Create an owner of all chains with a session."""
    tokens = Tokens(new_token(), new_token())
    await conn.execute(CREATE_CALLER, hash_token(tokens.partner), hash_token(tokens.user))
    return tokens


async def _copy(conn: DirectConnection, table: str, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    await conn.copy_records_to_table(table, columns=columns, records=rows)
    await conn.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


LOCATION_COLUMNS = ("chain_id", "id", "title", "country_code", "timezone", "currency", "locale")


def _locations() -> Iterator[tuple[Any, ...]]:
    for location in range(1, LOCATIONS + 1):
        language = language_of(location)
        country = language.locale[-2:]
        yield (
            chain_of(location),
            location,
            f"Location {location}",
            country,
            language.timezone,
            language.currency,
            language.locale,
        )


CATEGORY_COLUMNS = ("chain_id", "id", "location_id", "parent_id", "title", "search_text")


def _categories() -> Iterator[tuple[Any, ...]]:
    for chain in range(1, CHAINS + 1):
        language = LANGUAGES[chain - 1]
        for number in range(1, CATEGORIES_PER_CHAIN + 1):
            is_root = number <= ROOTS_PER_CHAIN
            parent = None if is_root else category_of(chain, number % ROOTS_PER_CHAIN + 1)
            own = number - SHARED_PER_CHAIN
            location = (chain - 1) * LOCATIONS_PER_CHAIN + own if own > 0 else None
            quality = language.qualities[number % len(language.qualities)]
            title = language.kinds[number] if is_root else f"{language.kinds[number % ROOTS_PER_CHAIN + 1]} {quality}"
            yield chain, category_of(chain, number), location, parent, title, search_text(title, "")


LIST_SEARCH_INDEXES: LiteralString = """
    SELECT indexname AS name, indexdef AS definition
    FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'products' AND indexdef LIKE '%USING gin%'
"""


async def _fill_products(conn: DirectConnection, products: int) -> None:
    # Building a search index over the whole table is five times faster than row by row.
    indexes = await conn.fetch(LIST_SEARCH_INDEXES)
    for index in indexes:
        await conn.execute(f"DROP INDEX {index['name']}")
    await _copy(conn, "products", PRODUCT_COLUMNS, _products(products))
    await conn.execute("SET maintenance_work_mem = '256MB'")
    for index in indexes:
        await conn.execute(index["definition"])


PRODUCT_COLUMNS = (
    *("chain_id", "id", "location_id", "category_id", "title", "receipt_title", "article", "barcode"),
    *("price", "cost_price", "sale_unit_id", "write_off_unit_id", "unit_ratio"),
    *("critical_amount", "desired_amount", "net_mass", "gross_mass", "comment", "search_text"),
    *("created_at", "changed_at"),
)


def _products(count: int) -> Iterator[tuple[Any, ...]]:
    draw = random.Random(1)
    for number in range(1, count + 1):
        location = location_of(number)
        chain = chain_of(location)
        language = language_of(location)
        is_chain_wide = (number - 1) // LOCATIONS % CHAIN_WIDE_EVERY == 0
        own_category = SHARED_PER_CHAIN + (location - 1) % LOCATIONS_PER_CHAIN + 1
        shared_category = draw.randint(ROOTS_PER_CHAIN + 1, SHARED_PER_CHAIN)
        is_in_own = not is_chain_wide and draw.random() < 0.1
        title, article, barcode = title_for(language, number), article_for(number), barcode_for(number)
        price = Decimal(draw.randint(200, 20_000)) / 100
        size = Decimal(draw.choice(SIZES))
        yield (
            chain,
            number,
            None if is_chain_wide else location,
            category_of(chain, own_category if is_in_own else shared_category),
            title,
            title.partition(" ")[2],
            article,
            barcode,
            price,
            round(price * Decimal("0.45"), 2),
            SALE_UNIT,
            WRITE_OFF_UNIT,
            size,
            size * 2,
            size * 10,
            size,
            size + 40,
            "" if number % 3 else title,
            search_text(title, article, barcode),
            FIRST_CREATED + AGE * number / count,
            FIRST_CREATED + AGE * draw.uniform(number / count, 1),
        )
