"""Reading the audit log of a location: its own changes and the changes of its whole chain, newest first."""

from datetime import datetime
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.audit.model import Change, ChangeFilter
from parlour.areas.stock.rights.limits import sees_costs
from parlour.areas.stock.rights.scope import IS_VISIBLE, StockScope
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.page_requests import MomentSortKey, PageRequest

# Counting stops here: no user reads further, and the log only grows.
MAX_COUNTED = 10_000

# $1 to $5 are a `StockScope`, which limits the log's lines on stock as it limits stock itself: the changed record must
# be visible, and the line may not name a storage that isn't.
_STOCK_IS_VISIBLE: LiteralString = f"""
    (entity NOT IN ('stock_document', 'stock_transaction', 'storage')
     OR ($3::bigint[] IS NULL AND $4::text[] IS NULL AND $5::timestamptz IS NULL)
     OR CASE entity
            WHEN 'storage' THEN $3::bigint[] IS NULL OR entity_id = ANY ($3)
            WHEN 'stock_document' THEN EXISTS (
                SELECT FROM stock_documents WHERE {IS_VISIBLE} AND stock_documents.id = entity_id)
            ELSE EXISTS (SELECT FROM stock_transactions WHERE {IS_VISIBLE} AND stock_transactions.id = entity_id)
        END
        AND ($3::bigint[] IS NULL OR NOT EXISTS (
            SELECT FROM unnest(ARRAY[before ->> 'storage_id', before ->> 'to_storage_id',
                                     after ->> 'storage_id', after ->> 'to_storage_id']) AS named (storage_id)
            WHERE named.storage_id::bigint <> ALL ($3))))
"""
# Columns that reveal a cost, removed for users who may not see costs ($12). A transaction's price and total are removed
# too: for a sale they would be no secret, but the line need not say what kind of transaction it was.
_COSTS: LiteralString = """
    CASE WHEN $12::boolean THEN '{}'::text[]
         WHEN entity = 'product' THEN '{cost_price,is_cost_price_fixed}'
         WHEN entity = 'stock_transaction' THEN '{cost,price,unit_cost}'
         WHEN entity = 'appointment_consumable' THEN '{price}'
         ELSE '{}' END
"""
# A change of nothing but costs is left out for them: a line without columns would reveal that a cost was changed.
_HAS_VISIBLE_COLUMNS: LiteralString = f"($12::boolean OR action <> 'changed' OR after - {_COSTS} <> '{{}}')"
_FILTERS: LiteralString = f"""
    ($6::bigint IS NULL OR user_id = $6) AND ($7::text IS NULL OR entity = $7)
    AND ($8::bigint IS NULL OR entity_id = $8) AND ($9::text IS NULL OR action = $9)
    AND at >= coalesce($10::timestamptz, '-infinity') AND at < coalesce($11::timestamptz, 'infinity')
    AND {_HAS_VISIBLE_COLUMNS} AND {_STOCK_IS_VISIBLE}
"""
_NEWEST_FIRST: LiteralString = "ORDER BY at DESC, id DESC"
_AFTER_PLACE: LiteralString = "(at, id) < (coalesce($15::timestamptz, 'infinity'), $16::bigint)"
# The total, up to $17, in one statement with the page. For a page after the last one there is COUNT_CHANGES.
_MATCHING: LiteralString = f"""
    SELECT FROM audit_log WHERE chain_id = $1 AND location_id = $2 AND {_FILTERS}
    UNION ALL
    SELECT FROM audit_log WHERE chain_id = $1 AND location_id IS NULL AND {_FILTERS}
"""
# Each is two ordered index scans, merged: one for the location and one for changes without a location.
_ORDERED: LiteralString = f"""
    (SELECT at, id FROM audit_log WHERE chain_id = $1 AND location_id = $2 AND {_AFTER_PLACE} AND {_FILTERS}
     {_NEWEST_FIRST} LIMIT $13::bigint + $14::bigint)
    UNION ALL
    (SELECT at, id FROM audit_log WHERE chain_id = $1 AND location_id IS NULL AND {_AFTER_PLACE} AND {_FILTERS}
     {_NEWEST_FIRST} LIMIT $13::bigint + $14::bigint)
"""
_IN_LOCATION: LiteralString = f"(location_id = $2 OR location_id IS NULL) AND {_FILTERS}"
_OF_ENTITY: LiteralString = f"SELECT at, id FROM audit_log WHERE chain_id = $1 AND entity_id = $8 AND {_IN_LOCATION}"
_OF_USER: LiteralString = f"SELECT at, id FROM audit_log WHERE chain_id = $1 AND user_id = $6 AND {_IN_LOCATION}"
_PAGE: LiteralString = f"{_NEWEST_FIRST} LIMIT $13 OFFSET $14"
_PAGE_AFTER_PLACE: LiteralString = f"AND {_AFTER_PLACE} {_PAGE}"
_WITH_NAMES: LiteralString = f"""
    SELECT a.id, a.at, a.origin, a.user_id, u.name AS user_name, a.partner_id, p.title AS partner_title,
           a.session_id, a.ip, a.location_id, a.action, a.entity, a.entity_id,
           a.before - {_COSTS} AS before, a.after - {_COSTS} AS after, total.count
    FROM total, page JOIN audit_log a ON a.chain_id = $1 AND a.at = page.at AND a.id = page.id
    LEFT JOIN users u ON u.id = a.user_id LEFT JOIN partners p ON p.id = a.partner_id
    ORDER BY a.at DESC, a.id DESC
"""

LIST_CHANGES: LiteralString = f"""
    WITH page AS ({_ORDERED} {_PAGE}),
        total AS MATERIALIZED (SELECT count(*) FROM ({_MATCHING} LIMIT $17) AS counted)
    {_WITH_NAMES}
"""
LIST_CHANGES_OF_ENTITY: LiteralString = f"""
    WITH page AS ({_OF_ENTITY} {_PAGE_AFTER_PLACE}),
        total AS MATERIALIZED (SELECT count(*) FROM ({_OF_ENTITY} LIMIT $17) AS counted)
    {_WITH_NAMES}
"""
LIST_CHANGES_OF_USER: LiteralString = f"""
    WITH page AS ({_OF_USER} {_PAGE_AFTER_PLACE}),
        total AS MATERIALIZED (SELECT count(*) FROM ({_OF_USER} LIMIT $17) AS counted)
    {_WITH_NAMES}
"""


class ListedChange(Change, frozen=True):
    """A change, and the total number of changes, up to `MAX_COUNTED`."""

    count: int


def _start_after(filter_: ChangeFilter, sort_key: MomentSortKey | None) -> tuple[datetime | None, int]:
    """Return the moment and id that the page starts after. With two bounds, PostgreSQL would start at the wrong one."""
    if sort_key is not None and (filter_.until is None or sort_key.at < filter_.until):
        return sort_key.at, sort_key.id
    return filter_.until, 0


async def list_changes(
    conn: Connection, tenant: Tenant, filter_: ChangeFilter, page: PageRequest[MomentSortKey]
) -> list[ListedChange]:
    """List changes that the user may see in the location, using the narrowest index that the filter allows."""
    if filter_.entity_id is not None:
        statement = LIST_CHANGES_OF_ENTITY
    elif filter_.user_id is not None:
        statement = LIST_CHANGES_OF_USER
    else:
        statement = LIST_CHANGES
    args = (*StockScope.of(tenant).args, *msgspec.structs.astuple(filter_), sees_costs(tenant))
    rows = await conn.fetch(statement, *args, page.limit, page.offset, *_start_after(filter_, page.after), MAX_COUNTED)
    return to_structs(ListedChange, rows)


COUNT_CHANGES: LiteralString = f"""
    SELECT count(*) AS count FROM ({_MATCHING} LIMIT $13) AS counted
"""
COUNT_CHANGES_OF_ENTITY: LiteralString = f"""
    SELECT count(*) AS count FROM ({_OF_ENTITY} LIMIT $13) AS counted
"""
COUNT_CHANGES_OF_USER: LiteralString = f"""
    SELECT count(*) AS count FROM ({_OF_USER} LIMIT $13) AS counted
"""


async def count_changes(conn: Connection, tenant: Tenant, filter_: ChangeFilter) -> int:
    """Count the changes that the filter matches, up to `MAX_COUNTED`."""
    if filter_.entity_id is not None:
        statement = COUNT_CHANGES_OF_ENTITY
    elif filter_.user_id is not None:
        statement = COUNT_CHANGES_OF_USER
    else:
        statement = COUNT_CHANGES
    args = (*StockScope.of(tenant).args, *msgspec.structs.astuple(filter_), sees_costs(tenant), MAX_COUNTED)
    count: int = await conn.fetchval(statement, *args)
    return count
