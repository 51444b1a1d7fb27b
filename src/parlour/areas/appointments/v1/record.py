"""Single appointments (tag Appointments)."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.service import booking
from parlour.areas.appointments.service.reading import get_appointment as get
from parlour.areas.appointments.service.reading import read_related
from parlour.areas.appointments.v1.wire import forms
from parlour.areas.appointments.v1.wire.lists import INCLUDED, RecordView
from parlour.areas.appointments.v1.wire.records import Record, Viewer
from parlour.areas.appointments.wire import AppointmentInPath
from parlour.areas.clients import refusals as client_refusals
from parlour.areas.inventory import refusals as stock_refusals
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Context, Reading, Retrying
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, with_etag

operations = Operations(B2B_V1, "Appointments")

PLAIN = RecordView()


@operations.get(
    "/api/v1/record/{location_id}/{record_id}",
    "get_appointment",
    Permission.APPOINTMENT_VIEW,
)
async def get_appointment(ctx: Reading, record_id: AppointmentInPath, query: RecordView) -> WithETag[Answer[Record]]:
    """Get an appointment

    Also a deleted one, with `deleted` true. With an ETag for safe changes.
    """
    return await shown(ctx.conn, ctx, record_id, query)


@operations.put(
    "/api/v1/record/{location_id}/{record_id}",
    "update_appointment",
    Permission.APPOINTMENTS_EDIT,
    status=201,
    refuses=(
        refusals.NO_RIGHT_TO_PART,
        refusals.PAST_DAY,
        refusals.OTHERS,
        refusals.NOT_PROVIDED,
        refusals.OTHER_EVENT,
        refusals.NO_SEATS,
        refusals.TOO_MANY_SEATS,
        refusals.NO_MEMBER,
        refusals.DISMISSED,
        refusals.NO_SERVICE,
        refusals.NO_TAG,
        client_refusals.NO_CLIENT,
        client_refusals.NO_PHONE,
        refusals.BAD_LENGTH,
        refusals.NO_SUCH_TIME,
        refusals.NO_WHOLE_MINUTE,
        refusals.NOT_WORKING,
        refusals.MEMBER_BUSY,
        refusals.RESOURCE_BUSY,
        refusals.STILL_PAID,
        stock_refusals.NOT_ENOUGH.at("attendance"),
        stock_refusals.CLOSED_PERIOD,
    ),
    documented_query=INCLUDED,
)
async def update_appointment(
    ctx: Retrying, record_id: AppointmentInPath, data: Body[forms.RecordChanges], if_match: Revisions
) -> WithETag[Answer[Record]]:
    """Change an appointment

    What is left out keeps its value; `services` replaces all of them. Whether the time is free is checked if member,
    time, length or services change, or if an appointment comes back from -1; its own time counts as free. A room or
    device is kept if it is free at the new time. On another day, or for another client, it belongs to another visit.
    A booking of a group event has the time of the event, whatever the body says.
    """
    form = data.accept(forms.faults_of_time(data.given, ctx.tenant.timezone))
    patch = form.to_patch(ctx.tenant.timezone)

    async def change(conn: Connection) -> WithETag[Answer[Record]]:
        await booking.update_appointment(
            conn, ctx.tenant, record_id, patch, if_match, is_forced=bool(form.save_if_busy)
        )
        return await shown(conn, ctx, record_id)

    with faults_named(forms.FAULT_NAMES):
        return await ctx.writer.run(change)


async def _delete(ctx: Retrying, record_id: int, if_match: Revisions) -> None:
    async def delete(conn: Connection) -> None:
        await booking.delete_appointment(conn, ctx.tenant, record_id, if_match)

    await ctx.writer.run(delete)


@operations.delete(
    "/api/v1/record/{location_id}/{record_id}",
    "delete_appointment",
    Permission.APPOINTMENTS_DELETE,
    refuses=(refusals.NO_RIGHT_TO_PART, refusals.PAST_DAY, stock_refusals.CLOSED_PERIOD),
    documented_query=INCLUDED,
)
async def delete_appointment(ctx: Retrying, record_id: AppointmentInPath, if_match: Revisions) -> None:
    """Delete an appointment

    Its time is free then. It can still be read, and is listed with `with_deleted`.
    """
    await _delete(ctx, record_id, if_match)


@operations.delete(
    "/api/v1/records/{location_id}/{record_id}",
    "delete_appointment_by_list",
    Permission.APPOINTMENTS_DELETE,
    refuses=(refusals.NO_RIGHT_TO_PART, refusals.PAST_DAY, stock_refusals.CLOSED_PERIOD),
)
async def delete_appointment_by_list(ctx: Retrying, record_id: AppointmentInPath, if_match: Revisions) -> None:
    """Delete an appointment (address of the list)

    Ours, for clients that send it there: the same as `DELETE /record/{location_id}/{record_id}`.
    """
    await _delete(ctx, record_id, if_match)


async def shown(
    conn: Connection, ctx: Context[Tenant], appointment_id: int, view: RecordView = PLAIN
) -> WithETag[Answer[Record]]:
    """Return the answer with an appointment that the user may see. Raise `NotFound`."""
    appointment = await get(conn, ctx.tenant, appointment_id)
    related = await read_related(
        conn,
        ctx.tenant,
        [appointment],
        with_payments=view.include_finance_transactions,
        with_consumables=view.include_consumables,
    )
    viewer = Viewer.of(ctx.tenant, related, ctx.services.settings.base_url)
    [record] = Record.from_models([appointment], viewer)
    return with_etag(record, appointment.revision)
