"""Towers of categories, and looking at what became of them."""

from parlour.access.tenant import Tenant
from parlour.areas.categories.model import Category
from parlour.db.pool import Connection
from tests.support.factories.catalogue import make_category


async def make_tower(conn: Connection, tenant: Tenant, height: int, title: str = "Level") -> list[Category]:
    """Categories below one another, the root first."""
    tower = [await make_category(conn, tenant, f"{title} 1")]
    for level in range(2, height + 1):
        tower.append(await make_category(conn, tenant, f"{title} {level}", parent_id=tower[-1].id))
    return tower


async def stored(conn: Connection, category_id: int, column: str) -> object:
    """One column of a category as it is stored."""
    value: object = await conn.fetchval(f"SELECT {column} FROM categories WHERE id = $1", category_id)
    return value
