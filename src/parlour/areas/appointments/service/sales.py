"""Products that are sold in an appointment: new ones, and changes to those that were sold already."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

from msgspec.structs import replace

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.changes import LockedAppointment
from parlour.areas.appointments.model.visits import GivenSale
from parlour.areas.inventory.model.documents import DocumentFields, Line, Transaction, TransactionDetails
from parlour.areas.inventory.service.appointments import sold_by_appointment
from parlour.areas.inventory.service.documents import create_document_with_transactions
from parlour.areas.inventory.service.transactions import RequestedChange, update_transaction
from parlour.areas.stock.model.stock import Kind
from parlour.areas.team.service.members import list_named_members
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid

_LINE = re.compile(r"^lines\[(\d+)\]")
Numbered = tuple[int, GivenSale]
Sold = Mapping[int, Transaction]


async def sold_in(
    conn: Connection, tenant: Tenant, appointment_ids: Collection[int], given: Sequence[GivenSale]
) -> Sold:
    """Return what was sold in these appointments by its ids, if a request names any of it."""
    if all(each.transaction_id is None for each in given):
        return {}
    found = await sold_by_appointment(conn, tenant, appointment_ids)
    return {transaction.id: transaction for sold in found.values() for transaction in sold}


async def find_faults(conn: Connection, tenant: Tenant, given: Sequence[GivenSale], sold: Sold) -> list[Fault]:
    """Return a fault for each sale that isn't there, and for each by a team member whom the location doesn't have."""
    missing = [
        refusals.NO_SALE.fault(f"sales[{number}].transaction_id", each.transaction_id)
        for number, each in enumerate(given)
        if each.transaction_id is not None and each.transaction_id not in sold
    ]
    sellers = {each.line.team_member_id for each in given} - {0}
    known = {each.id for each in await list_named_members(conn, tenant, sellers)} if sellers else set()
    return missing + [
        refusals.NO_MEMBER.fault(f"sales[{number}].team_member_id")
        for number, each in enumerate(given)
        if each.line.team_member_id in sellers - known
    ]


async def sell(
    conn: Connection, tenant: Tenant, appointment: LockedAppointment, given: Sequence[GivenSale], sold: Sold
) -> None:
    """Sell new products in an appointment, and change those that differ from what was sold.

    Raise `Forbidden`, `Conflict` for a closed period, `Invalid` with the faults of a sale under `sales[2].`
    """
    new = [(number, each) for number, each in enumerate(given) if each.transaction_id is None]
    for storage_id, rows in groupby(sorted(new, key=_storage_of), _storage_of):
        await _sell_from(conn, tenant, appointment, storage_id, [*rows])
    for number, each in enumerate(given):
        before = sold.get(each.transaction_id or 0)
        if before is not None and not _is_same(before, each.line):
            await _change(conn, tenant, number, before, each.line)


def _storage_of(row: Numbered) -> int:
    return row[1].storage_id


async def _sell_from(
    conn: Connection, tenant: Tenant, appointment: LockedAppointment, storage_id: int, rows: Sequence[Numbered]
) -> None:
    tenant.require(Permission.APPOINTMENT_SALES_CREATE)
    fields = DocumentFields(
        kind=Kind.SALE,
        storage_id=storage_id,
        to_storage_id=None,
        occurred_at=datetime.now(UTC).replace(microsecond=0),
        comment="",
        team_member_id=appointment.team_member_id,
    )
    client_id = appointment.client_id or 0
    lines = [replace(sale.line, appointment_id=appointment.id, client_id=client_id) for _, sale in rows]
    numbers = [number for number, _ in rows]
    try:
        await create_document_with_transactions(conn, tenant, fields, lines)
    except Invalid as invalid:
        raise Invalid([_renumbered(fault, numbers) for fault in invalid.faults]) from None


def _renumbered(fault: Fault, numbers: Sequence[int]) -> Fault:
    """Return the fault of a document under the sale that it is about, or under the first one."""
    if found := _LINE.match(fault.field):
        return Fault(f"sales[{numbers[int(found[1])]}]{fault.field[found.end() :]}", fault.message)
    return Fault(f"sales[{numbers[0]}].{fault.field}", fault.message)


def _is_same(before: Transaction, line: Line) -> bool:
    return (
        (before.product_id, before.unit, abs(before.entered), before.discount, before.team_member_id)
        == (line.product_id, line.unit, abs(line.entered), line.discount, line.team_member_id)
        and line.price in (None, before.price)
        and line.cost in (None, before.cost)
    )


async def _change(conn: Connection, tenant: Tenant, number: int, before: Transaction, line: Line) -> None:
    tenant.require(Permission.APPOINTMENT_SALES_EDIT)

    def changed(details: TransactionDetails) -> Line:
        return replace(line, **{**details.details(), "team_member_id": line.team_member_id})

    try:
        change = RequestedChange(before.document_id, line.product_id, changed)
        await update_transaction(conn, tenant, before.id, change, None)
    except Invalid as invalid:
        raise Invalid([Fault(f"sales[{number}].{fault.field}", fault.message) for fault in invalid.faults]) from None
