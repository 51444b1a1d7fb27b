"""Unpacking bodies: what is refused, how much is unpacked, and that others get their turn."""

import gzip
import zlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from parlour.errors import Malformed, Overloaded, UnknownEncoding
from parlour.http.unpacking import is_packed, unpacked

STEP = 64 * 1024
WHOLE = b"one body"
PACKED = gzip.compress(WHOLE)


async def coming(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def result(
    *parts: bytes, limit: int | None = None, take: Callable[[int], bool] | None = None
) -> bytes | type[Exception]:
    try:
        return await unpacked(coming(*parts), limit, take)
    except Exception as fault:  # noqa: BLE001 - which one it is, is what is tested
        return type(fault)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [("", False), (" Identity ", False), ("gzip", True), (" X-GZip", True), ("br", None), ("gzip, gzip", None)],
)
def test_the_coding_of_a_body_is_none_or_gzip(coding: str, packed: bool | None) -> None:
    if packed is None:
        with pytest.raises(UnknownEncoding):
            is_packed(coding)
    else:
        assert is_packed(coding) is packed


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([PACKED], WHOLE),
        ([PACKED[:1], b"", PACKED[1:]], WHOLE),
        ([bytes([byte]) for byte in PACKED], WHOLE),
        ([PACKED + PACKED], WHOLE * 2),
        ([PACKED, PACKED[:4], PACKED[4:]], WHOLE * 2),
        ([gzip.compress(b"")], b""),
        ([gzip.compress(WHOLE * 100_000)], WHOLE * 100_000),
        ([], Malformed),
        ([b""], Malformed),
        ([PACKED[:-1]], Malformed),
        ([PACKED, PACKED[:-1]], Malformed),
        ([PACKED[:-8] + bytes(8)], Malformed),
        ([PACKED + b"junk"], Malformed),
        ([WHOLE], Malformed),
        ([zlib.compress(WHOLE)], Malformed),
        ([PACKED * 100], WHOLE * 100),
        ([PACKED] * 100, WHOLE * 100),
        ([PACKED * 101], Malformed),
        ([PACKED] * 101, Malformed),
    ],
)
async def test_a_body_is_unpacked_or_damaged(parts: list[bytes], expected: bytes | type[Exception]) -> None:
    assert await result(*parts) == expected


@pytest.mark.parametrize(
    ("parts", "size"),
    [([PACKED], 8), ([PACKED * 3], 24), ([PACKED] * 3, 24), ([gzip.compress(bytes(STEP + 9))], STEP + 9)],
)
async def test_the_limit_is_met_to_the_byte(parts: list[bytes], size: int) -> None:
    found = await result(*parts, limit=size)
    assert isinstance(found, bytes)
    assert len(found) == size
    assert await result(*parts, limit=size - 1) is RequestEntityTooLarge


async def test_memory_is_taken_step_by_step_before_more_is_unpacked() -> None:
    taken: list[int] = []

    def take(size: int) -> bool:
        taken.append(size)
        return len(taken) < 3

    body = bytes(2 * STEP + 5)
    assert await result(gzip.compress(bytes(STEP + 5)), take=take) == bytes(STEP + 5)
    assert taken == [STEP, 5]
    taken.clear()
    assert await result(gzip.compress(body), take=take) is Overloaded
    assert taken == [STEP, STEP, 5]


def driven(running: Any) -> tuple[int, bytes]:
    """How often it lets others run, each time only until they have had their turn; and what it returns."""
    turns = 0
    while True:
        try:
            assert next(running) is None
        except StopIteration as ended:
            return turns, ended.value
        turns += 1


@pytest.mark.parametrize(("size", "turns"), [(8, 0), (STEP - 1, 0), (STEP, 1), (10 * STEP + 1, 10)])
def test_others_get_their_turn_after_each_large_step(size: int, turns: int) -> None:
    running = unpacked(coming(gzip.compress(bytes(size))), None).__await__()
    assert driven(running) == (turns, bytes(size))
