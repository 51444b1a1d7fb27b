"""Statements on the rules by which events are duplicated."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.events.model.strategies import Strategy, StrategyFields
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

_COLUMNS: LiteralString = "title, mode, days, skipped, content"
_STRATEGY: LiteralString = f"SELECT {_COLUMNS}, id, location_id, revision FROM event_strategies"
LIST_STRATEGIES: LiteralString = f"{_STRATEGY} WHERE chain_id = $1 AND location_id = $2 ORDER BY id"


async def list_strategies(conn: Connection, tenant: Tenant) -> list[Strategy]:
    """List the location's strategies, by id."""
    return to_structs(Strategy, await conn.fetch(LIST_STRATEGIES, tenant.chain_id, tenant.location_id))


FIND_STRATEGY: LiteralString = f"{_STRATEGY} WHERE chain_id = $1 AND location_id = $2 AND id = $3"


async def find_strategy(conn: Connection, tenant: Tenant, strategy_id: int) -> Strategy | None:
    row = await conn.fetchrow(FIND_STRATEGY, tenant.chain_id, tenant.location_id, strategy_id)
    return to_struct_or_none(Strategy, row)


LOCK_STRATEGY: LiteralString = f"{FIND_STRATEGY} FOR NO KEY UPDATE"


async def lock_strategy(conn: Connection, tenant: Tenant, strategy_id: int) -> Strategy | None:
    """Lock and return a strategy."""
    row = await conn.fetchrow(LOCK_STRATEGY, tenant.chain_id, tenant.location_id, strategy_id)
    return to_struct_or_none(Strategy, row)


CREATE_STRATEGY: LiteralString = f"""
    INSERT INTO event_strategies (chain_id, location_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""


async def create_strategy(conn: Connection, tenant: Tenant, fields: StrategyFields) -> int:
    """Create a strategy and return its id."""
    strategy_id: int = await conn.fetchval(
        CREATE_STRATEGY, tenant.chain_id, tenant.location_id,
        fields.title, fields.mode, fields.days, fields.skipped, fields.content,
    )  # fmt: skip
    return strategy_id


UPDATE_STRATEGY: LiteralString = f"""
    UPDATE event_strategies SET ({_COLUMNS}) = ROW ($4, $5, $6, $7, $8), revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND location_id = $2 AND id = $3
"""


async def update_strategy(conn: Connection, tenant: Tenant, strategy_id: int, fields: StrategyFields) -> None:
    """Write the fields of a locked strategy as given."""
    await conn.execute(
        UPDATE_STRATEGY, tenant.chain_id, tenant.location_id, strategy_id,
        fields.title, fields.mode, fields.days, fields.skipped, fields.content,
    )  # fmt: skip
