"""Statements on members and their links (`parlour.areas.users.queries.members` and `team_links`): where everything
has a neighbour, each finds what is meant."""

from typing import Any, LiteralString

import msgspec
import pytest

from parlour.access.identity import Identity
from parlour.access.tenant import Tenant, get_tenant
from parlour.areas.users.model.users import (
    LocationKey,
    LocationRole,
    Member,
    RoleAtLocation,
)
from parlour.areas.users.queries import members, team_links
from parlour.db.pool import Connection
from tests.support.people import (
    ABROAD,
    ACCOUNTANT,
    ADMINISTRATOR,
    CHAIN,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    MANAGER,
    NEIGHBOUR,
    OWNER,
    SUPERVISOR,
    TRAINEE,
    WORKER,
)
from tests.support.user_world import ANNA, BEN, KEYS, WORLD, changes_between, rows_of


def accepted(user: Any, role: str, **more: Any) -> Member:
    return Member(
        **{
            "user_id": user.id, "name": user.name, "email": user.email, "phone": user.phone or None,
            "chain_role": None, "location_role": role, "rights": "{}", "team_member_id": None, "position": "",
            "is_accepted": True, **more,
        }
    )  # fmt: skip


HERE = [
    accepted(OWNER, "worker", chain_role="owner", rights='{"a": 1}', position="Boss"),
    accepted(MANAGER, "manager"),
    accepted(WORKER, "worker", rights='{"storages_access": true}', team_member_id=11, position="Stylist"),
    Member(
        FOREIGNER.id, "My friend", FOREIGNER.email, None, None, "manager", "{}", None, "Guest", is_accepted=False
    ),
    accepted(ADMINISTRATOR, "administrator"),
    accepted(ACCOUNTANT, "accountant"),
    accepted(SUPERVISOR, "free_readonly_admin"),
    accepted(TRAINEE, "free_readonly"),
    Member(ANNA, "A. here", None, "+13155550120", None, "worker", "{}", None, "", is_accepted=False),
    Member(BEN, "Ben", "ben@example.com", None, None, "worker", "{}", 16, "", is_accepted=True),
]  # fmt: skip
THERE = [
    msgspec.structs.replace(HERE[0], location_role=None, rights="{}", position=""),
    accepted(WORKER, "owner", rights='{"c": 3}', team_member_id=13, position="Chief"),
    accepted(NEIGHBOUR, "manager"),
    Member(ANNA, "A. there", "anna@example.com", None, None, "accountant", "{}", None, "There", is_accepted=False),
]


@pytest.fixture
async def world(conn: Connection) -> None:
    await conn.execute(WORLD)


@pytest.fixture
async def here(conn: Connection, world: None) -> Tenant:
    return await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HARBOUR)


@pytest.fixture
async def there(conn: Connection, world: None) -> Tenant:
    return await get_tenant(conn, Identity(1, OWNER.id, OWNER.id), HILLSIDE)


async def test_members_are_those_of_the_location_and_its_chain(conn: Connection, here: Tenant, there: Tenant) -> None:
    for tenant, expected in ((here, HERE), (there, THERE)):
        assert await members.list_members(conn, tenant, None) == expected
        for is_accepted in (True, False):
            found = await members.list_members(conn, tenant, is_accepted)
            assert found == [member for member in expected if member.is_accepted is is_accepted]
        location = LocationKey(tenant.chain_id, tenant.location_id)
        everybody = [row["id"] for row in await conn.fetch("SELECT id FROM users ORDER BY id DESC")]
        assert await members.list_members_by_id(conn, location, everybody) == expected
        assert await members.list_members_by_id(conn, location, [WORKER.id]) == [
            member for member in expected if member.user_id == WORKER.id
        ]
        known = {member.user_id: member for member in expected}
        for user_id in everybody:
            assert await members.find_member(conn, tenant, user_id) == known.get(user_id)


async def test_roles_at_locations_are_those_of_one_user_in_one_chain(conn: Connection, here: Tenant) -> None:
    everywhere = [ABROAD, HILLSIDE, HARBOUR]
    at = RoleAtLocation
    worker = [at(HARBOUR, "worker", '{"storages_access": true}', True), at(HILLSIDE, "owner", '{"c": 3}', True)]
    assert await members.list_roles_at_locations(conn, here, everywhere, WORKER.id) == worker
    assert await members.list_roles_at_locations(conn, here, [HILLSIDE], WORKER.id) == worker[1:]
    anna = [at(HARBOUR, "worker", "{}", False), at(HILLSIDE, "accountant", "{}", False)]
    assert await members.list_roles_at_locations(conn, here, everywhere, ANNA) == anna


async def test_only_open_locations_of_the_chain_are_locked(conn: Connection, world: None) -> None:
    assert await members.lock_locations(conn, CHAIN, [ABROAD, HILLSIDE, HARBOUR, 99]) == {HARBOUR, HILLSIDE}
    assert await members.lock_locations(conn, CHAIN, [HILLSIDE]) == {HILLSIDE}
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    assert await members.lock_locations(conn, CHAIN, [HARBOUR, HILLSIDE]) == {HILLSIDE}


# What is changed first, and the locations that WORKER then owns alone.
OWNING: list[tuple[LiteralString, list[int]]] = [
    ("SELECT", []),
    ("UPDATE chain_roles SET role = 'manager' WHERE chain_id = 71", [HARBOUR, HILLSIDE]),
    ("DELETE FROM chain_roles WHERE chain_id = 71", [HARBOUR, HILLSIDE]),
    ("DELETE FROM chain_roles; UPDATE location_roles SET is_accepted = false WHERE user_id = 3", []),
    ("DELETE FROM chain_roles; UPDATE location_roles SET role = 'manager' WHERE location_id = 1", [HILLSIDE]),
    ("DELETE FROM chain_roles; UPDATE location_roles SET role = 'owner' WHERE user_id = 7", [HILLSIDE]),
    (
        "DELETE FROM chain_roles; UPDATE location_roles SET role = 'owner', is_accepted = false WHERE user_id = 7",
        [HARBOUR, HILLSIDE],
    ),
]


@pytest.mark.parametrize(("change", "owned"), OWNING)
async def test_a_location_is_owned_alone_where_no_other_owner_has_accepted(
    conn: Connection, here: Tenant, change: LiteralString, owned: list[int]
) -> None:
    await conn.execute("UPDATE location_roles SET role = 'owner' WHERE user_id = $1", WORKER.id)
    await conn.execute(change)
    assert await members.list_solely_owned(conn, here, [ABROAD, HILLSIDE, HARBOUR], WORKER.id) == owned
    assert await members.list_solely_owned(conn, here, [HARBOUR], WORKER.id) == [o for o in owned if o == HARBOUR]
    for user_id in (ADMINISTRATOR.id, MANAGER.id):  # who owns a location of another chain
        assert await members.list_solely_owned(conn, here, [ABROAD, HARBOUR, HILLSIDE], user_id) == []


async def test_roles_that_are_given_by_an_invitation_spare_who_has_accepted(conn: Connection, world: None) -> None:
    roles = [LocationRole(user_id, "accountant", '{"y": 2}', "New") for user_id in (WORKER.id, ANNA, NEIGHBOUR.id)]
    before = await rows_of(conn)
    assert await members.invite_roles(conn, KEYS[HARBOUR], roles) == {ANNA, NEIGHBOUR.id}
    found = changes_between(before, await rows_of(conn))
    new = {"role": "accountant", "rights": '{"y": 2}', "position": "New"}
    made = found.pop("location_roles 1/4")
    assert found == {"location_roles 1/20": new}
    assert made == {**made, **new, "chain_id": CHAIN, "location_id": HARBOUR, "user_id": 4, "is_accepted": False}


async def test_a_copied_role_keeps_position_and_state_of_the_role_that_is_there(conn: Connection, here: Tenant) -> None:
    before = await rows_of(conn)
    for member in (HERE[8], HERE[4]):
        copied = msgspec.structs.replace(member, position="Copied", location_role="manager")
        await members.copy_role(conn, here, copied, {HILLSIDE: '{"z": 1}'})
    found = changes_between(before, await rows_of(conn))
    made = found.pop("location_roles 2/6")
    assert found == {"location_roles 2/20": {"role": "manager", "rights": '{"z": 1}'}}
    assert made == {
        **made, "chain_id": CHAIN, "location_id": HILLSIDE, "user_id": 6, "role": "manager", "rights": '{"z": 1}',
        "position": "Copied", "is_accepted": True,
    }  # fmt: skip


async def test_links_are_those_of_the_location_and_of_no_deleted_team_member(conn: Connection, world: None) -> None:
    found = await team_links.lock_links(conn, KEYS[HARBOUR], [18, 17, 15, 14, 12], [BEN, WORKER.id, MANAGER.id])
    assert [(link.team_member_id, link.user_id) for link in found] == [(11, WORKER.id), (15, None), (16, BEN)]
    found = await team_links.lock_links(conn, KEYS[HARBOUR], [15], [])
    assert [(link.team_member_id, link.user_id) for link in found] == [(15, None)]
    found = await team_links.lock_links(conn, KEYS[HILLSIDE], [], [WORKER.id])
    assert [(link.team_member_id, link.user_id) for link in found] == [(13, WORKER.id)]
