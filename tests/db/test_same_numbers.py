"""What has the same number in another chain is not in the way, as if each chain drew its numbers by itself."""

from decimal import Decimal
from typing import Any, LiteralString

import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.inventory.model.documents import DocumentFields
from parlour.areas.inventory.model.search import TransactionFilter
from parlour.areas.inventory.queries import search, sold_items, stock, stock_takes, usages, views
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from parlour.page_requests import PageRequest
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import LONG_AGO, make_document, make_storage, make_transaction
from tests.support.people import ABROAD, FOREIGNER
from tests.support.values import values_for

START: LiteralString = "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)"
FIRST = 5000


async def make_things(conn: Connection, tenant: Tenant, titles: str, amount: int) -> None:
    """A storage, a product, a document that sold some, and the line; all have one number."""
    for table in ("storages", "products", "stock_documents", "stock_transactions"):
        await conn.execute(START, table, FIRST - 1)
    storage = await make_storage(conn, tenant, titles)
    category = await make_category(conn, tenant)
    product = await make_product(conn, tenant, category, titles, article=titles)
    document = await make_document(conn, tenant, Kind.SALE, storage)
    line = await make_transaction(conn, tenant, document, product.id, -amount, appointment_id=40, price=amount)
    assert (storage, product.id, document, line) == (FIRST,) * 4


@pytest.fixture
async def abroad(conn: Connection) -> Tenant:
    return await get_tenant(conn, Identity(1, FOREIGNER.id, FOREIGNER.id), ABROAD)


@pytest.fixture(params=[True, False], ids=["first", "second"])
async def tenants(request: pytest.FixtureRequest, conn: Connection, tenant: Tenant, abroad: Tenant) -> list[Tenant]:
    """In two chains; the rows of either may have been written first."""
    things = [(tenant, "Here", 3), (abroad, "There", 4)]
    for of_tenant in things if request.param else reversed(things):
        await make_things(conn, *of_tenant)
    return [tenant, abroad]


FILTERS: list[dict[str, Any]] = [
    {},
    {"storage_ids": (FIRST,)},
    {"product_id": FIRST},
    {"document_id": FIRST},
    {"changed_since": LONG_AGO},
    {"changed_since": LONG_AGO, "storage_ids": (FIRST,)},
    {"changed_since": LONG_AGO, "product_id": FIRST},
]


async def test_lines_are_found_once_with_their_own_names(conn: Connection, tenants: list[Tenant]) -> None:
    for tenant, title, amount in zip(tenants, ("Here", "There"), (3, 4), strict=True):
        expected: list[tuple[Any, ...]] = [(FIRST, title, title, -amount)]
        for conditions in FILTERS:
            asked = TransactionFilter(**conditions)
            found = await search.list_transactions(conn, tenant, asked, PageRequest(None, 10))
            rows = [(each.id, each.product_title, each.storage_title, each.amount) for each in found]
            assert rows == expected, conditions
        of_document = await views.list_transactions_of_document(conn, tenant, FIRST)
        of_appointment = await views.list_transactions_of_appointments(conn, tenant, Kind.SALE, [40])
        for shown in (of_document, of_appointment):
            assert [(each.id, each.product_title, each.storage_title, each.amount) for each in shown] == expected
        document = await views.find_document(conn, tenant, FIRST)
        assert document is not None
        assert document.storage_title == title
        assert (await sold_items.get_sold_item(conn, tenant, FIRST)).price == amount


async def test_stock_and_rules_are_those_of_the_chain(conn: Connection, tenants: list[Tenant]) -> None:
    key = (FIRST, FIRST)
    for tenant, title, amount in zip(tenants, ("Here", "There"), (3, 4), strict=True):
        assert (await stock.find_stock_rules(conn, tenant, [FIRST])).storage_ids == [FIRST]
        assert (await stock.lock_products(conn, tenant, [FIRST]))[FIRST].title == title
        assert await stock.list_levels(conn, tenant, [FIRST]) == {key: -amount}
        names = (await stock.list_shortages(conn, tenant, [key]))[key]
        assert (names.product_title, names.storage_title) == (title, title)
        where: dict[str, Any] = {"kind": Kind.SALE, "storage_id": FIRST, "to_storage_id": None}
        document: DocumentFields = values_for(DocumentFields, **where, occurred_at=LONG_AGO)
        checked = await stock_takes.list_checked_amounts(conn, tenant, [FIRST], [document])
        assert [(each.key, each.amount) for each in checked] == [(key, Decimal(-amount))]


async def test_a_document_is_empty_whatever_is_on_the_other(conn: Connection, tenants: list[Tenant]) -> None:
    for tenant in tenants:
        await conn.execute("UPDATE stock_transactions SET deleted_at = now() WHERE chain_id = $1", tenant.chain_id)
        await usages.soft_delete_empty_documents(conn, tenant, [FIRST])
        assert await views.find_document(conn, tenant, FIRST) is None
