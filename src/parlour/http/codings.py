"""Content codings: choosing one that the client accepts, and encoding."""

import re
import sys
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

import brotli  # type: ignore[import-untyped] # it has no types

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

IDENTITY = "identity"
# A fast level of each: most pages are made for one request and sent once.
_GZIP_LEVEL, _BROTLI_QUALITY, _ZSTD_LEVEL = 5, 4, 3
_GZIP = 31  # zlib's number for a window of 32 KiB with the gzip frame
_LONGEST_KEPT = 200
_WEIGHT = re.compile(r"q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
_SAME = {"x-gzip": "gzip"}


class Encoder(Protocol):
    """An encoder of a body, part by part. Each part can be decoded as soon as it has arrived."""

    def encode(self, part: bytes) -> bytes: ...

    def finish(self, part: bytes) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP)

    def encode(self, part: bytes) -> bytes:
        return self._inner.compress(part) + self._inner.flush(zlib.Z_SYNC_FLUSH)

    def finish(self, part: bytes) -> bytes:
        return self._inner.compress(part) + self._inner.flush()


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Compressor(quality=_BROTLI_QUALITY)

    def encode(self, part: bytes) -> bytes:
        encoded: bytes = self._inner.process(part) + self._inner.flush()
        return encoded

    def finish(self, part: bytes) -> bytes:
        encoded: bytes = self._inner.process(part) + self._inner.finish()
        return encoded


class _Zstd:
    def __init__(self) -> None:
        self._inner = zstd.ZstdCompressor(level=_ZSTD_LEVEL)

    def encode(self, part: bytes) -> bytes:
        return self._inner.compress(part, self._inner.FLUSH_BLOCK)

    def finish(self, part: bytes) -> bytes:
        return self._inner.compress(part, self._inner.FLUSH_FRAME)


# In our order of preference: zstd takes the least time, gzip the most for what it saves.
ENCODERS: dict[str, Callable[[], Encoder]] = {"zstd": _Zstd, "br": _Brotli, "gzip": _Gzip}


def coding_for(accept_encoding: bytes) -> str | None:
    """Return the coding that the client prefers among ours; None to send the body uncompressed."""
    return _kept(accept_encoding) if len(accept_encoding) <= _LONGEST_KEPT else _coding_for(accept_encoding)


def weight_of(coding: str, weights: dict[str, float]) -> float:
    """Return the client's weight for a coding, from 0 (never) to 1; if it isn't named, the weight of `*`, or 0."""
    return weights.get(coding, weights.get("*", 0.0))


def weights_in(accept_encoding: str) -> dict[str, float]:
    """Return the codings in `Accept-Encoding` with their weights, without unreadable parts."""
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        found = [_WEIGHT.fullmatch(each) for each in parameters]
        if name and all(found):
            weight = float(found[0][1]) if found and found[0] else 1.0
            weights.setdefault(_SAME.get(name, name), weight)
    return weights


def _coding_for(accept_encoding: bytes) -> str | None:
    weights = weights_in(accept_encoding.decode("latin-1"))
    best = max(ENCODERS, key=lambda coding: weight_of(coding, weights))  # the first of those with the same weight
    weight = weight_of(best, weights)
    return best if weight and weight >= weights.get(IDENTITY, 0.0) else None


# Clients send the same few headers over and over.
_kept = lru_cache(maxsize=256)(_coding_for)
