"""Categories and products for tests, written straight into the database, and the bodies that make them."""

from typing import Any

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.categories import queries as category_queries
from parlour.areas.categories.model import Category, NewCategory
from parlour.areas.products.model.products import Product, ProductFields
from parlour.areas.products.queries import products as product_queries
from parlour.db.pool import Connection

BOTTLE, MILLILITRE = 11, 4


async def make_category(conn: Connection, tenant: Tenant, title: str = "Hair", **fields: Any) -> Category:
    new = NewCategory(**{"title": title, "parent_id": None, "article": "", "comment": "", **fields})
    return await category_queries.create_category(conn, tenant, new)


async def make_product(conn: Connection, tenant: Tenant, category: Category, title: str, **fields: Any) -> Product:
    given = {"category_id": category.id, "title": title, "sale_unit_id": 1, "write_off_unit_id": 1, **fields}
    product = await product_queries.create_product(conn, tenant, ProductFields(**given))
    assert product is not None
    return product


def for_chain(tenant: Tenant) -> Tenant:
    """A tenant whose new items belong to the chain: they are made without a location."""
    return msgspec.structs.replace(tenant, location_id=None)


def product_form(category: Category, **fields: Any) -> dict[str, Any]:
    """The body that makes a product: what is required, and what a test adds to it."""
    required = {"title": "Argan", "sale_unit_id": BOTTLE, "service_unit_id": MILLILITRE}
    return {**required, "category_id": category.id, **fields}
