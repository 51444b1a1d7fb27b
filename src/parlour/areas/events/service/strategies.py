"""Creating and changing the rules by which events are duplicated."""

from parlour.access.tenant import Tenant
from parlour.areas.events.model.strategies import Strategy, StrategyFields
from parlour.areas.events.queries import strategies as queries
from parlour.areas.revisions import Revisions, check_revision
from parlour.db.pool import Connection
from parlour.errors import NotFound


async def get_strategy(conn: Connection, tenant: Tenant, strategy_id: int) -> Strategy:
    """Return a strategy of the location. Raise `NotFound`."""
    strategy = await queries.find_strategy(conn, tenant, strategy_id)
    if strategy is None:
        raise NotFound("Strategy")
    return strategy


async def create_strategy(conn: Connection, tenant: Tenant, fields: StrategyFields) -> Strategy:
    """Create a strategy of the location."""
    return await get_strategy(conn, tenant, await queries.create_strategy(conn, tenant, fields))


async def update_strategy(
    conn: Connection, tenant: Tenant, strategy_id: int, fields: StrategyFields, expected: Revisions
) -> Strategy:
    """Replace the fields of a strategy. Raise `NotFound`, `Stale`."""
    strategy = await queries.lock_strategy(conn, tenant, strategy_id)
    if strategy is None:
        raise NotFound("Strategy")
    check_revision(strategy.revision, expected)
    await queries.update_strategy(conn, tenant, strategy_id, fields)
    return await get_strategy(conn, tenant, strategy_id)
