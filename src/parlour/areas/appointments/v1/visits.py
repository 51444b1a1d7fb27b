"""Visits: a client's appointments of a day (tag Appointments)."""

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.service import visits as service
from parlour.areas.appointments.service.reading import list_of_visit, read_related
from parlour.areas.appointments.v1.wire import visits as wire
from parlour.areas.appointments.v1.wire.records import Viewer
from parlour.areas.appointments.v1.wire.visit_forms import FAULT_NAMES, VisitForm
from parlour.areas.appointments.wire import AppointmentInPath
from parlour.areas.inventory import refusals as stock_refusals
from parlour.areas.payments import refusals as payment_refusals
from parlour.areas.payments.service import list_of_visit as list_payments
from parlour.currencies import currency_by_code
from parlour.db.pool import Connection
from parlour.db.retrying import ConcurrentChange
from parlour.errors import Invalid, NotFound
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Context, Reading, Retrying
from parlour.http.fault_names import faults_named
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, answer
from parlour.refusals import NO_ACCESS, NO_RIGHT

operations = Operations(B2B_V1, "Appointments")


@operations.get(
    "/api/v1/visits/{visit_id}",
    "get_visit",
    Entry.USER,
    refuses=(NO_ACCESS, NO_RIGHT.showing(Permission.APPOINTMENT_VIEW)),
)
async def get_visit(ctx: Reading[Identity], visit_id: wire.VisitInPath) -> Answer[wire.RecordVisit]:
    """Get a visit

    With its appointments, without deleted ones. Needs the right `record_form_access` in the visit's location.
    """
    tenant = await service.tenant_of(ctx.conn, ctx.user, visit_id)
    tenant.require(Permission.APPOINTMENT_VIEW)
    return answer(await _shown(ctx.conn, ctx, tenant, visit_id))


@operations.get(
    "/api/v1/visit/details/{location_id}/{record_id}/{visit_id}", "get_visit_details", Permission.APPOINTMENT_VIEW
)
async def get_visit_details(
    ctx: Reading, record_id: AppointmentInPath, visit_id: wire.VisitInPath
) -> Answer[wire.VisitDetails]:
    """Get what was sold in a visit and what was paid

    Services and products with their prices, and payments on the accounts that the user may see. The appointment must
    belong to the visit.
    """
    appointments = await list_of_visit(ctx.conn, ctx.tenant, visit_id)
    if not appointments:
        raise NotFound(service.NAME)
    if record_id not in {each.id for each in appointments}:
        raise NotFound("Appointment")
    payments = await list_payments(ctx.conn, ctx.tenant, visit_id)
    related = await read_related(ctx.conn, ctx.tenant, appointments)
    viewer = Viewer.of(ctx.tenant, related, ctx.services.settings.base_url)
    return answer(wire.VisitDetails.of(appointments, payments, viewer))


@operations.put(
    "/api/v1/visits/{visit_id}/{record_id}",
    "update_visit",
    Entry.USER,
    refuses=(
        NO_ACCESS,
        NO_RIGHT.showing(Permission.APPOINTMENTS_EDIT),
        refusals.NO_RIGHT_TO_PART.showing(Permission.APPOINTMENT_PAYMENTS),
        refusals.PAST_DAY,
        refusals.NOT_PROVIDED,
        refusals.NO_LINE_OF_VISIT,
        refusals.NO_SERVICE.at("services[0].id"),
        refusals.NO_SALE,
        refusals.NO_MEMBER.at("goods_transactions[0].master_id"),
        refusals.STILL_PAID,
        refusals.NOT_WORKING.at("attendance"),
        refusals.MEMBER_BUSY.at("attendance"),
        refusals.RESOURCE_BUSY.at("attendance"),
        stock_refusals.NO_PRODUCT.at("goods_transactions[0].good_id"),
        stock_refusals.NO_STORAGE.at("goods_transactions[0].storage_id"),
        stock_refusals.NOT_ENOUGH.at("goods_transactions[0].amount"),
        stock_refusals.CLOSED_PERIOD,
        payment_refusals.NO_ACCOUNT,
        payment_refusals.NO_PAYMENT,
        payment_refusals.NO_ACCOUNT_OF_KIND,
        payment_refusals.NOTHING_TO_PAY,
    ),
)
async def update_visit(
    ctx: Retrying[Identity], visit_id: wire.VisitInPath, record_id: AppointmentInPath, data: Body[VisitForm]
) -> Answer[wire.RecordVisit]:
    """Change a visit, and pay for it

    All its appointments get the attendance, and the one in the address gets the comment. Of services and
    products those that are named get other prices or are added. A payment pays the services in their order, then the
    products, and there is one transaction for each; what is more than their prices stays on the last one. All of it is
    done, or nothing. If the client came and paid, the payments have to be deleted before that is taken back. Needs the
    rights `edit_records_access` and, for payments, `records_finances_access` in the visit's location.
    """
    form = data.accept()

    async def apply(conn: Connection) -> wire.RecordVisit:
        tenant = await service.tenant_of(conn, ctx.user, visit_id)
        tenant.require(Permission.APPOINTMENTS_EDIT)
        if faults := [*form.faults_in(currency_by_code(tenant.currency))]:
            raise Invalid(faults)
        await service.update_visit(conn, tenant, visit_id, record_id, form.to_change())
        # Rights may have changed while this waited for locks.
        if (await service.tenant_of(conn, ctx.user, visit_id)).access != tenant.access:
            raise ConcurrentChange
        return await _shown(conn, ctx, tenant, visit_id)

    with faults_named(FAULT_NAMES):
        return answer(await ctx.writer.run(apply))


async def _shown(conn: Connection, ctx: Context[Identity], tenant: Tenant, visit_id: int) -> wire.RecordVisit:
    visit = await service.get_visit(conn, tenant, visit_id)
    appointments = await list_of_visit(conn, tenant, visit_id)
    if not appointments:
        raise NotFound(service.NAME)
    related = await read_related(conn, tenant, appointments, with_payments=True, with_consumables=True)
    viewer = Viewer.of(tenant, related, ctx.services.settings.base_url)
    return wire.RecordVisit.of(visit, appointments, viewer)
