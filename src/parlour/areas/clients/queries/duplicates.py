"""Finding cards that may belong to one person."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.duplicates import DuplicateCard
from parlour.areas.clients.queries.clients import COLUMNS
from parlour.areas.clients.queries.visible import IS_VISIBLE, visible_to
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# Older numbers may lack the code of the country, and may begin with what is dialled within it: 0, 00 or 8. Two numbers
# are alike if one, without that, is the end of the other. The ends of numbers are in an index.
_OWN: LiteralString = "regexp_replace(c.phone, '^(00|0|8(?=[0-9]{10}$))', '')"
_OTHER: LiteralString = "regexp_replace(o.phone, '^(00|0|8(?=[0-9]{10}$))', '')"
_ALIKE: LiteralString = f"""
    (right(c.phone, length({_OTHER})) = {_OTHER} OR right(o.phone, length({_OWN})) = {_OWN})
"""

LIST_DUPLICATES: LiteralString = f"""
    WITH ends AS (
        SELECT right(o.phone, 9) AS ending FROM clients o
        WHERE o.chain_id = $1 AND o.location_id = $2 AND o.deleted_at IS NULL AND o.phone <> ''
        GROUP BY right(o.phone, 9) HAVING count(*) > 1
    ),
    namesakes AS (
        SELECT o.birth_date, split_part(o.search_text, chr(31), 1) AS name FROM clients o
        WHERE o.chain_id = $1 AND o.location_id = $2 AND o.deleted_at IS NULL AND o.birth_date IS NOT NULL
        GROUP BY o.birth_date, split_part(o.search_text, chr(31), 1) HAVING count(*) > 1
    ),
    members AS (
        SELECT 'phone' AS reason, e.ending AS key, c.id
        FROM ends e JOIN clients c ON {IS_VISIBLE} AND c.phone <> '' AND right(c.phone, 9) = e.ending
        WHERE EXISTS (
            SELECT FROM clients o
            WHERE o.chain_id = $1 AND o.location_id = $2 AND o.deleted_at IS NULL AND o.phone <> ''
              AND right(o.phone, 9) = e.ending AND o.id <> c.id AND {_ALIKE})
        UNION ALL
        SELECT 'name_and_birthday', n.birth_date || n.name, c.id
        FROM namesakes n
        JOIN clients c ON {IS_VISIBLE} AND c.birth_date = n.birth_date
            AND split_part(c.search_text, chr(31), 1) = n.name
    ),
    sized AS (
        SELECT reason, key, id, min(id) OVER of_group AS first_id, count(*) OVER of_group AS size
        FROM members WINDOW of_group AS (PARTITION BY reason, key)
    ),
    numbered AS (
        SELECT id, reason, dense_rank() OVER (ORDER BY first_id, reason, key) AS "group"
        FROM sized WHERE size > 1
    )
    SELECT {COLUMNS}, n.reason, n."group", (SELECT max("group") FROM numbered) AS groups
    FROM numbered n JOIN clients c ON c.chain_id = $1 AND c.id = n.id
    WHERE n."group" <= $4 ORDER BY n."group", c.id
"""


async def list_duplicates(conn: Connection, tenant: Tenant, limit: int) -> list[DuplicateCard]:
    """List the cards of the first groups, which begin with the oldest card, in their order."""
    return to_structs(DuplicateCard, await conn.fetch(LIST_DUPLICATES, *visible_to(tenant), limit))
