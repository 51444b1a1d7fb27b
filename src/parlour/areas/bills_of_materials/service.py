"""Creating, changing and deleting bills of materials together with their lines."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import UNSET

from parlour.access.tenant import Tenant
from parlour.areas.bills_of_materials import queries, refusals
from parlour.areas.bills_of_materials.model import Bill, BillPatch, Line, References, check_lines
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.titles import named
from parlour.db.pool import Connection
from parlour.errors import NotFound

NAME = "Card"
"""What a bill is called in a 404."""


async def get_bill(conn: Connection, tenant: Tenant, bill_id: int) -> Bill:
    """Return a bill of the location. Raise `NotFound`."""
    bill = await queries.find_bill(conn, tenant, bill_id)
    if bill is None:
        raise NotFound(NAME)
    return bill


async def get_bill_of_member(conn: Connection, tenant: Tenant, team_member_id: int, service_id: int) -> Bill:
    """Return the bill by which a team member provides a service. Raise `NotFound` if there is none."""
    bill = await queries.find_bill_of_member(conn, tenant, team_member_id, service_id)
    if bill is None:
        raise NotFound(NAME)
    return bill


async def list_bills_of_member(
    conn: Connection, tenant: Tenant, team_member_id: int, service_ids: Collection[int]
) -> Mapping[int, Bill]:
    """Return the bills by which a team member provides services, by the services' ids."""
    return await queries.list_bills_of_member(conn, tenant, team_member_id, service_ids)


async def find_references(conn: Connection, tenant: Tenant, lines: Sequence[Line]) -> References:
    """Return those storages and products of the lines that the location has."""
    return await queries.find_references(conn, tenant, lines)


async def create_bill(conn: Connection, tenant: Tenant, title: str, lines: Sequence[Line]) -> Bill:
    """Create a bill with its lines. Raise `Invalid` for unknown storages and products."""
    check_lines(lines, await queries.find_references(conn, tenant, lines))
    bill_id = await queries.create_bill(conn, tenant, title)
    await queries.replace_lines(conn, tenant, bill_id, lines)
    return await get_bill(conn, tenant, bill_id)


async def update_bill(conn: Connection, tenant: Tenant, bill_id: int, patch: BillPatch, expected: Revisions) -> Bill:
    """Apply a patch. Raise `NotFound`, `Stale`, `Invalid` for unknown storages and products."""
    bill = await _lock_bill(conn, tenant, bill_id, expected)
    if patch.lines is not UNSET:
        check_lines(patch.lines, await queries.find_references(conn, tenant, patch.lines), bill.lines)
        await queries.replace_lines(conn, tenant, bill_id, patch.lines)
    await queries.update_bill(conn, tenant, bill_id, bill.title if patch.title is UNSET else patch.title)
    return await get_bill(conn, tenant, bill_id)


async def delete_bill(conn: Connection, tenant: Tenant, bill_id: int, expected: Revisions) -> None:
    """Mark a bill as deleted. Raise `NotFound`, `Stale`, `Conflict` if team members use it for services."""
    await _lock_bill(conn, tenant, bill_id, expected)
    if uses := await queries.list_uses(conn, tenant, bill_id):
        ids = [use.service_id for use in uses]
        raise refusals.IN_USE.error(named([use.title for use in uses]), details={"service_ids": ids})
    await queries.soft_delete_bill(conn, tenant, bill_id)


async def _lock_bill(conn: Connection, tenant: Tenant, bill_id: int, expected: Revisions) -> Bill:
    bill = await queries.lock_bill(conn, tenant, bill_id)
    if bill is None:
        raise NotFound(NAME)
    check_revision(bill.revision, expected)
    return bill
