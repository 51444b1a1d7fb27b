"""The database goes away and comes back: 503 meanwhile, and the server heals by itself. More in tests/attack."""

import time
from contextlib import ExitStack
from pathlib import Path

from parlour.db.embedded import embedded_postgres_url
from parlour.db.supervision import start_lock
from tests.support.embedded import family_of, kill, postmaster_of, servers_in, stopped, within
from tests.support.people import OWNER
from tests.support.server import get, serving, serving_from


def test_the_server_survives_an_outage_of_its_database(data_dir: Path) -> None:
    with ExitStack() as stack:
        with ExitStack() as database:
            url = database.enter_context(embedded_postgres_url(data_dir))
            server = stack.enter_context(serving(url))
            assert get(server, "/health/ready", {}).status_code == 200
            assert get(server, "/api/v1/groups", OWNER.headers).status_code == 200
        gone = get(server, "/api/v1/groups", OWNER.headers)
        assert gone.status_code == 503
        assert int(gone.headers["retry-after"]) > 0
        assert gone.json()["success"] is False
        assert get(server, "/health/ready", {}).status_code == 503
        assert get(server, "/health/live", {}).status_code == 200
        stack.enter_context(embedded_postgres_url(data_dir))
        assert within(5, lambda: get(server, "/health/ready", {}).status_code == 200)
        assert {get(server, "/api/v1/groups", OWNER.headers).status_code for _ in range(10)} == {200}


def test_an_embedded_database_that_is_killed_is_started_again(data_dir: Path) -> None:
    with serving_from(data_dir) as server:
        assert get(server, "/health/ready", {}).status_code == 200
        with start_lock(data_dir / "postgres.door"):  # as long as the test holds it, nobody starts anything
            kill([postmaster_of(data_dir)])
            assert within(20, lambda: get(server, "/api/v1/groups", OWNER.headers).status_code == 503)
        assert within(20, lambda: get(server, "/health/ready", {}).status_code == 200)
        assert get(server, "/api/v1/groups", OWNER.headers).status_code == 200
        assert server.stop(within_s=20) == 0
    assert servers_in(data_dir) == []


def test_a_database_that_does_not_respond_is_a_503_in_time(data_dir: Path) -> None:
    with serving_from(data_dir) as server:
        assert get(server, "/api/v1/groups", OWNER.headers).status_code == 200
        with stopped(family_of(postmaster_of(data_dir))):
            for path, limit_s in (("/health/ready", 2), ("/api/v1/groups", 5)):
                began = time.monotonic()
                refused = get(server, path, OWNER.headers)
                assert refused.status_code == 503
                assert int(refused.headers["retry-after"]) > 0
                assert time.monotonic() - began < limit_s
        assert within(10, lambda: get(server, "/api/v1/groups", OWNER.headers).status_code == 200)
        assert within(10, lambda: get(server, "/health/ready", {}).status_code == 200)
