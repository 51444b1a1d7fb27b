"""What a client does with the content codings of answers."""

import gzip
import sys
from collections.abc import Callable

import brotli  # type: ignore[import-untyped] # it has no types

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": zstd.decompress,
}
