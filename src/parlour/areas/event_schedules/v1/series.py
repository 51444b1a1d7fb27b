"""The series of schedules of events (tag Schedule & Resources)."""

from collections.abc import Sequence

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals as appointments
from parlour.areas.event_schedules import refusals
from parlour.areas.event_schedules.service import series as service
from parlour.areas.event_schedules.service.changing import update_series
from parlour.areas.event_schedules.service.reading import read_series
from parlour.areas.event_schedules.v1.wire import forms
from parlour.areas.event_schedules.v1.wire import schedules as wire
from parlour.areas.event_schedules.v1.wire.events import ScheduleEvent
from parlour.areas.event_schedules.v1.wire.fields import FAULT_NAMES, ScheduleInPath, SeriesInPath
from parlour.areas.events import refusals as events
from parlour.areas.photos import Site
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Context, Reading, Retrying
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, CountedAnswer, counted, with_etag

operations = Operations(B2B_V1, "Schedule & Resources")

Shown = WithETag[Answer[wire.ScheduleDay]]
REFUSALS = (
    appointments.OTHERS,
    appointments.NOT_PROVIDED,
    appointments.NO_MEMBER.at("events_master_id"),
    appointments.DISMISSED.at("events_master_id"),
    appointments.BAD_LENGTH.at("events_duration"),
    events.NO_INSTANCE.at("resource_instances_ids[0]"),
    events.NO_TAG.at("labels_ids[0]"),
)


@operations.post(
    "/api/v1/company/{location_id}/schedules/{schedule_id}/days",
    "create_timetable_schedule_day",
    Permission.APPOINTMENTS_CREATE,
    refuses=(*REFUSALS, events.NO_SERVICE.at("service_id"), refusals.TOO_MANY_SERIES, refusals.TOO_MANY_EVENTS),
)
async def create_timetable_schedule_day(
    ctx: Retrying, schedule_id: ScheduleInPath, data: Body[forms.ScheduleDayForm], query: wire.ScheduleDayDetails
) -> Shown:
    """Add a series to a schedule

    With its events from now to the last day of the schedule. A schedule has at most 7 series.
    """
    new = data.accept().to_series()

    async def add(conn: Connection) -> Shown:
        series = await service.add_series(conn, ctx.tenant, schedule_id, new)
        return await _shown(conn, ctx, schedule_id, series.id, query.include or ())

    with faults_named(FAULT_NAMES):
        return await ctx.writer.run(add)


@operations.patch(
    "/api/v1/company/{location_id}/schedules/{schedule_id}/days/{day_id}",
    "update_timetable_schedule_day",
    Permission.APPOINTMENTS_EDIT,
    refuses=(
        appointments.NO_RIGHT_TO_PART.showing(Permission.APPOINTMENT_MOVE),
        *REFUSALS,
        events.TOO_FEW_SEATS.at("events_capacity"),
    ),
)
async def update_timetable_schedule_day(
    ctx: Retrying,
    schedule_id: ScheduleInPath,
    day_id: SeriesInPath,
    data: Body[forms.ScheduleDayChanges],
    query: wire.ScheduleDayDetails,
    if_match: Revisions,
) -> Shown:
    """Change a series

    Its events ahead follow, with their bookings. Those that were changed by hand stay as they are, unless `force` is
    set. So do those whose new time isn't free: they are shown as `entity_failed`.
    """
    form = data.accept()

    async def change(conn: Connection) -> Shown:
        await update_series(conn, ctx.tenant, schedule_id, day_id, form.to_patch(), if_match, is_forced=form.force)
        return await _shown(conn, ctx, schedule_id, day_id, query.include or ())

    with faults_named(FAULT_NAMES):
        return await ctx.writer.run(change)


@operations.delete(
    "/api/v1/company/{location_id}/schedules/{schedule_id}/days/{day_id}",
    "delete_timetable_schedule_day",
    Permission.APPOINTMENTS_DELETE,
    refuses=(appointments.NO_RIGHT_TO_PART.showing("delete_customer_came_records_access"),),
)
async def delete_timetable_schedule_day(
    ctx: Retrying, schedule_id: ScheduleInPath, day_id: SeriesInPath, if_match: Revisions
) -> None:
    """Delete a series

    With all its events ahead and their bookings. Past events stay.
    """

    async def delete(conn: Connection) -> None:
        await service.remove_series(conn, ctx.tenant, schedule_id, day_id, if_match)

    await ctx.writer.run(delete)


@operations.get(
    "/api/v1/company/{location_id}/schedules/{schedule_id}/days/{day_id}/events",
    "list_timetable_schedule_day_events",
    Permission.TIMETABLE_VIEW,
)
async def list_timetable_schedule_day_events(
    ctx: Reading, schedule_id: ScheduleInPath, day_id: SeriesInPath
) -> CountedAnswer[list[ScheduleEvent]]:
    """List the events of a series

    By the time at which they are planned: also those that could not be made, and those that were deleted since.
    """
    series = await service.get_series(ctx.conn, ctx.tenant, schedule_id, day_id)
    shown = await read_series(ctx.conn, ctx.tenant, [series], with_occurrences=True)
    site = Site(ctx.services.settings.base_url)
    found = shown.occurrences.get(series.id, ())
    rows = [ScheduleEvent.of(each, series, shown.named, ctx.tenant.timezone, site) for each in found]
    return counted(rows, len(rows))


async def _shown(
    conn: Connection, ctx: Context[Tenant], schedule_id: int, series_id: int, include: Sequence[str]
) -> Shown:
    """Return the answer with a series that the user may see. Raise `NotFound`."""
    series = await service.get_series(conn, ctx.tenant, schedule_id, series_id)
    shown = await read_series(conn, ctx.tenant, [series], with_occurrences="events" in include)
    viewer = wire.Viewer(ctx.tenant.timezone, Site(ctx.services.settings.base_url), frozenset(include))
    return with_etag(wire.ScheduleDay.of(series, shown, viewer), series.revision)
