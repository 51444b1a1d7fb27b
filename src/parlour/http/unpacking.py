"""Request bodies that come compressed with gzip, unpacked within the limit of the operation.

A few bytes may stand for gigabytes, so what is unpacked is counted, never more than asked for at once, and its memory
comes out of the room for large bodies.
"""

import asyncio
import zlib
from collections.abc import AsyncIterable, Callable

from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from parlour.errors import Malformed, Overloaded, UnknownEncoding

PLAIN = frozenset({"", "identity"})
GZIP = frozenset({"gzip", "x-gzip"})
_STEP = 64 * 1024
# A body may consist of several that follow one another; each takes time, also when nothing is in it.
_MOST_MEMBERS = 100
_GZIP_FRAME = 31


def is_packed(content_encoding: str) -> bool:
    """Whether a body has to be unpacked. Raises `UnknownEncoding` for what is neither plain nor gzip."""
    coding = content_encoding.strip().lower()
    if coding in PLAIN:
        return False
    if coding not in GZIP:
        raise UnknownEncoding
    return True


async def unpacked(
    packed: AsyncIterable[bytes], limit: int | None, take_memory: Callable[[int], bool] | None = None
) -> bytes:
    """The body. Raises `Malformed` for what is damaged or cut off, Litestar's own error for more than the limit."""
    found = bytearray()
    inner, members = zlib.decompressobj(wbits=_GZIP_FRAME), 1
    async for part in packed:
        rest = part
        while rest:
            if inner.eof:  # another follows
                inner, members = zlib.decompressobj(wbits=_GZIP_FRAME), members + 1
                if members > _MOST_MEMBERS:
                    raise damaged()
            try:
                piece = inner.decompress(rest, _STEP)
            except zlib.error:
                raise damaged() from None
            rest = inner.unused_data if inner.eof else inner.unconsumed_tail
            if limit is not None and len(found) + len(piece) > limit:
                raise RequestEntityTooLarge
            if take_memory is not None and not take_memory(len(piece)):
                raise Overloaded
            found += piece
            if len(piece) == _STEP:
                await asyncio.sleep(0)  # others get their turn
    if not inner.eof:
        raise damaged()
    return bytes(found)


def damaged() -> Malformed:
    return Malformed("The body can't be unpacked: it is no gzip, or cut off.")
