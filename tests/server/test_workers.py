"""Several workers on one database: what is revoked is revoked on all of them."""

import subprocess
import sys
import time

import httpx

from tests.support.people import FOREIGNER, HARBOUR, MANAGER, OWNER
from tests.support.server import REMEMBERING, Server, get, serving, statuses, wait_for_status
from tests.support.waiting import wait_until


def test_a_new_password_ends_every_session_on_every_worker(database_url: str) -> None:
    with serving(database_url, *REMEMBERING) as server:
        path = f"/api/v1/goods/{HARBOUR}"
        assert statuses(server, path, OWNER.headers) == {200}
        command = ["user", "set-password", OWNER.email, "--password", "-", "--database-url", database_url]
        said = "another password\n"
        subprocess.run([sys.executable, "-m", "parlour", *command], input=said, text=True, check=True)
        wait_for_status(server, path, OWNER.headers, 401)
        assert get(server, "/api/v1/groups", FOREIGNER.headers).status_code == 200


def workers_of(server: Server) -> set[str]:
    search = ["pgrep", "-P", str(server.process.pid), "-f", "multiprocessing.spawn"]
    return set(subprocess.run(search, capture_output=True, text=True, check=False).stdout.split())


def running(workers: set[str]) -> set[str]:
    """Those that are neither gone nor zombies that nobody has reaped yet."""
    shown = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-p", ",".join(workers)], capture_output=True, text=True, check=False
    )
    return {pid for pid, state in map(str.split, shown.stdout.splitlines()) if not state.startswith("Z")}


def test_a_worker_that_dies_is_replaced(database_url: str) -> None:
    with serving(database_url, "--workers", "2") as server:
        assert get(server, "/health/ready", {}).status_code == 200
        before = workers_of(server)
        assert len(before) == 2
        dead = min(before)
        subprocess.run(["kill", "-9", dead], check=True)
        assert {get(server, "/health/live", {}).status_code for _ in range(5)} == {200}
        wait_until(lambda: len(workers_of(server) - {dead}) == 2)


def test_workers_end_with_the_process_that_started_them(database_url: str) -> None:
    with serving(database_url, "--workers", "2") as server:
        assert get(server, "/health/ready", {}).status_code == 200
        workers = workers_of(server)
        assert len(workers) == 2
        server.process.kill()
        server.process.wait(5)
        deadline = time.monotonic() + 60
        while running(workers) and time.monotonic() < deadline:
            time.sleep(0.1)
        left = running(workers)
        subprocess.run(["kill", "-9", *left], check=False, capture_output=True)
        assert not left


def test_ended_sessions_are_dead_on_every_worker(database_url: str) -> None:
    with serving(database_url, *REMEMBERING) as server:
        path = f"/api/v1/goods/{HARBOUR}"
        assert statuses(server, path, MANAGER.headers) == {200}
        address = f"{server.base_url}/api/v1/company/{HARBOUR}/users/{MANAGER.id}/sessions"
        assert httpx.delete(address, headers=OWNER.headers, timeout=60).status_code == 204
        wait_for_status(server, path, MANAGER.headers, 401)
        assert get(server, path, OWNER.headers).status_code == 200
