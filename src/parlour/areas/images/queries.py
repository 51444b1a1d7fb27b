"""Statements on pictures."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.images.model.images import Image, ImageOwner, NewImage
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_struct_or_none, to_structs

_COLUMNS: LiteralString = "id, chain_id, location_id, entity, entity_id, names, widths, heights"

FIND_LOCATION_OF_IMAGE: LiteralString = "SELECT location_id FROM images WHERE id = $1 AND deleted_at IS NULL"


async def find_location_of_image(conn: Connection, image_id: int) -> int | None:
    """Return the location that a picture was uploaded for. Whether the caller may know of it is not checked here."""
    location_id: int | None = await conn.fetchval(FIND_LOCATION_OF_IMAGE, image_id)
    return location_id


CREATE_IMAGE: LiteralString = f"""
    INSERT INTO images (chain_id, location_id, entity, entity_id, names, widths, heights, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    RETURNING {_COLUMNS}
"""


async def create_image(conn: Connection, tenant: Tenant, owner: ImageOwner, new: NewImage) -> Image:
    row = await conn.fetchrow(
        CREATE_IMAGE,
        tenant.chain_id,
        tenant.location_id,
        owner.entity.value,
        owner.id,
        new.names,
        new.widths,
        new.heights,
        tenant.user_id,
    )
    assert row is not None  # noqa: S101 - an insert without a condition
    return to_struct(Image, row)


SOFT_DELETE_IMAGES_OF: LiteralString = f"""
    UPDATE images SET deleted_at = now()
    WHERE chain_id = $1 AND entity = $2 AND entity_id = $3 AND deleted_at IS NULL
    RETURNING {_COLUMNS}
"""


async def soft_delete_images_of(conn: Connection, tenant: Tenant, owner: ImageOwner) -> list[Image]:
    """Mark the pictures of the owner as deleted and return them."""
    rows = await conn.fetch(SOFT_DELETE_IMAGES_OF, tenant.chain_id, owner.entity.value, owner.id)
    return to_structs(Image, rows)


FIND_OWNER: LiteralString = """
    SELECT entity, entity_id AS id FROM images
    WHERE chain_id = $1 AND location_id = $2 AND id = $3 AND deleted_at IS NULL
"""


async def find_owner(conn: Connection, tenant: Tenant, image_id: int) -> ImageOwner | None:
    """Return what the picture shows."""
    row = await conn.fetchrow(FIND_OWNER, tenant.chain_id, tenant.location_id, image_id)
    return to_struct_or_none(ImageOwner, row)


SOFT_DELETE_IMAGE: LiteralString = f"""
    UPDATE images SET deleted_at = now()
    WHERE chain_id = $1 AND id = $2 AND deleted_at IS NULL
    RETURNING {_COLUMNS}
"""


async def soft_delete_image(conn: Connection, tenant: Tenant, image_id: int) -> Image | None:
    """Mark the picture as deleted and return it; None when another request did so before."""
    return to_struct_or_none(Image, await conn.fetchrow(SOFT_DELETE_IMAGE, tenant.chain_id, image_id))
