"""Pictures for tests: files as Pillow writes them, and rows of uploaded ones."""

import zlib
from io import BytesIO
from typing import Any

from PIL import Image as Pictures

from parlour.access.tenant import Tenant
from parlour.areas.images import queries
from parlour.areas.images.model.headers import PNG_SIGNATURE
from parlour.areas.images.model.images import Entity, Image, ImageOwner, NewImage
from parlour.areas.products.model.products import Product
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
    subject = ImageOwner(Entity.PRODUCT, product.id)
    return await queries.create_image(conn, tenant, subject, NewImage(names, [64] * 3, [48] * 3))


async def make_photo(conn: Connection, tenant: Tenant, owner_id: int, entity: Entity = Entity.TEAM_MEMBER) -> int:
    """A picture of a team member, or of another entity, without files; return its id."""
    names = [f"{number:032x}.webp" for number in range(3)]
    owner = ImageOwner(entity, owner_id)
    image = await queries.create_image(conn, tenant, owner, NewImage(names, [64, 32, 16], [48, 24, 12]))
    return image.id


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk with its length and its checksum."""
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def png(
    size: tuple[int, int],
    *,
    depth: int = 8,
    colour: int = 2,
    interlaced: bool = False,
    beside: bytes = b"",
    rows: int = 0,
) -> bytes:
    """A PNG of that many pixels whose file has only `rows` rows of them, with chunks in front of its pixels."""
    width, height = size
    head = width.to_bytes(4) + height.to_bytes(4) + bytes([depth, colour, 0, 0, interlaced])
    row = bytes(1 + width * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] * depth // 8)
    palette = png_chunk(b"PLTE", bytes(3)) if colour == 3 else b""
    pixels = png_chunk(b"IDAT", zlib.compress(row * rows, 9))
    return PNG_SIGNATURE + png_chunk(b"IHDR", head) + palette + beside + pixels + png_chunk(b"IEND", b"")


def progressive(size: tuple[int, int], more_scans: int, mode: str = "RGB") -> bytes:
    """A progressive JPEG whose last scan is repeated."""
    plain = picture("JPEG", size, mode, progressive=True)
    last, end = plain.rindex(b"\xff\xda"), len(plain) - 2
    return plain[:end] + plain[last:end] * more_scans + plain[end:]


def segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes([0xFF, marker]) + (2 + len(body)).to_bytes(2) + body


def behind_start(jpeg: bytes, inserted: bytes) -> bytes:
    """A JPEG with more segments behind its first marker."""
    return jpeg[:2] + inserted + jpeg[2:]


def webp(size: tuple[int, int], *chunks: tuple[bytes, bytes]) -> bytes:
    """An extended WebP of that many pixels, made of these chunks."""
    width, height = ((side - 1).to_bytes(3, "little") for side in size)
    parts = ((b"VP8X", bytes(4) + width + height), *chunks)
    body = b"".join(kind + len(part).to_bytes(4, "little") + part + bytes(len(part) % 2) for kind, part in parts)
    return b"RIFF" + (4 + len(body)).to_bytes(4, "little") + b"WEBP" + body
