"""Statements on locations.

Those that read are the directory: what every client with a partner token may know of a location. With a user they are
restricted to the chains where that user has a role. Business data is never read here.
"""

from typing import LiteralString

from msgspec.structs import astuple

from parlour.access.tenant import Tenant
from parlour.areas.locations.model import Location, LocationFields, LocationFilter, Membership
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs
from parlour.page_requests import IdSortKey, PageRequest, after_id

_COLUMNS: LiteralString = """
    l.id, l.chain_id, c.title AS chain_title, l.title, l.short_description, l.description, l.logo_url, l.phones,
    l.email, l.site, l.country_code, l.city_id, l.city, l.address, l.zip, l.latitude,
    l.longitude, l.timezone, l.currency, l.locale, l.schedule, l.business_type_id,
    l.telegram, l.instagram, l.vk, l.facebook, l.viber, l.whatsapp, l.sends_sms_reminders, l.sms_reminder_hours,
    l.closed_at
"""

LIST_LOCATIONS: LiteralString = f"""
    SELECT {_COLUMNS}
    FROM locations l JOIN chains c ON c.id = l.chain_id
    WHERE ($1::bigint IS NULL OR l.chain_id IN (
              SELECT chain_id FROM chain_roles WHERE user_id = $1
              UNION ALL
              SELECT chain_id FROM location_roles
              WHERE user_id = $1 AND is_accepted AND (NOT $7 OR location_id = l.id)))
      AND ($2::bigint[] IS NULL OR l.id = ANY ($2))
      AND ($3::bigint IS NULL OR l.chain_id = $3)
      AND ($4::bigint IS NULL OR l.id >= $4)
      AND ($5::bigint IS NULL OR l.city_id = $5)
      AND ($6::bigint[] IS NULL OR l.business_type_id = ANY ($6))
      AND ($8 OR l.closed_at IS NULL)
      AND l.id > $11
    ORDER BY l.id LIMIT $9 OFFSET $10
"""


async def list_locations(conn: Connection, filter_: LocationFilter, page: PageRequest[IdSortKey]) -> list[Location]:
    """List locations by id."""
    rows = await conn.fetch(
        LIST_LOCATIONS,
        filter_.user_id,
        filter_.location_ids,
        filter_.chain_id,
        filter_.min_id,
        filter_.city_id,
        filter_.business_type_ids,
        filter_.with_role_only,
        filter_.with_closed,
        page.limit,
        page.offset,
        after_id(page),
    )
    return to_structs(Location, rows)


FIND_LOCATION: LiteralString = f"""
    SELECT {_COLUMNS}
    FROM locations l JOIN chains c ON c.id = l.chain_id
    WHERE l.id = $1 AND l.closed_at IS NULL
      AND ($2::bigint IS NULL OR l.chain_id IN (
              SELECT chain_id FROM chain_roles WHERE user_id = $2
              UNION ALL
              SELECT chain_id FROM location_roles WHERE user_id = $2 AND is_accepted))
"""


async def find_location(conn: Connection, location_id: int, user_id: int | None) -> Location | None:
    """Return an open location; with a user, only one of that user's chains."""
    return to_struct_or_none(Location, await conn.fetchrow(FIND_LOCATION, location_id, user_id))


LOCK_LOCATION: LiteralString = """
    SELECT id FROM locations WHERE chain_id = $1 AND id = $2 AND closed_at IS NULL FOR NO KEY UPDATE
"""


async def lock_location(conn: Connection, tenant: Tenant) -> None:
    """Lock the location's row, so that no other transaction changes or closes it until this one ends."""
    await conn.execute(LOCK_LOCATION, tenant.chain_id, tenant.location_id)


# The columns are in the order of the fields of LocationFields.
WRITABLE_COLUMNS: LiteralString = """
    title, country_code, timezone, currency, locale, city_id, city, address, zip, latitude, longitude, phones, site,
    short_description, description, business_type_id, telegram, instagram, vk, facebook, viber, whatsapp
"""
UPDATE_LOCATION: LiteralString = f"""
    UPDATE locations SET ({WRITABLE_COLUMNS}) = (
        $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
    WHERE chain_id = $1 AND id = $2
"""


async def update_location(conn: Connection, tenant: Tenant, fields: LocationFields) -> None:
    """Write all fields of the location; its row must be locked."""
    await conn.execute(UPDATE_LOCATION, tenant.chain_id, tenant.location_id, *astuple(fields))


CLOSE_LOCATION: LiteralString = """
    UPDATE locations SET closed_at = now() WHERE chain_id = $1 AND id = $2 AND closed_at IS NULL RETURNING id
"""


async def close_location(conn: Connection, tenant: Tenant) -> bool:
    """Close the location. Return False when it was closed meanwhile."""
    return await conn.fetchval(CLOSE_LOCATION, tenant.chain_id, tenant.location_id) is not None


FIND_MEMBERSHIP: LiteralString = """
    SELECT $1::bigint AS chain_id,
           (SELECT role FROM chain_roles WHERE chain_id = $1 AND user_id = $2) AS chain_role
    WHERE EXISTS (SELECT FROM chain_roles WHERE chain_id = $1 AND user_id = $2)
       OR EXISTS (SELECT FROM location_roles WHERE chain_id = $1 AND user_id = $2 AND is_accepted)
"""


async def find_membership(conn: Connection, chain_id: int, user_id: int) -> Membership | None:
    """Return the user's membership; None for a chain that doesn't exist or where the user has no role."""
    return to_struct_or_none(Membership, await conn.fetchrow(FIND_MEMBERSHIP, chain_id, user_id))
