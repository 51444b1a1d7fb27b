"""A user's chains with their locations."""

from parlour.areas.chains import queries
from parlour.areas.chains.model import ChainMembership
from parlour.areas.locations.model import Location
from parlour.areas.locations.service.locations import list_locations_of_user
from parlour.db.pool import Connection


async def list_chains(conn: Connection, user_id: int) -> list[tuple[ChainMembership, list[Location]]]:
    """Chains in the order of their ids, each with its open locations in the same order."""
    chains = await queries.list_chains_of_user(conn, user_id)
    locations = await list_locations_of_user(conn, user_id)
    return [(chain, [location for location in locations if location.chain_id == chain.id]) for chain in chains]
