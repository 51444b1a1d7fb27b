"""Users, roles, invitations and linked team members of three locations, each with a neighbour that looks like it."""

from typing import Any, LiteralString

from parlour.areas.users.model.users import (
    LocationKey,
)
from parlour.db.pool import Connection
from tests.support.people import (
    ABROAD,
    CHAIN,
    HARBOUR,
    HILLSIDE,
    OTHER_CHAIN,
)

KEYS = {location: LocationKey(CHAIN, location) for location in (HARBOUR, HILLSIDE)} | {
    ABROAD: LocationKey(OTHER_CHAIN, ABROAD)
}
ANNA, BEN = 20, 21
"""New users: Anna is invited by phone to HARBOUR and HILLSIDE, and Ben has accepted while his invitation is open."""
WORLD: LiteralString = """
    UPDATE users SET phone = '+819012345678' WHERE id = 5;
    INSERT INTO users (id, name, email, phone, password_hash, is_approved) OVERRIDING SYSTEM VALUE VALUES
        (20, 'Anna', 'anna@example.com', '+13155550120', '!', false),
        (21, 'Ben', 'ben@example.com', NULL, '$', true);
    INSERT INTO chain_roles (chain_id, user_id, role) VALUES (72, 3, 'accountant');
    UPDATE location_roles SET position = 'Stylist', rights = '{"storages_access": true}' WHERE user_id = 3;
    INSERT INTO location_roles (chain_id, location_id, user_id, role, rights, position, is_accepted) VALUES
        (71, 1, 1, 'worker', '{"a": 1}', 'Boss', false),
        (71, 1, 5, 'manager', '{}', 'Guest', false),
        (71, 1, 20, 'worker', '{}', '', false), (71, 1, 21, 'worker', '{}', '', true),
        (71, 2, 3, 'owner', '{"c": 3}', 'Chief', true), (71, 2, 20, 'accountant', '{}', 'There', false),
        (72, 3, 2, 'owner', '{}', 'Away', true), (72, 3, 20, 'manager', '{}', '', false);
    INSERT INTO invitations (
        chain_id, location_id, user_id, token_hash, invited_by, expires_at, accepted_at, revoked_at, sent_to, name,
        is_mailed)
    SELECT chain_id, location_id, user_id, sha256(token::bytea), invited_by, '2100-01-01'::timestamptz,
           CASE how WHEN 'accepted' THEN '2025-01-01'::timestamptz END,
           CASE how WHEN 'revoked' THEN '2025-01-02'::timestamptz END, sent_to, name, is_mailed
    FROM (VALUES
        (71, 1, 1, 'a', 2, '', 'boss@example.com', 'Boss', true),
        (71, 1, 5, 'b', 2, 'revoked', 'foreigner@example.com', 'Not she', true),
        (71, 1, 5, 'c', 1, '', 'foreigner@example.com', 'My friend', true),
        (71, 1, 20, 'd', NULL, '', '+13155550120', 'A. here', false),
        (71, 1, 21, 'e', 1, '', 'ben@example.com', 'B.', true),
        (71, 1, 3, 'f', 1, 'accepted', 'worker@example.com', 'W.', true),
        (71, 2, 20, 'g', 4, '', 'anna@example.com', 'A. there', true),
        (72, 3, 20, 'h', 5, '', 'anna@example.com', 'A. abroad', true)
    ) AS made (chain_id, location_id, user_id, token, invited_by, how, sent_to, name, is_mailed);
    INSERT INTO team_members (chain_id, id, location_id, name, user_id, deleted_at, changed_at)
        OVERRIDING SYSTEM VALUE VALUES
        (71, 11, 1, 'Worker', 3, NULL, '2025-01-01'), (71, 12, 1, 'Manager, gone', 2, now(), '2025-01-01'),
        (71, 13, 2, 'Worker there', 3, NULL, '2025-01-01'), (72, 14, 3, 'Manager abroad', 2, NULL, '2025-01-01'),
        (71, 15, 1, 'Free', NULL, NULL, '2025-01-01'), (71, 16, 1, 'Ben', 21, NULL, '2025-01-01'),
        (71, 17, 1, 'Free and gone', NULL, now(), '2025-01-01'), (71, 18, 2, 'Free there', NULL, NULL, '2025-01-01');
"""


TABLES = ("users", "location_roles", "chain_roles", "invitations", "team_members", "sessions")
Rows = dict[str, dict[str, Any]]


async def rows_of(conn: Connection) -> Rows:
    """Return the rows of the tables by a short name each."""
    found: Rows = {}
    for table in TABLES:
        for row in await conn.fetch(f"SELECT * FROM {table}"):
            place = f"{row['location_id']}/" if table == "location_roles" else ""
            key = row["user_id"] if table in ("location_roles", "chain_roles") else row["id"]
            found[f"{table} {place}{key}"] = dict(row)
    return found


def changes_between(before: Rows, after: Rows) -> dict[str, Any]:
    """Return the changed columns of each row that changed; None for a row that is gone, and the whole of a new one."""
    found: dict[str, Any] = {name: None for name in before if name not in after}
    for name, row in after.items():
        was = before.get(name, {})
        if row != was:
            found[name] = {column: value for column, value in row.items() if was.get(column) != value or not was}
    return found
