"""What operations on documents and transactions refuse, provoked and compared with the published examples."""

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.api.v1.storage_operations.stock import (
    transaction,
)
from tests.contract.test_refusals import RefusalChecker
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product
from tests.support.factories.stock import make_document, make_transaction
from tests.support.people import HARBOUR

OPERATION = f"/storage_operations/operation/{HARBOUR}"
DOCUMENTS = f"/storage_operations/documents/{HARBOUR}"
TRANSACTIONS = f"/storage_operations/goods_transactions/{HARBOUR}"
NOWHERE = 999_999


@pytest.fixture
def checker(published: Description) -> RefusalChecker:
    return RefusalChecker(published)


@pytest.fixture
async def argan(conn: Connection, tenant: Tenant) -> Product:
    units = {"sale_unit_id": BOTTLE, "write_off_unit_id": MILLILITRE, "unit_ratio": 250, "price": 24.9}
    return await make_product(conn, tenant, await make_category(conn, tenant), "Argan Repair Shampoo", **units)


@pytest.fixture
async def sale(conn: Connection, tenant: Tenant, argan: Product) -> tuple[int, int]:
    """A document and its transaction: a bottle sold."""
    document_id = await make_document(conn, tenant, Kind.SALE, 2)
    return document_id, await make_transaction(conn, tenant, document_id, argan.id, -250)


async def test_more_than_there_is(
    client: Client, conn: Connection, tenant: Tenant, argan: Product, checker: RefusalChecker
) -> None:
    await conn.execute("UPDATE locations SET allows_negative_stock = false WHERE id = $1", HARBOUR)
    received = await make_document(conn, tenant, Kind.RECEIPT, 2)
    await make_transaction(conn, tenant, received, argan.id, 250)
    sold = await make_document(conn, tenant, Kind.SALE, 2)
    answer = await client.post(TRANSACTIONS, transaction(sold, argan, 2))
    checker.compare("create_transaction", "not_enough", answer)


async def test_a_faulty_transaction(
    client: Client, argan: Product, sale: tuple[int, int], checker: RefusalChecker
) -> None:
    document_id, transaction_id = sale
    path = f"{TRANSACTIONS}/{transaction_id}"
    unknown = {**transaction(document_id, argan, 1), "good_id": NOWHERE}
    wrong_total = {**transaction(document_id, argan, 2, price=24.9), "discount": 10, "cost": 44}
    elsewhere = transaction(NOWHERE, argan, 1)
    checker.compare("create_transaction", "unknown_product", await client.post(TRANSACTIONS, unknown))
    checker.compare("update_transaction", "unknown_product", await client.put(path, unknown))
    checker.compare("create_transaction", "contradiction", await client.post(TRANSACTIONS, wrong_total))
    checker.compare("update_transaction", "contradiction", await client.put(path, wrong_total))
    checker.compare("create_transaction", "unknown_document", await client.post(TRANSACTIONS, elsewhere))
    checker.compare("update_transaction", "other_document", await client.put(path, elsewhere))
