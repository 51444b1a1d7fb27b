"""Several workers on one database: rights that are taken are gone on all of them."""

import httpx

from tests.support.people import ADMINISTRATOR, HARBOUR, OWNER, WORKER, Person
from tests.support.server import REMEMBERING, Server, serving, statuses, wait_for_status

GOODS = f"/api/v1/goods/{HARBOUR}"


def change(server: Server, person: Person, value: bool) -> None:
    form = {"user_permissions": [{"slug": "storages_access", "value": value}]}
    path = f"{server.base_url}/api/v1/company/{HARBOUR}/users/{person.id}/permissions"
    assert httpx.put(path, json=form, headers=OWNER.headers, timeout=60).status_code == 200


def test_what_an_owner_takes_is_gone_on_every_worker(database_url: str) -> None:
    with serving(database_url, *REMEMBERING) as server:
        assert statuses(server, GOODS, WORKER.headers) == {403}
        change(server, WORKER, value=True)
        wait_for_status(server, GOODS, WORKER.headers, 200)
        change(server, WORKER, value=False)
        wait_for_status(server, GOODS, WORKER.headers, 403)

        assert statuses(server, GOODS, ADMINISTRATOR.headers) == {200}
        path = f"{server.base_url}/api/v1/company/{HARBOUR}/users/{ADMINISTRATOR.id}"
        assert httpx.delete(path, headers=OWNER.headers, timeout=60).status_code == 204
        wait_for_status(server, GOODS, ADMINISTRATOR.headers, 404)
