"""Appointments that clients find by their secrets (tag Client Personal Cabinet)."""

from parlour.access.identity import Client, Partner
from parlour.access.permissions import Entry
from parlour.access.tenant import get_booking_tenant
from parlour.areas.online_booking import refusals
from parlour.areas.online_booking.service import records as service
from parlour.areas.online_booking.v1.records import shown
from parlour.areas.online_booking.v1.wire import records as wire
from parlour.areas.photos import Site
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1
from parlour.http.context import Reading, Retrying
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, MessageAnswer, answer, message_answer

operations = Operations(B2B_V1, "Client Personal Cabinet")


@operations.get(
    "/api/v1/user/records/{record_id}/{record_hash}",
    "get_user_appointment_list",
    Entry.PARTNER,
    status=201,
    refuses=(refusals.NO_RECORD,),
)
async def get_user_appointment_list(
    ctx: Reading[Partner], record_id: wire.RecordInPath, record_hash: wire.HashInPath
) -> Answer[list[wire.ClientsRecordAnswer]]:
    """Get an appointment by its secret

    As a list of one, also a cancelled one. The token of the person whose number it was booked with is enough, whatever
    the secret. The status is 201, as in the original.
    """
    own = await service.get_own_record(ctx.conn, record_id, record_hash, await ctx.find_client(ctx.conn))
    tenant = await get_booking_tenant(ctx.conn, own.location_id)
    return answer([await shown(ctx, ctx.conn, tenant, record_id, own.link_hash)])


@operations.get("/api/v1/user/records", "list_user_appointments", Entry.CLIENT, status=201)
async def list_user_appointments(ctx: Reading[Client]) -> Answer[list[wire.ClientsRecordAnswer]]:
    """List the own appointments

    Of the person who has signed in: in all locations, also cancelled ones, the latest start first; the latest 100 if
    there are more. The status is 201, as for one.
    """
    found = await service.list_own_records(ctx.conn, ctx.client)
    site = Site(ctx.services.settings.base_url)
    return answer([wire.ClientsRecordAnswer.of(record, tenant.timezone, site) for tenant, record in found])


@operations.delete(
    "/api/v1/user/records/{record_id}/{record_hash}",
    "delete_user_appointment",
    Entry.PARTNER,
    status=200,
    refuses=(refusals.NO_RECORD, refusals.TOO_LATE, refusals.PAID),
)
async def delete_user_appointment(
    ctx: Retrying[Partner], record_id: wire.RecordInPath, record_hash: wire.HashInPath
) -> MessageAnswer:
    """Cancel an appointment as its client

    By the secret, or with the token of the person whose number it was booked with. What has begun or is paid can't be
    cancelled.
    """

    async def work(conn: Connection) -> MessageAnswer:
        own = await service.get_own_record(conn, record_id, record_hash, await ctx.find_client(conn))
        tenant = await get_booking_tenant(conn, own.location_id)
        await service.cancel_record(conn, tenant, record_id, own.link_hash)
        return message_answer("Deleted")

    return await ctx.writer.run(work)
