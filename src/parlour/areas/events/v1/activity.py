"""Single events: reading, creating, changing and deleting them (tag Events)."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals as appointments
from parlour.areas.events import refusals
from parlour.areas.events.service import events as service
from parlour.areas.events.service import reading
from parlour.areas.events.v1.wire import forms
from parlour.areas.events.v1.wire.events import Event, Viewer
from parlour.areas.events.wire import FAULT_NAMES, EventInPath, faults_of_time
from parlour.areas.inventory import refusals as stock_refusals
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Context, Reading, Retrying
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, MessageAnswer, message_answer, with_etag

operations = Operations(B2B_V1, "Events", "Group events: a service for many clients at one time, who book seats.")


@operations.get(
    "/api/v1/activity/{location_id}/{event_id}",
    "get_event",
    Permission.TIMETABLE_VIEW,
    open_to_partners=True,
    deprecated=True,
)
async def get_event(ctx: Reading, event_id: EventInPath) -> WithETag[Answer[Event]]:
    """Get an event

    Also a deleted one, with `is_deleted` true. With an ETag for safe changes. With a partner token alone: only one that
    clients can still book, without `comment` and `stream_link`.
    """
    return await shown(ctx.conn, ctx, event_id)


@operations.post(
    "/api/v1/activity/{location_id}",
    "create_event",
    Permission.APPOINTMENTS_CREATE,
    status=200,
    refuses=refusals.WRITTEN,
    deprecated=True,
)
async def create_event(ctx: Retrying, data: Body[forms.EventForm]) -> WithETag[Answer[Event]]:
    """Create an event

    Its team member, rooms and devices are busy for its length, once. Unless `force` is set, they must be free, and the
    member must work all the time: otherwise the answer is a 409 with `meta.conflict`.
    """
    form = data.accept(faults_of_time(data.given, ctx.tenant.timezone))
    patch = form.to_patch(ctx.tenant.timezone)

    async def create(conn: Connection) -> WithETag[Answer[Event]]:
        return await shown(conn, ctx, await service.create_event(conn, ctx.tenant, patch, is_forced=form.force))

    with faults_named(FAULT_NAMES):
        return await ctx.writer.run(create)


@operations.put(
    "/api/v1/activity/{location_id}/{event_id}",
    "update_event",
    Permission.APPOINTMENTS_EDIT,
    refuses=(appointments.NO_RIGHT_TO_PART, *refusals.WRITTEN, *refusals.CHANGED),
    deprecated=True,
)
async def update_event(
    ctx: Retrying, event_id: EventInPath, data: Body[forms.EventForm], if_match: Revisions
) -> WithETag[Answer[Event]]:
    """Change an event

    Fields that are not required keep their values if they are left out. Whether it is free is checked if team member,
    time, length, rooms or devices change; its own time counts as free. Its bookings move along.
    """
    form = data.accept(faults_of_time(data.given, ctx.tenant.timezone))
    patch = form.to_patch(ctx.tenant.timezone)

    async def change(conn: Connection) -> WithETag[Answer[Event]]:
        await service.update_event(conn, ctx.tenant, event_id, patch, if_match, is_forced=form.force)
        return await shown(conn, ctx, event_id)

    with faults_named(FAULT_NAMES):
        return await ctx.writer.run(change)


@operations.delete(
    "/api/v1/activity/{location_id}/{event_id}",
    "delete_event",
    Permission.APPOINTMENTS_DELETE,
    status=202,
    refuses=(appointments.NO_RIGHT_TO_PART, appointments.PAST_DAY, stock_refusals.CLOSED_PERIOD),
    deprecated=True,
)
async def delete_event(ctx: Retrying, event_id: EventInPath, if_match: Revisions) -> MessageAnswer:
    """Delete an event

    With its bookings, whose consumables are taken back. Its time is free then. It can still be read by its id.
    """

    async def delete(conn: Connection) -> None:
        await service.delete_event(conn, ctx.tenant, event_id, if_match)

    await ctx.writer.run(delete)
    return message_answer("Accepted")


async def shown(conn: Connection, ctx: Context[Tenant], event_id: int) -> WithETag[Answer[Event]]:
    """Return the answer with an event that the user may see. Raise `NotFound`."""
    event = await reading.get_event(conn, ctx.tenant, event_id)
    related = await reading.read_related(conn, ctx.tenant, [event])
    viewer = Viewer.of(ctx.tenant, related, ctx.services.settings.base_url)
    return with_etag(Event.from_model(event, viewer), event.revision)
