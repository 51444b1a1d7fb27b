"""Pictures for tests: files as Pillow writes them, and rows of uploaded ones."""

from io import BytesIO
from typing import Any

from PIL import Image as Pictures

from parlour.access.tenant import Tenant
from parlour.areas.images import queries
from parlour.areas.images.model import Entity, Image, NewImage, Subject
from parlour.areas.products.model import Product
from parlour.db.pool import Connection


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **saving: Any) -> bytes:
    """A file of the kind, with a gradient in it."""
    plain = Pictures.linear_gradient("L").resize(size).convert(mode)
    written = BytesIO()
    plain.save(written, kind, **saving)
    return written.getvalue()


async def make_image(conn: Connection, tenant: Tenant, product: Product) -> Image:
    """A picture of a product, without files."""
    names = [f"{number:032x}.webp" for number in range(3)]
    subject = Subject(Entity.PRODUCT, product.id)
    return await queries.create_image(conn, tenant, subject, NewImage(names, [64] * 3, [48] * 3))
