"""0008: what was counted by address is counted by network, and who signed in lately is known."""

import asyncpg
import pytest

from parlour.db import migrate as migrating
from parlour.db.pool import Connection
from tests.support.database import clone, url_of

BEFORE = """
    INSERT INTO sign_in_failures (login_hash, ip) VALUES
        ('a', '192.0.2.1'), ('a', '::ffff:192.0.2.1'), ('a', '2001:db8:1:2:3::4'), ('a', '2001:db8:1:2:5::6');
    INSERT INTO partners (title, token_hash) VALUES ('P', 'p');
    INSERT INTO users (name, email, password_hash) VALUES ('Anna', 'anna@example.com', '!');
    INSERT INTO sessions (user_id, partner_id, token_hash, device, ip, created_at) VALUES
        (1, 1, 'a', '', '2001:db8:1:2:3::4', now() - interval '80 days'), (1, 1, 'b', '', '2001:db8:1:2:5::6', now()),
        (1, 1, 'c', '', '192.0.2.1', now() - interval '91 days'), (1, 1, 'd', '', NULL, now()),
        (1, 1, 'e', '', '::ffff:192.0.2.9', now());
"""


async def test_addresses_become_networks(admin: Connection, server_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    conn = await asyncpg.connect(url_of(server_url, await clone(admin, "guessing_migration", "template0")))
    everything = migrating.list_migrations()
    earlier = [migration for migration in everything if migration.name < "0008"]
    with monkeypatch.context() as patch:
        patch.setattr(migrating, "list_migrations", lambda: earlier)
        await migrating.migrate(conn)
    await conn.execute(BEFORE)
    await migrating.migrate(conn)
    failures = await conn.fetch("SELECT ip::text, count(*), bool_and(is_settled) FROM sign_in_failures GROUP BY 1")
    assert {tuple(row) for row in failures} == {("192.0.2.1/32", 2, True), ("2001:db8:1:2::/64", 2, True)}
    known = await conn.fetch("SELECT network::text, last_at > now() - interval '1 day' FROM known_networks")
    assert {tuple(row) for row in known} == {("2001:db8:1:2::/64", True), ("192.0.2.9/32", True)}
    await conn.close()
