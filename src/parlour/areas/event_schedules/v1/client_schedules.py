"""Clients who are booked into all events of series (tag Appointments)."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals as appointments
from parlour.areas.clients import refusals as clients
from parlour.areas.event_schedules import refusals
from parlour.areas.event_schedules.service import clients as service
from parlour.areas.event_schedules.service.reading import read_client_schedule
from parlour.areas.event_schedules.service.schedules import get_schedule
from parlour.areas.event_schedules.v1.wire import client_schedules as wire
from parlour.areas.event_schedules.v1.wire.fields import ScheduleInPath
from parlour.areas.event_schedules.v1.wire.schedules import Viewer
from parlour.areas.photos import Site
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Context, Retrying
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, with_etag

operations = Operations(B2B_V1, "Appointments")

Shown = WithETag[Answer[wire.ClientScheduleRow]]


@operations.post(
    "/api/v1/company/{location_id}/schedules/{schedule_id}/client_schedules",
    "create_timetable_client_schedule",
    Permission.APPOINTMENTS_CREATE,
    refuses=(
        appointments.NO_RIGHT_TO_PART.showing(Permission.APPOINTMENT_CLIENT_ADD),
        clients.NO_CLIENT.at("client_id"),
        refusals.NO_SERIES,
        refusals.HAS_SCHEDULE,
    ),
)
async def create_timetable_client_schedule(
    ctx: Retrying, schedule_id: ScheduleInPath, data: Body[wire.ClientScheduleForm]
) -> Shown:
    """Book a client into series

    Into all their events ahead, one seat each, and into those that are made later. A full event is passed over, and
    shown as `entity_failed`.
    """
    form = data.accept()

    async def book(conn: Connection) -> Shown:
        made = await service.create_client_schedule(
            conn, ctx.tenant, schedule_id, form.client_id, form.schedule_days_ids
        )
        return await _shown(conn, ctx, schedule_id, made.id)

    with faults_named(wire.FAULT_NAMES):
        return await ctx.writer.run(book)


@operations.patch(
    "/api/v1/company/{location_id}/schedules/{schedule_id}/client_schedules/{client_schedule_id}",
    "update_timetable_client_schedule",
    Permission.APPOINTMENTS_EDIT,
    refuses=(appointments.NO_RIGHT_TO_PART.showing("delete_customer_came_records_access"), refusals.NO_SERIES),
)
async def update_timetable_client_schedule(
    ctx: Retrying,
    schedule_id: ScheduleInPath,
    client_schedule_id: wire.ClientScheduleInPath,
    data: Body[wire.ClientScheduleChanges],
    if_match: Revisions,
) -> Shown:
    """Book a client into other series

    The client is booked into the events ahead of added series; the bookings ahead of dropped ones are deleted.
    """
    series_ids = data.accept().schedule_days_ids

    async def change(conn: Connection) -> Shown:
        await service.update_client_schedule(conn, ctx.tenant, schedule_id, client_schedule_id, series_ids, if_match)
        return await _shown(conn, ctx, schedule_id, client_schedule_id)

    with faults_named(wire.FAULT_NAMES):
        return await ctx.writer.run(change)


@operations.delete(
    "/api/v1/company/{location_id}/schedules/{schedule_id}/client_schedules/{client_schedule_id}",
    "delete_timetable_client_schedule",
    Permission.APPOINTMENTS_DELETE,
    refuses=(appointments.NO_RIGHT_TO_PART.showing("delete_customer_came_records_access"),),
)
async def delete_timetable_client_schedule(
    ctx: Retrying, schedule_id: ScheduleInPath, client_schedule_id: wire.ClientScheduleInPath, if_match: Revisions
) -> None:
    """Delete a client schedule

    With the bookings ahead.
    """

    async def delete(conn: Connection) -> None:
        await service.delete_client_schedule(conn, ctx.tenant, schedule_id, client_schedule_id, if_match)

    await ctx.writer.run(delete)


async def _shown(conn: Connection, ctx: Context[Tenant], schedule_id: int, client_schedule_id: int) -> Shown:
    """Return the answer with a client schedule. Raise `NotFound`."""
    row = await service.get_client_schedule(conn, ctx.tenant, schedule_id, client_schedule_id)
    schedule = await get_schedule(conn, ctx.tenant, schedule_id)
    shown, booked = await read_client_schedule(conn, ctx.tenant, row)
    viewer = Viewer(ctx.tenant.timezone, Site(ctx.services.settings.base_url), wire.NO_PARTS)
    return with_etag(wire.ClientScheduleRow.of(row, schedule, shown, booked, viewer), row.revision)
