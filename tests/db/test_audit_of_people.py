"""What the audit log says of people, who belong to no chain: `record_of_user`, `record_user` and `record_session`.

By the triggers `users_audit`, `sessions_audit_opened` and `sessions_audit_ended`.
"""

import json
from typing import Any

import pytest

from parlour.db.pool import Connection
from tests.support.people import (
    ABROAD,
    CHAIN,
    FOREIGNER,
    HARBOUR,
    HILLSIDE,
    MANAGER,
    OTHER_CHAIN,
    OWNER,
    WORKER,
    Person,
)

ROLES = f"""
    INSERT INTO location_roles (chain_id, location_id, user_id, role, is_accepted) VALUES
        ({CHAIN}, {HARBOUR}, {OWNER.id}, 'manager', true),
        ({CHAIN}, {HILLSIDE}, {MANAGER.id}, 'manager', true), ({OTHER_CHAIN}, {ABROAD}, {MANAGER.id}, 'manager', true),
        ({CHAIN}, {HILLSIDE}, {WORKER.id}, 'worker', false), ({OTHER_CHAIN}, {ABROAD}, {WORKER.id}, 'worker', false);
    DELETE FROM audit_log;
"""
# Where each is known: in one location if it is the only one there, and not where an invitation wasn't accepted.
PLACES: dict[Person, list[tuple[int, int | None]]] = {
    OWNER: [(CHAIN, None)],
    MANAGER: [(CHAIN, None), (OTHER_CHAIN, ABROAD)],
    WORKER: [(CHAIN, HARBOUR)],
    FOREIGNER: [(OTHER_CHAIN, None)],
}
LIST = """
    SELECT chain_id, location_id, origin, user_id, partner_id, session_id, host(ip), entity, entity_id, action,
           before::text, after::text
    FROM audit_log ORDER BY id, chain_id
"""
ACTOR, OWN_SESSION = ("api", 42, 5), "own session"
SESSION = {"device": "tests", "user_id": "{user}", "partner_id": 1}
SIGN_IN = "INSERT INTO sessions (user_id, partner_id, token_hash, device) VALUES ({user}, 1, 'new', 'tests')"
END = "UPDATE sessions SET revoked_at = now() WHERE user_id = {user}"
# What is done, by whom, and what is recorded of it: entity, action, before, after.
Record = tuple[str, str, dict[str, Any] | None, dict[str, Any] | None]
DONE: dict[tuple[str, str], list[Record]] = {
    (SIGN_IN, "another"): [("session", "signed_in", None, SESSION)],
    (END, "another"): [("session", "ended", SESSION, None)],
    (END, "no one"): [("session", "ended", SESSION, None)],
    (END, OWN_SESSION): [("session", "signed_out", SESSION, None)],
    ("UPDATE sessions SET revoked_at = NULL WHERE user_id = {user}", "another"): [],
    ("UPDATE sessions SET last_used_at = now() WHERE user_id = {user}", "another"): [],
    ("UPDATE users SET name = name, email = email WHERE id = {user}", "another"): [],
    ("UPDATE users SET password_hash = password_hash WHERE id = {user}", "another"): [],
    ("UPDATE users SET name = 'New', avatar_url = '/x' WHERE id = {user}", "another"): [
        ("user", "changed", {"name": "{name}", "avatar_url": ""}, {"name": "New", "avatar_url": "/x"})
    ],
    ("UPDATE users SET email = NULL, phone = '1' WHERE id = {user}", "no one"): [
        ("user", "changed", {"email": "{email}", "phone": "{phone}"}, {"email": None, "phone": "1"})
    ],
    ("UPDATE users SET password_hash = 'new' WHERE id = {user}", "another"): [
        ("user", "password_changed", None, None),
        ("session", "ended", SESSION, None),
    ],
    ("UPDATE users SET password_hash = 'new', is_approved = false WHERE id = {user}", "another"): [
        ("user", "password_changed", None, None),
        ("user", "changed", {"is_approved": True}, {"is_approved": False}),
        ("session", "ended", SESSION, None),
    ],
}


def _of(person: Person, told: dict[str, Any] | None) -> dict[str, Any] | None:
    own = {"{user}": person.id, "{name}": person.name, "{email}": person.email, "{phone}": person.phone or None}
    return None if told is None else {key: own.get(value, value) for key, value in told.items()}


@pytest.mark.parametrize("person", PLACES, ids=lambda person: person.name)
@pytest.mark.parametrize(("done", "by"), DONE)
async def test_what_happens_to_a_person_is_recorded_where_they_work(
    conn: Connection, person: Person, done: str, by: str
) -> None:
    await conn.execute(ROLES)
    session = await conn.fetchval("SELECT id FROM sessions WHERE user_id = $1", person.id)
    actor: tuple[Any, ...] = ("database", None, None, None, None)
    if by != "no one":
        actor = (*ACTOR, session if by == OWN_SESSION else 999, "192.0.2.1")
        await conn.execute("SELECT set_config('parlour.actor', $1, false)", f"({','.join(map(str, actor))})")
    await conn.execute(done.format(user=person.id))
    newest = await conn.fetchval("SELECT max(id) FROM sessions WHERE user_id = $1", person.id)

    rows: list[list[Any]] = [[*row] for row in await conn.fetch(LIST)]
    found = [(*row[:10], json.loads(row[10] or "null"), json.loads(row[11] or "null")) for row in rows]

    expected = [
        (
            *place,
            *actor,
            entity,
            person.id if entity == "user" else newest,
            action,
            _of(person, before),
            _of(person, after),
        )
        for entity, action, before, after in DONE[done, by]
        for place in PLACES[person]
    ]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


@pytest.mark.parametrize(
    "done", [SIGN_IN, END, "UPDATE users SET name = 'New', password_hash = 'new' WHERE id = {user}"]
)
async def test_nothing_is_recorded_while_the_log_is_off(conn: Connection, done: str) -> None:
    await conn.execute(ROLES)
    await conn.execute("SET parlour.audit = 'off'")
    await conn.execute(done.format(user=MANAGER.id))
    await conn.execute("UPDATE locations SET title = 'New'")
    assert await conn.fetch(LIST) == []


@pytest.mark.parametrize(
    ("shown", "other", "differing"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"b": 2}),
        ({"a": None, "b": 2}, {"a": 1, "b": 2}, {"a": None}),
        ({"a": None}, {"a": None}, None),
        ({"a": 1, "b": 2}, {"b": 2}, {"a": 1}),
        ({"b": 2}, {"a": 1, "b": 2}, None),
        ({"a": 1}, {"a": 1}, None),
    ],
)
async def test_a_record_tells_what_differs(
    schema_conn: Connection, shown: dict[str, Any], other: dict[str, Any], differing: dict[str, Any] | None
) -> None:
    found = await schema_conn.fetchval("SELECT differing($1, $2)", json.dumps(shown), json.dumps(other))
    assert json.loads(found or "null") == differing


@pytest.mark.parametrize(
    ("row", "is_hidden"),
    [
        ({"deleted_at": "2026-01-01", "closed_at": None}, True),
        ({"deleted_at": None, "closed_at": "2026-01-01"}, True),
        ({"deleted_at": None, "closed_at": None}, False),
        ({"deleted_at": "2026-01-01"}, True),
        ({"closed_at": "2026-01-01"}, True),
        ({"title": "Harbour"}, False),
    ],
)
async def test_what_is_deleted_or_closed_is_hidden(
    schema_conn: Connection, row: dict[str, Any], is_hidden: bool
) -> None:
    assert await schema_conn.fetchval("SELECT is_hidden($1)", json.dumps(row)) is is_hidden
