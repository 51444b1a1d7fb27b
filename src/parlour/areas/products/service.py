"""Changing and deleting products, with the rights that chain items ask for."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.products import queries
from parlour.areas.products.model import Product, ProductFields, ProductPatch
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.stock.units import Rules, Units, retell
from parlour.db.pool import Connection
from parlour.errors import NotFound

# Beyond the right to change products at all. The fields of taxes need none of their own.
RIGHT_TO_CHANGE = {
    "title": Permission.PRODUCT_TITLE,
    "receipt_title": Permission.PRODUCT_TITLE,
    "article": Permission.PRODUCT_TITLE,
    "barcode": Permission.PRODUCT_TITLE,
    "category_id": Permission.PRODUCT_CATEGORY,
    "price": Permission.PRODUCT_PRICE,
    "cost_price": Permission.PRODUCT_COST_PRICE,
    "sale_unit_id": Permission.PRODUCT_UNITS,
    "write_off_unit_id": Permission.PRODUCT_UNITS,
    "unit_ratio": Permission.PRODUCT_UNITS,
    "critical_amount": Permission.PRODUCT_BALANCES,
    "desired_amount": Permission.PRODUCT_BALANCES,
    "net_mass": Permission.PRODUCT_MASSES,
    "gross_mass": Permission.PRODUCT_MASSES,
    "comment": Permission.PRODUCT_COMMENT,
}
UNITS = frozenset({"sale_unit_id", "write_off_unit_id", "unit_ratio"})


async def get_product(conn: Connection, tenant: Tenant, product_id: int) -> Product:
    """Raises `NotFound` for one that the location doesn't see."""
    product = await queries.find_product(conn, tenant, product_id)
    if product is None:
        raise NotFound("Product")
    return product


async def get_product_of_history(conn: Connection, tenant: Tenant, product_id: int) -> Product:
    """A product that the location sees, or saw before it was deleted. Raises `NotFound`."""
    product = await queries.find_product_of_history(conn, tenant, product_id)
    if product is None:
        raise NotFound("Product")
    return product


async def lock_product(
    conn: Connection, tenant: Tenant, product_id: int, permission: Permission, expected: Revisions
) -> Product:
    """The product, ready to be changed in this transaction.

    Raises `NotFound`, `Forbidden` for a chain item without the right in the chain, `Stale`.
    """
    await queries.lock_product(conn, tenant, product_id)
    product = await get_product(conn, tenant, product_id)
    if product.is_chain:
        tenant.require_in_chain(permission)
    check_revision(product.revision, expected)
    return product


async def change_product(
    conn: Connection, tenant: Tenant, product: Product, patch: ProductPatch, rules: Rules | None
) -> Product | None:
    """Writes the patch over a locked product; None when it would refer to a category or unit that is not there.

    With other units, the rules say what becomes of its past. Raises `Forbidden` naming the rights that are missing for
    what really changes, and what `units.retell` raises.
    """
    current = {name: getattr(product, name) for name in ProductFields.__struct_fields__}
    changed = {name for name, value in patch.given().items() if value != current[name]}
    needed = dict.fromkeys(right for name, right in RIGHT_TO_CHANGE.items() if name in changed)
    if product.is_chain:
        tenant.require_in_chain(*needed)
    else:
        tenant.require(*needed)
    fields = ProductFields(**{**current, **patch.given()})
    sets_cost_price = "cost_price" in changed
    written = await queries.update_product(conn, tenant, product.id, fields, sets_cost_price=sets_cost_price)
    if written is None or UNITS.isdisjoint(changed):
        return written
    new_units = Units(fields.sale_unit_id, fields.write_off_unit_id, fields.unit_ratio)
    await retell(conn, tenant, product.id, new_units, rules)
    return await get_product(conn, tenant, product.id)


async def delete_product(conn: Connection, tenant: Tenant, product_id: int, expected: Revisions) -> None:
    """Hides the product; its history stays. Raises what `lock_product` raises."""
    await lock_product(conn, tenant, product_id, Permission.PRODUCTS_DELETE, expected)
    await queries.hide_product(conn, tenant, product_id)
