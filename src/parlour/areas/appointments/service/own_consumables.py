"""Reading what the services of an appointment use up, and setting it by hand."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import refusals
from parlour.areas.appointments.model.consumables import (
    Consumable,
    GivenConsumable,
    Served,
    ServiceConsumables,
    Settlement,
)
from parlour.areas.appointments.queries import consumables as queries
from parlour.areas.appointments.queries import writing
from parlour.areas.appointments.service import consumables, permissions
from parlour.areas.appointments.service.reading import get_appointment
from parlour.areas.bills_of_materials import service as bills
from parlour.areas.bills_of_materials.model import faults_of_lines
from parlour.areas.inventory.service import usages
from parlour.areas.inventory.service.locked_stock import LockedStock
from parlour.areas.stock.rights.scope import StockScope
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid, NotFound

NAME = "Service"
"""What a service that the appointment doesn't have is called in a 404."""


async def list_of_appointment(conn: Connection, tenant: Tenant, appointment_id: int) -> list[ServiceConsumables]:
    """List the services of an appointment with what they use up, or have used up. Raise `NotFound`."""
    served = Served.shown(await get_appointment(conn, tenant, appointment_id))
    without_bill = await queries.list_without_bill(conn, tenant, served.id)
    with_bill = served.amounts.keys() - {*without_bill}
    found = await bills.list_bills_of_member(conn, tenant, served.team_member_id, with_bill) if with_bill else {}
    used = await _list_used(conn, tenant, served)
    named = await queries.list_products(conn, tenant, {each.product_id for each in used}) if used else []
    products = {product.id: product for product in named}
    return [
        ServiceConsumables(served.id, id_, found.get(id_), [each for each in used if each.service_id == id_], products)
        for id_ in served.amounts
    ]


async def get_of_service(conn: Connection, tenant: Tenant, appointment_id: int, service_id: int) -> ServiceConsumables:
    """Return one service of an appointment with what it uses up. Raise `NotFound`."""
    for each in await list_of_appointment(conn, tenant, appointment_id):
        if each.service_id == service_id:
            return each
    raise NotFound(NAME)


async def set_consumables(
    conn: Connection, tenant: Tenant, appointment_id: int, service_id: int, given: Sequence[GivenConsumable]
) -> None:
    """Make these the consumables of a service. If the client has come, they move stock at once.

    Raise `NotFound`, `Forbidden`, `Conflict` for a closed period, and `Invalid` with all faults.
    """
    served = await _lock(conn, tenant, appointment_id, service_id)
    if any(each.price is not None for each in given):
        tenant.require(Permission.COST_PRICE_VIEW)
    stock = await _lock_stock(conn, tenant, served, given)
    current = await _list_used(conn, tenant, served, service_id)
    if faults := await _faults_of(conn, tenant, (appointment_id, service_id), given, current):
        raise Invalid(faults)
    priced = [*_with_prices(given, current)]
    await queries.set_consumables(conn, tenant, served.id, service_id, priced, shows_bill=True)
    fields = {each.product_id: f"lines[{number}].amount" for number, each in enumerate(given)}
    await _settle(conn, tenant, served, service_id, stock, fields)


async def take_bill(
    conn: Connection, tenant: Tenant, appointment_id: int, service_id: int, *, with_consumables: bool
) -> None:
    """Take the bill of materials from a service of an appointment; what it uses up stays, if it isn't taken, too.

    Raise `NotFound`, also for a service without a bill, `Forbidden`, `Conflict` for a closed period.
    """
    served = await _lock(conn, tenant, appointment_id, service_id)
    shown = await get_of_service(conn, tenant, appointment_id, service_id)
    if shown.bill is None:
        raise NotFound(bills.NAME)
    kept: Sequence[Consumable] = [] if with_consumables else shown.consumables
    await queries.set_consumables(conn, tenant, served.id, service_id, kept, shows_bill=False)
    if with_consumables:
        await _settle(conn, tenant, served, service_id, await _lock_stock(conn, tenant, served, ()), {})


async def _lock(conn: Connection, tenant: Tenant, appointment_id: int, service_id: int) -> Served:
    """Lock an appointment that has the service. Raise `NotFound`, and `Forbidden` for a day that is too far back."""
    appointment = await writing.lock_appointment(conn, tenant, appointment_id)
    if appointment is None:
        raise NotFound("Appointment")
    served = Served.of(appointment.id, appointment, await writing.list_lines(conn, tenant, appointment_id))
    if service_id not in served.amounts:
        raise NotFound(NAME)
    permissions.require_recent(tenant, appointment.day)
    return served


async def _lock_stock(
    conn: Connection, tenant: Tenant, served: Served, given: Sequence[GivenConsumable]
) -> LockedStock | None:
    if not served.has_arrived:
        return None
    moved = await queries.list_product_ids(conn, tenant, [served.id], [], [])
    return await usages.lock_products(conn, tenant, {*moved, *(each.product_id for each in given)})


async def _list_used(conn: Connection, tenant: Tenant, served: Served, *service_ids: int) -> list[Consumable]:
    """List what services have used up, or will: by default all of the appointment."""
    wanted = {id_: amount for id_, amount in served.amounts.items() if id_ in service_ids or not service_ids}
    if not served.has_arrived:
        return [each.consumable for each in await queries.list_wanted(conn, tenant, [(served, wanted)])]
    return [
        Consumable(
            each.storage_id,
            each.product_id,
            each.amount,
            service_id=each.service_id,
            price=each.price,
            transaction_id=each.id,
        )
        for each in await usages.list_usages(conn, tenant, [served.id])
        if each.service_id in wanted
    ]


async def _faults_of(
    conn: Connection,
    tenant: Tenant,
    place: tuple[int, int],
    given: Sequence[GivenConsumable],
    current: Sequence[Consumable],
) -> list[Fault]:
    known, scope = await bills.find_references(conn, tenant, given), StockScope.of(tenant)
    known = replace(known, storage_ids=[id_ for id_ in known.storage_ids if scope.includes_storage(id_)])
    return [*faults_of_lines(given, known, current), *_faults_of_names(place, given, current)]


def _faults_of_names(
    place: tuple[int, int], given: Sequence[GivenConsumable], current: Sequence[Consumable]
) -> Iterator[Fault]:
    """Yield a fault for each row of another appointment, of another service, or of a transaction of others."""
    transaction_ids = {each.transaction_id for each in current} | {None}
    for number, each in enumerate(given):
        for name, named, wanted in zip(("appointment_id", "service_id"), each.place, place, strict=True):
            if named != wanted:
                yield refusals.OTHER_PLACE.fault(f"lines[{number}].{name}", wanted)
        if each.transaction_id not in transaction_ids:
            yield refusals.NO_USAGE.fault(f"lines[{number}].transaction_id")


def _with_prices(given: Sequence[GivenConsumable], current: Sequence[Consumable]) -> Iterator[GivenConsumable]:
    """Yield what is given, with the prices that there are where it says none."""
    prices = {each.key: each.price for each in current}
    for each in given:
        yield each if each.price is not None else replace(each, price=prices.get(each.key))


async def _settle(
    conn: Connection,
    tenant: Tenant,
    served: Served,
    service_id: int,
    stock: LockedStock | None,
    fields: Mapping[int, str],
) -> None:
    settlement = Settlement(served, {service_id: served.amounts[service_id]})
    await consumables.settle(conn, tenant, stock, [settlement], "lines", fields)
