"""Finding cards that may belong to one person."""

from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.duplicates import DuplicateCard
from parlour.areas.clients.queries.clients import COLUMNS
from parlour.areas.clients.queries.visible import IS_VISIBLE, visible_to
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# Older numbers may lack the code of the country, and may begin with what is dialled within it: 0, 00 or 8. Two numbers
# are alike if one, without that, is the end of the other. The cards of the location are read once; whatever is
# compared in pairs is only what has the same nine last digits.
_OWN: LiteralString = "regexp_replace(e.phone, '^(00|0|8(?=[0-9]{10}$))', '')"
_OTHER: LiteralString = "regexp_replace(o.phone, '^(00|0|8(?=[0-9]{10}$))', '')"

LIST_DUPLICATES: LiteralString = f"""
    WITH cards AS MATERIALIZED (
        SELECT c.id, c.phone, right(c.phone, 9) AS ending, c.birth_date, split_part(c.search_text, chr(31), 1) AS name
        FROM clients c WHERE {IS_VISIBLE}
    ),
    endings AS MATERIALIZED (
        SELECT id, phone, ending FROM (
            SELECT id, phone, ending, count(*) OVER (PARTITION BY ending) AS size FROM cards WHERE phone <> ''
        ) AS counted WHERE size > 1
    ),
    members AS (
        SELECT 'phone' AS reason, e.ending AS key, e.id
        FROM endings e
        WHERE EXISTS (
            SELECT FROM endings o
            WHERE o.ending = e.ending AND o.id <> e.id AND (
                right(e.phone, length({_OTHER})) = {_OTHER} OR right(o.phone, length({_OWN})) = {_OWN}))
        UNION ALL
        SELECT 'name_and_birthday', birth_date || name, id FROM (
            SELECT id, birth_date, name, count(*) OVER (PARTITION BY birth_date, name) AS size
            FROM cards WHERE birth_date IS NOT NULL
        ) AS counted WHERE size > 1
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
