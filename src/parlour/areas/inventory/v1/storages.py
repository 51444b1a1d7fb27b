"""Storages, and the stock settings of a location (tag Inventory)."""

from parlour.access.permissions import Permission
from parlour.areas.inventory.queries.settings import get_settings, update_settings
from parlour.areas.inventory.queries.storages import list_storages
from parlour.areas.inventory.v1.wire.settings import StockSettings, StockSettingsForm
from parlour.areas.inventory.v1.wire.storages import Storage
from parlour.areas.stock.rights.scope import StockScope
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, answer

operations = Operations(B2B_V1, "Inventory")


@operations.get("/api/v1/storages/{location_id}", "get_location_inventories", Permission.INVENTORY_VIEW)
async def get_location_inventories(ctx: Reading) -> Answer[list[Storage]]:
    """List storages

    The storages of the location that the user may see.
    """
    scope = StockScope.of(ctx.tenant)
    storages = await list_storages(ctx.conn, ctx.tenant)
    return answer([Storage.from_model(storage) for storage in storages if scope.includes_storage(storage.id)])


@operations.get("/api/v1/storages/settings/{location_id}", "get_stock_settings", Permission.INVENTORY_VIEW)
async def get_stock_settings(ctx: Reading) -> Answer[StockSettings]:
    """Get stock settings

    Whether stock may be negative, and the last day of the closed period.
    """
    return answer(StockSettings.from_model(await get_settings(ctx.conn, ctx.tenant)))


@operations.put("/api/v1/storages/settings/{location_id}", "update_stock_settings", Permission.LOCATION_EDIT)
async def update_stock_settings(ctx: Writing, data: Body[StockSettingsForm]) -> Answer[StockSettings]:
    """Change stock settings

    Fields that are left out keep their values. Existing stock doesn't change, even if it is negative.
    """
    return answer(StockSettings.from_model(await update_settings(ctx.conn, ctx.tenant, data.accept().to_patch())))
