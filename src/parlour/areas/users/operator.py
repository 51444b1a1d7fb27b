"""Statements of the server's operator: inviting to any location, with any role. Only the command line uses them."""

from typing import LiteralString

from parlour.areas.users.model.users import Invite, LocationKey
from parlour.areas.users.queries import members
from parlour.areas.users.service import invitations
from parlour.areas.users.service.invitations import InvitationDelivery
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none
from parlour.errors import NotFound

FIND_LOCATION: LiteralString = "SELECT chain_id, id AS location_id FROM locations WHERE id = $1"


async def find_location(conn: Connection, location_id: int) -> LocationKey | None:
    return to_struct_or_none(LocationKey, await conn.fetchrow(FIND_LOCATION, location_id))


async def invite(conn: Connection, location_id: int, new: Invite, delivery: InvitationDelivery) -> str:
    """Invite, and return the link: no message is sent. Raise `NotFound`, or `Invalid` for a user with a role there."""
    location = await find_location(conn, location_id)
    if location is None or not await members.lock_locations(conn, location.chain_id, [location.location_id]):
        raise NotFound(f"Location {location_id}")
    resolved = await invitations.resolve(conn, location, [new], None)
    (stored,) = await invitations.store(conn, location, None, resolved, delivery)
    return delivery.link(stored.token)
