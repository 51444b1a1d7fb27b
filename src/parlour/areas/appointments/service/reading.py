"""Reading appointments, and what they show of team members, tags and custom fields."""

from collections.abc import Sequence

import msgspec

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.appointments.model.filters import AppointmentFilter, Attended
from parlour.areas.appointments.model.related import Related
from parlour.areas.appointments.queries import pages, reading
from parlour.areas.custom_fields.model.fields import Kind
from parlour.areas.custom_fields.model.stored import NO_VALUES
from parlour.areas.custom_fields.service import list_fields
from parlour.areas.inventory.service.appointments import sold_by_appointment, used_by_appointment
from parlour.areas.payments.service import payments_by_appointment
from parlour.db.pool import Connection
from parlour.errors import NotFound
from parlour.page_requests import MomentSortKey, PageRequest


class Found(msgspec.Struct, frozen=True):
    """The appointments of a page, and how many there are on all pages."""

    appointments: list[Appointment]
    total: int


async def get_appointment(conn: Connection, tenant: Tenant, appointment_id: int) -> Appointment:
    """Return an appointment that the user may see, also a deleted one. Raise `NotFound`."""
    found = await reading.find_appointment(conn, tenant, appointment_id)
    if found is None:
        raise NotFound("Appointment")
    return found


async def list_named(conn: Connection, tenant: Tenant, appointment_ids: Sequence[int]) -> list[Appointment]:
    """List the appointments of these ids that the user may see, also deleted ones."""
    return await reading.list_named(conn, tenant, appointment_ids)


async def list_of_visit(conn: Connection, tenant: Tenant, visit_id: int) -> list[Appointment]:
    """List the appointments of a visit that the user may see, without deleted ones."""
    return await reading.list_of_visit(conn, tenant, visit_id)


async def list_page(
    conn: Connection, tenant: Tenant, wanted: AppointmentFilter, page: PageRequest[MomentSortKey]
) -> list[Appointment]:
    """List the appointments of a page, and one more if there is another page."""
    return await pages.list_appointments(conn, tenant, wanted, page)


async def list_attendance(conn: Connection, tenant: Tenant, attendance: Attended) -> list[Appointment]:
    """List the appointments of a visit, or of the visit of an appointment, that the user may see.

    Raise `NotFound` if there are none.
    """
    visit_id = attendance.id
    if attendance.is_appointment:
        appointment = await get_appointment(conn, tenant, attendance.id)
        visit_id = appointment.visit_id
    found = await list_of_visit(conn, tenant, visit_id)
    if not found or (attendance.is_appointment and attendance.id not in {each.id for each in found}):
        raise NotFound("Attendance")
    return found


async def find_page(
    conn: Connection, tenant: Tenant, wanted: AppointmentFilter, page: PageRequest[MomentSortKey], passed: int
) -> Found:
    """Return the rows of a page and their number on all pages; `passed` rows come before the page.

    The page has one row more if there is another one. They are counted only where that isn't known otherwise.
    """
    if wanted.is_by_change or wanted.is_by_creation:
        total = await pages.count_appointments(conn, tenant, wanted)
        is_small = total <= pages.SORT_LIMIT
        return Found(await pages.list_appointments(conn, tenant, wanted, page, is_small=is_small), total)
    found = await pages.list_appointments(conn, tenant, wanted, page)
    is_last = len(found) < page.limit and (found or not passed)
    return Found(found, passed + len(found) if is_last else await pages.count_appointments(conn, tenant, wanted))


async def read_related(
    conn: Connection,
    tenant: Tenant,
    appointments: Sequence[Appointment],
    *,
    with_payments: bool = False,
    with_consumables: bool = False,
) -> Related:
    """Return what appointments show of other things: at most seven statements, however many there are."""
    ids = [each.id for each in appointments]
    member_ids = {each.team_member_id for each in appointments}
    service_ids = {line.service_id for each in appointments for line in each.lines}
    tag_ids = {tag_id for each in appointments for tag_id in each.tag_ids}
    has_values = Permission.APPOINTMENT_FIELDS_VIEW in tenant.permissions and any(
        each.custom_values != NO_VALUES for each in appointments
    )
    sees_clients = Permission.APPOINTMENT_CLIENT_VIEW in tenant.permissions
    client_ids = {each.client_id for each in appointments if sees_clients and each.client_id}
    members = await reading.list_members(conn, tenant, member_ids) if member_ids else []
    prices = await reading.list_prices(conn, tenant, service_ids) if service_ids else []
    tags = await reading.list_tags(conn, tenant, [*tag_ids]) if tag_ids else []
    fields = await list_fields(conn, tenant, Kind.APPOINTMENT) if has_values else []
    return Related(
        members={member.id: member for member in members},
        prices={price.service_id: price for price in prices},
        tags={tag.id: tag for tag in tags},
        fields=fields,
        sold=await sold_by_appointment(conn, tenant, ids) if ids else {},
        missed=await reading.count_missed(conn, tenant, client_ids) if client_ids else {},
        payments=await payments_by_appointment(conn, tenant, ids) if ids and with_payments else {},
        used=await used_by_appointment(conn, tenant, ids) if ids and with_consumables else {},
    )
