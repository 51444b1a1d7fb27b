"""Statements on accounts and finance transactions."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.payments.model import Account, Part, Payment, Sale
from parlour.areas.payments.rights import account_ids_of, visible_account_ids
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

_IS_DEFAULT: LiteralString = """
    (c.kind = 'cash' AND NOT EXISTS (
        SELECT FROM cash_accounts e
        WHERE e.chain_id = c.chain_id AND e.location_id = c.location_id AND e.kind = 'cash' AND e.id < c.id))
"""

LIST_ACCOUNTS: LiteralString = f"""
    SELECT c.id, c.title, c.kind, {_IS_DEFAULT} AS is_default FROM cash_accounts c
    WHERE c.chain_id = $1 AND c.location_id = $2 AND ($3::bigint[] IS NULL OR c.id = ANY ($3)) ORDER BY c.id
"""


async def list_accounts(conn: Connection, tenant: Tenant) -> list[Account]:
    """List the accounts that the user may use, by id."""
    rows = await conn.fetch(LIST_ACCOUNTS, tenant.chain_id, tenant.location_id, account_ids_of(tenant))
    return to_structs(Account, rows)


# $3 are the accounts that a user may see.
_PAYMENT: LiteralString = f"""
    SELECT f.id, f.document_id, f.visit_id, f.appointment_id, f.expense_id AS expense, f.item_id, f.account_id,
           c.title AS account_title, c.kind AS account_kind, {_IS_DEFAULT} AS account_is_default, f.amount,
           f.occurred_at, f.comment, f.user_id
    FROM finance_transactions f
    JOIN cash_accounts c ON c.chain_id = f.chain_id AND c.id = f.account_id
    WHERE f.chain_id = $1 AND f.location_id = $2 AND ($3::bigint[] IS NULL OR f.account_id = ANY ($3))
      AND f.deleted_at IS NULL
"""

LIST_OF_VISIT: LiteralString = f"{_PAYMENT} AND f.visit_id = $4 ORDER BY f.id"


async def list_of_visit(conn: Connection, tenant: Tenant, visit_id: int) -> list[Payment]:
    """List the payments for a visit that the user may see, the oldest first."""
    args = (tenant.chain_id, tenant.location_id, visible_account_ids(tenant), visit_id)
    return to_structs(Payment, await conn.fetch(LIST_OF_VISIT, *args))


LIST_OF_APPOINTMENTS: LiteralString = f"{_PAYMENT} AND f.appointment_id = ANY ($4::bigint[]) ORDER BY f.id"


async def list_of_appointments(conn: Connection, tenant: Tenant, appointment_ids: Collection[int]) -> list[Payment]:
    """List the payments for appointments that the user may see, the oldest first."""
    args = (tenant.chain_id, tenant.location_id, visible_account_ids(tenant), [*appointment_ids])
    return to_structs(Payment, await conn.fetch(LIST_OF_APPOINTMENTS, *args))


HAVE_PAYMENTS: LiteralString = """
    SELECT EXISTS (
        SELECT FROM finance_transactions
        WHERE chain_id = $1 AND appointment_id = ANY ($2::bigint[]) AND deleted_at IS NULL) AS have
"""


async def have_payments(conn: Connection, tenant: Tenant, appointment_ids: Collection[int]) -> bool:
    """Return whether anything was paid for any of these appointments, on any account."""
    return bool(await conn.fetchval(HAVE_PAYMENTS, tenant.chain_id, [*appointment_ids]))


PAID_BY_ITEM: LiteralString = """
    SELECT expense_id, item_id, sum(amount) AS amount FROM finance_transactions
    WHERE chain_id = $1 AND visit_id = $2 AND deleted_at IS NULL GROUP BY expense_id, item_id
"""


async def paid_by_item(conn: Connection, tenant: Tenant, visit_id: int) -> dict[tuple[int, int], Decimal]:
    """Return what was paid for each thing of a visit, by expense item and id, on any account."""
    rows = await conn.fetch(PAID_BY_ITEM, tenant.chain_id, visit_id)
    return {(row["expense_id"], row["item_id"]): row["amount"] for row in rows}


ADD_PAYMENTS: LiteralString = """
    INSERT INTO finance_transactions (
        chain_id, location_id, visit_id, document_id, user_id, account_id, expense_id, item_id, appointment_id, amount)
    SELECT $1, $2, $3, $4, $5, account_id, expense_id, item_id, appointment_id, amount
    FROM unnest($6::bigint[], $7::smallint[], $8::bigint[], $9::bigint[], $10::numeric[]) WITH ORDINALITY
        AS parts (account_id, expense_id, item_id, appointment_id, amount, place)
    ORDER BY place
"""


async def add_payments(conn: Connection, tenant: Tenant, sale: Sale, parts: Sequence[tuple[int, Part]]) -> None:
    """Write parts of payments, each with its account."""
    await conn.execute(
        ADD_PAYMENTS,
        tenant.chain_id,
        tenant.location_id,
        sale.visit_id,
        sale.document_id,
        tenant.user_id,
        [account_id for account_id, _ in parts],
        [part.due.expense for _, part in parts],
        [part.due.item_id for _, part in parts],
        [part.due.appointment_id for _, part in parts],
        [part.amount for _, part in parts],
    )


SOFT_DELETE_PAYMENTS: LiteralString = """
    UPDATE finance_transactions SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND location_id = $2 AND visit_id = $3 AND id = ANY ($4::bigint[]) AND deleted_at IS NULL
"""


async def soft_delete_payments(conn: Connection, tenant: Tenant, visit_id: int, payment_ids: Collection[int]) -> None:
    """Mark payments for a visit as deleted."""
    await conn.execute(SOFT_DELETE_PAYMENTS, tenant.chain_id, tenant.location_id, visit_id, [*payment_ids])
