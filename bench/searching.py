"""Searches of transactions in the busiest location, by every filter: how long the database takes for a page."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import LiteralString

import msgspec

from bench import traffic
from bench.dataset import CALLER, chain_of
from bench.measure import Measured, percentile
from bench.moving import STOCK_TAKE, TYPES
from bench.stock_rows import BUSIEST
from bench.traffic import Request
from parlour.access.identity import Identity
from parlour.access.tenant import get_tenant
from parlour.areas.inventory.model.search import TransactionFilter
from parlour.areas.inventory.queries.search import list_transactions
from parlour.db.pool import create_pool
from parlour.db.rows import to_structs
from parlour.page_requests import MomentSortKey, PageRequest

CALLS = 400
WARM_UP = 20
PAGE, BIGGEST_PAGE = 25, 1000
OWNER = Identity(partner_id=1, user_id=CALLER, session_id=1)


class Seed(msgspec.Struct, frozen=True):
    """An existing transaction: filters made from it find something."""

    id: int
    document_id: int
    product_id: int
    storage_id: int
    kind: str
    occurred_at: datetime
    changed_at: datetime
    number: int
    """Its number among the location's transactions, ordered by time."""


Search = Callable[[Seed], tuple[TransactionFilter, PageRequest[MomentSortKey]]]


def _first_page(wanted: Callable[[Seed], TransactionFilter]) -> Search:
    return lambda seed: (wanted(seed), PageRequest(None, PAGE))


def _behind(wanted: Callable[[Seed], TransactionFilter], count: int = PAGE) -> Search:
    """Return the search for the page that follows the seed."""
    return lambda seed: (wanted(seed), PageRequest(MomentSortKey(seed.occurred_at, seed.id), count))


def _all(_: Seed) -> TransactionFilter:
    return TransactionFilter()


def _on_day(seed: Seed) -> TransactionFilter:
    return TransactionFilter(since=seed.occurred_at, until=seed.occurred_at + timedelta(days=1))


def _in_storage(seed: Seed) -> TransactionFilter:
    return TransactionFilter(storage_ids=(seed.storage_id,))


def _like_it_in_month(seed: Seed) -> TransactionFilter:
    until = seed.occurred_at + timedelta(days=30)
    return TransactionFilter(since=seed.occurred_at, until=until, storage_ids=(seed.storage_id,), kinds=(seed.kind,))


def _changed_on_day(seed: Seed) -> TransactionFilter:
    return TransactionFilter(changed_since=seed.changed_at, changed_until=seed.changed_at + timedelta(days=1))


def _like_it_changed_since(seed: Seed) -> TransactionFilter:
    return TransactionFilter(changed_since=seed.changed_at, product_id=seed.product_id, kinds=(seed.kind,))


def _rare_changed_since(seed: Seed) -> TransactionFilter:
    return TransactionFilter(changed_since=seed.changed_at, kinds=("stock_take",))


SEARCHES: dict[str, Search] = {
    "nothing asked": _first_page(_all),
    "the page behind another": _behind(_all),
    "a page of a thousand": _behind(_all, BIGGEST_PAGE),
    "a jump to any page": lambda seed: (TransactionFilter(), PageRequest(None, PAGE, offset=seed.number - 1)),
    "a day": _first_page(_on_day),
    "a document": _first_page(lambda seed: TransactionFilter(document_id=seed.document_id)),
    "a product": _first_page(lambda seed: TransactionFilter(product_id=seed.product_id)),
    "a kind": _first_page(lambda seed: TransactionFilter(kinds=(seed.kind,))),
    "a storage": _first_page(_in_storage),
    "a storage, behind another": _behind(_in_storage),
    "kind, storage and month": _first_page(_like_it_in_month),
    "changed on a day": _first_page(_changed_on_day),
    "product and kind, by change": _first_page(_like_it_changed_since),
    "stock-takes, by change": _first_page(_rare_changed_since),
}

DRAW_SEEDS: LiteralString = """
    WITH numbered AS (
        SELECT id, document_id, product_id, storage_id, kind, occurred_at, changed_at,
               row_number() OVER (ORDER BY occurred_at, id) AS number
        FROM stock_transactions WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL
    )
    SELECT id, document_id, product_id, storage_id, kind, occurred_at, changed_at, number
    FROM numbered ORDER BY hashint8(id) LIMIT $3
"""


async def draw_seeds(url: str) -> list[Seed]:
    async with create_pool(url, 1) as pool, pool.acquire() as conn:
        return to_structs(Seed, await conn.fetch(DRAW_SEEDS, chain_of(BUSIEST), BUSIEST, CALLS))


async def measure(url: str, search: Search, seeds: list[Seed]) -> Measured:
    """Run the server's query over one connection, and read the rows."""
    async with create_pool(url, 1) as pool, pool.acquire() as conn:
        tenant = await get_tenant(conn, OWNER, BUSIEST)
        taken: list[float] = []
        for seed in [*seeds[:WARM_UP], *seeds]:
            begun = time.perf_counter()
            await list_transactions(conn, tenant, *search(seed))
            taken.append((time.perf_counter() - begun) * 1000)
    counted = sorted(taken[WARM_UP:])
    return Measured(len(counted) / sum(counted) * 1000, percentile(counted, 0.5), percentile(counted, 0.99))


def requests(seeds: list[Seed]) -> list[Request]:
    """Return requests for pages of every filter in the API, in turn."""
    path = f"/api/v1/storages/transactions/{BUSIEST}"
    return [traffic.get(path, query) for seed in seeds for query in _queries(seed)]


def _queries(seed: Seed) -> Iterator[dict[str, object]]:
    day, changed = seed.occurred_at.date(), seed.changed_at
    yield {"count": PAGE}
    yield {"start_date": day, "end_date": day}
    yield {"document_id": seed.document_id}
    yield {"changed_after": changed.isoformat(), "changed_before": (changed + timedelta(days=1)).isoformat()}
    yield {"good_id": seed.product_id, "storage_id": seed.storage_id}
    yield {"type_id": TYPES.get(seed.kind, STOCK_TAKE)}
