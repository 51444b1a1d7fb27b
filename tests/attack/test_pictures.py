"""Floods of pictures on a server of two workers: memory stays bounded, reads are answered, the server goes on."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.support.factories.hostile_images import HOSTILE
from tests.support.factories.images import picture, png, progressive
from tests.support.people import HARBOUR, OWNER
from tests.support.processes import children_of, command_of, memory_of
from tests.support.server import Server, serving

MEBIBYTE = 1024 * 1024


@pytest.fixture
def server(database_url: str) -> Iterator[Server]:
    with serving(database_url, "--workers", "2") as found:
        yield found


class Watch(threading.Thread):
    """The most memory that each process of a server had."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most: dict[int, int] = {}
        self.decoders: set[int] = set()
        self.most_decoders = 0
        self._pid = pid
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.wait(0.05):
            children = children_of(self._pid)
            for pid in (self._pid, *children):
                self.most[pid] = max(self.most.get(pid, 0), memory_of(pid))
            decoders = {pid for pid in children if "images.service.decoder" in command_of(pid)}
            self.decoders |= decoders
            self.most_decoders = max(self.most_decoders, len(decoders))

    def stop(self) -> None:
        self._is_over.set()
        self.join()


@contextmanager
def watching(server: Server) -> Iterator[Watch]:
    watch = Watch(server.process.pid)
    watch.start()
    yield watch
    watch.stop()
    assert watch.most_decoders <= 4  # two for each worker
    print({pid: (pid in watch.decoders, most // MEBIBYTE) for pid, most in watch.most.items()})  # noqa: T201 - figures
    assert max(watch.most.values()) < 300 * MEBIBYTE


async def flood(server: Server, contents: list[bytes], at_once: int) -> Counter[int]:
    """Upload all of them, and read something beside it all the time."""
    statuses: Counter[int] = Counter()
    turns = asyncio.Semaphore(at_once)
    slowest = 0.0
    limits = httpx.Limits(max_connections=at_once + 1)
    async with httpx.AsyncClient(base_url=server.base_url, headers=OWNER.headers, timeout=300, limits=limits) as client:

        async def upload(content: bytes) -> None:
            async with turns:
                files, data = {"image": ("picture", content)}, {"company_id": str(HARBOUR)}
                response = await client.post("/api/v1/images/company", files=files, data=data)
                statuses[response.status_code] += 1

        uploads = asyncio.gather(*(upload(content) for content in contents))
        while not uploads.done():
            before = time.monotonic()
            assert (await client.get(f"/api/v1/company/{HARBOUR}")).status_code == 200
            slowest = max(slowest, time.monotonic() - before)
            await asyncio.sleep(0.05)
        await uploads
        assert (await client.get("/health/ready")).status_code == 200
    assert slowest < 20
    return statuses


HEAVY = {
    "PNG of 36 million pixels": lambda: png((6000, 6000), colour=6, rows=6000),
    "interlaced PNG of 36 million pixels": lambda: png((6000, 6000), interlaced=True, rows=12_000),
    "progressive JPEG of 46 million pixels": lambda: progressive((7900, 5800), 2),
    "WebP of 12 million pixels": lambda: picture("WEBP", (4000, 3000), lossless=True),
}


@pytest.mark.parametrize("kind", HEAVY)
async def test_sixty_heavy_pictures_six_at_a_time(server: Server, kind: str) -> None:
    heavy = HEAVY[kind]()
    with watching(server):
        statuses = await flood(server, [heavy] * 60, 6)
    assert statuses.keys() <= {200, 422}
    assert statuses.total() == 60


async def test_everything_hostile_at_once(server: Server) -> None:
    contents = [make() for make, _ in HOSTILE.values()] * 3
    with watching(server):
        statuses = await flood(server, contents, 40)
    assert statuses.keys() <= {422, 503}
    assert statuses[422] > len(contents) / 2


async def test_large_files_wait_within_bounds(server: Server) -> None:
    large = picture("JPEG", (3000, 2000)) + bytes(9 * MEBIBYTE)
    with watching(server):
        statuses = await flood(server, [large] * 60, 6)
    assert statuses.keys() <= {200, 503}
