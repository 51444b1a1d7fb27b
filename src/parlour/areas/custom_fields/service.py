"""Creating, changing and deleting custom fields."""

from collections.abc import Sequence

from parlour.access.tenant import Tenant
from parlour.areas.custom_fields import queries, refusals
from parlour.areas.custom_fields.model.fields import CustomField, FieldPatch, Kind, NewField
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def list_fields(conn: Connection, tenant: Tenant, kind: Kind) -> list[CustomField]:
    """List the location's fields of a kind, the highest weight first, for the values that other areas keep."""
    return await queries.list_fields(conn, tenant, [kind])


async def list_fields_of_locations(conn: Connection, tenants: Sequence[Tenant], kind: Kind) -> list[CustomField]:
    """List the fields of a kind in several locations, the highest weight first."""
    return await queries.list_fields_of_locations(conn, tenants, kind)


async def get_field(conn: Connection, tenant: Tenant, kind: Kind, field_id: int) -> CustomField:
    """Return a field of the location. Raise `NotFound`."""
    field = await queries.find_field(conn, tenant, kind, field_id)
    if field is None:
        raise NotFound("Field")
    return field


async def create_field(conn: Connection, tenant: Tenant, new: NewField) -> CustomField:
    """Create a field in the location. Raise `Invalid` for bad choices, and a code that another of its kind has."""
    new.check()
    with violations_mean({"custom_fields_code_idx": refusals.TAKEN.error("code")}):
        return await queries.create_field(conn, tenant, new)


async def update_field(
    conn: Connection, tenant: Tenant, kind: Kind, field_id: int, patch: FieldPatch, expected: Revisions
) -> CustomField:
    """Apply a patch. Raise `NotFound`, `Stale`, `Invalid` for bad choices and for another code or type."""
    field = await _lock_field(conn, tenant, kind, field_id, expected)
    return await queries.update_field(conn, tenant, field.patched(patch))


async def delete_field(conn: Connection, tenant: Tenant, kind: Kind, field_id: int, expected: Revisions) -> None:
    """Mark a field as deleted; its values stay where they are. Raise `NotFound`, `Stale`."""
    await _lock_field(conn, tenant, kind, field_id, expected)
    await queries.soft_delete_field(conn, tenant, field_id)


async def _lock_field(conn: Connection, tenant: Tenant, kind: Kind, field_id: int, expected: Revisions) -> CustomField:
    field = await queries.lock_field(conn, tenant, kind, field_id)
    if field is None:
        raise NotFound("Field")
    check_revision(field.revision, expected)
    return field
