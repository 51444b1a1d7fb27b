"""The embedded PostgreSQL under a running server dies: 503 meanwhile, and it is started again."""

from pathlib import Path

import msgspec
import pytest

from parlour.db.supervision import start_lock
from tests.support.embedded import family_of, kill, postmaster_of, servers_in, within
from tests.support.people import OWNER
from tests.support.server import Server, get, serving_from

BACK_S = 20


def status(server: Server, path: str = "/health/ready") -> int:
    return get(server, path, OWNER.headers).status_code


def events(server: Server) -> list[tuple[str, str]]:
    """Level and name of what was logged of the embedded database."""
    lines = [msgspec.json.decode(line) for line in server.lines if line.startswith("{")]
    return [(line["level"], line["event"]) for line in lines if line["event"].startswith("embedded")]


DIED, BACK = ("error", "embedded database died"), ("info", "embedded database is back")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_whose_database_is_killed_answers_503_until_it_is_back(workers: str, data_dir: Path) -> None:
    with serving_from(data_dir, "--workers", workers) as server:
        assert status(server) == 200
        for number, spares_backends in enumerate((True, False), 1):
            killed = postmaster_of(data_dir)
            with start_lock(data_dir / "postgres.door"):  # as long as the test holds it, nobody starts anything
                kill([killed] if spares_backends else family_of(killed))
                assert within(BACK_S, lambda: status(server) == 503)
                refused = get(server, "/api/v1/groups", OWNER.headers)
                assert refused.status_code == 503
                assert int(refused.headers["retry-after"]) > 0
                assert refused.json()["meta"]["message"].startswith("The database doesn't answer")
                assert status(server, "/health/live") == 200
            assert within(BACK_S, lambda: status(server) == 200)
            assert within(BACK_S, lambda: {status(server, "/api/v1/groups") for _ in range(8)} == {200})
            assert postmaster_of(data_dir) != killed
            assert within(2, lambda n=number: events(server) == [DIED, BACK] * n)  # type: ignore[misc]
        assert server.stop(within_s=20) == 0
    assert servers_in(data_dir) == []


def test_a_backend_that_is_killed_costs_a_moment(data_dir: Path) -> None:
    with serving_from(data_dir) as server:
        assert status(server) == 200
        postmaster = postmaster_of(data_dir)
        kill(family_of(postmaster)[-1:])
        assert within(BACK_S, lambda: {status(server) for _ in range(8)} == {200})
        assert postmaster_of(data_dir) == postmaster
        assert events(server) == []


def test_a_server_that_stops_while_its_database_starts_leaves_none_behind(data_dir: Path) -> None:
    with serving_from(data_dir) as server:
        assert status(server) == 200
        kill(family_of(postmaster_of(data_dir)))
        assert within(BACK_S, lambda: DIED in events(server))
        assert server.stop(within_s=30) == 0
    assert servers_in(data_dir) == []


def test_two_servers_on_one_database_start_it_once(data_dir: Path) -> None:
    with serving_from(data_dir) as one, serving_from(data_dir) as other:
        assert status(one) == status(other) == 200
        kill(family_of(postmaster_of(data_dir)))
        for server in (one, other):
            assert within(BACK_S, lambda s=server: events(s) == [DIED, BACK])  # type: ignore[misc]
            assert within(BACK_S, lambda s=server: status(s) == 200)  # type: ignore[misc]
        assert one.stop(within_s=20) == 0
        assert status(other) == 200


def test_data_that_are_gone_are_not_replaced_by_an_empty_database(data_dir: Path) -> None:
    with serving_from(data_dir) as server:
        assert status(server) == 200
        with start_lock(data_dir / "postgres.door"):
            kill(family_of(postmaster_of(data_dir)))
            (data_dir / "postgres").rename(data_dir / "aside")
        assert within(BACK_S, lambda: ("warning", "embedded database did not start") in events(server))
        assert not (data_dir / "postgres").exists()
        (data_dir / "aside").rename(data_dir / "postgres")
        assert within(BACK_S, lambda: BACK in events(server))
        assert within(BACK_S, lambda: status(server) == 200)
