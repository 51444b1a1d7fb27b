"""Group events (tag Events of API v2)."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime

import msgspec
from msgspec import UNSET, UnsetType

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals as appointments
from parlour.areas.appointments.v2.wire.parts import ResourceInstance
from parlour.areas.events import refusals
from parlour.areas.events.model import events as model
from parlour.areas.events.model.filters import sort_key_of
from parlour.areas.events.queries import reading as queries
from parlour.areas.events.service import events as service
from parlour.areas.events.service import reading
from parlour.areas.events.v2.wire import events as wire
from parlour.areas.events.v2.wire import lists
from parlour.areas.events.v2.wire.forms import EventForm
from parlour.areas.events.v2.wire.related import Viewer, with_related
from parlour.areas.events.wire import FAULT_NAMES, EventInPath, faults_of_time
from parlour.areas.inventory import refusals as stock_refusals
from parlour.areas.photos import Site
from parlour.areas.services.v2.wire.services import Service
from parlour.areas.tags.v2.wire import Tag
from parlour.areas.team.v2.wire.members import TeamMember
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V2
from parlour.http.body import Body
from parlour.http.context import Context, Reading, Retrying
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.preconditions import Revisions
from parlour.http.v2_envelope import Included, Single, single
from parlour.page_requests import MomentSortKey

operations = Operations(B2B_V2, "Events", "Group events: a service for many clients at one time, who book seats.")

RELATIONS: dict[str, type[msgspec.Struct] | None] = {
    "staff": TeamMember,
    "master": TeamMember,
    "service": Service,
    "resource_instances": ResourceInstance,
    "labels": Tag,
    "duration_details": wire.EventLength,
}


@operations.get(
    "/api/v2/locations/{location_id}/events",
    "list_events",
    Permission.TIMETABLE_VIEW,
    refuses=(refusals.NO_PERIOD,),
    includes=RELATIONS,
)
async def list_events(ctx: Reading, query: lists.EventList, pages: Pages) -> wire.EventPage[list[wire.EventResource]]:
    """List events

    Those that begin in a period, by their start, then by id, without deleted ones. Only those that the user's rights
    show.
    """
    wanted = query.to_filter(ctx.tenant, datetime.now(UTC))
    found = await queries.list_events(ctx.conn, ctx.tenant, wanted, pages.rows(MomentSortKey))
    rows, related = await _shown(ctx.conn, ctx, pages.cut(found, sort_key_of), frozenset(query.include or ()))
    meta = UNSET if pages.next_cursor is UNSET else wire.NextEvents(pages.next_cursor)
    return wire.EventPage(data=rows, included=related, meta=meta)


@operations.get(
    "/api/v2/locations/{location_id}/events/{event_id}", "get_event", Permission.TIMETABLE_VIEW, includes=RELATIONS
)
async def get_event(
    ctx: Reading, event_id: EventInPath, query: lists.EventDetails
) -> WithETag[Single[wire.EventResource]]:
    """Get an event

    Also a deleted one. With an ETag for safe changes.
    """
    return await _single(ctx.conn, ctx, event_id, query)


@operations.post(
    "/api/v2/locations/{location_id}/events",
    "create_event",
    Permission.APPOINTMENTS_CREATE,
    refuses=refusals.WRITTEN,
    includes=RELATIONS,
)
async def create_event(
    ctx: Retrying, data: Body[EventForm], query: lists.EventDetails
) -> WithETag[Single[wire.EventResource]]:
    """Create an event

    Its team member, rooms and devices are busy for its length, once. Unless `force` is set, they must be free, and the
    member must work all the time: otherwise the answer is a 409 with `meta.conflict`.
    """
    form = data.accept(faults_of_time(data.given, ctx.tenant.timezone))
    patch = form.to_patch(ctx.tenant.timezone)

    async def create(conn: Connection) -> WithETag[Single[wire.EventResource]]:
        event_id = await service.create_event(conn, ctx.tenant, patch, is_forced=bool(form.force))
        return await _single(conn, ctx, event_id, query)

    with faults_named(FAULT_NAMES):
        return await ctx.writer.run(create)


@operations.put(
    "/api/v2/locations/{location_id}/events/{event_id}",
    "update_event",
    Permission.APPOINTMENTS_EDIT,
    refuses=(appointments.NO_RIGHT_TO_PART, *refusals.WRITTEN, *refusals.CHANGED),
    includes=RELATIONS,
)
async def update_event(
    ctx: Retrying, event_id: EventInPath, data: Body[EventForm], query: lists.EventDetails, if_match: Revisions
) -> WithETag[Single[wire.EventResource]]:
    """Change an event

    All of it is replaced, except a technical break that is left out or null. Whether it is free is checked if team
    member, time, length, rooms or devices change; its own time counts as free. Its bookings move along.
    """
    form = data.accept(faults_of_time(data.given, ctx.tenant.timezone))
    patch = form.to_patch(ctx.tenant.timezone)

    async def change(conn: Connection) -> WithETag[Single[wire.EventResource]]:
        await service.update_event(conn, ctx.tenant, event_id, patch, if_match, is_forced=bool(form.force))
        return await _single(conn, ctx, event_id, query)

    with faults_named(FAULT_NAMES):
        return await ctx.writer.run(change)


@operations.delete(
    "/api/v2/locations/{location_id}/events/{event_id}",
    "delete_event",
    Permission.APPOINTMENTS_DELETE,
    refuses=(appointments.NO_RIGHT_TO_PART, appointments.PAST_DAY, stock_refusals.CLOSED_PERIOD),
)
async def delete_event(ctx: Retrying, event_id: EventInPath, if_match: Revisions) -> None:
    """Delete an event

    With its bookings, whose consumables are taken back. Its time is free then. It can still be read by its id.
    """

    async def delete(conn: Connection) -> None:
        await service.delete_event(conn, ctx.tenant, event_id, if_match)

    await ctx.writer.run(delete)


async def _single(
    conn: Connection, ctx: Context[Tenant], event_id: int, query: lists.EventDetails
) -> WithETag[Single[wire.EventResource]]:
    """Return the answer with an event that the user may see. Raise `NotFound`."""
    event = await reading.get_event(conn, ctx.tenant, event_id)
    (row,), related = await _shown(conn, ctx, [event], frozenset(query.include or ()))
    return WithETag(single(row, related), event.revision)


async def _shown(
    conn: Connection, ctx: Context[Tenant], events: Sequence[model.Event], include: AbstractSet[str]
) -> tuple[list[wire.EventResource], list[Included] | UnsetType]:
    """Return events, and what they refer to as far as `include` names it."""
    related = await reading.read_related(conn, ctx.tenant, events if include else [])
    site = Site(ctx.services.settings.base_url)
    memberships = await reading.read_memberships(conn, ctx.tenant, events)
    return with_related(events, Viewer(ctx.tenant.timezone, site, related, memberships, include))
