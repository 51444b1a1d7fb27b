"""A user's chains with their locations."""

from parlour.areas.chains import queries
from parlour.areas.chains.model import ChainMembership
from parlour.areas.locations.model import Location
from parlour.areas.locations.service.locations import list_locations_of_user
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def list_chains(conn: Connection, user_id: int) -> list[tuple[ChainMembership, list[Location]]]:
    """List the user's chains by id, each with its open locations by id."""
    chains = await queries.list_chains_of_user(conn, user_id)
    locations = await list_locations_of_user(conn, user_id)
    return [(chain, [location for location in locations if location.chain_id == chain.id]) for chain in chains]


async def require_chain(conn: Connection, chain_id: int, user_id: int | None) -> None:
    """Raise `NotFound` for a chain that doesn't exist or, with a user, where the user has no role."""
    if user_id is None:
        found = await queries.chain_exists(conn, chain_id)
    else:
        found = any(chain.id == chain_id for chain in await queries.list_chains_of_user(conn, user_id))
    if not found:
        raise NotFound("Chain")
