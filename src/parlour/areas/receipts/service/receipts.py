"""The receipt of a visit: what was sold and paid, and its printing in a process of its own."""

from collections.abc import Awaitable, Callable

import msgspec

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Appointment, Attendance
from parlour.areas.appointments.service.reading import list_of_visit
from parlour.areas.appointments.service.visits import NAME, get_visit
from parlour.areas.clients.rights import Place, Sight
from parlour.areas.inventory.service.appointments import sold_by_appointment
from parlour.areas.locations.service.locations import get_location
from parlour.areas.payments import service as payments
from parlour.areas.receipts.model.receipts import Receipt
from parlour.areas.receipts.model.wording import Sale, receipt_of
from parlour.confined.pool import ConfinedPool, TooMuchWork
from parlour.confined.turns import Room
from parlour.db.pool import Connection
from parlour.errors import NotFound, Unavailable

PRINTER = "parlour.areas.receipts.service.printer"
"""The module that runs in a printer process."""
MEMORY = 256 * 1024 * 1024
ROOM = Room(at_once=1, memory=MEMORY, waiting=32, waiting_bytes=4 * 1024 * 1024, wait_s=20)


async def read_receipt(conn: Connection, tenant: Tenant, visit_id: int) -> Receipt:
    """Return the texts of the receipt of a visit, as far as the user sees what it shows. Raise `NotFound`."""
    visit = await get_visit(conn, tenant, visit_id)
    appointments = await list_of_visit(conn, tenant, visit_id)
    if not appointments:
        raise NotFound(NAME)
    sold = await sold_by_appointment(conn, tenant, [each.id for each in appointments])
    sale = Sale(
        document_id=visit.document_id,
        client_name=_client_name(tenant, appointments[0]),
        starts_at=appointments[0].starts_at,
        appointments=[each for each in appointments if each.attendance is not Attendance.NO_SHOW],
        sold=[transaction for each in appointments for transaction in sold.get(each.id, ())],
        payments=await payments.list_of_visit(conn, tenant, visit_id),
        owed_amount=visit.owed_amount,
        paid_amount=visit.paid_amount,
    )
    return receipt_of(await get_location(conn, tenant.location_id, tenant.user_id), sale)


def _client_name(tenant: Tenant, appointment: Appointment) -> str:
    client = appointment.client
    if client is None or Permission.APPOINTMENT_CLIENT_VIEW not in tenant.permissions:
        return ""
    sight = Sight.of(tenant, Place.TIMETABLE)
    surname = client.surname if sight.sees_names else ""
    return " ".join(filter(None, (sight.name(client.name, client.phone), surname)))


async def print_receipt(printers: ConfinedPool, receipt: Receipt, gone: Callable[[], Awaitable[None]]) -> bytes:
    """Return a receipt as PDF. Raise `Busy`, `Abandoned`, and `Unavailable` if it can't be printed now."""
    try:
        return await printers.ask(msgspec.msgpack.encode(receipt), MEMORY, gone)
    except TooMuchWork as error:
        raise Unavailable("printer of receipts") from error
