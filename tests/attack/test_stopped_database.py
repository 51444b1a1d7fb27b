"""PostgreSQL stands still (SIGSTOP): nobody waits long, and all is well when it goes on."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from parlour.db.embedded import embedded_postgres_url
from tests.support.embedded import backends_of, family_of, postmaster_of, stopped, within
from tests.support.people import HARBOUR, OWNER
from tests.support.server import Server, serving

READ, WRITE, READY = (
    ("GET", "/api/v1/groups"),
    ("POST", f"/api/v1/goods_categories/{HARBOUR}"),
    ("GET", "/health/ready"),
)
LIMIT_S = {READ: 5.0, WRITE: 5.0, READY: 2.0}
# What a client of a loaded machine needs on top, measured against a database that is well.
SLACK_S = 1.0


@pytest.fixture(params=["1", "2"])
def server(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[Server]:
    with embedded_postgres_url(data_dir), serving(embedded_url(data_dir), "--workers", request.param) as running:
        assert ask(running, WRITE)[0] == 201
        # The watch has its connection by then; one that is just made would not be among those that are stopped.
        assert within(10, lambda: len(backends_of(data_dir)) >= 4 * int(request.param))
        yield running


def embedded_url(data_dir: Path) -> str:
    with embedded_postgres_url(data_dir) as url:
        return url


def ask(server: Server, what: tuple[str, str]) -> tuple[int, float]:
    """The status, and how long it took."""
    body = {"title": "Brushes"} if what is WRITE else None
    began = time.monotonic()
    answer = httpx.request(what[0], f"{server.base_url}{what[1]}", headers=OWNER.headers, json=body, timeout=30)
    if answer.status_code == 503:
        assert int(answer.headers["retry-after"]) > 0
    return answer.status_code, time.monotonic() - began


def assert_all_refused_in_time(server: Server, wanted: list[tuple[str, str]]) -> None:
    with ThreadPoolExecutor(len(wanted)) as pool:
        answers = list(pool.map(lambda what: ask(server, what), wanted))
    late = [
        (what, answer)
        for what, answer in zip(wanted, answers, strict=True)
        if answer[0] != 503 or answer[1] > LIMIT_S[what] + SLACK_S
    ]
    assert late == []


def test_with_all_of_it_stopped_no_client_waits_long(server: Server, data_dir: Path) -> None:
    for _ in range(2):
        with stopped(family_of(postmaster_of(data_dir))):
            assert_all_refused_in_time(server, [READY, *[READ, WRITE] * 10])
            # By now it is known: nobody waits at all.
            assert within(5, lambda: max(ask(server, each)[1] for each in [READ, WRITE, READY] * 3) < SLACK_S)
        assert within(15, lambda: {ask(server, READ)[0] for _ in range(8)} == {200})
        assert within(15, lambda: ask(server, READY)[0] == 200)
        assert {ask(server, WRITE)[0] for _ in range(8)} == {201}


def test_with_one_backend_stopped_only_its_request_waits(server: Server, data_dir: Path) -> None:
    for pid in backends_of(data_dir):
        with stopped([pid]):
            answers = [ask(server, each) for each in (READ, WRITE, READ, WRITE, READ)]
            assert max(seconds for _, seconds in answers) < LIMIT_S[READ] + SLACK_S
            assert {status for status, _ in answers} <= {200, 201, 503}
            assert within(10, lambda: {ask(server, READ)[0] for _ in range(8)} == {200})
    assert {ask(server, WRITE)[0] for _ in range(8)} == {201}


def test_with_only_the_postmaster_stopped_work_goes_on(server: Server, data_dir: Path) -> None:
    with stopped([postmaster_of(data_dir)]):
        assert {ask(server, READ)[0] for _ in range(4)} == {200}
        assert ask(server, READY)[0] == 200


def test_a_server_with_a_hanging_database_stops_in_order(server: Server, data_dir: Path) -> None:
    with stopped(family_of(postmaster_of(data_dir))):
        assert server.stop(within_s=20) == 0
