"""0009: what was counted by address is counted by network, and who signed in lately is known."""

from parlour.db import migrate as migrating
from parlour.db.pool import Connection
from tests.support.earlier import database_before

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


async def test_addresses_become_networks(admin: Connection, server_url: str) -> None:
    async with database_before(admin, server_url, "guessing_migration", "0009_guessing") as conn:
        await conn.execute(BEFORE)
        await migrating.migrate(conn)
        failures = await conn.fetch("SELECT ip::text, count(*), bool_and(is_settled) FROM sign_in_failures GROUP BY 1")
        assert {tuple(row) for row in failures} == {("192.0.2.1/32", 2, True), ("2001:db8:1:2::/64", 2, True)}
        known = await conn.fetch("SELECT network::text, last_at > now() - interval '1 day' FROM known_networks")
        assert {tuple(row) for row in known} == {("2001:db8:1:2::/64", True), ("192.0.2.9/32", True)}
