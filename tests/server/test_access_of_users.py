"""Several workers on one database: what is taken from users is gone on all of them."""

import subprocess
import sys
from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest

from parlour.db.pool import Connection
from tests.support.database import clone, url_of
from tests.support.people import (
    ABROAD,
    ADMINISTRATOR,
    FOREIGNER,
    HARBOUR,
    MANAGER,
    OWNER,
    SUPERVISOR,
    WORKER,
    Person,
)
from tests.support.server import REMEMBERING, Shared, get, serving, statuses, wait_for_status

GOODS = f"/api/v1/goods/{HARBOUR}"


@pytest.fixture(scope="module")
async def workers(admin: Connection, server_url: str) -> AsyncIterator[Shared]:
    """Two for all of these tests, which each take something from another user."""
    database_url = url_of(server_url, await clone(admin, "workers"))
    with serving(database_url, *REMEMBERING) as server:
        yield Shared(server, database_url)


def change(workers: Shared, person: Person, value: bool) -> None:
    form = {"user_permissions": [{"slug": "storages_access", "value": value}]}
    path = f"{workers.base_url}/api/v1/company/{HARBOUR}/users/{person.id}/permissions"
    assert httpx.put(path, json=form, headers=OWNER.headers, timeout=60).status_code == 200


def test_what_an_owner_takes_is_gone(workers: Shared) -> None:
    server = workers.server
    assert statuses(server, GOODS, WORKER.headers) == {403}
    change(workers, WORKER, value=True)
    wait_for_status(server, GOODS, WORKER.headers, 200)
    change(workers, WORKER, value=False)
    wait_for_status(server, GOODS, WORKER.headers, 403)

    assert statuses(server, GOODS, ADMINISTRATOR.headers) == {200}
    path = f"{workers.base_url}/api/v1/company/{HARBOUR}/users/{ADMINISTRATOR.id}"
    assert httpx.delete(path, headers=OWNER.headers, timeout=60).status_code == 204
    wait_for_status(server, GOODS, ADMINISTRATOR.headers, 404)


def test_ended_sessions_are_dead(workers: Shared) -> None:
    assert statuses(workers.server, GOODS, MANAGER.headers) == {200}
    address = f"{workers.base_url}/api/v1/company/{HARBOUR}/users/{MANAGER.id}/sessions"
    assert httpx.delete(address, headers=OWNER.headers, timeout=60).status_code == 204
    wait_for_status(workers.server, GOODS, MANAGER.headers, 401)
    assert get(workers.server, GOODS, OWNER.headers).status_code == 200


def test_a_new_password_ends_every_session(workers: Shared) -> None:
    assert statuses(workers.server, GOODS, SUPERVISOR.headers) == {200}
    command = ["user", "set-password", SUPERVISOR.email, "--password", "-", "--database-url", workers.database_url]
    password = "another password\n"
    subprocess.run([sys.executable, "-m", "parlour", *command], input=password, text=True, check=True)
    wait_for_status(workers.server, GOODS, SUPERVISOR.headers, 401)
    assert get(workers.server, "/api/v1/groups", OWNER.headers).status_code == 200


async def test_a_location_that_was_closed_is_gone(workers: Shared) -> None:
    path = f"/api/v1/goods/{ABROAD}"
    assert statuses(workers.server, path, FOREIGNER.headers) == {200}
    conn = await asyncpg.connect(workers.database_url)
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", ABROAD)
    await conn.close()
    wait_for_status(workers.server, path, FOREIGNER.headers, 404)
