"""How much work decoding a picture would be: counted over all its bytes, before anything is decoded.

Runs in the decoder process. All functions raise `ValueError`, with a message for the client, when it is too much.
"""

import re
import zlib
from collections.abc import Iterator

from parlour.areas.images.model.heads import END_OF_IMAGE, FRAMES, PNG_SIGNATURE, START_OF_SCAN, Head

ANIMATED = "Must not be animated."
TOO_MANY_CHUNKS = "Must have at most 10000 chunks."
TOO_MUCH_BESIDE = "Must have at most 1 MiB of text and colour profile beside its pixels."
DAMAGED = "The image is damaged or not complete."

MAX_CHUNKS = 10_000
MAX_BESIDE = 1024 * 1024
# Usual progressive JPEGs have ten scans, a few have more. Each scan goes over all pixels.
FEW_SCANS, MANY_SCANS = 12, 50
PIXELS_OF_SCANS = 600_000_000
DEFINE_NUMBER_OF_LINES = 0xDC
# In coded pixels, each 255 is followed by 0 or by the number of a restart.
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")


def check_work(content: bytes, head: Head) -> None:
    """Raise `ValueError` for a small file that makes a lot of work, and for an animation."""
    match head.format:
        case "PNG":
            _check_png(content)
        case "JPEG":
            _check_jpeg(content, head)
        case _:
            _check_webp(content)


def _check_png(content: bytes) -> None:
    frames = beside = 0
    for number, (kind, place, size) in enumerate(_png_chunks(content)):
        if kind == b"IHDR" and number:
            raise ValueError(DAMAGED)
        if kind == b"acTL" and int.from_bytes(content[place : place + 4]) > 1:
            raise ValueError(ANIMATED)
        frames += kind == b"fcTL"
        beside += _size_beside(kind, content[place : place + size])
        if frames > 1:
            raise ValueError(ANIMATED)
        if beside > MAX_BESIDE:
            raise ValueError(TOO_MUCH_BESIDE)


def _size_beside(kind: bytes, chunk: bytes) -> int:
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
        return len(unpacking.decompress(rest[1:], MAX_BESIDE)) + len(unpacking.unconsumed_tail)
    except zlib.error:  # it doesn't matter; Pillow ignores it
        return len(chunk)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, position and size of each chunk, up to the end of the picture."""
    place = len(PNG_SIGNATURE)
    for _ in range(MAX_CHUNKS):
        size, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        if kind in (b"IEND", b""):
            return
        yield kind, place + 8, size
        place += 12 + size
    raise ValueError(TOO_MANY_CHUNKS)


def _check_jpeg(content: bytes, head: Head) -> None:
    most = min(MANY_SCANS, max(FEW_SCANS, PIXELS_OF_SCANS // head.pixels))
    scans = frames = 0
    for marker in _jpeg_markers(content):
        scans += marker == START_OF_SCAN
        frames += marker in FRAMES
        if scans > most:
            raise ValueError(f"Must have at most {most} scans.")
        if frames > 1 or marker == DEFINE_NUMBER_OF_LINES:
            raise ValueError(DAMAGED)


def _jpeg_markers(content: bytes) -> Iterator[int]:
    """Yield the marker of each segment, up to the end of the picture; what follows it is ignored."""
    place = 2
    for _ in range(MAX_CHUNKS):
        found = _MARKER.search(content, place)
        if found is None or found[1][0] == END_OF_IMAGE:
            return
        yield found[1][0]
        place = found.end() + int.from_bytes(content[found.end() : found.end() + 2])
    raise ValueError(TOO_MANY_CHUNKS)


def _check_webp(content: bytes) -> None:
    place, frames, beside = 12, 0, 0
    for _ in range(MAX_CHUNKS):
        kind, size = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        if not kind:
            return
        frames += kind == b"ANMF"
        beside += size if kind in (b"ICCP", b"EXIF", b"XMP ") else 0
        if frames > 1:
            raise ValueError(ANIMATED)
        if beside > MAX_BESIDE:
            raise ValueError(TOO_MUCH_BESIDE)
        place += 8 + size + size % 2
    raise ValueError(TOO_MANY_CHUNKS)
