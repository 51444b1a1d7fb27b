"""Who has access to which location: by a role in it, in its chain, or none; and what locks that access."""

import asyncio

import pytest

from parlour.access.identity import Identity
from parlour.access.permissions import Permission
from parlour.access.policy import permissions_of, values_of
from parlour.access.tenant import (
    BOOKING_RIGHTS,
    Tenant,
    get_booking_tenant,
    get_operators_tenant,
    get_public_tenant,
    get_tenant,
    list_own_tenants,
    list_tenants,
    lock_tenant,
    require_somewhere,
)
from parlour.access.user_roles import UserRole, list_roles_of_user
from parlour.db.pool import Connection
from parlour.errors import Forbidden, NotFound, ParlourError, Unauthenticated
from tests.support.factories.users import give_role, make_user
from tests.support.people import (
    ABROAD,
    CHAIN,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    MANAGER,
    NEIGHBOUR,
    OTHER_CHAIN,
    OWNER,
    Person,
)
from tests.support.row_locks import locked
from tests.support.waiting import wait_until_blocked

Roles = tuple[str | None, str | None]
NOT_FOUND, NO_ACCESS = "Location not found.", "You have no access to this location."
LOCATIONS = (HARBOUR, HILLSIDE, ABROAD)
# The roles in the chain and in the location, or why there is no access to it.
EXPECTED: dict[str, tuple[Roles | str, Roles | str, Roles | str]] = {
    "owner": (("owner", None), ("owner", None), NOT_FOUND),
    "foreigner": (NOT_FOUND, NOT_FOUND, ("owner", None)),
    "manager": ((None, "manager"), NO_ACCESS, NOT_FOUND),
    "neighbour": (NO_ACCESS, (None, "manager"), NOT_FOUND),
    "many": (("accountant", "manager"), ("accountant", None), (None, "worker")),
    "invited": (NO_ACCESS, (None, "worker"), NOT_FOUND),
    "only invited": (NOT_FOUND, NOT_FOUND, NOT_FOUND),
    "stranger": (NOT_FOUND, NOT_FOUND, NOT_FOUND),
}


@pytest.fixture
async def people(conn: Connection) -> dict[str, Person]:
    made = {name: await make_user(conn, name) for name in ("many", "invited", "only invited", "stranger")}
    await give_role(conn, made["many"], "manager", HARBOUR)
    await give_role(conn, made["invited"], "worker", HILLSIDE)
    await conn.execute("INSERT INTO chain_roles VALUES ($1, $2, 'accountant')", CHAIN, made["many"].id)
    insert = (
        "INSERT INTO location_roles (chain_id, location_id, user_id, role, is_accepted) VALUES ($1, $2, $3, $4, $5)"
    )
    await conn.execute(insert, OTHER_CHAIN, ABROAD, made["many"].id, "worker", True)
    for name in ("invited", "only invited"):
        await conn.execute(insert, CHAIN, HARBOUR, made[name].id, "owner", False)
    return {**made, **{each.name: each for each in (OWNER, FOREIGNER, MANAGER, NEIGHBOUR)}}


async def found(conn: Connection, person: Person, location_id: int) -> Roles | str:
    try:
        tenant = await get_tenant(conn, Identity(1, person.id, 99), location_id)
    except ParlourError as refused:
        return refused.message
    assert (tenant.user_id, tenant.location_id) == (person.id, location_id)
    access = tenant.access
    assert access.rights == "{}"
    assert [access.chain_version != "", access.location_version != ""] == [
        each is not None for each in roles_of(tenant)
    ]
    return roles_of(tenant)


def roles_of(tenant: Tenant) -> Roles:
    return tenant.access.chain_role, tenant.access.location_role


async def test_access_is_by_a_role_in_the_location_or_its_chain(conn: Connection, people: dict[str, Person]) -> None:
    for name, expected in EXPECTED.items():
        assert tuple([await found(conn, people[name], each) for each in LOCATIONS]) == expected, name


async def test_lists_have_the_locations_with_access_in_their_order(conn: Connection, people: dict[str, Person]) -> None:
    for name, expected in EXPECTED.items():
        identity = Identity(1, people[name].id, 99)
        reached = {each: roles for each, roles in zip(LOCATIONS, expected, strict=True) if not isinstance(roles, str)}
        own = await list_own_tenants(conn, identity)
        assert [(each.location_id, roles_of(each)) for each in own] == [*reached.items()], name
        for chain_id, places in ((CHAIN, (HARBOUR, HILLSIDE)), (OTHER_CHAIN, (ABROAD,)), (1, ())):
            listed = await list_tenants(conn, identity, chain_id)
            assert [each.location_id for each in listed] == [each for each in places if each in reached], name
        for location_id in LOCATIONS:
            one = await list_own_tenants(conn, identity, location_id)
            assert [each.location_id for each in one] == [each for each in reached if each == location_id], name


async def test_a_closed_location_is_open_to_the_operator_alone(conn: Connection) -> None:
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HILLSIDE)
    assert await found(conn, OWNER, HILLSIDE) == NOT_FOUND
    identity = Identity(1, OWNER.id, 99)
    assert [each.location_id for each in await list_own_tenants(conn, identity)] == [HARBOUR]
    assert [each.location_id for each in await list_tenants(conn, identity, CHAIN)] == [HARBOUR]
    for get in (get_public_tenant, get_booking_tenant):
        with pytest.raises(NotFound, match=NOT_FOUND):
            await get(conn, HILLSIDE)
        assert (await get(conn, ABROAD)).location_id == ABROAD
    assert (await get_operators_tenant(conn, HILLSIDE)).location_id == HILLSIDE
    with pytest.raises(NotFound, match="Location 999 not found"):
        await get_operators_tenant(conn, 999)


async def test_a_tenant_has_what_is_known_of_location_and_caller(conn: Connection, people: dict[str, Person]) -> None:
    many = people["many"]
    await give_role(conn, many, "manager", HILLSIDE, clients_access=False, auth_list_allowed_ip=["192.0.2.0/24"])
    tenant = await get_tenant(conn, Identity(1, many.id, 99), HILLSIDE)
    assert (tenant.chain_id, tenant.location_id, tenant.user_id, tenant.session_id) == (CHAIN, HILLSIDE, many.id, 99)
    assert (tenant.country_code, tenant.timezone.key, tenant.currency, tenant.locale) == (
        "DE",
        "Europe/Berlin",
        "EUR",
        "de_DE",
    )
    changes = '{"clients_access": false}'
    assert tenant.chain_permissions == permissions_of("accountant")
    assert tenant.permissions == permissions_of("accountant") | permissions_of("manager", changes)
    assert tenant.permissions > tenant.chain_permissions
    assert tenant.values["storages_goods_delete_access"] is True
    assert tenant.values == {**values_of("manager"), "clients_access": values_of("accountant")["clients_access"]}
    assert await list_own_tenants(conn, Identity(1, many.id, 99), HILLSIDE) == [tenant]


async def test_only_who_has_no_role_is_the_public(conn: Connection, people: dict[str, Person]) -> None:
    for name, location_id in (("many", HARBOUR), ("many", HILLSIDE), ("neighbour", HILLSIDE)):
        assert not (await get_tenant(conn, Identity(1, people[name].id, 1), location_id)).is_public
    public, booking, operators = [
        await get(conn, HARBOUR) for get in (get_public_tenant, get_booking_tenant, get_operators_tenant)
    ]
    assert (public.is_public, booking.is_public, operators.is_public) == (True, True, False)
    assert (public.permissions, booking.permissions) == (frozenset(), BOOKING_RIGHTS)
    assert operators.permissions == operators.chain_permissions == frozenset(Permission)
    for each in (public, booking, operators):
        assert (each.chain_id, each.user_id, each.session_id) == (CHAIN, 0, 0)
        assert (each.access.chain_version, each.access.location_version) == ("", "")


async def test_every_missing_right_is_named(conn: Connection) -> None:
    tenant = await get_tenant(conn, Identity(1, MANAGER.id, 1), HARBOUR)
    held, missing = (Permission.CLIENTS_VIEW,), (Permission.LOGINS_VIEW, Permission.CHANGES_VIEW)
    names = [each.value for each in missing]
    tenant.require(*held)
    with pytest.raises(Forbidden) as refused:
        tenant.require(*held, *missing)
    assert refused.value.message == f"You lack the right {', '.join(names)} in this location."
    assert (refused.value.rights, refused.value.location_id) == (tuple(names), HARBOUR)
    with pytest.raises(Forbidden) as refused:
        tenant.require_in_chain(*held)
    assert refused.value.message == "This item belongs to the chain. You lack the right clients_access in the chain."
    assert (refused.value.rights, refused.value.location_id) == (("clients_access",), HARBOUR)
    (await get_tenant(conn, Identity(1, OWNER.id, 1), HARBOUR)).require_in_chain(*held, *missing)


async def test_a_right_somewhere_is_one_of_any_role(conn: Connection, people: dict[str, Person]) -> None:
    await give_role(conn, people["invited"], "worker", HILLSIDE, clients_excel_access=True)
    await require_somewhere(conn, Identity(1, people["many"].id, 1), Permission.CLIENTS_EXPORT)
    await require_somewhere(conn, Identity(1, people["invited"].id, 1), Permission.CLIENTS_EXPORT)
    for name in ("invited", "only invited", "stranger"):
        with pytest.raises(Forbidden, match="You lack the right storages_goods_delete_access in this location"):
            await require_somewhere(conn, Identity(1, people[name].id, 1), Permission.PRODUCTS_DELETE)


async def test_roles_count_that_are_accepted_and_of_open_locations(conn: Connection, people: dict[str, Person]) -> None:
    many = people["many"]
    await give_role(conn, many, "manager", HILLSIDE, clients_access=False)

    async def roles(name: str) -> list[UserRole]:
        return sorted(await list_roles_of_user(conn, people[name].id), key=lambda each: (each.role, each.rights))

    accountant, plain, changed, worker = [
        UserRole("accountant", "{}"),
        UserRole("manager", "{}"),
        UserRole("manager", '{"clients_access": false}'),
        UserRole("worker", "{}"),
    ]
    assert await roles("many") == [accountant, changed, plain, worker]
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HILLSIDE)
    assert await roles("many") == [accountant, plain, worker]
    assert await roles("only invited") == await roles("stranger") == await roles("neighbour") == []


async def test_session_and_roles_of_the_caller_are_locked_and_no_others(
    conn: Connection, people: dict[str, Person], other: Connection
) -> None:
    many = people["many"]
    await give_role(conn, many, "worker", HILLSIDE)
    await conn.execute("INSERT INTO chain_roles VALUES ($1, $2, 'worker')", OTHER_CHAIN, many.id)
    session_id = await conn.fetchval("SELECT id FROM sessions WHERE user_id = $1", many.id)
    read = await get_tenant(conn, Identity(1, many.id, session_id), HARBOUR)
    await give_role(conn, many, "administrator", HARBOUR)
    async with conn.transaction():
        now = await lock_tenant(conn, read, Permission.CLIENTS_VIEW)
        assert await locked(other, "sessions", "id") == [(session_id,)]
        assert await locked(other, "chain_roles", "chain_id, user_id") == [(CHAIN, many.id)]
        assert await locked(other, "location_roles", "location_id, user_id") == [(HARBOUR, many.id)]
    assert (now.user_id, now.session_id, now.location_id) == (many.id, session_id, HARBOUR)
    assert roles_of(now) == ("accountant", "administrator")


async def test_the_operator_has_nothing_to_lock(conn: Connection) -> None:
    operators = await get_operators_tenant(conn, HARBOUR)
    assert await lock_tenant(conn, operators, Permission.CLIENTS_VIEW) is operators


# What changes while another holds it: which role has the right, the error, and what is locked before.
CHANGES: dict[str, tuple[str, type[ParlourError], list[str]]] = {
    "UPDATE sessions SET revoked_at = now() WHERE user_id = $1": ("location_roles", Unauthenticated, []),
    "UPDATE chain_roles SET role = 'worker' WHERE user_id = $1": ("chain_roles", Forbidden, ["sessions"]),
    "UPDATE location_roles SET role = 'worker' WHERE user_id = $1": (
        "location_roles",
        Forbidden,
        ["sessions", "chain_roles"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_what_changed_while_waiting_for_the_lock_counts(
    conn: Connection, people: dict[str, Person], other: Connection, change: str
) -> None:
    """The right is held by the role that changes. The session is locked before the roles, the chain's before others."""
    person, (held_by, error, before) = people["invited"], CHANGES[change]
    if held_by == "chain_roles":
        await conn.execute("INSERT INTO chain_roles VALUES ($1, $2, 'manager')", CHAIN, person.id)
    else:
        await give_role(conn, person, "manager", HILLSIDE)
        await conn.execute("INSERT INTO chain_roles VALUES ($1, $2, 'worker')", CHAIN, person.id)
    session_id = await conn.fetchval("SELECT id FROM sessions WHERE user_id = $1", person.id)
    tenant = await get_tenant(conn, Identity(1, person.id, session_id), HILLSIDE)
    tenant.require(Permission.CLIENTS_VIEW)
    async with other.transaction():
        await other.execute(change, person.id)
        waiting = asyncio.create_task(locking(conn, tenant))
        await wait_until_blocked(other, waiting)
        tables = ("sessions", "chain_roles", "location_roles")
        held = [table for table in tables if await locked(other, table, "user_id")]
    assert held == before
    with pytest.raises(error):
        await waiting


async def locking(conn: Connection, tenant: Tenant) -> None:
    async with conn.transaction():
        await lock_tenant(conn, tenant, Permission.CLIENTS_VIEW)
