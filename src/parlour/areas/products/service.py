"""Changing and deleting products, with the rights that chain items ask for."""

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.products import queries
from parlour.areas.products.model import Product, ProductFields, ProductPatch
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def get_product(conn: Connection, tenant: Tenant, product_id: int) -> Product:
    """Raises `NotFound` for one that the location doesn't see."""
    product = await queries.find_product(conn, tenant, product_id)
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


async def change_product(conn: Connection, tenant: Tenant, product: Product, patch: ProductPatch) -> Product | None:
    """Writes the patch over a locked product; None when it would refer to a category or unit that is not there."""
    current = {name: getattr(product, name) for name in ProductFields.__struct_fields__}
    return await queries.update_product(conn, tenant, product.id, ProductFields(**{**current, **patch.given()}))


async def delete_product(conn: Connection, tenant: Tenant, product_id: int, expected: Revisions) -> None:
    """Hides the product; its history stays. Raises what `lock_product` raises."""
    await lock_product(conn, tenant, product_id, Permission.PRODUCTS_DELETE, expected)
    await queries.hide_product(conn, tenant, product_id)
