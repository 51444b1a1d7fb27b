"""What operations on documents and transactions refuse, provoked and compared with the published examples."""

import pytest

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.api.v1.storage_operations.stock import (
    CONSUMABLES,
    FOREIGN_STORAGE,
    RECEIPT,
    SALE,
    TRANSFER,
    document,
    line,
    operation,
    transaction,
)
from tests.contract.test_refusals import RefusalChecker
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.factories.catalogue import BOTTLE, MILLILITRE, make_category, make_product
from tests.support.factories.stock import make_document, make_transaction
from tests.support.factories.users import make_member
from tests.support.people import HARBOUR, NEIGHBOUR, WORKER

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


async def test_rights_to_one_kind(
    client: Client, conn: Connection, tenant: Tenant, argan: Product, sale: tuple[int, int], checker: RefusalChecker
) -> None:
    lacked = ("create_transactions_sale", "edit_transactions_sale", "move_goods")
    without = client.by(
        await make_member(conn, "without", "manager", **{f"storages_{right}_access": False for right in lacked})
    )
    moved = await make_document(conn, tenant, Kind.TRANSFER, 2, to_storage_id=1)
    half = await make_transaction(conn, tenant, moved, argan.id, -250)
    document_id, transaction_id = sale
    whole = transaction(document_id, argan, 1)
    for name, response in {
        "create_inventory_operation": await without.post(OPERATION, operation(SALE, line(argan, 1))),
        "create_document": await without.post(DOCUMENTS, document(SALE)),
        "update_document": await without.put(f"{DOCUMENTS}/{document_id}", document(SALE)),
        "create_transaction": await without.post(TRANSACTIONS, whole),
        "update_transaction": await without.put(f"{TRANSACTIONS}/{transaction_id}", whole),
        "delete_transaction": await without.delete(f"{TRANSACTIONS}/{half}"),
        "delete_document": await without.delete(f"{DOCUMENTS}/{moved}"),
    }.items():
        checker.compare(name, "no_right_to_kind", response)


async def test_a_closed_period(
    client: Client, conn: Connection, argan: Product, sale: tuple[int, int], checker: RefusalChecker
) -> None:
    await conn.execute("UPDATE locations SET stock_closed_until = '2026-01-31' WHERE id = $1", HARBOUR)
    document_id, transaction_id = sale
    whole = transaction(document_id, argan, 1)
    for name, response in {
        "create_inventory_operation": await client.post(OPERATION, operation(SALE, line(argan, 1))),
        "create_document": await client.post(DOCUMENTS, document(SALE)),
        "update_document": await client.put(f"{DOCUMENTS}/{document_id}", document(SALE)),
        "create_transaction": await client.post(TRANSACTIONS, whole),
        "update_transaction": await client.put(f"{TRANSACTIONS}/{transaction_id}", whole),
        "delete_transaction": await client.delete(f"{TRANSACTIONS}/{transaction_id}"),
        "delete_document": await client.delete(f"{DOCUMENTS}/{document_id}"),
    }.items():
        checker.compare(name, "closed", response)


async def test_storages_of_others(
    client: Client, conn: Connection, tenant: Tenant, argan: Product, checker: RefusalChecker
) -> None:
    strange = {"storage_id": FOREIGN_STORAGE, "to_storage_id": NOWHERE}
    moved = await make_document(conn, tenant, Kind.TRANSFER, 2, to_storage_id=1)
    for name, response in {
        "create_inventory_operation": await client.post(OPERATION, operation(TRANSFER, line(argan, 1), **strange)),
        "create_document": await client.post(DOCUMENTS, document(TRANSFER, **strange)),
        "update_document": await client.put(f"{DOCUMENTS}/{moved}", document(TRANSFER, **strange)),
    }.items():
        checker.compare(name, "no_storages", response)


async def test_more_than_there_is(
    client: Client, conn: Connection, tenant: Tenant, argan: Product, checker: RefusalChecker
) -> None:
    await conn.execute("UPDATE locations SET allows_negative_stock = false WHERE id = $1", HARBOUR)
    received = await make_document(conn, tenant, Kind.RECEIPT, 2)
    receipt = await make_transaction(conn, tenant, received, argan.id, 500)
    sold = await make_document(conn, tenant, Kind.SALE, 2)
    sale_id = await make_transaction(conn, tenant, sold, argan.id, -250)
    taken = {
        "create_inventory_operation": await client.post(OPERATION, operation(SALE, line(argan, 2))),
        "create_transaction": await client.post(TRANSACTIONS, transaction(sold, argan, 2)),
        "delete_document": await client.delete(f"{DOCUMENTS}/{received}"),
        "delete_transaction": await client.delete(f"{TRANSACTIONS}/{receipt}"),
        "update_transaction": await client.put(f"{TRANSACTIONS}/{sale_id}", transaction(sold, argan, 3)),
        "update_document": await client.put(f"{DOCUMENTS}/{received}", document(RECEIPT, storage_id=CONSUMABLES)),
    }
    for name, response in taken.items():
        checker.compare(name, "not_enough", response)


async def test_faulty_lines(client: Client, argan: Product, checker: RefusalChecker) -> None:
    wrong_total = line(argan, 2, cost_per_unit=24.9, discount=10, cost=44)
    answer = await client.post(
        OPERATION, operation(SALE, line(argan, 1), {"good_id": NOWHERE, "amount": 1}, wrong_total)
    )
    checker.compare("create_inventory_operation", "faulty_lines", answer)


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


async def test_another_kind(client: Client, sale: tuple[int, int], checker: RefusalChecker) -> None:
    answer = await client.put(f"{DOCUMENTS}/{sale[0]}", document(RECEIPT))
    checker.compare("update_document", "other_kind", answer)


async def test_the_list_of_a_document(client: Client, sale: tuple[int, int], checker: RefusalChecker) -> None:
    name, path = "get_document_product_transactions", "/storage_operations/documents/goods_transactions"
    checker.compare(name, "no_access", await client.by(NEIGHBOUR).get(f"{path}/{sale[0]}"))
    checker.compare(name, "no_right", await client.by(WORKER).get(f"{path}/{sale[0]}"))
