"""0031: what roles know of the team members that users are moves to the team members."""

from collections.abc import AsyncIterator

import pytest

from parlour.db import migrate as migrating
from parlour.db.pool import Connection, DirectConnection
from tests.support.earlier import database_before

BEFORE = """
    INSERT INTO chains (id, title) OVERRIDING SYSTEM VALUE VALUES (1, 'C');
    INSERT INTO locations (chain_id, id, title, country_code, timezone, currency, locale) OVERRIDING SYSTEM VALUE
        SELECT 1, id, 'L', 'US', 'UTC', 'USD', 'en_US' FROM generate_series(1, 2) AS id;
    INSERT INTO users (id, name, email, password_hash) OVERRIDING SYSTEM VALUE
        SELECT id, 'U', id || '@example.com', '!' FROM generate_series(1, 11) AS id;
    INSERT INTO team_members (chain_id, location_id, id, name, user_id, deleted_at) OVERRIDING SYSTEM VALUE VALUES
        (1, 1, 11, 'Free', NULL, NULL), (1, 1, 12, 'Linked', 2, NULL), (1, 1, 13, 'Wanted', NULL, NULL),
        (1, 1, 14, 'Deleted', NULL, now()), (1, 2, 15, 'Elsewhere', NULL, NULL), (1, 1, 16, 'Twice', NULL, NULL),
        (1, 1, 17, 'Shared', NULL, NULL), (1, 1, 18, 'Linked there', NULL, NULL), (1, 2, 19, 'There', 10, NULL),
        (1, 1, 20, 'Back', NULL, NULL), (1, 1, 21, 'Left', 11, now());
    INSERT INTO location_roles (chain_id, location_id, user_id, role, team_member_id, is_accepted) VALUES
        (1, 1, 1, 'worker', 11, true), (1, 1, 2, 'worker', 13, true), (1, 1, 3, 'worker', 12, true),
        (1, 1, 4, 'worker', 14, true), (1, 1, 5, 'worker', 15, true), (1, 1, 6, 'worker', 16, false),
        (1, 1, 7, 'worker', 16, true), (1, 2, 1, 'worker', NULL, true), (1, 1, 9, 'worker', 17, true),
        (1, 1, 8, 'worker', 17, true), (1, 1, 10, 'worker', 18, true), (1, 1, 11, 'worker', 20, true);
"""


@pytest.fixture
async def old(admin: Connection, server_url: str) -> AsyncIterator[DirectConnection]:
    """A database of the version before, with links on both sides."""
    async with database_before(admin, server_url, "links_migration", "0031_one_link_of_users") as conn:
        await conn.execute(BEFORE)
        yield conn


async def test_links_of_roles_are_carried_over_where_there_is_none(old: DirectConnection) -> None:
    await migrating.migrate(old)
    rows = await old.fetch("SELECT id, user_id, revision FROM team_members ORDER BY id")
    assert [tuple(row) for row in rows] == [
        (11, 1, 2), (12, 2, 1), (13, None, 1), (14, None, 1), (15, None, 1), (16, 7, 2),
        (17, 8, 2), (18, 10, 2), (19, 10, 1), (20, 11, 2), (21, 11, 1),
    ]  # fmt: skip
