"""What visitors of a location's pages rely on when they write: it is open. They have no credentials."""

import msgspec

from parlour.access.tenant import get_public_tenant
from parlour.db.pool import Connection


class OpenLocation(msgspec.Struct, frozen=True):
    """A location that was open a moment ago. A `Claim` for the transactions that rely on it."""

    location_id: int

    @property
    def statement(self) -> str:
        """Return the SQL check that is sent together with COMMIT. It contains no values but a number."""
        return f"SELECT confirm_location({self.location_id:d})"

    async def refresh(self, conn: Connection) -> None:
        """Do nothing: the location was read for this change."""

    async def explain(self, conn: Connection) -> None:
        """Raise `NotFound` for a location that was closed."""
        await get_public_tenant(conn, self.location_id)
