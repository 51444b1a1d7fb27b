"""Whose schedules the limits of a user's rights show."""

from collections.abc import Iterable

from parlour.access.tenant import Tenant
from parlour.areas.schedules.queries import reading
from parlour.areas.schedules.rights import limits_of
from parlour.db.pool import Connection


async def visible_members(conn: Connection, tenant: Tenant, wanted: Iterable[int] | None = None) -> list[int] | None:
    """Return those of the wanted members, or of all, whose schedules the user sees; None for all without a limit."""
    limits = limits_of(tenant)
    if limits.team_member_id is None and limits.position_id is None:
        return None if wanted is None else [*wanted]
    return await reading.list_members(conn, tenant, wanted, limits.team_member_id, limits.position_id)
