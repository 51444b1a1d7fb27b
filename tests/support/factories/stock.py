"""Storages, documents and transactions for tests, written straight into the database, and what follows from them."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.stock.model.stock import UNIT_COST, Kind, Quantity, UnitKind, rounded
from parlour.db.pool import Connection

# 12:00:00 in HARBOUR, on a day that is over everywhere.
LONG_AGO = datetime(2026, 1, 31, 17, 0, tzinfo=UTC)
# What the API shows of a product that has never been in HARBOUR.
NOTHING_THERE = [{"storage_id": 1, "amount": 0}, {"storage_id": 2, "amount": 0}]

CREATE_STORAGE: LiteralString = """
    INSERT INTO storages (chain_id, location_id, title, kind, comment, weight) VALUES ($1, $2, $3, $4, $5, $6)
    RETURNING id
"""


async def make_storage(conn: Connection, tenant: Tenant, title: str = "Cellar", **fields: Any) -> int:
    given = {"kind": "products", "comment": "", "weight": 0, **fields}
    storage_id: int = await conn.fetchval(CREATE_STORAGE, tenant.chain_id, tenant.location_id, title, *given.values())
    return storage_id


LIST_STORAGES: LiteralString = """
    SELECT id FROM storages WHERE chain_id = $1 AND location_id = $2 ORDER BY weight, id
"""


async def storages_of(conn: Connection, tenant: Tenant) -> list[int]:
    """The ids of the location's storages; the first two are those of consumables and of products."""
    return [row["id"] for row in await conn.fetch(LIST_STORAGES, tenant.chain_id, tenant.location_id)]


DOCUMENT_COLUMNS = ("to_storage_id", "occurred_at", "comment", "team_member_id", "user_id")
CREATE_DOCUMENT: LiteralString = """
    INSERT INTO stock_documents (
        chain_id, location_id, kind, storage_id, to_storage_id, occurred_at, comment, team_member_id, user_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id
"""


async def make_document(conn: Connection, tenant: Tenant, kind: Kind, storage_id: int, **fields: Any) -> int:
    defaults = {"to_storage_id": None, "occurred_at": LONG_AGO, "comment": "", "team_member_id": 0, "user_id": None}
    given = {**defaults, **fields}
    document_id: int = await conn.fetchval(
        CREATE_DOCUMENT,
        tenant.chain_id,
        tenant.location_id,
        kind,
        storage_id,
        *(given[name] for name in DOCUMENT_COLUMNS),
    )
    return document_id


FIND_DOCUMENT_AND_PRODUCT: LiteralString = """
    SELECT d.location_id, d.kind, d.storage_id, d.occurred_at, d.user_id,
           p.unit_ratio, p.sale_unit_id, p.write_off_unit_id
    FROM stock_documents d, products p
    WHERE d.chain_id = $1 AND d.id = $2 AND p.chain_id = $1 AND p.id = $3
"""
TRANSACTION_COLUMNS = (
    *("location_id", "kind", "storage_id", "occurred_at", "user_id", "unit_ratio", "sale_unit_id", "write_off_unit_id"),
    *("unit", "amount", "sale_amount", "price", "discount", "cost", "unit_cost", "counted", "expected"),
    *("counterpart_id", "supplier_id", "client_id", "team_member_id", "appointment_id", "service_id", "account_id"),
    *("is_paid", "comment", "changed_at", "deleted_at"),
)
CREATE_TRANSACTION = f"""
    INSERT INTO stock_transactions (chain_id, document_id, product_id, {", ".join(TRANSACTION_COLUMNS)})
    VALUES ($1, $2, $3, {", ".join(f"${number}" for number in range(4, len(TRANSACTION_COLUMNS) + 4))}) RETURNING id
"""


async def make_transaction(
    conn: Connection, tenant: Tenant, document_id: int, product_id: int, amount: Decimal | int, **fields: Any
) -> int:
    """A transaction of a signed amount in write-off units, at the document's storage and moment.

    By default it costs nothing and was entered in write-off units.
    """
    found = await conn.fetchrow(FIND_DOCUMENT_AND_PRODUCT, tenant.chain_id, document_id, product_id)
    assert found is not None
    exact = Decimal(amount)
    quantity = Quantity.of(exact, UnitKind.WRITE_OFF, found["unit_ratio"])
    cost = Decimal(fields.get("cost", 0))
    is_count = found["kind"] == Kind.STOCK_TAKE
    defaults = {
        "unit": UnitKind.WRITE_OFF,
        "amount": quantity.amount,
        "sale_amount": quantity.sale_amount,
        "price": rounded(cost / (abs(exact) or 1), Decimal("0.0001")),
        "discount": 0,
        "cost": cost,
        "unit_cost": rounded(cost / (abs(exact) or 1), UNIT_COST),
        "counted": max(exact, Decimal(0)) if is_count else None,
        "expected": max(exact, Decimal(0)) - exact if is_count else None,
        "counterpart_id": None,
        "supplier_id": 0,
        "client_id": 0,
        "team_member_id": 0,
        "appointment_id": 0,
        "service_id": 0,
        "account_id": 0,
        "is_paid": False,
        "comment": "",
        "changed_at": datetime.now(UTC),
        "deleted_at": None,
    }
    given = {**found, **defaults, **fields}
    transaction_id: int = await conn.fetchval(
        CREATE_TRANSACTION, tenant.chain_id, document_id, product_id, *(given[name] for name in TRANSACTION_COLUMNS)
    )
    return transaction_id


async def put_in(
    conn: Connection, tenant: Tenant, product_id: int, storage_id: int, amount: Decimal | int, **fields: Any
) -> int:
    """A receipt of one product, in write-off units. Its transaction."""
    document_id = await make_document(conn, tenant, Kind.RECEIPT, storage_id)
    return await make_transaction(conn, tenant, document_id, product_id, amount, **fields)


async def take_out(
    conn: Connection, tenant: Tenant, product_id: int, storage_id: int, amount: Decimal | int, **fields: Any
) -> int:
    """A sale of one product, in write-off units. Its transaction."""
    document_id = await make_document(conn, tenant, Kind.SALE, storage_id)
    return await make_transaction(conn, tenant, document_id, product_id, -amount, **fields)


LIST_LEVELS: LiteralString = """
    SELECT storage_id, amount FROM stock_levels WHERE chain_id = $1 AND product_id = $2 ORDER BY storage_id
"""


async def levels_of(conn: Connection, tenant: Tenant, product_id: int) -> dict[int, Decimal]:
    """The amounts on hand by storage, for all storages in which the product has ever been."""
    rows = await conn.fetch(LIST_LEVELS, tenant.chain_id, product_id)
    return {row["storage_id"]: row["amount"] for row in rows}


FIND_AVERAGE: LiteralString = "SELECT average FROM stock_costs WHERE chain_id = $1 AND product_id = $2"


async def average_of(conn: Connection, tenant: Tenant, product_id: int) -> Decimal | None:
    """What a write-off unit costs on average, as the database keeps it; None before the first receipt."""
    average: Decimal | None = await conn.fetchval(FIND_AVERAGE, tenant.chain_id, product_id)
    return average


LIST_LEDGER: LiteralString = """
    SELECT amount FROM stock_movements WHERE chain_id = $1 AND product_id = $2 ORDER BY id
"""


async def ledger_of(conn: Connection, tenant: Tenant, product_id: int) -> list[Decimal]:
    """The amounts of a product's rows in the ledger, in the order in which they were written."""
    return [row["amount"] for row in await conn.fetch(LIST_LEDGER, tenant.chain_id, product_id)]
