"""What other areas ask of the settings of online booking."""

from parlour.access.tenant import Tenant
from parlour.areas.booking_settings import queries
from parlour.areas.booking_settings.model import BookingSettings
from parlour.db.pool import Connection


async def get_booking_settings(conn: Connection, tenant: Tenant) -> BookingSettings:
    """Return all settings of a location in one statement."""
    return await queries.get_settings(conn, tenant)
