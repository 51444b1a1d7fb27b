"""Duplicating events, and the rules that are kept for it (tag Events)."""

from parlour.access.permissions import Permission
from parlour.areas.appointments import refusals as appointments
from parlour.areas.events import refusals
from parlour.areas.events.queries import reading as queries
from parlour.areas.events.queries.strategies import list_strategies
from parlour.areas.events.service import reading, strategies
from parlour.areas.events.service.duplication import duplicate_event as duplicate
from parlour.areas.events.v1.wire import duplication as wire
from parlour.areas.events.v1.wire.events import Viewer
from parlour.areas.events.wire import EventInPath
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Retrying, Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, Count, CountedAnswer, counted, with_etag

operations = Operations(B2B_V1, "Events")


@operations.post(
    "/api/v1/activity/{location_id}/{event_id}/duplicate",
    "duplicate_event",
    Permission.APPOINTMENTS_CREATE,
    status=200,
    refuses=(
        appointments.PAST_DAY,
        appointments.NOT_PROVIDED,
        appointments.NO_MEMBER,
        appointments.DISMISSED,
        refusals.NO_SERVICE,
        refusals.NO_INSTANCE,
        refusals.NO_STRATEGY,
        refusals.TOO_MANY_COPIES,
        appointments.NO_SUCH_TIME.at("dates[0]"),
        appointments.NO_WHOLE_MINUTE.at("dates[0]"),
        refusals.NOT_WORKING,
        refusals.MEMBER_BUSY,
        refusals.RESOURCE_BUSY,
    ),
)
async def duplicate_event(ctx: Retrying, event_id: EventInPath, data: Body[wire.DuplicationForm]) -> wire.EventCopies:
    """Duplicate an event

    At given starts, or by a rule at the time of day of the event, which isn't made again itself. Weeks start on Monday;
    a month without the day is passed over. All copies are checked first: if one is busy, none is made, unless `force`
    is set. Bookings aren't copied.
    """
    zone = ctx.tenant.timezone
    wanted = data.accept(wire.faults_of_dates(data.given, zone)).to_duplication(zone)

    async def copy(conn: Connection) -> wire.EventCopies:
        events = await queries.list_of_ids(conn, ctx.tenant, await duplicate(conn, ctx.tenant, event_id, wanted))
        related = await reading.read_related(conn, ctx.tenant, events)
        viewer = Viewer.of(ctx.tenant, related, ctx.services.settings.base_url)
        return wire.EventCopies(
            True, [wire.EventCopy.from_model(event, viewer) for event in events], Count(len(events))
        )

    with faults_named(wire.FAULT_NAMES):
        return await ctx.writer.run(copy)


@operations.get(
    "/api/v1/activity/{location_id}/duplication_strategy",
    "list_event_duplication_strategies",
    Permission.TIMETABLE_VIEW,
)
async def list_event_duplication_strategies(ctx: Reading) -> CountedAnswer[list[wire.Strategy]]:
    """List rules for duplicating events

    Those of the location, by id.
    """
    found = [wire.Strategy.from_model(each) for each in await list_strategies(ctx.conn, ctx.tenant)]
    return counted(found, len(found))


@operations.post(
    "/api/v1/activity/{location_id}/duplication_strategy",
    "create_event_duplication_strategy",
    Permission.APPOINTMENTS_CREATE,
    status=200,
)
async def create_event_duplication_strategy(
    ctx: Writing, data: Body[wire.StrategyForm]
) -> WithETag[Answer[wire.Strategy]]:
    """Create a rule for duplicating events

    With an interval of 2, a weekly rule has every third week.
    """
    strategy = await strategies.create_strategy(ctx.conn, ctx.tenant, data.accept().to_fields())
    return with_etag(wire.Strategy.from_model(strategy), strategy.revision)


@operations.post(
    "/api/v1/activity/{location_id}/duplication_strategy/{strategy_id}",
    "update_event_duplication_strategy",
    Permission.APPOINTMENTS_EDIT,
    status=200,
)
async def update_event_duplication_strategy(
    ctx: Writing, strategy_id: wire.StrategyInPath, data: Body[wire.StrategyForm], if_match: Revisions
) -> WithETag[Answer[wire.Strategy]]:
    """Change a rule for duplicating events

    All of it is replaced. Events that were made by it stay.
    """
    fields = data.accept().to_fields()
    strategy = await strategies.update_strategy(ctx.conn, ctx.tenant, strategy_id, fields, if_match)
    return with_etag(wire.Strategy.from_model(strategy), strategy.revision)
