"""Several workers on one database: what is revoked is revoked on all of them."""

import subprocess
import sys

import httpx

from tests.support.embedded import kill
from tests.support.people import FOREIGNER, HARBOUR, MANAGER, OWNER
from tests.support.processes import children_of, command_of, is_running
from tests.support.server import REMEMBERING, Server, get, serving, statuses, wait_for_status
from tests.support.waiting import wait_until


def test_a_new_password_ends_every_session_on_every_worker(database_url: str) -> None:
    with serving(database_url, *REMEMBERING) as server:
        path = f"/api/v1/goods/{HARBOUR}"
        assert statuses(server, path, OWNER.headers) == {200}
        command = ["user", "set-password", OWNER.email, "--password", "-", "--database-url", database_url]
        password = "another password\n"
        subprocess.run([sys.executable, "-m", "parlour", *command], input=password, text=True, check=True)
        wait_for_status(server, path, OWNER.headers, 401)
        assert get(server, "/api/v1/groups", FOREIGNER.headers).status_code == 200


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


def test_ended_sessions_are_dead_on_every_worker(database_url: str) -> None:
    with serving(database_url, *REMEMBERING) as server:
        path = f"/api/v1/goods/{HARBOUR}"
        assert statuses(server, path, MANAGER.headers) == {200}
        address = f"{server.base_url}/api/v1/company/{HARBOUR}/users/{MANAGER.id}/sessions"
        assert httpx.delete(address, headers=OWNER.headers, timeout=60).status_code == 204
        wait_for_status(server, path, MANAGER.headers, 401)
        assert get(server, path, OWNER.headers).status_code == 200
