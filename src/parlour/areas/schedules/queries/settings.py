"""The settings of a location's calendar."""

from typing import LiteralString

from msgspec import UNSET

from parlour.access.tenant import Tenant
from parlour.areas.schedules.model.settings import CalendarSettings, SettingsPatch
from parlour.db.pool import Connection
from parlour.db.rows import to_struct

FIND_SETTINGS: LiteralString = """
    SELECT calendar_bookings AS bookings, max_event_seats FROM locations WHERE chain_id = $1 AND id = $2
"""


async def get_settings(conn: Connection, tenant: Tenant) -> CalendarSettings:
    row = await conn.fetchrow(FIND_SETTINGS, tenant.chain_id, tenant.location_id)
    assert row is not None  # noqa: S101 - locations are never deleted
    return to_struct(CalendarSettings, row)


UPDATE_SETTINGS: LiteralString = """
    UPDATE locations SET
        calendar_bookings = coalesce($3, calendar_bookings), max_event_seats = coalesce($4, max_event_seats)
    WHERE chain_id = $1 AND id = $2
    RETURNING calendar_bookings AS bookings, max_event_seats
"""


async def update_settings(conn: Connection, tenant: Tenant, patch: SettingsPatch) -> CalendarSettings:
    """Change the settings and return all of them."""
    bookings = None if patch.bookings is UNSET else patch.bookings
    seats = None if patch.max_event_seats is UNSET else patch.max_event_seats
    row = await conn.fetchrow(UPDATE_SETTINGS, tenant.chain_id, tenant.location_id, bookings, seats)
    assert row is not None  # noqa: S101 - see above
    return to_struct(CalendarSettings, row)
