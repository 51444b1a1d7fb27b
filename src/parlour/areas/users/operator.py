"""Statements of the server's operator: inviting to any location, with any role. Only the command line uses them."""

from typing import LiteralString

from parlour.areas.users.model.users import Invite, Place
from parlour.areas.users.queries import members
from parlour.areas.users.service import inviting
from parlour.areas.users.service.inviting import Post
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none
from parlour.errors import NotFound

FIND_PLACE: LiteralString = "SELECT chain_id, id AS location_id FROM locations WHERE id = $1 AND closed_at IS NULL"


async def find_place(conn: Connection, location_id: int) -> Place | None:
    return to_struct_or_none(Place, await conn.fetchrow(FIND_PLACE, location_id))


async def invite(conn: Connection, location_id: int, new: Invite, post: Post) -> str:
    """Invite, and return the link: no message is sent. Raise `NotFound`, or `Invalid` for a user with a role there."""
    place = await find_place(conn, location_id)
    if place is None or not await members.lock_locations(conn, place.chain_id, [place.location_id]):
        raise NotFound(f"Location {location_id}")
    prepared = await inviting.prepare(conn, place, [new], None)
    (made,) = await inviting.write(conn, place, None, prepared, post)
    return post.link(made.token)
