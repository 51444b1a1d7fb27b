"""Several workers on one database: they are kept running, and end with the process that started them."""

from tests.support.embedded import kill
from tests.support.processes import children_of, command_of, is_running
from tests.support.server import Server, get, serving
from tests.support.waiting import wait_until


def workers_of(server: Server) -> set[int]:
    below = children_of(server.process.pid)
    return {pid for pid in below if "multiprocessing.spawn" in command_of(pid) and is_running(pid)}


def test_a_worker_that_dies_is_replaced(database_url: str) -> None:
    with serving(database_url, "--workers", "2") as server:
        assert get(server, "/health/ready", {}).status_code == 200
        before = workers_of(server)
        assert len(before) == 2
        dead = min(before)
        kill([dead])
        assert {get(server, "/health/live", {}).status_code for _ in range(5)} == {200}
        wait_until(lambda: len(workers_of(server) - {dead}) == 2)


def test_workers_end_with_the_process_that_started_them(database_url: str) -> None:
    with serving(database_url, "--workers", "2") as server:
        assert get(server, "/health/ready", {}).status_code == 200
        workers = workers_of(server)
        assert len(workers) == 2
        server.process.kill()
        server.process.wait(5)
        try:
            wait_until(lambda: not any(map(is_running, workers)))
        finally:
            kill(workers)
