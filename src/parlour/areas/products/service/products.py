"""Creating, changing and deleting products, with the rights that their fields and chain items need."""

from collections.abc import Collection

from msgspec.structs import asdict

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.patches import changes_of, patched
from parlour.areas.products.model.products import Product, ProductFields, ProductPatch, ProductWithLevels
from parlour.areas.products.queries import products
from parlour.areas.products.rights import changed_fields, defaults, rights_to
from parlour.areas.revisions import Revisions, check_revision
from parlour.areas.stock.rights.limits import sees_costs
from parlour.areas.stock.service.remaining_stock import require_no_stock
from parlour.areas.stock.service.unit_conversion import ConversionRules, ProductUnits, convert_units
from parlour.db.pool import Connection
from parlour.errors import NotFound

UNITS = frozenset({"sale_unit_id", "write_off_unit_id", "unit_ratio"})


async def get_product(conn: Connection, tenant: Tenant, product_id: int) -> Product:
    """Return a product. Raise `NotFound` for one that the location doesn't see."""
    product = await products.find_product(conn, tenant, product_id)
    if product is None:
        raise NotFound("Product")
    return product


async def list_of_ids(conn: Connection, tenant: Tenant, product_ids: Collection[int]) -> list[Product]:
    """List those of the products that the location sees, without deleted ones."""
    return await products.list_of_ids(conn, tenant, product_ids)


async def get_product_with_levels(conn: Connection, tenant: Tenant, product_id: int) -> ProductWithLevels:
    """Return a product with its stock. Raise `NotFound` for one that the location doesn't see."""
    product = await products.find_product_with_levels(conn, tenant, product_id)
    if product is None:
        raise NotFound("Product")
    return product


async def get_product_with_deleted(conn: Connection, tenant: Tenant, product_id: int) -> ProductWithLevels:
    """Return a product that the location sees or, if it is deleted, saw. Raise `NotFound` for any other."""
    product = await products.find_product_with_deleted(conn, tenant, product_id)
    if product is None:
        raise NotFound("Product")
    return product


async def lock_product(
    conn: Connection, tenant: Tenant, product_id: int, permission: Permission, expected: Revisions
) -> Product:
    """Lock and return a product, to change it in this transaction.

    Raise `NotFound`, `Forbidden` for a chain item without the right in the chain, `Stale`.
    """
    await products.lock_product(conn, tenant, product_id)
    product = await get_product(conn, tenant, product_id)
    if product.is_chain:
        tenant.require_in_chain(permission)
    check_revision(product.revision, expected)
    return product


async def create_product(conn: Connection, tenant: Tenant, patch: ProductPatch) -> ProductWithLevels | None:
    """Create a product in the location and return it; None when its category or a unit doesn't exist.

    The right to create includes the required fields; each optional field needs its own right. Raise `Forbidden` with
    the missing rights.
    """
    given = changes_of(patch)
    optional = {name: value for name, value in given.items() if name in defaults()}
    tenant.require(*rights_to(changed_fields(optional, defaults(), sees_costs=sees_costs(tenant))))
    return await products.create_product(conn, tenant, ProductFields(**given))


async def update_product(
    conn: Connection, tenant: Tenant, product: Product, patch: ProductPatch, rules: ConversionRules | None
) -> ProductWithLevels | None:
    """Apply a patch to a locked product and return it; None when its category or a unit doesn't exist.

    With new units, `rules` define how past transactions are converted. Raise `Forbidden` with the missing rights, and
    what `unit_conversion.convert_units` raises.
    """
    changed = changed_fields(changes_of(patch), asdict(product.fields), sees_costs=sees_costs(tenant))
    needed = rights_to(changed)
    if product.is_chain:
        tenant.require_in_chain(*needed)
    else:
        tenant.require(*needed)
    fields = patched(product.fields, patch)
    sets_cost_price = "cost_price" in changed
    written = await products.update_product(conn, tenant, product.id, fields, sets_cost_price=sets_cost_price)
    if written is None or UNITS.isdisjoint(changed):
        return written
    new_units = ProductUnits(fields.sale_unit_id, fields.write_off_unit_id, fields.unit_ratio)
    await convert_units(conn, tenant, product.id, new_units, rules)
    return await get_product_with_levels(conn, tenant, product.id)


async def delete_product(
    conn: Connection, tenant: Tenant, product_id: int, expected: Revisions, *, with_stock: bool
) -> None:
    """Mark a product as deleted; its history stays. Raise what `lock_product` raises.

    Raise `Conflict` when it still has stock, unless `with_stock`.
    """
    await lock_product(conn, tenant, product_id, Permission.PRODUCTS_DELETE, expected)
    if not with_stock:
        await require_no_stock(conn, tenant, product_id)
    await products.soft_delete_product(conn, tenant, product_id)
