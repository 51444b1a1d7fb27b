"""Pictures that are small and would make much work, or that pretend to be another format."""

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image as Pictures

from tests.support.factories.images import behind_start, picture, png, png_chunk, progressive, segment, webp


def animated(kind: str, frames: int) -> bytes:
    """An animation of many small frames."""
    written = BytesIO()
    images = [Pictures.new("RGB", (8, 8), (shade % 256, shade // 256, 0)) for shade in range(frames)]
    images[0].save(written, kind, save_all=True, append_images=images[1:])
    return written.getvalue()


def _text(kind: bytes, size: int) -> bytes:
    packed = zlib.compress(bytes(size), 9)
    in_front = {b"zTXt": b"k\0\0", b"iCCP": b"k\0\0", b"iTXt": b"k\0\1\0\0\0"}[kind]
    return png_chunk(kind, in_front + packed)


def _with_size(jpeg: bytes, width: int, height: int) -> bytes:
    place = next(found for sof in (b"\xff\xc0", b"\xff\xc2") if (found := jpeg.find(sof)) > 0)
    return jpeg[: place + 5] + height.to_bytes(2) + width.to_bytes(2) + jpeg[place + 9 :]


def _saved(kind: str, **saving: Any) -> Callable[[], bytes]:
    return lambda: picture(kind, (64, 48), **saving)


NOT_AN_IMAGE = "Expected a PNG, JPEG or WebP image."
DAMAGED = "damaged"
ANIMATED = "animated"
TOO_MANY_PIXELS = "million pixels"
TOO_MUCH_METADATA = "1 MiB"
MEBIBYTE = 1024 * 1024

# By what they are: how they are made, and a part of what the refusal says.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "JPEG of 300 scans": (lambda: progressive((600, 400), 300), "50 scans"),
    "JPEG of 15 scans over many pixels": (lambda: progressive((6400, 6400), 9, "L"), "14 scans"),
    "JPEG in one colour of many scans": (lambda: progressive((300, 300), 100, "L"), "50 scans"),
    "JPEG of 65535 pixels each way": (lambda: _with_size(picture("JPEG"), 65535, 65535), TOO_MANY_PIXELS),
    "JPEG whose height comes later": (lambda: _with_size(picture("JPEG"), 64, 0), NOT_AN_IMAGE),
    "JPEG that redefines its height": (
        lambda: picture("JPEG")[:-2] + segment(0xDC, b"\xff\xff") + b"\xff\xd9", DAMAGED),
    "JPEG of two frames": (lambda: (one := picture("JPEG"))[:-2] + segment(0xC0, one[163:178]) + one[-2:], DAMAGED),
    "JPEG of too many coefficients": (lambda: _with_size(progressive((64, 64), 0), 6900, 6900), "when it is coded"),
    "JPEG behind 5000 segments": (lambda: behind_start(picture("JPEG"), segment(0xFE, b"x") * 5000), "1000 segments"),
    "JPEG of 20000 tables": (lambda: picture("JPEG")[:-2] + segment(0xDD, b"\0\0") * 20000 + b"\xff\xd9", "chunks"),
    "JPEG in the lossless coding": (lambda: picture("JPEG").replace(b"\xff\xc0", b"\xff\xc3", 1), NOT_AN_IMAGE),
    "JPEG in the arithmetic coding": (lambda: picture("JPEG").replace(b"\xff\xc0", b"\xff\xc9", 1), NOT_AN_IMAGE),
    "JPEG of fill bytes": (lambda: b"\xff\xd8" + b"\xff" * MEBIBYTE, NOT_AN_IMAGE),
    "JPEG of one byte more than its start": (lambda: b"\xff\xd8\xff\xe0", NOT_AN_IMAGE),
    "JPEG cut off in its frame": (lambda: (one := picture("JPEG"))[: one.index(b"\xff\xc0") + 6], NOT_AN_IMAGE),
    "PNG of 900 million pixels": (lambda: png((30_000, 30_000), depth=1, colour=0), TOO_MANY_PIXELS),
    "PNG of 49 million pixels of four bytes": (lambda: png((7000, 7000), colour=6, rows=7000), "when it is coded"),
    "interlaced PNG of 49 million pixels": (lambda: png((7000, 7000), interlaced=True), "when it is coded"),
    "PNG of 16 bits and 49 million pixels": (lambda: png((7000, 7000), depth=16, colour=6), "when it is coded"),
    "PNG of one row of 50 million pixels": (lambda: png((50_000_000, 1), depth=1, colour=0), "65535"),
    "PNG of 2^32-1 columns": (lambda: png((2**32 - 1, 2), depth=1, colour=0), TOO_MANY_PIXELS),
    "PNG without a column": (lambda: png((0, 10)), NOT_AN_IMAGE),
    "PNG of a colour type that is none": (
        lambda: png((10, 10), rows=10).replace(b"\x08\x02", b"\x08\x05", 1), NOT_AN_IMAGE),
    "PNG with a packed text": (lambda: png((9, 9), rows=9, beside=_text(b"zTXt", 200 * MEBIBYTE)), TOO_MUCH_METADATA),
    "PNG with packed texts": (lambda: png((9, 9), rows=9, beside=_text(b"zTXt", MEBIBYTE // 2) * 3), TOO_MUCH_METADATA),
    "PNG with a packed text of any language": (
        lambda: png((9, 9), rows=9, beside=_text(b"iTXt", 50 * MEBIBYTE)), TOO_MUCH_METADATA),
    "PNG with a packed profile": (lambda: png((9, 9), rows=9, beside=_text(b"iCCP", 50 * MEBIBYTE)), TOO_MUCH_METADATA),
    "PNG with a long text": (
        lambda: png((9, 9), rows=9, beside=png_chunk(b"tEXt", b"k\0" + b"x" * 2 * MEBIBYTE)), TOO_MUCH_METADATA),
    "PNG of 20000 chunks": (lambda: png((9, 9), rows=9, beside=png_chunk(b"tIME", bytes(7)) * 20_000), "chunks"),
    "PNG with two heads": (
        lambda: png((9, 9), rows=9, beside=png((9000, 9000), colour=0)[8:33]), DAMAGED),
    "APNG of 3000 frames": (lambda: animated("PNG", 3000), ANIMATED),
    "APNG that says it has 2^31 frames": (
        lambda: png((9, 9), rows=9, beside=png_chunk(b"acTL", b"\x7f\xff\xff\xff" + bytes(4))), ANIMATED),
    "WebP of 268 million pixels": (lambda: webp((16_383, 16_383), (b"VP8L", b"\x2f" + bytes(20))), TOO_MANY_PIXELS),
    "WebP of 49 million pixels": (lambda: webp((7000, 7000), (b"VP8L", b"\x2f" + bytes(20))), "when it is coded"),
    "WebP of two sizes": (lambda: webp((16, 16), (b"VP8L", b"\x2f\xff\xff\xff\x0f" + bytes(9))), DAMAGED),
    "WebP of 500 frames": (lambda: animated("WEBP", 500), ANIMATED),
    "WebP of 20000 chunks": (lambda: webp((16, 16), *[(b"ABCD", b"")] * 20_000), "chunks"),
    "WebP with 2 MiB of EXIF": (lambda: webp((16, 16), (b"EXIF", bytes(2 * MEBIBYTE))), TOO_MUCH_METADATA),
    "WebP of nothing": (lambda: b"RIFF\4\0\0\0WEBP", NOT_AN_IMAGE),
    "GIF of 1000 frames": (lambda: animated("GIF", 1000), NOT_AN_IMAGE),
    "GIF of 65535 pixels each way": (lambda: b"GIF89a\xff\xff\xff\xff\0\0\0,", NOT_AN_IMAGE),
    "TIFF": (_saved("TIFF"), NOT_AN_IMAGE),
    "BMP": (_saved("BMP"), NOT_AN_IMAGE),
    "ICO": (_saved("ICO"), NOT_AN_IMAGE),
    "ICNS": (_saved("ICNS"), NOT_AN_IMAGE),
    "JPEG 2000": (_saved("JPEG2000"), NOT_AN_IMAGE),
    "AVIF": (_saved("AVIF"), NOT_AN_IMAGE),
    "PDF": (_saved("PDF"), NOT_AN_IMAGE),
    "EPS": (_saved("EPS"), NOT_AN_IMAGE),
    "PPM": (_saved("PPM"), NOT_AN_IMAGE),
    "TGA": (_saved("TGA"), NOT_AN_IMAGE),
    "PSD": (lambda: b"8BPS\0\1" + bytes(64), NOT_AN_IMAGE),
    "page with a PNG behind it": (lambda: b"<html>" + picture(), NOT_AN_IMAGE),
}  # fmt: skip
