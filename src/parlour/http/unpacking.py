"""Request bodies compressed with gzip, unpacked up to the size limit of the operation.

A few bytes may unpack to gigabytes. So the unpacked bytes are counted, never produced in larger steps than asked for,
and their memory is taken from that for large bodies.
"""

import asyncio
import zlib
from collections.abc import AsyncIterable, Callable

from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from parlour.errors import Malformed, Overloaded, UnknownEncoding

PLAIN = frozenset({"", "identity"})
GZIP = frozenset({"gzip", "x-gzip"})
_STEP = 64 * 1024
# A body may consist of several gzip members; each takes time, even an empty one.
_MOST_MEMBERS = 100
_GZIP_FRAME = 31


def is_packed(content_encoding: str) -> bool:
    """Return whether a body has to be unpacked. Raise `UnknownEncoding` if it is neither plain nor gzip."""
    coding = content_encoding.strip().lower()
    if coding in PLAIN:
        return False
    if coding not in GZIP:
        raise UnknownEncoding
    return True


async def unpacked(
    packed: AsyncIterable[bytes], limit: int | None, take_memory: Callable[[int], bool] | None = None
) -> bytes:
    """Return the unpacked body. Raise `Malformed` if it is damaged, Litestar's own error if it is too large."""
    found = bytearray()
    inner, members = zlib.decompressobj(wbits=_GZIP_FRAME), 1
    async for part in packed:
        rest = part
        while rest:
            if inner.eof:  # another member follows
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
                await asyncio.sleep(0)  # let other requests run
    if not inner.eof:
        raise damaged()
    return bytes(found)


def damaged() -> Malformed:
    return Malformed("The body can't be unpacked: it is no gzip, or cut off.")
