"""Whether and with whom the elements of a booking can be booked, as things are now."""

from collections.abc import Sequence
from datetime import UTC, datetime

from parlour.access.tenant import Tenant
from parlour.areas.free_time.service.finding import get_offer, read_calendars_of_all
from parlour.areas.online_booking.model.bookings import Element, Placed, place_elements, service_ids_of
from parlour.db.pool import Connection
from parlour.errors import Invalid


async def plan_booking(conn: Connection, tenant: Tenant, elements: Sequence[Element]) -> Sequence[Placed]:
    """Return who gets which element, in their order. Raise `Invalid` with the fault of each that can't be booked."""
    zone = tenant.timezone
    # An id of no service stands for none: all would be read then.
    offer = await get_offer(conn, tenant, [*service_ids_of(elements), 0], None)
    days = {element.starts_at.astimezone(zone).date() for element in elements if element.starts_at}
    calendars = await read_calendars_of_all(conn, tenant, offer, days)
    plan = place_elements(elements, offer, zone, datetime.now(UTC), calendars)
    if plan.faults:
        raise Invalid(plan.faults)
    return plan.placed
