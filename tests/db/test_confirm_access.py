"""Whether a caller's access is still as it was read: what the database itself answers at the end of a transaction."""

import asyncpg
import pytest

from parlour.db.pool import ACCESS_CHANGED, Connection
from tests.support.people import CHAIN, FOREIGNER, HARBOUR, HILLSIDE, MANAGER, OTHER_CHAIN, OWNER, WORKER, Person

# The owner works in both chains, the manager in both locations of one; the worker has not accepted the invitation.
MORE_ROLES = f"""
    INSERT INTO chain_roles (chain_id, user_id, role) VALUES ({OTHER_CHAIN}, {OWNER.id}, 'owner');
    INSERT INTO location_roles (chain_id, location_id, user_id, role)
    VALUES ({CHAIN}, {HILLSIDE}, {MANAGER.id}, 'manager');
    UPDATE location_roles SET is_accepted = false WHERE user_id = {WORKER.id};
    INSERT INTO partners (title, token_hash) VALUES ('Another', 'another');
"""
SESSION = "SELECT id FROM sessions WHERE user_id = $1"
VERSIONS = f"""
    SELECT coalesce((SELECT xmin::text FROM chain_roles WHERE chain_id = {CHAIN} AND user_id = $1), ''),
           coalesce((SELECT xmin::text FROM location_roles
                     WHERE chain_id = {CHAIN} AND user_id = $1 AND location_id = $2 AND is_accepted), '')
"""
NO_PLACE = None
# What ends a person's access, of the owner in HARBOUR or of the manager there; and the same of others.
ENDS = {
    "UPDATE sessions SET revoked_at = now() WHERE user_id = {user}": True,
    "UPDATE sessions SET revoked_at = now() WHERE user_id <> {user}": False,
    "UPDATE users SET is_approved = false WHERE id = {user}": True,
    "UPDATE users SET is_approved = false WHERE id <> {user}": False,
    "UPDATE partners SET revoked_at = now() WHERE id = 1": True,
    "UPDATE partners SET revoked_at = now() WHERE id <> 1": False,
}
ENDS_IN_PLACE = {
    f"UPDATE locations SET closed_at = now() WHERE id = {HARBOUR}": True,
    f"UPDATE locations SET closed_at = now() WHERE id <> {HARBOUR}": False,
    f"UPDATE chain_roles SET role = 'other' WHERE chain_id <> {CHAIN} OR user_id <> {{user}}": False,
    f"UPDATE location_roles SET role = 'other' WHERE location_id <> {HARBOUR} OR user_id <> {{user}}": False,
}
LOWERED = {
    OWNER: f"UPDATE chain_roles SET role = 'other' WHERE chain_id = {CHAIN} AND user_id = {OWNER.id}",
    MANAGER: f"UPDATE location_roles SET position = 'Desk' WHERE location_id = {HARBOUR} AND user_id = {MANAGER.id}",
    WORKER: f"UPDATE location_roles SET is_accepted = true WHERE user_id = {WORKER.id}",
    FOREIGNER: f"INSERT INTO chain_roles (chain_id, user_id, role) VALUES ({CHAIN}, {FOREIGNER.id}, 'owner')",
}


@pytest.fixture(autouse=True)
async def roles(conn: Connection) -> None:
    await conn.execute(MORE_ROLES)


async def _session(conn: Connection, person: Person) -> int:
    return int(await conn.fetchval(SESSION, person.id))


async def _versions(conn: Connection, person: Person, place: int | None) -> tuple[str, str]:
    (found,) = await conn.fetch(VERSIONS, person.id, place)
    return found[0], found[1]


async def _is_confirmed(conn: Connection, session: int, place: int | None, versions: tuple[str, str]) -> bool:
    try:
        await conn.execute("SELECT confirm_access($1, $2, $3, $4)", session, place, *versions)
    except asyncpg.PostgresError as error:
        if error.sqlstate == ACCESS_CHANGED:
            return False
        raise
    return True


@pytest.mark.parametrize("person", [OWNER, MANAGER, WORKER, FOREIGNER], ids=lambda person: person.name)
async def test_a_role_is_confirmed_until_it_changes(conn: Connection, person: Person) -> None:
    """A missing role, or an invitation, counts as none, for which the version is empty."""
    session = await _session(conn, person)
    for place in (HARBOUR, HILLSIDE):
        assert await _is_confirmed(conn, session, place, await _versions(conn, person, place))
    here = await _versions(conn, person, HARBOUR)
    assert here != await _versions(conn, person, HILLSIDE) or person is not MANAGER
    for other in (("7", here[1]), (here[0], "7"), ("7", "7")):
        assert not await _is_confirmed(conn, session, HARBOUR, other)
    await conn.execute(LOWERED[person])
    assert not await _is_confirmed(conn, session, HARBOUR, here)
    assert await _is_confirmed(conn, session, HARBOUR, await _versions(conn, person, HARBOUR))
    assert await _is_confirmed(conn, session, NO_PLACE, ("", ""))


@pytest.mark.parametrize(("person", "there"), [(OWNER, ("", "")), (MANAGER, ("", "")), (MANAGER, None), (WORKER, None)])
async def test_a_role_that_is_not_that_of_the_place_is_refused(
    conn: Connection, person: Person, there: tuple[str, str] | None
) -> None:
    in_hillside = await _versions(conn, person, HILLSIDE)
    its = await conn.fetchval("SELECT xmin::text FROM location_roles WHERE user_id = $1", person.id)
    versions = (in_hillside if person is MANAGER else ("", str(its))) if there is None else there
    assert not await _is_confirmed(conn, await _session(conn, person), HARBOUR, versions)


@pytest.mark.parametrize("place", [HARBOUR, NO_PLACE])
@pytest.mark.parametrize("person", [OWNER, MANAGER], ids=lambda person: person.name)
@pytest.mark.parametrize("change", [*ENDS, *ENDS_IN_PLACE])
async def test_access_ends_with_what_it_rests_on(
    conn: Connection, change: str, person: Person, place: int | None
) -> None:
    session, versions = await _session(conn, person), await _versions(conn, person, place)
    await conn.execute(change.format(user=person.id))
    ends = ENDS.get(change, place is not None and ENDS_IN_PLACE.get(change))
    assert await _is_confirmed(conn, session, place, versions) is not ends


async def test_what_is_not_there_is_refused(conn: Connection) -> None:
    session, versions = await _session(conn, OWNER), await _versions(conn, OWNER, HARBOUR)
    assert not await _is_confirmed(conn, session, 999, versions)
    assert not await _is_confirmed(conn, 999, NO_PLACE, ("", ""))
