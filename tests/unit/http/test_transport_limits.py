"""The limits of a worker: those that documents name, and those of settings and files."""

import resource
from typing import Any

import pytest

from parlour.http.protocol import limits
from parlour.http.protocol.limits import MIB, limits_of, raise_file_limit
from parlour.settings import Settings

FIXED = {
    "MAX_HEAD_BYTES": 32 * 1024,
    "MAX_HEAD_LINES": 100,
    "MAX_URL_BYTES": 8 * 1024,
    "MAX_PIPELINED": 32,
    "CHUNK_FRAME_BYTES": 20,
    "UNCOUNTED_BODY_BYTES": 16 * 1024,
    "SHORT_REST_BYTES": 256 * 1024,
    "LINGER_BYTES": 64 * 1024 * 1024,
    "LINGER_S": 20,
    "MAX_REFUSED_OPEN": 64,
    "MOST_FILES": 65_536,
    "MOST_CONNECTIONS": 2048,
}


@pytest.mark.parametrize("name", FIXED)
def test_a_fixed_limit_is_what_the_documents_promise(name: str) -> None:
    assert getattr(limits, name) == FIXED[name]


def test_each_limit_comes_from_its_setting() -> None:
    settings = Settings(
        max_connections=7,
        max_connections_per_address=3,
        body_memory_mib=5,
        head_timeout_s=11,
        body_timeout_s=12,
        stall_timeout_s=13,
        idle_timeout_s=14,
        stop_grace_s=3,
        trusted_proxies=("10.0.0.1",),
    )
    assert limits_of(settings, 10_000) == limits.Limits(7, 3, 5 * MIB, 11, 12, 13, 14, 1.5, ("10.0.0.1",))


@pytest.mark.parametrize(("stop_grace_s", "drain_s"), [(0, 0), (3, 1.5), (4, 2), (10, 2)])
def test_idle_connections_have_half_of_the_time_to_stop_and_two_seconds_at_most(
    stop_grace_s: float, drain_s: float
) -> None:
    assert limits_of(Settings(stop_grace_s=stop_grace_s), 10_000).drain_s == drain_s


@pytest.mark.parametrize(
    ("wanted", "open_files", "connections"),
    [
        (None, 10_000, 2048),
        (None, 1000, 1000 - 160 - 10),  # what is left of the files beside those of a worker and its pool
        (500, 10_000, 500),
        (5000, 10_000, 5000),
        (5000, 1000, 1000 - 160 - 10),
        (None, 178, 8),
        (None, 179, 9),
        (None, 10, 8),
    ],
)
def test_there_are_as_many_connections_as_files_allow(wanted: int | None, open_files: int, connections: int) -> None:
    settings = Settings(max_connections=wanted, pool_size=10)
    assert limits_of(settings, open_files).connections == connections


INFINITE = resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("soft", "hard", "raised", "answer"),
    [
        (1024, 4096, (4096, 4096), 4096),
        (1024, 1_000_000, (65_536, 1_000_000), 65_536),
        (1024, INFINITE, (65_536, INFINITE), 65_536),
        (4096, 4096, None, 4096),
        (65_536, 1_000_000, None, 65_536),
        (100_000, 1_000_000, None, 100_000),
        (INFINITE, INFINITE, None, 65_536),
    ],
)
def test_the_limit_of_files_is_raised_as_far_as_the_system_allows(
    soft: int, hard: int, raised: tuple[int, int] | None, answer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Any] = []
    monkeypatch.setattr(resource, "getrlimit", {resource.RLIMIT_NOFILE: (soft, hard)}.__getitem__)
    monkeypatch.setattr(resource, "setrlimit", lambda *call: calls.append(call))
    assert raise_file_limit() == answer
    assert calls == ([(resource.RLIMIT_NOFILE, raised)] if raised else [])
