"""Using up what services need when the client arrives, and taking that back.

Products are locked after the appointment and before all else: before what is chosen and the days of the team members.
"""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.consumables import Settlement, wanted_usages
from parlour.areas.appointments.queries import consumables as queries
from parlour.areas.inventory.service import usages
from parlour.areas.inventory.service.locked_stock import LockedStock
from parlour.db.pool import Connection


async def lock_stock(
    conn: Connection,
    tenant: Tenant,
    appointment_ids: Collection[int],
    member_ids: Collection[int],
    service_ids: Collection[int],
    other_product_ids: Collection[int] = (),
) -> LockedStock | None:
    """Lock all products that appointments may move, if one of the members provides the services in them.

    Return None if they move none.
    """
    found = await queries.list_product_ids(conn, tenant, appointment_ids, member_ids, service_ids)
    if not found:
        return None
    return await usages.lock_products(conn, tenant, {*found, *other_product_ids})


async def settle(
    conn: Connection,
    tenant: Tenant,
    stock: LockedStock | None,
    settlements: Sequence[Settlement],
    field: str,
    own_fields: Mapping[int, str] = MappingProxyType({}),
) -> None:
    """Bring the stock in line with appointments that were changed.

    If that can't be, `field` is at fault; for a product that has its own field in the request, that one.

    Raise `Conflict` for a closed period, `Invalid` for stock that would fall below zero.
    """
    if stock is None or not settlements:
        return
    posted = await usages.list_usages(conn, tenant, [each.served.id for each in settlements])
    fresh = [(each.served, each.fresh) for each in settlements if each.fresh]
    found = await queries.list_wanted(conn, tenant, fresh) if fresh else []
    wanted = wanted_usages(settlements, posted, found)
    fields = {**dict.fromkeys(stock.products, field), **own_fields}
    await usages.replace_usages(conn, tenant, stock, posted, wanted, fields)


async def take_back(conn: Connection, tenant: Tenant, appointment_ids: Collection[int]) -> None:
    """Take back what locked appointments have used up that are deleted. Raise `Conflict` for a closed period."""
    stock = await lock_stock(conn, tenant, appointment_ids, [], [])
    if stock is None:
        return
    posted = await usages.list_usages(conn, tenant, appointment_ids)
    await usages.replace_usages(conn, tenant, stock, posted, [], dict.fromkeys(stock.products, "attendance"))
