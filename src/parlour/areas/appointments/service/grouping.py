"""The client of an appointment, and the visit that groups a client's appointments of a day."""

from datetime import date

import msgspec
from msgspec import UNSET

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.changes import AppointmentFields, AppointmentPatch
from parlour.areas.appointments.queries import grouping
from parlour.areas.clients.service.matching import find_or_create_client
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from parlour.errors import Fault, Invalid


class FoundClient(msgspec.Struct, frozen=True):
    """The client of an appointment, or what is wrong with what a request says of them."""

    id: int | None
    faults: tuple[Fault, ...] = ()


async def find_client(
    conn: Connection, tenant: Tenant, given: AppointmentPatch, before: AppointmentFields | None, day: date
) -> FoundClient:
    """Return the client that is meant, whose card is created if need be, or the one that the appointment has.

    If the appointment needs another visit, no other transaction looks for a visit of the client until this one ends.
    """
    known = before.client_id if before else None
    if given.client is UNSET:
        client_id = known
    elif given.client is None:
        client_id = None
    else:
        if given.client.id is None or given.client.id != known:
            tenant.require(Permission.APPOINTMENT_CLIENT_ADD)
        try:
            client_id = await find_or_create_client(conn, tenant, given.client)
        except Invalid as invalid:
            return FoundClient(None, invalid.faults)
    is_regrouped = before is None or (client_id, day) != (known, before.day)
    if client_id is not None and is_regrouped:
        await grouping.lock_grouping(conn, client_id)
    return FoundClient(client_id)


async def group(conn: Connection, tenant: Tenant, fields: AppointmentFields) -> int:
    """Return the visit of an appointment: the client's open one of the day, or a new one.

    Raise `ConcurrentChange` if the card was deleted or merged meanwhile.
    """
    found = await grouping.open_visit(conn, tenant, fields.client_id, fields.day)
    if fields.client_id is not None and not found.has_client:
        raise ConcurrentChange
    return found.visit_id
