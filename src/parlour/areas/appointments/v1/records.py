"""Appointments of a location: lists, and creating them (tag Appointments)."""

from parlour.access.permissions import Permission
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.filters import sort_key_of
from parlour.areas.appointments.service import booking
from parlour.areas.appointments.service.reading import find_page, read_related
from parlour.areas.appointments.v1.record import shown
from parlour.areas.appointments.v1.wire import forms, lists
from parlour.areas.appointments.v1.wire.records import Record, Viewer
from parlour.areas.clients import refusals as client_refusals
from parlour.areas.inventory import refusals as stock_refusals
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Retrying
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag, encoded_list
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.v1_envelope import Answer
from parlour.page_requests import MomentSortKey

operations = Operations(B2B_V1, "Appointments", "Appointments of clients with team members, grouped in visits.")


@operations.get(
    "/api/v1/records/{location_id}",
    "get_appointment_list",
    Permission.TIMETABLE_VIEW,
    documented_query=lists.SAME_AS_STAFF,
)
async def get_appointment_list(ctx: Reading, query: lists.RecordList, pages: Pages) -> lists.RecordPageAnswer:
    """List appointments

    By their start, then by id. Only those that the user's rights show.
    """
    wanted = query.to_filter(ctx.tenant)
    page = pages.rows(MomentSortKey)
    found = await find_page(ctx.conn, ctx.tenant, wanted, page, pages.passed)
    appointments = pages.cut(found.appointments, sort_key_of)
    related = await read_related(
        ctx.conn,
        ctx.tenant,
        appointments,
        with_payments=query.include_finance_transactions,
        with_consumables=query.include_consumables,
    )
    viewer = Viewer.of(ctx.tenant, related, ctx.services.settings.base_url)
    rows = encoded_list(appointments, lambda some: Record.from_models(some, viewer))
    return lists.RecordPageAnswer(True, rows, lists.RecordPage(pages.number, found.total, pages.next_cursor))


@operations.post(
    "/api/v1/records/{location_id}",
    "create_appointment",
    Permission.APPOINTMENTS_CREATE,
    refuses=(
        refusals.NO_RIGHT_TO_PART,
        refusals.PAST_DAY,
        refusals.OTHERS,
        refusals.NOT_PROVIDED,
        refusals.NO_EVENT,
        refusals.NO_SEATS,
        refusals.TOO_MANY_SEATS,
        refusals.NO_MEMBER,
        refusals.DISMISSED,
        refusals.NO_SERVICE,
        refusals.NO_TAG,
        client_refusals.NO_CLIENT,
        client_refusals.NO_PHONE,
        refusals.NO_LENGTH,
        refusals.BAD_LENGTH,
        refusals.NO_SUCH_TIME,
        refusals.NO_WHOLE_MINUTE,
        refusals.NOT_WORKING,
        refusals.MEMBER_BUSY,
        refusals.RESOURCE_BUSY,
        stock_refusals.NOT_ENOUGH.at("attendance"),
        stock_refusals.CLOSED_PERIOD,
    ),
)
async def create_appointment(ctx: Retrying, data: Body[forms.RecordForm]) -> WithETag[Answer[Record]]:
    """Create an appointment

    Without a length it takes as long as its services and the technical break. Unless `save_if_busy` is set, the team
    member must work all the time and have nothing else, and a room or device of each kind that the services need must
    be free: otherwise nothing is made, and each error has the code 433. Of several requests for the same time at the
    same moment, one succeeds. The client's appointments of a day form a visit.
    """
    form = data.accept(forms.faults_of_time(data.given, ctx.tenant.timezone))
    zone = ctx.tenant.timezone

    async def book(conn: Connection) -> WithETag[Answer[Record]]:
        if form.activity_id:
            appointment_id = await booking.book_seats(conn, ctx.tenant, form.activity_id, form.to_patch(zone))
        else:
            is_forced = bool(form.save_if_busy)
            appointment_id = await booking.create_appointment(conn, ctx.tenant, form.to_new(zone), is_forced=is_forced)
        return await shown(conn, ctx, appointment_id)

    with faults_named(forms.FAULT_NAMES):
        return await ctx.writer.run(book)
