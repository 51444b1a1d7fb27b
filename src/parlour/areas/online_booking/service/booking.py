"""Booking: several appointments or none, each at a time that was offered.

What is offered is read first, and the time is taken by the appointments' own service, which locks the days before it
looks at them. If something has changed in between, a named member's time is gone, and any other choice is made again.
"""

from datetime import date, datetime

import msgspec
from msgspec import UNSET

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.changes import GivenLine, NewAppointment
from parlour.areas.appointments.refusals import BUSY
from parlour.areas.appointments.service.booking import create_appointment
from parlour.areas.online_booking import refusals
from parlour.areas.online_booking.model.bookings import Booked, Booking, Element, Placed
from parlour.areas.online_booking.queries import booked
from parlour.areas.online_booking.service.faults import own_faults
from parlour.areas.online_booking.service.limits import begin_booking
from parlour.areas.online_booking.service.planning import plan_booking
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from parlour.errors import Fault, Invalid, Malformed


async def book(conn: Connection, tenant: Tenant, booking: Booking) -> list[Booked]:
    """Book all elements, and return them in their order. Raise `Invalid` with the fault of each that can't be booked.

    Raise `Throttled` for a phone number that books too much. Runs inside a database transaction that may be retried.
    """
    days: set[date] = set()
    if any(element.member_id is None for element in booking.elements):
        days = {each.starts_at.astimezone(tenant.timezone).date() for each in booking.elements if each.starts_at}
    await begin_booking(conn, tenant, booking.client.phone, len(booking.elements), sorted(days))
    placed = await plan_booking(conn, tenant, booking.elements)
    ids: dict[str, int] = {}
    for each in sorted(placed, key=_lock_order):
        ids[each.element.place] = await _create(conn, tenant, booking, each)
    hashes = await booked.list_hashes(conn, tenant, [*ids.values()])
    return [
        Booked(each.element.id, appointment_id, hashes[appointment_id])
        for each in placed
        if (appointment_id := ids[each.element.place])
    ]


def _lock_order(placed: Placed) -> tuple[int, datetime]:
    """Return the order of appointments in which their days are locked: the same for all bookings."""
    return placed.member_id, placed.starts_at


async def _create(conn: Connection, tenant: Tenant, booking: Booking, placed: Placed) -> int:
    element = placed.element
    patch = msgspec.structs.replace(
        booking.patch,
        client=booking.client,
        lines=[GivenLine(service_id) for service_id in element.service_ids],
        is_member_chosen=element.member_id is not None,
        custom_values=booking.patch.custom_values if element.custom_values is UNSET else element.custom_values,
    )
    new = NewAppointment(placed.member_id, placed.starts_at, patch, booking.origin)
    try:
        return await create_appointment(conn, tenant, new, is_forced=False)
    except Malformed as changed:  # the member doesn't provide a service any more
        raise ConcurrentChange from changed
    except Invalid as invalid:
        raise _error_of(element, invalid) from invalid


def _error_of(element: Element, invalid: Invalid) -> Exception:
    """Return what it means that an appointment can't be made, which could be when it was planned."""
    if own := own_faults(invalid):
        return Invalid(_placed(element, fault) for fault in own)
    if element.member_id is not None and all(fault.code == BUSY for fault in invalid.faults):
        return Invalid([element.fault(refusals.NO_SLOT.fault("datetime"))])
    return ConcurrentChange()


def _placed(element: Element, fault: Fault) -> Fault:
    """Return a fault with its place, if the element has custom values of its own."""
    if element.custom_values is UNSET or not fault.field.startswith("custom_fields"):
        return fault
    return msgspec.structs.replace(fault, field=f"{element.place}.{fault.field}")
