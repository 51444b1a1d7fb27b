"""A disk that is really full: a small file system with the embedded database on it, and a file that fills it."""

import os
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from tests.support.embedded import within
from tests.support.people import HARBOUR, OWNER
from tests.support.server import Server, get, serving_from

FULL = "The server's storage is full"
CATEGORIES = f"/api/v1/goods_categories/{HARBOUR}"
BACK_S = 60


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="parlour-test-") as directory:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "parlour-test", directory],
            capture_output=True,
            text=True,
            check=False,
        )
        if mounted.returncode:
            pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
        try:
            yield Path(directory)
        finally:
            subprocess.run(["umount", directory], check=True)


@pytest.fixture
def disk(migrated: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root can mount a file system")
    with small_disk("160m") as directory:
        subprocess.run(["cp", "-a", f"{migrated}/.", directory], check=True)
        yield directory


def fill(disk: Path, leave: int = 0) -> Path:
    """A file that takes all that is left of the disk, or all but so many bytes."""
    file = disk / "filler"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - leave
    with file.open("wb") as filler:
        os.posix_fallocate(filler.fileno(), 0, free)
    return file


def create(server: Server, length: int = 200) -> httpx.Response:
    body = {"title": os.urandom(length // 2).hex()}
    return httpx.post(f"{server.base_url}{CATEGORIES}", json=body, headers=OWNER.headers, timeout=30)


def create_until_refused(server: Server) -> httpx.Response:
    """What is in the gaps of files is used up first."""
    for _ in range(5000):
        answer = create(server)
        assert answer.status_code in (201, 503), answer.text
        if answer.status_code == 503:
            return answer
    raise AssertionError("the disk never was full")


def events(server: Server, event: str) -> int:
    return sum(f'"event":"{event}"' in line for line in server.lines)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_full_disk_stops_writing_and_nothing_else(disk: Path, workers: str) -> None:
    with serving_from(disk, "--workers", workers) as server:
        assert create(server).status_code == 201
        filler = fill(disk)
        refused = create_until_refused(server)
        assert refused.json()["meta"]["message"].startswith((FULL, "The database doesn't answer"))
        assert int(refused.headers["retry-after"]) > 0
        # Reading goes on, and every worker says that it isn't ready.
        assert within(BACK_S, lambda: get(server, "/api/v1/groups", OWNER.headers).status_code == 200)
        assert within(BACK_S, lambda: {get(server, "/health/ready", {}).status_code for _ in range(8)} == {503})
        statuses: Counter[int] = Counter()
        began = time.monotonic()
        while time.monotonic() - began < 5:
            statuses[create(server).status_code] += 1
            assert get(server, "/health/ready", {}).status_code == 503
            assert get(server, CATEGORIES.replace("goods_categories", "goods"), OWNER.headers).status_code == 200
        # What refused changes left in the files is given back by autovacuum, so that a row may find room again.
        assert set(statuses) <= {201, 503}
        assert statuses[503] > statuses[201]
        assert 1 <= events(server, "storage is full") <= int(workers)
        assert events(server, "unexpected error") == 0
        filler.unlink()
        assert within(BACK_S, lambda: {get(server, "/health/ready", {}).status_code for _ in range(8)} == {200})
        assert create(server).status_code == 201
        assert "Traceback" not in "".join(server.lines)


def test_a_picture_that_does_not_fit_is_a_503_and_the_rest_works(migrated: Path, data_dir: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can mount a file system")
    picture = BytesIO()
    Image.effect_noise((900, 900), 90).save(picture, "JPEG")
    with small_disk("64k") as images, serving_from(data_dir, "--image-store", f"file://{images}") as server:
        refused = httpx.post(
            f"{server.base_url}/api/v1/images/company",
            data={"company_id": str(HARBOUR)},
            files={"image": ("a.jpg", picture.getvalue())},
            headers=OWNER.headers,
            timeout=60,
        )
        assert (refused.status_code, refused.json()["meta"]["message"][: len(FULL)]) == (503, FULL)
        assert events(server, "storage is full") == 1
        assert get(server, "/health/ready", {}).status_code == 200
        assert create(server).status_code == 201
