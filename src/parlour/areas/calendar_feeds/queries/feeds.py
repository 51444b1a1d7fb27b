"""Statements on feeds."""

from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.access.tokens import hash_token
from parlour.areas.calendar_feeds.model.feeds import Feed, NewFeed, Source
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_struct_or_none, to_structs


class Member(msgspec.Struct, frozen=True):
    """A team member that a feed can be for."""

    id: int
    position_id: int | None


LIST_FEEDS: LiteralString = """
    SELECT f.id, f.location_id, f.team_member_id, m.name AS member_name, f.shows_clients, f.user_id, f.created_at
    FROM calendar_feeds f LEFT JOIN team_members m ON m.chain_id = f.chain_id AND m.id = f.team_member_id
    WHERE f.chain_id = $1 AND f.location_id = $2 AND ($3::bigint IS NULL OR f.user_id = $3) ORDER BY f.id
"""


async def list_feeds(conn: Connection, tenant: Tenant, user_id: int | None) -> list[Feed]:
    """List the feeds of a location by id: those of a user, or all."""
    return to_structs(Feed, await conn.fetch(LIST_FEEDS, tenant.chain_id, tenant.location_id, user_id))


CREATE_FEED: LiteralString = """
    WITH made AS (
        INSERT INTO calendar_feeds (chain_id, location_id, team_member_id, shows_clients, token_hash, user_id)
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING *
    )
    SELECT f.id, f.location_id, f.team_member_id, m.name AS member_name, f.shows_clients, f.user_id, f.created_at
    FROM made f LEFT JOIN team_members m ON m.chain_id = f.chain_id AND m.id = f.team_member_id
"""


async def create_feed(conn: Connection, tenant: Tenant, new: NewFeed, token: str, user_id: int | None) -> Feed:
    row = await conn.fetchrow(
        CREATE_FEED,
        tenant.chain_id,
        tenant.location_id,
        new.team_member_id,
        new.shows_clients,
        hash_token(token),
        user_id,
    )
    assert row is not None  # noqa: S101 - an insert gives its row
    return to_struct(Feed, row)


DELETE_FEED: LiteralString = """
    DELETE FROM calendar_feeds
    WHERE chain_id = $1 AND location_id = $2 AND id = $3 AND ($4::bigint IS NULL OR user_id = $4) RETURNING id
"""


async def delete_feed(conn: Connection, tenant: Tenant, feed_id: int, user_id: int | None) -> bool:
    """Delete a feed, one of a user's or any, and return whether there was one."""
    found = await conn.fetchval(DELETE_FEED, tenant.chain_id, tenant.location_id, feed_id, user_id)
    return found is not None


LOCK_MEMBER: LiteralString = """
    SELECT id, position_id FROM team_members
    WHERE chain_id = $1 AND location_id = $2 AND id = $3 AND deleted_at IS NULL AND NOT is_dismissed FOR KEY SHARE
"""


async def lock_member(conn: Connection, tenant: Tenant, member_id: int) -> Member | None:
    """Lock and return a member who works in the location, or None."""
    row = await conn.fetchrow(LOCK_MEMBER, tenant.chain_id, tenant.location_id, member_id)
    return to_struct_or_none(Member, row)


FIND_SOURCE: LiteralString = """
    SELECT f.id, f.chain_id, f.location_id, f.team_member_id, m.name AS member_name, f.shows_clients, f.user_id,
           l.title, l.address, l.city
    FROM calendar_feeds f
    JOIN locations l ON l.chain_id = f.chain_id AND l.id = f.location_id AND l.closed_at IS NULL
    LEFT JOIN team_members m
        ON m.chain_id = f.chain_id AND m.id = f.team_member_id AND m.deleted_at IS NULL AND NOT m.is_dismissed
    LEFT JOIN users u ON u.id = f.user_id
    WHERE f.token_hash = $1 AND (f.team_member_id IS NULL OR m.id IS NOT NULL)
      AND (f.user_id IS NULL OR u.is_approved)
"""


async def find_source(conn: Connection, token: str) -> Source | None:
    """Return what a token stands for, if its location, its team member and its user are still there."""
    return to_struct_or_none(Source, await conn.fetchrow(FIND_SOURCE, hash_token(token)))
