"""Reading the audit log of a location: its own changes and those of its whole chain, newest first."""

from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.audit.model import Change, ChangeFilter
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# Counting stops here: nobody reads further, and the log only grows.
MAX_COUNTED = 10_000

_FILTERS: LiteralString = """
    ($3::bigint IS NULL OR user_id = $3) AND ($4::text IS NULL OR entity = $4)
    AND ($5::bigint IS NULL OR entity_id = $5) AND ($6::text IS NULL OR action = $6)
    AND at >= coalesce($7::timestamptz, '-infinity') AND at < coalesce($8::timestamptz, 'infinity')
"""
_NEWEST_FIRST: LiteralString = "ORDER BY at DESC, id DESC"
# Each is two ordered scans of an index, one for the location and one for what has none, merged.
_OF_PLACES: LiteralString = f"""
    (SELECT at, id FROM audit_log WHERE chain_id = $1 AND location_id = $2 AND {_FILTERS}
     {_NEWEST_FIRST} LIMIT $9::bigint + $10::bigint)
    UNION ALL
    (SELECT at, id FROM audit_log WHERE chain_id = $1 AND location_id IS NULL AND {_FILTERS}
     {_NEWEST_FIRST} LIMIT $9::bigint + $10::bigint)
"""
_IN_SIGHT: LiteralString = f"(location_id = $2 OR location_id IS NULL) AND {_FILTERS}"
_OF_THING: LiteralString = f"SELECT at, id FROM audit_log WHERE chain_id = $1 AND entity_id = $5 AND {_IN_SIGHT}"
_OF_USER: LiteralString = f"SELECT at, id FROM audit_log WHERE chain_id = $1 AND user_id = $3 AND {_IN_SIGHT}"
_PAGE: LiteralString = f"{_NEWEST_FIRST} LIMIT $9 OFFSET $10"
_SHOW_PAGE: LiteralString = """
    SELECT a.id, a.at, a.origin, a.user_id, u.name AS user_name, a.partner_id, p.title AS partner_title,
           a.session_id, a.ip, a.location_id, a.action, a.entity, a.entity_id, a.before, a.after
    FROM page JOIN audit_log a ON a.chain_id = $1 AND a.at = page.at AND a.id = page.id
    LEFT JOIN users u ON u.id = a.user_id LEFT JOIN partners p ON p.id = a.partner_id
    ORDER BY a.at DESC, a.id DESC
"""

LIST_CHANGES: LiteralString = f"WITH page AS ({_OF_PLACES} {_PAGE}) {_SHOW_PAGE}"
LIST_CHANGES_OF_THING: LiteralString = f"WITH page AS ({_OF_THING} {_PAGE}) {_SHOW_PAGE}"
LIST_CHANGES_OF_USER: LiteralString = f"WITH page AS ({_OF_USER} {_PAGE}) {_SHOW_PAGE}"


async def list_changes(conn: Connection, tenant: Tenant, shown: ChangeFilter, limit: int, offset: int) -> list[Change]:
    """A page of what the location sees; found by the narrowest index that the filter allows."""
    if shown.entity_id is not None:
        statement = LIST_CHANGES_OF_THING
    elif shown.user_id is not None:
        statement = LIST_CHANGES_OF_USER
    else:
        statement = LIST_CHANGES
    filters = msgspec.structs.astuple(shown)
    return to_structs(Change, await conn.fetch(statement, tenant.chain_id, tenant.location_id, *filters, limit, offset))


COUNT_CHANGES: LiteralString = f"""
    SELECT count(*) AS count FROM (
        SELECT at, id FROM audit_log WHERE chain_id = $1 AND location_id = $2 AND {_FILTERS}
        UNION ALL
        SELECT at, id FROM audit_log WHERE chain_id = $1 AND location_id IS NULL AND {_FILTERS}
        LIMIT $9
    ) AS seen
"""
COUNT_CHANGES_OF_THING: LiteralString = f"""
    SELECT count(*) AS count FROM ({_OF_THING} LIMIT $9) AS seen
"""
COUNT_CHANGES_OF_USER: LiteralString = f"""
    SELECT count(*) AS count FROM ({_OF_USER} LIMIT $9) AS seen
"""


async def count_changes(conn: Connection, tenant: Tenant, shown: ChangeFilter) -> int:
    """How many there are in all, up to `MAX_COUNTED`."""
    if shown.entity_id is not None:
        statement = COUNT_CHANGES_OF_THING
    elif shown.user_id is not None:
        statement = COUNT_CHANGES_OF_USER
    else:
        statement = COUNT_CHANGES
    filters = msgspec.structs.astuple(shown)
    count: int = await conn.fetchval(statement, tenant.chain_id, tenant.location_id, *filters, MAX_COUNTED)
    return count
