"""Users who may work from some addresses only: at every request and when they sign in."""

from ipaddress import ip_address

import httpx
import pytest
from litestar import Litestar

from parlour.access.ip_allowlist import NOT_FROM_HERE, require_allowed
from parlour.access.permissions import Entry, Permission
from parlour.db.pool import Connection
from parlour.errors import Forbidden
from parlour.http.operation import Operation
from tests.support.client import Client
from tests.support.factories.users import give_role, make_member
from tests.support.operations import operations
from tests.support.people import HARBOUR, HILLSIDE, PARTNER, PASSWORD, Person
from tests.support.requests import Ids, address, body, name_of

# Where the tests' client is.
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.0/24"
OWN_SESSIONS = "/auth/sessions"


async def restricted(conn: Connection, *networks: str, role: str = "manager", is_checked: bool = True) -> Person:
    rights = {"auth_enable_check_ip": is_checked, "auth_list_allowed_ip": list(networks)}
    return await make_member(conn, "restricted", role, **rights)


@pytest.mark.parametrize(
    ("where", "network", "is_allowed"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.2", "192.0.2.1", False),
        ("192.0.2.200", "192.0.2.128/25", True),
        ("192.0.2.100", "192.0.2.128/25", False),
        ("2001:db8::7", "2001:db8::/32", True),
        ("2001:db9::7", "2001:db8::/32", False),
        ("2001:db8::7", "2001:db8:0::7", True),
        ("::ffff:192.0.2.1", "192.0.2.0/24", True),
        ("192.0.2.1", "::ffff:192.0.2.0/120", True),
        ("192.0.3.1", "::ffff:192.0.2.0/120", False),
        ("192.0.2.200", "::ffff:192.0.2.0/120", True),
        ("198.51.100.7", "::ffff:0:0/96", True),
        ("198.51.100.7", "::fffe:0:0/95", False),
        ("192.0.2.200", "192.0.2.1/24", True),
        ("::", "0.0.0.0/0", False),
        ("2001:db8::7", "0.0.0.0/0", False),
    ],
)
def test_an_address_is_in_a_network(where: str, network: str, is_allowed: bool) -> None:
    if is_allowed:
        require_allowed(ip_address(where), [(network,)])
    else:
        with pytest.raises(Forbidden, match=NOT_FROM_HERE):
            require_allowed(ip_address(where), [(network,)])


async def test_every_operation_with_a_right_refuses_another_address(
    client: Client, litestar: Litestar, conn: Connection
) -> None:
    caller = client.by(await restricted(conn, ELSEWHERE))
    ids = Ids(HARBOUR, 1, 1, 1, 1)
    tried: list[Operation] = []
    for method, path, handler in operations(litestar):
        if isinstance(handler.needs, Permission) or handler.needs in (Entry.MEMBER, Entry.USER):
            refused = await caller.send(method, address(path, ids), json=body(handler, ids))
            assert refused.status_code == 403, name_of(handler)
            assert NOT_FROM_HERE in refused.text, name_of(handler)
            tried.append(handler)
    assert len(tried) > 50


@pytest.mark.parametrize("networks", [[HERE], [ELSEWHERE, "192.0.2.0/24"], []])
async def test_an_address_on_the_list_is_let_in(client: Client, conn: Connection, networks: list[str]) -> None:
    caller = client.by(await restricted(conn, *networks))
    assert (await caller.get(f"/goods/{HARBOUR}")).status_code == 200
    assert (await caller.get(OWN_SESSIONS)).status_code == 200


async def test_a_list_without_the_switch_restricts_nothing(client: Client, conn: Connection) -> None:
    caller = client.by(await restricted(conn, ELSEWHERE, is_checked=False))
    assert (await caller.get(f"/goods/{HARBOUR}")).status_code == 200


async def test_it_takes_effect_at_once(client: Client, conn: Connection) -> None:
    person = await make_member(conn, "restricted", "manager")
    caller = client.by(person)
    assert (await caller.get(f"/goods/{HARBOUR}")).status_code == 200
    assert (await caller.get(OWN_SESSIONS)).status_code == 200
    changes = [
        {"slug": "auth_enable_check_ip", "value": True},
        {"slug": "auth_list_allowed_ip", "value": [ELSEWHERE]},
    ]
    path = f"/company/{HARBOUR}/users/{person.id}/permissions"
    assert (await client.put(path, {"user_permissions": changes})).status_code == 200
    assert (await caller.get(f"/goods/{HARBOUR}")).status_code == 403
    assert (await caller.get(OWN_SESSIONS)).status_code == 403


async def test_each_location_restricts_for_itself_and_one_open_role_lets_in(client: Client, conn: Connection) -> None:
    person = await restricted(conn, ELSEWHERE)
    await give_role(conn, person, "manager", HILLSIDE)
    caller = client.by(person)
    assert (await caller.get(f"/goods/{HARBOUR}")).status_code == 403
    assert (await caller.get(f"/goods/{HILLSIDE}")).status_code == 200
    assert (await caller.get(OWN_SESSIONS)).status_code == 200


async def test_an_invitation_that_waits_opens_no_door(client: Client, conn: Connection) -> None:
    person = await restricted(conn, ELSEWHERE)
    await give_role(conn, person, "manager", HILLSIDE)
    await conn.execute("UPDATE location_roles SET is_accepted = false WHERE location_id = $1", HILLSIDE)
    assert (await client.by(person).get(OWN_SESSIONS)).status_code == 403


async def test_an_owner_cannot_be_locked_out(client: Client, conn: Connection) -> None:
    caller = client.by(await restricted(conn, ELSEWHERE, role="owner"))
    assert (await caller.get(f"/goods/{HARBOUR}")).status_code == 200


@pytest.mark.parametrize(("network", "status"), [(HERE, 201), (ELSEWHERE, 403)])
async def test_signing_in_asks_for_the_address(client: Client, conn: Connection, network: str, status: int) -> None:
    person = await restricted(conn, network)
    signed_in = await client.by(PARTNER).post("/auth", {"login": person.email, "password": PASSWORD})
    assert signed_in.status_code == status
    sessions = await conn.fetchval("SELECT count(*) FROM sessions WHERE user_id = $1", person.id)
    assert sessions == (2 if status == 201 else 1)


async def test_a_wrong_password_says_nothing_of_addresses(client: Client, conn: Connection) -> None:
    person = await restricted(conn, ELSEWHERE)
    refused: httpx.Response = await client.by(PARTNER).post("/auth", {"login": person.email, "password": "wrong"})
    assert refused.status_code == 401
    assert NOT_FROM_HERE not in refused.text
