"""All roles of a user, in every chain: for what concerns the user and not one location."""

from typing import LiteralString

import msgspec

from parlour.db.pool import Connection
from parlour.db.rows import to_structs


class UserRole(msgspec.Struct, frozen=True):
    """A role that the user has accepted, with the changes to its rights as a JSON object."""

    role: str
    rights: str


LIST_ROLES_OF_USER: LiteralString = """
    SELECT role, '{}' AS rights FROM chain_roles WHERE user_id = $1
    UNION ALL
    SELECT lr.role, lr.rights::text AS rights FROM location_roles lr
    JOIN locations l ON l.chain_id = lr.chain_id AND l.id = lr.location_id AND l.closed_at IS NULL
    WHERE lr.user_id = $1 AND lr.is_accepted
"""


async def list_roles_of_user(conn: Connection, user_id: int) -> list[UserRole]:
    """Return the user's accepted roles in chains and in open locations."""
    return to_structs(UserRole, await conn.fetch(LIST_ROLES_OF_USER, user_id))
