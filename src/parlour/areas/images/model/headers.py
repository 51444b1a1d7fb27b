"""The header of a picture: its format, how many pixels, and how much memory it takes to decode them.

It reads a bounded number of bytes, so the server can do it; all other bytes are for the decoder processes.
"""

import msgspec

from parlour.areas.images.model.images import SIZES, fitted

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 65_535
MAX_MEMORY = 144 * 1024 * 1024
"""The most memory that the pixels of one picture may take while it is decoded."""
# Segments before the first scan of a JPEG; cameras write some tens.
MAX_SEGMENTS = 1000

NOT_AN_IMAGE = "Expected a PNG, JPEG or WebP image."
TOO_MANY_PIXELS = f"Must have at most {MAX_PIXELS // 1_000_000} million pixels."
TOO_LONG = f"Must be at most {MAX_SIDE} pixels wide and high."

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_HEADER = PNG_SIGNATURE + b"\0\0\0\rIHDR"
# Bytes that Pillow needs for a pixel, by bit depth and colour type.
_PNG_PIXEL = {(depth, kind): 4 for depth in (8, 16) for kind in (2, 4, 6)} | {
    (1, 0): 1, (2, 0): 1, (4, 0): 1, (8, 0): 1, (16, 0): 2, (1, 3): 1, (2, 3): 1, (4, 3): 1, (8, 3): 1,
}  # fmt: skip
# The decoder's two canvases and the picture itself; 4 bytes each.
_WEBP_PIXEL = 12

BASELINE, EXTENDED, PROGRESSIVE = 0xC0, 0xC1, 0xC2
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
# All kinds of frames; only the three kinds above are decoded.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_COEFFICIENTS_OF_BLOCK = 128
_BLOCK = 8


class ImageHeader(msgspec.Struct, frozen=True):
    """What is known of a picture before it is decoded."""

    format: str
    width: int
    height: int
    memory: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


def read_header(content: bytes) -> ImageHeader:
    """Return the header of a picture that may be decoded. Raise `ValueError` for any other content."""
    if len(content) > MAX_BYTES:
        raise ValueError(f"Must be at most {MAX_BYTES // 1024**2} MiB.")
    try:
        header = _read(content)
    except IndexError:  # it ends within its header
        raise ValueError(NOT_AN_IMAGE) from None
    if not header.pixels:
        raise ValueError(NOT_AN_IMAGE)
    if header.pixels > MAX_PIXELS:
        raise ValueError(TOO_MANY_PIXELS)
    if max(header.width, header.height) > MAX_SIDE:
        raise ValueError(TOO_LONG)
    if header.memory > MAX_MEMORY:
        most = header.pixels * MAX_MEMORY / header.memory
        raise ValueError(f"Must have at most {most / 1_000_000:.0f} million pixels when it is coded like this.")
    return header


def _read(content: bytes) -> ImageHeader:
    if content.startswith(PNG_HEADER):
        return _read_png(content)
    if content.startswith(b"\xff\xd8\xff"):
        return _read_jpeg(content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _read_webp(content)
    raise ValueError(NOT_AN_IMAGE)


def _read_png(content: bytes) -> ImageHeader:
    width, height = (int.from_bytes(content[place : place + 4]) for place in (16, 20))
    pixel = _PNG_PIXEL.get((content[24], content[25]))
    if pixel is None:
        raise ValueError(NOT_AN_IMAGE)
    return ImageHeader("PNG", width, height, width * height * pixel)


def _read_webp(content: bytes) -> ImageHeader:
    kind = content[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(content[place : place + 3], "little") + 1 for place in (24, 27))
    elif kind == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = (int.from_bytes(content[place : place + 2], "little") & 0x3FFF for place in (26, 28))
    elif kind == b"VP8L" and content[20] == 0x2F:
        bits = int.from_bytes(content[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        raise ValueError(NOT_AN_IMAGE)
    return ImageHeader("WEBP", width, height, width * height * _WEBP_PIXEL)


def _read_jpeg(content: bytes) -> ImageHeader:
    """Read up to the first scan, which shows whether all coefficients of the picture must be kept in memory."""
    place, frame = 2, None
    for _ in range(MAX_SEGMENTS):
        while content[place] != 0xFF or content[place + 1] in (0x00, 0xFF):
            place = content.find(b"\xff", place + 1)
            if place < 0:
                raise ValueError(NOT_AN_IMAGE)
        marker, body = content[place + 1], place + 4
        if marker in (BASELINE, EXTENDED, PROGRESSIVE) and frame is None:
            frame = (marker, body)
        elif marker in FRAMES or marker in (END_OF_IMAGE, 0xD8):
            raise ValueError(NOT_AN_IMAGE)
        elif marker == START_OF_SCAN and frame is not None:
            return _jpeg_header(content, *frame, components_of_scan=content[body])
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
    raise ValueError(f"Must have at most {MAX_SEGMENTS} segments in front of its pixels.")


def _jpeg_header(content: bytes, marker: int, frame: int, *, components_of_scan: int) -> ImageHeader:
    height, width = (int.from_bytes(content[place : place + 2]) for place in (frame + 1, frame + 3))
    factors = [(part >> 4, part & 15) for part in content[frame + 7 : frame + 6 + 3 * content[frame + 5] : 3]]
    if not factors or len(factors) > 4 or any(not 1 <= each <= 4 for factor in factors for each in factor):
        raise ValueError(NOT_AN_IMAGE)
    widest, highest = (max(factor[axis] for factor in factors) for axis in (0, 1))
    if not width or not height:
        raise ValueError(NOT_AN_IMAGE)
    shrunk = _jpeg_scale(width, height)
    memory = -(-width // shrunk) * -(-height // shrunk) * (1 if len(factors) == 1 else 4)
    if marker == PROGRESSIVE or components_of_scan < len(factors):
        across, down = -(-width // (_BLOCK * widest)), -(-height // (_BLOCK * highest))
        memory += across * down * sum(wide * high for wide, high in factors) * _COEFFICIENTS_OF_BLOCK
    return ImageHeader("JPEG", width, height, memory)


def _jpeg_scale(width: int, height: int) -> int:
    """Return the factor by which the decoder scales down, as `Image.draft` chooses it for the largest size."""
    wide, high = fitted((width, height), max(SIZES.values()))
    fitting = min(width // wide, height // high)
    return next((scale for scale in (8, 4, 2) if fitting >= scale), 1)
