"""Paying for a visit, and taking payments back. The visit must be locked; what of it is paid follows by triggers."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.payments import queries, refusals
from parlour.areas.payments.model import AccountKind, Due, NewPayment, Part, Payment, Sale, after, allocated
from parlour.db.pool import Connection
from parlour.errors import Fault


async def list_of_visit(conn: Connection, tenant: Tenant, visit_id: int) -> list[Payment]:
    """List the payments for a visit that the user may see, the oldest first."""
    return await queries.list_of_visit(conn, tenant, visit_id)


async def payments_by_appointment(
    conn: Connection, tenant: Tenant, appointment_ids: Collection[int]
) -> Mapping[int, list[Payment]]:
    """Return the payments for each appointment that the user may see, the oldest first."""
    found: dict[int, list[Payment]] = {}
    for payment in await queries.list_of_appointments(conn, tenant, appointment_ids):
        if payment.appointment_id is not None:
            found.setdefault(payment.appointment_id, []).append(payment)
    return found


async def has_payments(conn: Connection, tenant: Tenant, appointment_ids: Collection[int]) -> bool:
    """Return whether anything was paid for any of these appointments."""
    return bool(appointment_ids) and await queries.have_payments(conn, tenant, appointment_ids)


async def left_to_pay(conn: Connection, tenant: Tenant, visit_id: int, dues: Sequence[Due]) -> list[Due]:
    """Return the same things with what is left of their prices."""
    paid = await queries.paid_by_item(conn, tenant, visit_id)
    return [replace(due, left=due.left - paid.get((due.expense, due.item_id), Decimal(0))) for due in dues]


async def account_of_kind(conn: Connection, tenant: Tenant, kind: AccountKind) -> int:
    """Return the first account of a kind that the user may use. Raise `Invalid`."""
    for account in await queries.list_accounts(conn, tenant):
        if account.kind is kind:
            return account.id
    raise refusals.NO_ACCOUNT_OF_KIND.error("fast_payment")


async def faults_of_accounts(conn: Connection, tenant: Tenant, payments: Sequence[NewPayment]) -> list[Fault]:
    """Return a fault for each payment on an account that the user can't use."""
    known = {account.id for account in await queries.list_accounts(conn, tenant)} if payments else set()
    return [
        refusals.NO_ACCOUNT.fault(f"payments[{number}].account_id")
        for number, payment in enumerate(payments)
        if payment.account_id not in known
    ]


async def pay(
    conn: Connection, tenant: Tenant, sale: Sale, payments: Sequence[NewPayment], dues: Sequence[Due]
) -> None:
    """Pay for things of a visit, in their order. What is more than their price goes to the last one.

    Raise `Invalid` if nothing was sold.
    """
    if not dues:
        raise refusals.NOTHING_TO_PAY.error("payments")
    parts: list[tuple[int, Part]] = []
    left = [*dues]
    for payment in payments:
        found = [*allocated(payment.amount, left)]
        parts += [(payment.account_id, part) for part in found]
        left = after(found, left)
    await queries.add_payments(conn, tenant, sale, parts)


async def faults_of_payments(
    conn: Connection, tenant: Tenant, visit_id: int, payment_ids: Sequence[int]
) -> list[Fault]:
    """Return a fault for each payment that the visit doesn't have, as far as the user may see."""
    known = {payment.id for payment in await list_of_visit(conn, tenant, visit_id)} if payment_ids else set()
    return [
        refusals.NO_PAYMENT.fault(f"deleted_payment_ids[{place}]")
        for place, each in enumerate(payment_ids)
        if each not in known
    ]


async def take_back(conn: Connection, tenant: Tenant, visit_id: int, payment_ids: Collection[int]) -> None:
    """Delete payments for a visit."""
    if payment_ids:
        await queries.soft_delete_payments(conn, tenant, visit_id, payment_ids)
