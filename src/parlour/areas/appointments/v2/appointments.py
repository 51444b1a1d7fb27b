"""Appointments (tag Appointments of API v2)."""

from parlour.access.permissions import Permission
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.filters import sort_key_of
from parlour.areas.appointments.service import booking, reading
from parlour.areas.appointments.service.including import require_included
from parlour.areas.appointments.v2.showing import RELATIONS, shown
from parlour.areas.appointments.v2.wire import lists
from parlour.areas.appointments.v2.wire.appointments import AppointmentResource, VisitAnswer
from parlour.areas.appointments.v2.wire.forms import TimetableDeletion
from parlour.areas.appointments.wire import AppointmentInPath
from parlour.areas.inventory import refusals as stock_refusals
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from parlour.http.body import Body
from parlour.http.context import Reading, Retrying
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.preconditions import Revisions
from parlour.http.v2_envelope import Paged, Pagination, paged
from parlour.page_requests import MomentSortKey

operations = Operations(B2B_V2, "Appointments", "Appointments of clients with team members, grouped in visits.")


@operations.get(
    "/api/v2/locations/{location_id}/attendances/{attendance_id}/appointments",
    "list_attendance_appointments",
    Permission.APPOINTMENT_VIEW,
    refuses=(
        refusals.NO_RIGHT_TO_INCLUDE,
        refusals.NO_ATTENDANCE,
        refusals.UNSEEN_APPOINTMENT,
        refusals.UNSEEN_VISIT,
    ),
    includes=RELATIONS,
)
async def list_attendance_appointments(
    ctx: Reading, attendance_id: lists.AttendanceInPath, query: lists.AppointmentDetails
) -> VisitAnswer:
    """List the appointments of a visit

    By their start, without deleted ones. An appointment stands for its visit.
    """
    attendance = lists.read_attendance(attendance_id)
    include = lists.relations_in(query.include)
    require_included(ctx.tenant, include)
    found = await reading.list_attendance(ctx.conn, ctx.tenant, attendance)
    return VisitAnswer(*await shown(ctx.conn, ctx, found, include))


@operations.get(
    "/api/v2/locations/{location_id}/appointments",
    "list_appointments",
    Permission.TIMETABLE_VIEW,
    refuses=(refusals.NO_RIGHT_TO_INCLUDE,),
    includes=RELATIONS,
)
async def list_appointments(
    ctx: Reading, query: lists.AppointmentList, pages: Pages
) -> Paged[list[AppointmentResource]]:
    """List appointments

    By their start, then by id, without deleted ones. Only those that the user's rights show.
    """
    wanted = query.to_filter(ctx.tenant)
    include = lists.relations_in(query.include)
    require_included(ctx.tenant, include)
    found = await reading.list_page(ctx.conn, ctx.tenant, wanted, pages.rows(MomentSortKey))
    page = pages.cut(found, sort_key_of)
    rows, related = await shown(ctx.conn, ctx, page, include)
    return paged(rows, related, Pagination(pages.number, pages.passed, pages.limit), pages.next_cursor)


@operations.delete(
    "/api/v2/locations/{location_id}/appointments/{appointment_id}",
    "delete_appointment",
    Permission.APPOINTMENTS_DELETE,
    refuses=(refusals.NO_RIGHT_TO_PART, refusals.PAST_DAY, stock_refusals.CLOSED_PERIOD),
)
async def delete_appointment(ctx: Retrying, appointment_id: AppointmentInPath, if_match: Revisions) -> None:
    """Delete an appointment

    Its time is free then.
    """

    async def delete(conn: Connection) -> None:
        await booking.delete_appointment(conn, ctx.tenant, appointment_id, if_match)

    await ctx.writer.run(delete)


@operations.post(
    "/api/v2/locations/{location_id}/timetable/appointments/delete",
    "delete_timetable_appointment",
    Permission.APPOINTMENTS_DELETE,
    status=200,
    refuses=(
        refusals.NO_RIGHT_TO_PART,
        refusals.NO_RIGHT_TO_INCLUDE,
        refusals.PAST_DAY,
        refusals.NO_APPOINTMENT,
        stock_refusals.CLOSED_PERIOD,
    ),
    includes=RELATIONS,
)
async def delete_timetable_appointment(
    ctx: Retrying, data: Body[TimetableDeletion], query: lists.AppointmentDetails
) -> VisitAnswer:
    """Delete an appointment in the calendar

    The answer has what is left of its visit, as far as the user may open appointments.
    """
    form = data.accept()
    include = lists.relations_in(query.include)
    require_included(ctx.tenant, include)
    opens = Permission.APPOINTMENT_VIEW in ctx.tenant.permissions

    async def delete(conn: Connection) -> VisitAnswer:
        visit_id = await booking.delete_appointment(conn, ctx.tenant, form.record_id)
        left = await reading.list_of_visit(conn, ctx.tenant, visit_id) if opens else []
        return VisitAnswer(*await shown(conn, ctx, left, include))

    return await ctx.writer.run(delete)
