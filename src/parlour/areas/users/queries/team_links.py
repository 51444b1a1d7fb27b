"""Statements on the links between users and the team members that they are, which the team members keep."""

from collections.abc import Mapping, Sequence
from typing import LiteralString

from parlour.areas.users.model.users import LocationKey, TeamLink
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# All at once and in one order, so that two who exchange links don't wait for each other.
LOCK_LINKS: LiteralString = """
    SELECT id AS team_member_id, user_id FROM team_members
    WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL
      AND (id = ANY ($3::bigint[]) OR user_id = ANY ($4::bigint[]))
    ORDER BY id FOR NO KEY UPDATE
"""


async def lock_links(
    conn: Connection, location: LocationKey, team_member_ids: Sequence[int], user_ids: Sequence[int]
) -> list[TeamLink]:
    """Lock these team members of a location and those of these users, and list them with their users."""
    rows = await conn.fetch(LOCK_LINKS, location.chain_id, location.location_id, team_member_ids, user_ids)
    return to_structs(TeamLink, rows)


CLEAR_LINKS: LiteralString = """
    UPDATE team_members SET user_id = NULL, revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL AND user_id = ANY ($3::bigint[])
      AND id <> ALL ($4::bigint[])
"""
SET_LINKS: LiteralString = """
    UPDATE team_members m SET user_id = given.user_id, revision = m.revision + 1, changed_at = now()
    FROM unnest($3::bigint[], $4::bigint[]) AS given (user_id, team_member_id)
    WHERE m.chain_id = $1 AND m.location_id = $2 AND m.deleted_at IS NULL AND m.id = given.team_member_id
      AND m.user_id IS DISTINCT FROM given.user_id
"""


async def set_links(conn: Connection, location: LocationKey, links: Mapping[int, int | None]) -> None:
    """Set the team members that users are; None for none. They must be locked.

    A user who has been linked to another one meanwhile violates `team_members_user_idx`.
    """
    key = (location.chain_id, location.location_id)
    linked = {user_id: member_id for user_id, member_id in links.items() if member_id is not None}
    await conn.execute(CLEAR_LINKS, *key, list(links), list(linked.values()))
    await conn.execute(SET_LINKS, *key, list(linked), list(linked.values()))
