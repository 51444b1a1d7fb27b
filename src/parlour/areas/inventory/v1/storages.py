"""Storages, and the stock settings of a location (tag Inventory)."""

from litestar import get, put
from litestar.di import NamedDependency

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.inventory.queries.settings import get_settings, update_settings
from parlour.areas.inventory.queries.storages import list_storages
from parlour.areas.inventory.v1.wire.settings import StockSettings, StockSettingsForm
from parlour.areas.inventory.v1.wire.storages import Storage
from parlour.areas.stock.rights.scope import StockScope
from parlour.db.pool import Connection
from parlour.http.body import Body
from parlour.http.v1_envelope import Answer, answer

INVENTORY = ["Inventory"]


@get(
    "/api/v1/storages/{location_id:int}",
    operation_id="get_location_inventories",
    tags=INVENTORY,
    permission=Permission.INVENTORY_VIEW,
)
async def get_location_inventories(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant]
) -> Answer[list[Storage]]:
    """List storages

    Where the location keeps its stock, as far as the user may see it.
    """
    scope = StockScope.of(tenant)
    storages = await list_storages(conn, tenant)
    return answer([Storage.from_model(storage) for storage in storages if scope.includes_storage(storage.id)])


@get(
    "/api/v1/storages/settings/{location_id:int}",
    operation_id="get_stock_settings",
    tags=INVENTORY,
    permission=Permission.INVENTORY_VIEW,
)
async def get_stock_settings(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant]
) -> Answer[StockSettings]:
    """Get how stock is kept

    Whether it may fall below nothing, and up to which day it is closed.
    """
    return answer(StockSettings.from_model(await get_settings(conn, tenant)))


@put(
    "/api/v1/storages/settings/{location_id:int}",
    operation_id="update_stock_settings",
    tags=INVENTORY,
    permission=Permission.LOCATION_EDIT,
)
async def update_stock_settings(
    conn: NamedDependency[Connection], tenant: NamedDependency[Tenant], data: Body[StockSettingsForm]
) -> Answer[StockSettings]:
    """Change how stock is kept

    Fields that are left out keep their values. What has been written before stays, even below nothing.
    """
    return answer(StockSettings.from_model(await update_settings(conn, tenant, data.accept().to_patch())))


HANDLERS = [get_location_inventories, get_stock_settings, update_stock_settings]
