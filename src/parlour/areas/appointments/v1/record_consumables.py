"""What the services of an appointment use up (tag Inventory)."""

from parlour.access.permissions import Permission
from parlour.areas.appointments import refusals
from parlour.areas.appointments.service import own_consumables as service
from parlour.areas.appointments.v1.wire import consumables as wire
from parlour.areas.appointments.wire import AppointmentInPath
from parlour.areas.bills_of_materials import refusals as bill_refusals
from parlour.areas.bills_of_materials.service import NAME as CARD
from parlour.areas.inventory import refusals as stock_refusals
from parlour.db.pool import Connection
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Retrying
from parlour.http.fault_names import faults_named
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, Count, answer
from parlour.refusals import Refusal

operations = Operations(B2B_V1, "Inventory")

NO_CARD = Refusal("no_card", "The service has no technological card in the appointment.", NotFound(CARD))


@operations.get(
    "/api/v1/technological_cards/record_consumables/{location_id}/{record_id}",
    "get_appointment_consumables",
    Permission.APPOINTMENT_VIEW,
)
async def get_appointment_consumables(
    ctx: Reading, record_id: AppointmentInPath
) -> Answer[list[wire.RecordConsumables]]:
    """List what the services of an appointment use up

    A row for each service, with the technological card by which the team member provides it. While the client hasn't
    come, the consumables are those of the card, times the number of services, or as they were set. With the attendance
    1 they are taken from their storages, and stay as they are when the card changes.
    """
    found = await service.list_of_appointment(ctx.conn, ctx.tenant, record_id)
    return answer([wire.RecordConsumables.from_model(each, ctx.tenant) for each in found])


@operations.put(
    "/api/v1/technological_cards/record_consumables/consumables/{location_id}/{record_id}/{service_id}",
    "update_appointment_service_consumables",
    Permission.APPOINTMENT_CONSUMABLES,
    refuses=(
        stock_refusals.HIDDEN_COSTS,
        refusals.PAST_DAY,
        refusals.OTHER_PLACE.at("consumables[0].record_id"),
        refusals.NO_USAGE,
        bill_refusals.NO_STORAGE.at("consumables[0].storage_id"),
        bill_refusals.NO_PRODUCT.at("consumables[0].good_id"),
        bill_refusals.REPEATED_LINE.at("consumables[1].good_id"),
        stock_refusals.NOT_ENOUGH.at("consumables[0].amount"),
        stock_refusals.CLOSED_PERIOD,
    ),
)
async def update_appointment_service_consumables(
    ctx: Retrying, record_id: AppointmentInPath, service_id: wire.ServiceInPath, data: Body[wire.ConsumablesForm]
) -> Answer[list[wire.RecordConsumables]]:
    """Set what a service of an appointment uses up

    It uses up these products and no others, whatever its technological card says. If the client has come, stock is
    moved at once, dated by the start of the appointment; what stays the same keeps its transaction.
    """
    given = data.accept().to_given()

    async def change(conn: Connection) -> Answer[list[wire.RecordConsumables]]:
        await service.set_consumables(conn, ctx.tenant, record_id, service_id, given)
        found = await service.get_of_service(conn, ctx.tenant, record_id, service_id)
        return answer([wire.RecordConsumables.from_model(found, ctx.tenant)])

    with faults_named(wire.FAULT_NAMES):
        return await ctx.writer.run(change)


@operations.delete(
    "/api/v1/technological_cards/record_consumables/technological_cards/{location_id}/{record_id}/{service_id}",
    "unlink_appointment_service_association",
    Permission.APPOINTMENT_CONSUMABLES,
    status=200,
    refuses=(NO_CARD, refusals.PAST_DAY, stock_refusals.CLOSED_PERIOD),
)
async def unlink_appointment_service_association(
    ctx: Retrying, record_id: AppointmentInPath, service_id: wire.ServiceInPath, query: wire.CardRemoval
) -> wire.UnlinkedCardAnswer:
    """Take the technological card from a service of an appointment

    The consumables stay as they are, without the card; with `delete_consumables` they are removed, too. Without a card
    it is a 404.
    """

    async def change(conn: Connection) -> wire.UnlinkedCardAnswer:
        await service.take_bill(conn, ctx.tenant, record_id, service_id, with_consumables=query.delete_consumables)
        found = await service.get_of_service(conn, ctx.tenant, record_id, service_id)
        return wire.UnlinkedCardAnswer(True, [wire.RecordConsumables.from_model(found, ctx.tenant)], Count(1))

    return await ctx.writer.run(change)
