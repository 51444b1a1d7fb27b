"""Statements on custom fields."""

from collections.abc import Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.custom_fields.model.fields import CustomField, Kind, NewField
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_struct_or_none, to_structs

_COLUMNS: LiteralString = """
    id, location_id, kind, code, value_type, title, choices, is_visible, is_editable, is_required, weight, revision
"""
_CURRENT: LiteralString = "chain_id = $1 AND location_id = $2 AND deleted_at IS NULL"

LIST_FIELDS: LiteralString = f"""
    SELECT {_COLUMNS} FROM custom_fields WHERE {_CURRENT} AND kind = ANY ($3::text[]) ORDER BY weight DESC, id
"""


async def list_fields(conn: Connection, tenant: Tenant, kinds: Sequence[Kind]) -> list[CustomField]:
    """List the location's fields of some kinds, the highest weight first."""
    return to_structs(CustomField, await conn.fetch(LIST_FIELDS, tenant.chain_id, tenant.location_id, kinds))


LIST_FIELDS_OF_LOCATIONS: LiteralString = f"""
    SELECT {_COLUMNS}
    FROM unnest($1::bigint[], $2::bigint[]) AS place (chain_id, of_location)
    JOIN custom_fields f ON f.location_id = of_location AND f.chain_id = place.chain_id
    WHERE f.deleted_at IS NULL AND f.kind = $3
    ORDER BY weight DESC, id
"""


async def list_fields_of_locations(conn: Connection, tenants: Sequence[Tenant], kind: Kind) -> list[CustomField]:
    """List the fields of a kind in several locations, the highest weight first."""
    places = [tenant.chain_id for tenant in tenants], [tenant.location_id for tenant in tenants]
    return to_structs(CustomField, await conn.fetch(LIST_FIELDS_OF_LOCATIONS, *places, kind))


FIND_FIELD: LiteralString = f"SELECT {_COLUMNS} FROM custom_fields WHERE {_CURRENT} AND kind = $3 AND id = $4"


async def find_field(conn: Connection, tenant: Tenant, kind: Kind, field_id: int) -> CustomField | None:
    row = await conn.fetchrow(FIND_FIELD, tenant.chain_id, tenant.location_id, kind, field_id)
    return to_struct_or_none(CustomField, row)


LOCK_FIELD: LiteralString = f"{FIND_FIELD} FOR NO KEY UPDATE"


async def lock_field(conn: Connection, tenant: Tenant, kind: Kind, field_id: int) -> CustomField | None:
    """Lock and return a field, or None. Until the transaction ends, no other can change or delete it."""
    row = await conn.fetchrow(LOCK_FIELD, tenant.chain_id, tenant.location_id, kind, field_id)
    return to_struct_or_none(CustomField, row)


CREATE_FIELD: LiteralString = f"""
    INSERT INTO custom_fields (
        chain_id, location_id, kind, code, value_type, title, choices, is_visible, is_editable, is_required, weight)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING {_COLUMNS}
"""


async def create_field(conn: Connection, tenant: Tenant, new: NewField) -> CustomField:
    """Create a field. A code that another field of its kind has violates `custom_fields_code_idx`."""
    row = await conn.fetchrow(
        CREATE_FIELD,
        tenant.chain_id,
        tenant.location_id,
        new.kind,
        new.code,
        new.value_type,
        new.title,
        new.choices,
        new.is_visible,
        new.is_editable,
        new.is_required,
        new.weight,
    )
    assert row is not None  # noqa: S101 - an insert gives its row
    return to_struct(CustomField, row)


UPDATE_FIELD: LiteralString = f"""
    UPDATE custom_fields
    SET title = $3, choices = $4, is_visible = $5, is_editable = $6, is_required = $7, weight = $8,
        revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND id = $2 RETURNING {_COLUMNS}
"""


async def update_field(conn: Connection, tenant: Tenant, field: CustomField) -> CustomField:
    """Write what can be changed of a field as given; the row must be locked."""
    row = await conn.fetchrow(
        UPDATE_FIELD,
        tenant.chain_id,
        field.id,
        field.title,
        field.choices,
        field.is_visible,
        field.is_editable,
        field.is_required,
        field.weight,
    )
    assert row is not None  # noqa: S101 - the caller holds a lock on the row
    return to_struct(CustomField, row)


SOFT_DELETE_FIELD: LiteralString = """
    UPDATE custom_fields SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_field(conn: Connection, tenant: Tenant, field_id: int) -> None:
    await conn.execute(SOFT_DELETE_FIELD, tenant.chain_id, field_id)
