"""Statements on booking forms."""

from typing import LiteralString

import msgspec
from msgspec.structs import astuple

from parlour.access.tenant import Tenant
from parlour.areas.booking_forms.model import BookingForm, FormFields
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_struct_or_none, to_structs

WRITABLE_COLUMNS: LiteralString = """
    title, description, is_default, is_guided, service_id, hides_service, team_member_id, hides_member, service_place,
    member_place, time_place, shows_button, button_position, form_position, button_color, is_animated, main_color,
    secondary_color, terms_url, member_title, google_analytics_id, facebook_pixel_id
"""
_COLUMNS: LiteralString = f"""
    {WRITABLE_COLUMNS}, id, chain_id, location_id, revision,
    (SELECT i.names FROM images i WHERE i.chain_id = $1 AND i.entity = 'booking_form'
         AND i.entity_id = booking_forms.id AND i.deleted_at IS NULL) AS image_names
"""
_VISIBLE: LiteralString = "chain_id = $1 AND location_id = $2 AND deleted_at IS NULL"

LIST_FORMS: LiteralString = f"SELECT {_COLUMNS} FROM booking_forms WHERE {_VISIBLE} ORDER BY id"


async def list_forms(conn: Connection, tenant: Tenant) -> list[BookingForm]:
    """List the location's forms by id."""
    return to_structs(BookingForm, await conn.fetch(LIST_FORMS, tenant.chain_id, tenant.location_id))


FIND_FORM: LiteralString = f"SELECT {_COLUMNS} FROM booking_forms WHERE {_VISIBLE} AND id = $3"


async def find_form(conn: Connection, tenant: Tenant, form_id: int) -> BookingForm | None:
    row = await conn.fetchrow(FIND_FORM, tenant.chain_id, tenant.location_id, form_id)
    return to_struct_or_none(BookingForm, row)


LOCK_FORM: LiteralString = f"{FIND_FORM} FOR NO KEY UPDATE"


async def lock_form(conn: Connection, tenant: Tenant, form_id: int) -> BookingForm | None:
    """Lock and return a form, or None. Until the transaction ends, no other can change or delete it."""
    row = await conn.fetchrow(LOCK_FORM, tenant.chain_id, tenant.location_id, form_id)
    return to_struct_or_none(BookingForm, row)


class Unknown(msgspec.Struct, frozen=True):
    """Whether what a form names doesn't exist."""

    service: bool
    team_member: bool


FIND_UNKNOWN: LiteralString = """
    SELECT $3::bigint IS NOT NULL AND NOT EXISTS (
               SELECT FROM services WHERE chain_id = $1 AND (location_id = $2 OR location_id IS NULL)
                   AND deleted_at IS NULL AND id = $3) AS service,
           $4::bigint IS NOT NULL AND NOT EXISTS (
               SELECT FROM team_members
               WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL AND id = $4) AS team_member
"""


async def find_unknown(conn: Connection, tenant: Tenant, fields: FormFields) -> Unknown:
    row = await conn.fetchrow(
        FIND_UNKNOWN, tenant.chain_id, tenant.location_id, fields.service_id, fields.team_member_id
    )
    assert row is not None  # noqa: S101 - expressions without a table always give a row
    return to_struct(Unknown, row)


LOCK_LOCATION: LiteralString = "SELECT FROM locations WHERE chain_id = $1 AND id = $2 FOR NO KEY UPDATE"
CLEAR_DEFAULT: LiteralString = """
    UPDATE booking_forms SET is_default = false, revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL AND is_default AND id IS DISTINCT FROM $3
"""


async def clear_default(conn: Connection, tenant: Tenant, form_id: int | None) -> None:
    """Make no form the default but the given one; until the transaction ends, no other becomes it."""
    await conn.execute(LOCK_LOCATION, tenant.chain_id, tenant.location_id)
    await conn.execute(CLEAR_DEFAULT, tenant.chain_id, tenant.location_id, form_id)


CREATE_FORM: LiteralString = f"""
    INSERT INTO booking_forms (chain_id, location_id, {WRITABLE_COLUMNS})
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24) RETURNING {_COLUMNS}
"""


async def create_form(conn: Connection, tenant: Tenant, fields: FormFields) -> BookingForm:
    row = await conn.fetchrow(CREATE_FORM, tenant.chain_id, tenant.location_id, *astuple(fields))
    assert row is not None  # noqa: S101 - an insert gives its row
    return to_struct(BookingForm, row)


UPDATE_FORM: LiteralString = f"""
    UPDATE booking_forms SET revision = revision + 1, changed_at = now(), ({WRITABLE_COLUMNS}) = (
        $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
    WHERE chain_id = $1 AND id = $2 RETURNING {_COLUMNS}
"""


async def update_form(conn: Connection, tenant: Tenant, form_id: int, fields: FormFields) -> BookingForm:
    """Write all fields of a form; its row must be locked."""
    row = await conn.fetchrow(UPDATE_FORM, tenant.chain_id, form_id, *astuple(fields))
    assert row is not None  # noqa: S101 - the caller holds a lock on the row
    return to_struct(BookingForm, row)


SOFT_DELETE_FORM: LiteralString = """
    UPDATE booking_forms SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_form(conn: Connection, tenant: Tenant, form_id: int) -> None:
    await conn.execute(SOFT_DELETE_FORM, tenant.chain_id, form_id)


FIND_LOCATION_OF_FORM: LiteralString = """
    SELECT f.location_id FROM booking_forms f
    JOIN locations l ON l.chain_id = f.chain_id AND l.id = f.location_id AND l.closed_at IS NULL
    WHERE f.id = $1 AND f.deleted_at IS NULL
"""


async def find_location_of_form(conn: Connection, form_id: int) -> int | None:
    """Return the location of a form, if it is open."""
    found: int | None = await conn.fetchval(FIND_LOCATION_OF_FORM, form_id)
    return found
