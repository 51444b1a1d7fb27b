"""What other areas ask of locations."""

from parlour.areas.locations import queries
from parlour.areas.locations.model import Location, LocationFilter
from parlour.db.pool import Connection

# More locations than any chain has; a list without pages must end somewhere.
MAX_LOCATIONS = 10_000


async def list_locations_of_user(conn: Connection, user_id: int) -> list[Location]:
    """All open locations of the chains where the user has a role."""
    shown = LocationFilter(user_id, None, None, None, None, with_role_only=False, with_closed=False)
    return await queries.list_locations(conn, shown, MAX_LOCATIONS, 0)
