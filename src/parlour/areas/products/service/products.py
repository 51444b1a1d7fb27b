"""Creating, changing and deleting products, with the rights that their fields and chain items ask for."""

from typing import Any

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product, ProductFields, ProductPatch
from parlour.areas.products.queries import products
from parlour.areas.products.rights import defaults, rights_to, said_anew
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.stock.rights.limits import sees_costs
from parlour.areas.stock.service.leftovers import require_none_left
from parlour.areas.stock.service.units import Rules, Units, retell
from parlour.db.pool import Connection
from parlour.errors import NotFound

UNITS = frozenset({"sale_unit_id", "write_off_unit_id", "unit_ratio"})


async def get_product(conn: Connection, tenant: Tenant, product_id: int) -> Product:
    """Raises `NotFound` for one that the location doesn't see."""
    product = await products.find_product(conn, tenant, product_id)
    if product is None:
        raise NotFound("Product")
    return product


async def get_product_of_history(conn: Connection, tenant: Tenant, product_id: int) -> Product:
    """A product that the location sees, or saw before it was deleted. Raises `NotFound`."""
    product = await products.find_product_of_history(conn, tenant, product_id)
    if product is None:
        raise NotFound("Product")
    return product


async def lock_product(
    conn: Connection, tenant: Tenant, product_id: int, permission: Permission, expected: Revisions
) -> Product:
    """The product, ready to be changed in this transaction.

    Raises `NotFound`, `Forbidden` for a chain item without the right in the chain, `Stale`.
    """
    await products.lock_product(conn, tenant, product_id)
    product = await get_product(conn, tenant, product_id)
    if product.is_chain:
        tenant.require_in_chain(permission)
    check_revision(product.revision, expected)
    return product


async def create_product(conn: Connection, tenant: Tenant, patch: ProductPatch) -> Product | None:
    """The product made in the location; None when it would refer to a category or unit that is not there.

    What every product must have comes with the right to create; what may be left out needs the right to its field.
    Raises `Forbidden` naming the rights that are missing.
    """
    given: dict[str, Any] = patch.given()
    optional = {name: value for name, value in given.items() if name in defaults()}
    tenant.require(*rights_to(said_anew(optional, defaults(), sees_costs=sees_costs(tenant))))
    return await products.create_product(conn, tenant, ProductFields(**given))


async def change_product(
    conn: Connection, tenant: Tenant, product: Product, patch: ProductPatch, rules: Rules | None
) -> Product | None:
    """Writes the patch over a locked product; None when it would refer to a category or unit that is not there.

    With other units, the rules say what becomes of its past. Raises `Forbidden` naming the rights that are missing, and
    what `units.retell` raises.
    """
    current = {name: getattr(product, name) for name in ProductFields.__struct_fields__}
    changed = said_anew(patch.given(), current, sees_costs=sees_costs(tenant))
    needed = rights_to(changed)
    if product.is_chain:
        tenant.require_in_chain(*needed)
    else:
        tenant.require(*needed)
    fields = ProductFields(**{**current, **patch.given()})
    sets_cost_price = "cost_price" in changed
    written = await products.update_product(conn, tenant, product.id, fields, sets_cost_price=sets_cost_price)
    if written is None or UNITS.isdisjoint(changed):
        return written
    new_units = Units(fields.sale_unit_id, fields.write_off_unit_id, fields.unit_ratio)
    await retell(conn, tenant, product.id, new_units, rules)
    return await get_product(conn, tenant, product.id)


async def delete_product(
    conn: Connection, tenant: Tenant, product_id: int, expected: Revisions, *, with_stock: bool
) -> None:
    """Hides the product; its history stays. Raises what `lock_product` raises.

    Raises `Conflict` when it still has stock, unless it is deleted `with_stock`.
    """
    await lock_product(conn, tenant, product_id, Permission.PRODUCTS_DELETE, expected)
    if not with_stock:
        await require_none_left(conn, tenant, product_id)
    await products.hide_product(conn, tenant, product_id)
