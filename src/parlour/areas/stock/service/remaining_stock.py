"""The stock left of a product that is to be deleted: afterwards it could be neither visible_ids nor taken out."""

from collections.abc import Sequence
from decimal import Decimal
from typing import LiteralString

import msgspec

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.stock.refusals import HAS_STOCK
from parlour.areas.stock.rights.limits import limits_of
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.errors import Conflict

HIDDEN_STORAGE = "a storage that you don't see has some"


class RemainingStock(msgspec.Struct, frozen=True):
    """The stock left in one storage, in write-off units."""

    storage_id: int
    title: str
    amount: Decimal
    unit: str


LIST_REMAINING_STOCK: LiteralString = """
    SELECT l.storage_id, s.title, l.amount, u.short_title AS unit
    FROM stock_levels l
    JOIN storages s ON s.chain_id = $1 AND s.id = l.storage_id
    JOIN products p ON p.chain_id = $1 AND p.id = $2
    JOIN units u ON u.id = p.write_off_unit_id
    WHERE l.chain_id = $1 AND l.product_id = $2 AND l.amount > 0
    ORDER BY s.location_id, s.weight, s.id
"""


async def require_no_stock(conn: Connection, tenant: Tenant, product_id: int) -> None:
    """Raise `Conflict` when a storage of the chain has stock of a locked product. Amounts below 0 don't count."""
    left = to_structs(RemainingStock, await conn.fetch(LIST_REMAINING_STOCK, tenant.chain_id, product_id))
    if left:
        raise has_stock(
            left, limits_of(tenant).storage_ids, reveals_amounts=Permission.INVENTORY_VIEW in tenant.permissions
        )


def has_stock(left: Sequence[RemainingStock], visible_ids: Sequence[int] | None, *, reveals_amounts: bool) -> Conflict:
    """Return the refusal. It names the storages in `visible_ids` (None for all), and amounts with `reveals_amounts`."""
    visible = [each for each in left if visible_ids is None or each.storage_id in visible_ids]
    parts = [f"{each.title} has {f'{each.amount:f} {each.unit}' if reveals_amounts else 'some'}" for each in visible]
    if len(visible) < len(left):
        parts.append(HIDDEN_STORAGE)
    details = [{**msgspec.structs.asdict(each), "amount": each.amount if reveals_amounts else None} for each in visible]
    return HAS_STOCK.error(", ".join(parts), details={"stock": details})
