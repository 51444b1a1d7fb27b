"""Several workers on one database: rights that are taken are gone on all of them at once."""

import httpx

from tests.support.people import ADMINISTRATOR, HARBOUR, OWNER, WORKER, Person
from tests.support.server import Server, get, serving

GOODS = f"/api/v1/goods/{HARBOUR}"


def statuses(server: Server, person: Person) -> set[int]:
    return {get(server, GOODS, person.headers).status_code for _ in range(30)}


def change(server: Server, person: Person, value: bool) -> None:
    form = {"user_permissions": [{"slug": "storages_access", "value": value}]}
    path = f"{server.base_url}/api/v1/company/{HARBOUR}/users/{person.id}/permissions"
    assert httpx.put(path, json=form, headers=OWNER.headers, timeout=60).status_code == 200


def test_what_an_owner_takes_is_gone_on_every_worker_at_once(database_url: str) -> None:
    with serving(database_url, "--workers", "2") as server:
        assert statuses(server, WORKER) == {403}
        change(server, WORKER, value=True)
        assert statuses(server, WORKER) == {200}
        change(server, WORKER, value=False)
        assert statuses(server, WORKER) == {403}

        assert statuses(server, ADMINISTRATOR) == {200}
        path = f"{server.base_url}/api/v1/company/{HARBOUR}/users/{ADMINISTRATOR.id}"
        assert httpx.delete(path, headers=OWNER.headers, timeout=60).status_code == 204
        assert statuses(server, ADMINISTRATOR) == {404}
