"""How much work decoding a picture would be: counted over all its bytes, before anything is decoded.

Runs in the decoder process. All functions raise `ValueError`, with a message for the client, when it is too much.
"""

import re
import zlib
from collections.abc import Iterator

from parlour.areas.images.model.headers import END_OF_IMAGE, FRAMES, PNG_SIGNATURE, START_OF_SCAN, ImageHeader

ANIMATED = "Must not be animated."
TOO_MANY_CHUNKS = "Must have at most 10000 chunks."
TOO_MUCH_METADATA = "Must have at most 1 MiB of text and colour profile beside its pixels."
DAMAGED = "The image is damaged or not complete."

MAX_CHUNKS = 10_000
MAX_METADATA_BYTES = 1024 * 1024
# Usual progressive JPEGs have ten scans, a few have more. Each scan goes over all pixels.
FEW_SCANS, MANY_SCANS = 12, 50
PIXELS_OF_SCANS = 600_000_000
DEFINE_NUMBER_OF_LINES = 0xDC
# In coded pixels, each 255 is followed by 0 or by the number of a restart.
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")


def check_work(content: bytes, header: ImageHeader) -> None:
    """Raise `ValueError` for a small file that makes a lot of work, and for an animation."""
    match header.format:
        case "PNG":
            _check_png(content)
        case "JPEG":
            _check_jpeg(content, header)
        case _:
            _check_webp(content)


def _check_png(content: bytes) -> None:
    frames = metadata = 0
    for number, (kind, offset, size) in enumerate(_png_chunks(content)):
        if kind == b"IHDR" and number:
            raise ValueError(DAMAGED)
        if kind == b"acTL" and int.from_bytes(content[offset : offset + 4]) > 1:
            raise ValueError(ANIMATED)
        frames += kind == b"fcTL"
        metadata += _metadata_size(kind, content[offset : offset + size])
        if frames > 1:
            raise ValueError(ANIMATED)
        if metadata > MAX_METADATA_BYTES:
            raise ValueError(TOO_MUCH_METADATA)


def _metadata_size(kind: bytes, chunk: bytes) -> int:
    """Return how many bytes of text or profile a chunk holds, unpacked up to the limit."""
    if kind in (b"tEXt", b"eXIf"):
        return len(chunk)
    if kind not in (b"iCCP", b"zTXt", b"iTXt"):
        return 0
    _, _, rest = chunk.partition(b"\0")
    if kind == b"iTXt":
        if rest[:1] in (b"", b"\0"):
            return len(chunk)
        rest = rest[1:].split(b"\0", 2)[-1]
    unpacking = zlib.decompressobj()
    try:
        return len(unpacking.decompress(rest[1:], MAX_METADATA_BYTES)) + len(unpacking.unconsumed_tail)
    except zlib.error:  # it doesn't matter; Pillow ignores it
        return len(chunk)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, position and size of each chunk, up to the end of the picture."""
    offset = len(PNG_SIGNATURE)
    for _ in range(MAX_CHUNKS):
        size, kind = int.from_bytes(content[offset : offset + 4]), content[offset + 4 : offset + 8]
        if kind in (b"IEND", b""):
            return
        yield kind, offset + 8, size
        offset += 12 + size
    raise ValueError(TOO_MANY_CHUNKS)


def _check_jpeg(content: bytes, header: ImageHeader) -> None:
    max_scans = min(MANY_SCANS, max(FEW_SCANS, PIXELS_OF_SCANS // header.pixels))
    scans = frames = 0
    for marker in _jpeg_markers(content):
        scans += marker == START_OF_SCAN
        frames += marker in FRAMES
        if scans > max_scans:
            raise ValueError(f"Must have at most {max_scans} scans.")
        if frames > 1 or marker == DEFINE_NUMBER_OF_LINES:
            raise ValueError(DAMAGED)


def _jpeg_markers(content: bytes) -> Iterator[int]:
    """Yield the marker of each segment, up to the end of the picture; what follows it is ignored."""
    offset = 2
    for _ in range(MAX_CHUNKS):
        found = _MARKER.search(content, offset)
        if found is None or found[1][0] == END_OF_IMAGE:
            return
        yield found[1][0]
        offset = found.end() + int.from_bytes(content[found.end() : found.end() + 2])
    raise ValueError(TOO_MANY_CHUNKS)


def _check_webp(content: bytes) -> None:
    offset, frames, metadata = 12, 0, 0
    for _ in range(MAX_CHUNKS):
        kind, size = content[offset : offset + 4], int.from_bytes(content[offset + 4 : offset + 8], "little")
        if not kind:
            return
        frames += kind == b"ANMF"
        metadata += size if kind in (b"ICCP", b"EXIF", b"XMP ") else 0
        if frames > 1:
            raise ValueError(ANIMATED)
        if metadata > MAX_METADATA_BYTES:
            raise ValueError(TOO_MUCH_METADATA)
        offset += 8 + size + size % 2
    raise ValueError(TOO_MANY_CHUNKS)
