"""Statements on pictures find only those of their tenant, whatever id they are given.

The operations look up the picture's location first, so only the statements themselves can show it.
"""

import pytest
from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.images import queries
from parlour.areas.images.model.images import Entity, Image, ImageOwner
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.factories.images import make_image


@pytest.fixture
async def image(conn: Connection, tenant: Tenant, product: Product) -> Image:
    """A picture of a product of HARBOUR."""
    return await make_image(conn, tenant, product)


async def test_the_owner_of_a_picture_is_found_in_its_location_alone(
    conn: Connection, tenant: Tenant, hillside: Tenant, abroad: Tenant, image: Image
) -> None:
    elsewhere = (hillside, abroad, replace(tenant, chain_id=abroad.chain_id), replace(abroad, chain_id=tenant.chain_id))
    for other in elsewhere:
        assert await queries.find_owner(conn, other, image.id) is None
    assert await queries.find_owner(conn, tenant, image.id) == ImageOwner(Entity.PRODUCT, image.entity_id)


async def test_a_picture_of_another_chain_is_not_deleted(
    conn: Connection, tenant: Tenant, abroad: Tenant, image: Image
) -> None:
    assert await queries.soft_delete_image(conn, abroad, image.id) is None
    assert await queries.soft_delete_image(conn, tenant, image.id) == image


async def test_pictures_of_another_chain_are_not_deleted_with_an_owner_of_the_same_id(
    conn: Connection, tenant: Tenant, abroad: Tenant, image: Image
) -> None:
    owner = ImageOwner(Entity.PRODUCT, image.entity_id)
    assert await queries.soft_delete_images_of(conn, abroad, owner) == []
    assert await queries.soft_delete_images_of(conn, tenant, owner) == [image]
