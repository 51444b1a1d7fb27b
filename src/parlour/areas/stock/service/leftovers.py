"""The stock left of a product that is to be deleted: afterwards it could be neither seen nor taken out."""

from collections.abc import Sequence
from decimal import Decimal
from typing import LiteralString

import msgspec

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.stock.rights.limits import limits_of
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.errors import Conflict

OUT_OF_SIGHT = "a storage that you don't see has some"


class Leftover(msgspec.Struct, frozen=True):
    """The stock left in one storage, in write-off units."""

    storage_id: int
    title: str
    amount: Decimal
    unit: str


LIST_LEFTOVERS: LiteralString = """
    SELECT l.storage_id, s.title, l.amount, u.short_title AS unit
    FROM stock_levels l
    JOIN storages s ON s.chain_id = $1 AND s.id = l.storage_id
    JOIN products p ON p.chain_id = $1 AND p.id = $2
    JOIN units u ON u.id = p.write_off_unit_id
    WHERE l.chain_id = $1 AND l.product_id = $2 AND l.amount > 0
    ORDER BY s.location_id, s.weight, s.id
"""


async def require_none_left(conn: Connection, tenant: Tenant, product_id: int) -> None:
    """Raise `Conflict` when a storage of the chain has stock of a locked product. Amounts below 0 don't count."""
    left = to_structs(Leftover, await conn.fetch(LIST_LEFTOVERS, tenant.chain_id, product_id))
    if left:
        raise has_stock(
            left, limits_of(tenant).storage_ids, tells_amounts=Permission.INVENTORY_VIEW in tenant.permissions
        )


def has_stock(left: Sequence[Leftover], seen: Sequence[int] | None, *, tells_amounts: bool) -> Conflict:
    """Return the refusal. It names the storages in `seen` (None for all), and their amounts if `tells_amounts`."""
    shown = [each for each in left if seen is None or each.storage_id in seen]
    parts = [f"{each.title} has {f'{each.amount:f} {each.unit}' if tells_amounts else 'some'}" for each in shown]
    if len(shown) < len(left):
        parts.append(OUT_OF_SIGHT)
    message = f"The product still has stock: {', '.join(parts)}. With force=1 it is deleted all the same."
    told = [{**msgspec.structs.asdict(each), "amount": each.amount if tells_amounts else None} for each in shown]
    return Conflict(message, {"stock": told})
