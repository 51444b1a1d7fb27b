"""Payments for tests."""

from decimal import Decimal
from typing import Any, LiteralString

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.rows import insert

LIST_ACCOUNTS: LiteralString = """
    SELECT id FROM cash_accounts WHERE chain_id = $1 AND location_id = $2 ORDER BY kind DESC, id
"""


async def accounts_of(conn: Connection, tenant: Tenant) -> tuple[int, int]:
    """Return the first cash and card account of the location, which get made if there are none."""
    rows = await conn.fetch(LIST_ACCOUNTS, tenant.chain_id, tenant.location_id)
    if not rows:
        cash = await insert(conn, "cash_accounts", tenant, title="Cash", kind="cash")
        return cash, await insert(conn, "cash_accounts", tenant, title="Card", kind="card")
    cash, card = (row["id"] for row in rows)
    return cash, card


async def make_payment(conn: Connection, tenant: Tenant, appointment_id: int, amount: str, **fields: Any) -> int:
    """Pay for the first line of an appointment, in cash unless an account is given, and return the payment's id."""
    row = await conn.fetchrow(
        """
        SELECT v.id AS visit_id, v.document_id,
               coalesce((SELECT min(s.id) FROM appointment_services s
                         WHERE s.chain_id = a.chain_id AND s.appointment_id = a.id), 0) AS item_id
        FROM appointments a JOIN visits v ON v.chain_id = a.chain_id AND v.id = a.visit_id
        WHERE a.chain_id = $1 AND a.id = $2
        """,
        tenant.chain_id,
        appointment_id,
    )
    assert row is not None
    cash, _ = await accounts_of(conn, tenant)
    values = {"account_id": cash, "expense_id": 5, "amount": Decimal(amount), **row, **fields}
    return await insert(conn, "finance_transactions", tenant, appointment_id=appointment_id, **values)
