"""Calendar feeds of all chains, for the operator."""

from datetime import datetime
from typing import LiteralString

import msgspec

from parlour.access.tenant import get_operators_tenant
from parlour.areas.calendar_feeds.model.feeds import NewFeed
from parlour.areas.calendar_feeds.service import feeds
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs
from parlour.errors import NotFound


class Feed(msgspec.Struct, frozen=True):
    """A feed as the operator sees it. `user` is who made it; None for the operator."""

    id: int
    location_id: int
    location: str
    team_member: str | None
    shows_clients: bool
    user: str | None
    created_at: datetime


class NewAddress(msgspec.Struct, frozen=True):
    """A new feed and its address, which is shown only once."""

    id: int
    location_id: int
    team_member: str | None
    shows_clients: bool
    address: str


_FEEDS: LiteralString = """
    SELECT f.id, f.location_id, l.title AS location, m.name AS team_member, f.shows_clients, u.name AS user,
           f.created_at
    FROM calendar_feeds f
    JOIN locations l ON l.chain_id = f.chain_id AND l.id = f.location_id
    LEFT JOIN team_members m ON m.chain_id = f.chain_id AND m.id = f.team_member_id
    LEFT JOIN users u ON u.id = f.user_id
"""
LIST_FEEDS: LiteralString = f"""
    {_FEEDS} WHERE ($1::bigint IS NULL OR f.location_id = $1) ORDER BY f.chain_id, f.location_id, f.id
"""


async def list_feeds(conn: Connection, location_id: int | None) -> list[Feed]:
    """List the feeds of a location, or all, location by location."""
    return to_structs(Feed, await conn.fetch(LIST_FEEDS, location_id))


async def add_feed(conn: Connection, location_id: int, new: NewFeed, base_url: str) -> NewAddress:
    """Create a feed that shows all that it can. Raise `NotFound`, or `Invalid` for the team member."""
    created = await feeds.create_feed(conn, await get_operators_tenant(conn, location_id), new)
    feed = created.feed
    return NewAddress(feed.id, location_id, feed.member_name, feed.shows_clients, created.address(base_url))


DELETE_FEED: LiteralString = f"""
    WITH gone AS (DELETE FROM calendar_feeds WHERE id = $1 RETURNING id)
    {_FEEDS} JOIN gone ON gone.id = f.id
"""


async def delete_feed(conn: Connection, feed_id: int) -> Feed:
    """Delete a feed and return it. Raise `NotFound`."""
    deleted = to_struct_or_none(Feed, await conn.fetchrow(DELETE_FEED, feed_id))
    if deleted is None:
        raise NotFound(f"Calendar feed {feed_id}")
    return deleted
