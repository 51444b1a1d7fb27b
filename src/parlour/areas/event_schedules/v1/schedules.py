"""Schedules of events (tag Schedule & Resources)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals as appointments
from parlour.areas.event_schedules import refusals
from parlour.areas.event_schedules.model.schedules import Schedule
from parlour.areas.event_schedules.service import schedules as service
from parlour.areas.event_schedules.service.reading import read_schedule
from parlour.areas.event_schedules.v1.wire import forms
from parlour.areas.event_schedules.v1.wire import schedules as wire
from parlour.areas.event_schedules.v1.wire.fields import FAULT_NAMES, ScheduleInPath
from parlour.areas.events import refusals as events
from parlour.areas.photos import Site
from parlour.db.pool import Connection
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Context, Reading, Retrying
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.path_parts import PathPart
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, with_etag

operations = Operations(B2B_V1, "Schedule & Resources")

EntityType = Annotated[str, PathPart("Kind", "`activity` for an event, `record` for a booking of one.", "activity")]
EntityInPath = Annotated[int, PathPart(service.NAME, "The event or the booking.", 7003)]
Shown = WithETag[Answer[wire.EventSchedule]]


@operations.get(
    "/api/v1/company/{location_id}/schedules/search/{entity_type}/{entity_id}",
    "search_timetable_event_schedules_by_event",
    Permission.TIMETABLE_VIEW,
)
async def search_timetable_event_schedules_by_event(
    ctx: Reading, entity_type: EntityType, entity_id: EntityInPath, query: wire.ScheduleSearch
) -> Shown:
    """Find the schedule of an event

    Or of the event of a booking. With its series, if `include` names them.
    """
    ids = {"activity": (entity_id, None), "record": (None, entity_id)}.get(entity_type)
    if ids is None:
        raise NotFound(service.NAME)
    schedule = await service.find_of_event(ctx.conn, ctx.tenant, *ids)
    return await _shown(ctx.conn, ctx, schedule, query.include or ())


@operations.post(
    "/api/v1/company/{location_id}/schedules",
    "create_timetable_event_schedule",
    Permission.APPOINTMENTS_CREATE,
    refuses=(
        appointments.PAST_DAY,
        appointments.OTHERS,
        appointments.NOT_PROVIDED,
        appointments.NO_EVENT.at("original_entity_id"),
        appointments.NO_MEMBER.at("days[0].events_master_id"),
        appointments.DISMISSED.at("days[0].events_master_id"),
        appointments.BAD_LENGTH.at("days[0].events_duration"),
        events.NO_SERVICE.at("days[0].service_id"),
        events.NO_INSTANCE.at("days[0].resource_instances_ids[0]"),
        events.NO_TAG.at("days[0].labels_ids[0]"),
        refusals.NO_APPOINTMENTS,
        refusals.IN_SCHEDULE,
        refusals.ENDS_EARLY,
        refusals.TOO_MANY_EVENTS,
        refusals.TOO_MANY_BOOKINGS,
    ),
)
async def create_timetable_event_schedule(
    ctx: Retrying, data: Body[forms.ScheduleForm], query: wire.ScheduleDetails
) -> Shown:
    """Create a schedule from an event

    With a series for each of `days`, and its events from now to `date_end`: they have the service, texts and technical
    break of the original event, which is one of them where a series has its member and its start. An event whose
    member, room or device is busy, or whose member is off work, isn't made; the list of events of the series shows
    it as `entity_failed`. At most 366 events; if the body has a fault, nothing is made.
    """
    new = data.accept().to_new()

    async def create(conn: Connection) -> Shown:
        schedule_id = await service.create_schedule(conn, ctx.tenant, new, datetime.now(UTC))
        schedule = await service.get_schedule(conn, ctx.tenant, schedule_id)
        return await _shown(conn, ctx, schedule, query.include or ())

    with faults_named(FAULT_NAMES):
        return await ctx.writer.run(create)


@operations.patch(
    "/api/v1/company/{location_id}/schedules/{schedule_id}",
    "update_timetable_event_schedule",
    Permission.APPOINTMENTS_EDIT,
    refuses=(appointments.OTHERS, refusals.ENDS_EARLY, refusals.TOO_MANY_EVENTS, refusals.TOO_MANY_BOOKINGS),
)
async def update_timetable_event_schedule(
    ctx: Retrying, schedule_id: ScheduleInPath, data: Body[forms.ScheduleChanges], if_match: Revisions
) -> Shown:
    """Extend or shorten a schedule

    Later: the events until then are made. Earlier: those ahead that come after it are deleted, except events with
    bookings, which stay without belonging to the schedule.
    """
    last_day = data.accept().last_day

    async def change(conn: Connection) -> Shown:
        await service.update_schedule(conn, ctx.tenant, schedule_id, last_day, if_match)
        return await _shown(conn, ctx, await service.get_schedule(conn, ctx.tenant, schedule_id), ())

    with faults_named(FAULT_NAMES):
        return await ctx.writer.run(change)


@operations.delete(
    "/api/v1/company/{location_id}/schedules/{schedule_id}",
    "delete_timetable_event_schedule",
    Permission.APPOINTMENTS_DELETE,
    refuses=(appointments.NO_RIGHT_TO_PART.showing("delete_customer_came_records_access"), appointments.OTHERS),
)
async def delete_timetable_event_schedule(ctx: Retrying, schedule_id: ScheduleInPath, if_match: Revisions) -> None:
    """Delete a schedule

    With its series, all events ahead and their bookings. Past events stay.
    """

    async def delete(conn: Connection) -> None:
        await service.delete_schedule(conn, ctx.tenant, schedule_id, if_match)

    await ctx.writer.run(delete)


async def _shown(conn: Connection, ctx: Context[Tenant], schedule: Schedule, include: Sequence[str]) -> Shown:
    """Return the answer with a schedule, and with its series if `include` names them or something of them."""
    shown = await read_schedule(conn, ctx.tenant, schedule.id) if include else None
    parts = frozenset(name.removeprefix("days.") for name in include)
    viewer = wire.Viewer(ctx.tenant.timezone, Site(ctx.services.settings.base_url), parts)
    return with_etag(wire.EventSchedule.of(schedule, shown, viewer), schedule.revision)
