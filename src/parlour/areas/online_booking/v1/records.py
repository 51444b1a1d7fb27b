"""Appointments as their clients see and move them (tag Online Booking)."""

from parlour.access.identity import Partner
from parlour.access.permissions import Entry
from parlour.access.tenant import Tenant, get_booking_tenant
from parlour.areas.online_booking import refusals
from parlour.areas.online_booking.service import records as service
from parlour.areas.online_booking.v1.wire import records as wire
from parlour.areas.photos import Site
from parlour.db.pool import Connection, connection
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Context, Reading, Retrying
from parlour.http.operations import Operations
from parlour.http.path_parts import LocationInPath

operations = Operations(B2B_V1, "Online Booking")


@operations.get(
    "/api/v1/book_record/{location_id}/{record_id}/{record_hash}",
    "get_online_booking_details",
    Entry.PARTNER,
    refuses=(refusals.NO_RECORD,),
)
async def get_online_booking_details(
    ctx: Reading[Partner], location_id: LocationInPath, record_id: wire.RecordInPath, record_hash: wire.HashInPath
) -> wire.ClientsRecordAnswer:
    """Get an appointment as its client

    Also a cancelled one. The answer has no envelope.
    """
    tenant = await get_booking_tenant(ctx.conn, location_id)
    return await shown(ctx, ctx.conn, tenant, record_id, record_hash)


@operations.put(
    "/api/v1/book_record/{location_id}/{record_id}",
    "update_online_booking_datetime",
    Entry.PARTNER,
    refuses=(refusals.NO_RECORD, refusals.TOO_LATE, refusals.PAID, refusals.NO_SLOT.at("datetime")),
)
async def update_online_booking_datetime(
    ctx: Retrying[Partner],
    location_id: LocationInPath,
    record_id: wire.RecordInPath,
    query: wire.HashOfRecord,
    data: Body[wire.MoveForm],
) -> wire.MovedAnswer:
    """Move an appointment as its client

    To a time that is offered; its own time counts as free. The secret from booking is in the body or in the query; the
    token of the person whose number it was booked with is enough, too. What has begun or is paid can't be moved.
    """
    async with connection(ctx.pool) as conn:
        tenant = await get_booking_tenant(conn, location_id)
    form = data.accept()
    given = form.hash or query.hash or ""
    move = form.to_move(tenant.timezone)

    async def work(conn: Connection) -> wire.MovedAnswer:
        secret = (await service.get_own_record(conn, record_id, given, await ctx.find_client(conn))).link_hash
        await service.move_record(conn, tenant, record_id, secret, move)
        return wire.MovedAnswer(True, await shown(ctx, conn, tenant, record_id, secret))

    return await ctx.writer.run(work)


async def shown(
    ctx: Context[Partner], conn: Connection, tenant: Tenant, record_id: int, secret: str
) -> wire.ClientsRecordAnswer:
    found = await service.get_record(conn, tenant, record_id, secret)
    return wire.ClientsRecordAnswer.of(found, tenant.timezone, Site(ctx.services.settings.base_url))
