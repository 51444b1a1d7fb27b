"""The audit log as the database keeps it: which tables are recorded, what never is, and who acts."""

import contextlib
import json
import re
from typing import Any

import asyncpg
import pytest

from parlour.access.tenant import Tenant
from parlour.db.actor import OPERATOR, Actor
from parlour.db.pool import Connection, Pool, create_pool, transaction
from parlour.errors import Conflict
from tests.support.factories.clients import make_client
from tests.support.factories.tags import make_tag
from tests.support.people import CHAIN, HILLSIDE

# Tables of business data whose changes are not told, each with its reason. May only shrink.
UNTOLD = {
    "audit_log": "it is the log",
    "invitations": "the role that an invitation gives is recorded",
    "stock_movements": "it is a ledger: a log itself",
    "stock_levels": "it follows from the ledger",
    "stock_costs": "it follows from what was received",
    "product_keys": "it follows from products",
    "texts_to_fold": "it is work to do when the server starts",
    "invitations_sent": "it counts invitations, which are recorded",
    "schedules": "it follows from the days",
    "schedule_days": "one entry for each member records all days that a change touches",
    "team_member_ratings": "it follows from reviews",
    "resource_days": "it follows from appointments",
    "visits": "it follows from appointments",
    "appointment_figures": "it follows from appointments",
    "booked_services": "it follows from appointments",
    "schedule_changes": "it names a change that is in the log",
    "booking_page_keys": "what was booked with them is in the log",
    "appointment_messages": "it follows from appointments",
    "outbox": "it is work to do; what is delivered follows from changes that are in the log",
}
# Of most tables each insert, update and delete is recorded. These are others, each with its reason.
TOLD_OTHERWISE = {
    "client_tags": ({"INSERT", "DELETE"}, "a tag is given or taken"),
    "stock_transactions": ({"UPDATE"}, "the ledger and its document show what is entered; nothing is deleted"),
}
ORIGIN = "SELECT (nullif(current_setting('parlour.actor', true), '')::actor).*"
RENAME = "UPDATE chains SET title = $2 WHERE id = $1"


async def test_every_table_of_business_data_is_audited(schema_conn: Connection) -> None:
    rows = await schema_conn.fetch("""
        SELECT table_name FROM information_schema.columns c
        WHERE table_schema = 'public' AND column_name = 'chain_id' AND NOT EXISTS (
            SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgrelid = c.table_name::regclass AND p.proname = 'record_change')
    """)
    assert {row["table_name"] for row in rows} == UNTOLD.keys()


async def test_each_kind_of_change_of_a_table_is_audited(schema_conn: Connection) -> None:
    rows = await schema_conn.fetch("""
        SELECT event_object_table AS changed, array_agg(event_manipulation::text) AS kinds
        FROM information_schema.triggers WHERE action_statement LIKE '%record\\_change(%' GROUP BY event_object_table
    """)
    otherwise = {
        row["changed"]: set(row["kinds"]) for row in rows if set(row["kinds"]) != {"INSERT", "UPDATE", "DELETE"}
    }
    assert otherwise == {table: kinds for table, (kinds, _) in TOLD_OTHERWISE.items()}
    assert len(rows) > 40


async def test_columns_that_may_hold_secrets_are_not_audited(schema_conn: Connection) -> None:
    told = await schema_conn.fetch("""
        SELECT DISTINCT p.proname, a.attname FROM pg_attribute a
        JOIN pg_trigger t ON t.tgrelid = a.attrelid JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE p.proname IN ('record_change', 'record_user') AND a.attname ~ '(hash|token|secret|password|key)'
    """)
    for function, column in told:
        definition = await schema_conn.fetchval("SELECT pg_get_functiondef($1::regproc)", function)
        (untold,) = re.findall(r"untold CONSTANT .*?'\{([a-z_,\s]+)\}'", definition, re.DOTALL)
        assert column in untold.replace(",", " ").split()
    assert told


@pytest.mark.parametrize(
    "ip", ["192.0.2.1", "2001:db8::1", "fe80::1%eth0", "fe80::1%'; DROP TABLE audit_log; --", None]
)
async def test_a_transaction_sets_its_actor(database_url: str, ip: str | None) -> None:
    async with (
        create_pool(database_url, 1) as pool,
        transaction(pool, Actor("api", 42, 5, 7, ip)) as conn,
    ):
        origin, *ids, address = tuple((await conn.fetch(ORIGIN))[0])
    assert (origin, ids) == ("api", [42, 5, 7])
    assert str(address) == str(ip).partition("%")[0]


async def test_the_operator_has_no_user_or_partner(conn: Connection) -> None:
    async with conn.transaction():
        await conn.execute(OPERATOR.setting)
        assert tuple((await conn.fetch(ORIGIN))[0]) == ("operator", None, None, None, None)


CHANGES_OF_A_TAG = """
    INSERT INTO tags (chain_id, location_id, id, kind, title, color) OVERRIDING SYSTEM VALUE
    VALUES ({chain}, {place}, 99, 'client', 'Regular', '#ff8800');
    UPDATE tags SET title = 'Guest', revision = 2 WHERE id = 99;
    UPDATE tags SET revision = 3 WHERE id = 99;
    UPDATE tags SET deleted_at = now() WHERE id = 99;
    UPDATE tags SET revision = 4 WHERE id = 99;
    UPDATE tags SET deleted_at = NULL WHERE id = 99;
    DELETE FROM tags WHERE id = 99;
"""
LINES = """
    SELECT chain_id, location_id, origin, user_id, partner_id, session_id, host(ip), entity, entity_id, action,
           before ->> 'title', before ->> 'color', after ->> 'title', after ->> 'color', before ? 'id' OR after ? 'id'
    FROM audit_log WHERE entity = $1 ORDER BY id
"""


async def test_every_column_of_a_line(conn: Connection, tenant: Tenant) -> None:
    """Changes of nothing but the revision have no line."""
    chain, place = tenant.chain_id, tenant.location_id
    async with conn.transaction():
        await conn.execute(Actor("api", 42, 5, 7, "192.0.2.1").setting)
        await conn.execute(CHANGES_OF_A_TAG.format(chain=chain, place=place))
    of = (chain, place, "api", 42, 5, 7, "192.0.2.1", "tag", 99)
    assert [tuple(row) for row in await conn.fetch(LINES, "tag")] == [
        (*of, "created", None, None, "Regular", "#ff8800", None),
        (*of, "changed", "Regular", None, "Guest", None, False),
        (*of, "deleted", "Guest", "#ff8800", None, None, None),
        (*of, "restored", None, None, "Guest", "#ff8800", None),
        (*of, "deleted", "Guest", "#ff8800", None, None, None),
    ]


async def test_a_line_of_what_belongs_to_something_else_names_that(conn: Connection, tenant: Tenant) -> None:
    """And a location has no other location, nor a chain another chain."""
    client_id = await make_client(conn, tenant, tag_ids=[(await make_tag(conn, tenant)).id])
    await conn.execute("UPDATE locations SET title = 'Pier' WHERE id = $1", HILLSIDE)
    await conn.execute("UPDATE chains SET title = 'Piers' WHERE id = $1", CHAIN)
    for entity, location_id, entity_id in (
        ("client_tag", tenant.location_id, client_id),
        ("location", HILLSIDE, HILLSIDE),
        ("chain", None, CHAIN),
    ):
        line = (await conn.fetch(LINES, entity))[-1]
        assert tuple(line)[:9] == (CHAIN, location_id, "database", None, None, None, None, entity, entity_id)
    async with conn.transaction():
        await conn.execute("SET LOCAL parlour.audit = 'off'")
        await conn.execute("UPDATE chains SET title = 'Quays' WHERE id = $1", CHAIN)
    assert await conn.fetchval("SELECT count(*) FROM audit_log WHERE after ->> 'title' = 'Quays'") == 0


async def test_what_is_personal_is_redacted_where_it_says_something(schema_conn: Connection) -> None:
    shown: dict[str, Any] = {
        "name": "Maya",
        "phone": "",
        "email": None,
        "custom": {},
        "tags": [],
        "notes": ["x"],
        "discount": 5,
    }
    found = await schema_conn.fetchval(
        "SELECT redacted($1, $2)", json.dumps(shown), ["name", "phone", "email", "custom", "tags", "notes"]
    )
    assert json.loads(found) == {**shown, "name": "[erased]", "notes": "[erased]"}


async def _recorded(pool: Pool) -> list[tuple[str, int | None]]:
    rows = await pool.fetch("SELECT origin, user_id FROM audit_log WHERE action = 'changed' ORDER BY id")
    return [tuple(row) for row in rows]


async def test_the_actor_ends_with_its_transaction(database_url: str) -> None:
    async with create_pool(database_url, 1) as pool:
        async with transaction(pool, Actor("api", 42)) as conn:
            await conn.execute(RENAME, CHAIN, "By somebody")
        await pool.execute(RENAME, CHAIN, "By nobody")
        assert await _recorded(pool) == [("api", 42), ("database", None)]


async def _rename_and_fail(pool: Pool) -> None:
    async with transaction(pool, Actor("api", 42)) as conn:
        await conn.execute(RENAME, CHAIN, "By somebody")
        raise Conflict("It was not to be.")


async def test_a_rollback_writes_no_audit_line_and_clears_the_actor(database_url: str) -> None:
    async with create_pool(database_url, 1) as pool:
        with pytest.raises(Conflict):
            await _rename_and_fail(pool)
        await pool.execute(RENAME, CHAIN, "By nobody")
        assert await _recorded(pool) == [("database", None)]


async def _fail_on_a_lost_connection(pool: Pool) -> None:
    async with transaction(pool, OPERATOR) as conn:
        with contextlib.suppress(asyncpg.PostgresError):
            await conn.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        raise Conflict("It is in the way.")


async def test_the_first_error_is_raised_when_rollback_fails(database_url: str) -> None:
    async with create_pool(database_url, 1) as pool:
        with pytest.raises(Conflict):
            await _fail_on_a_lost_connection(pool)
        async with transaction(pool, OPERATOR) as conn:
            assert await conn.fetchval("SELECT 1") == 1
