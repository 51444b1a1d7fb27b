"""Finding clients while a user types, and by phone number in a whole chain."""

from collections.abc import Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.found import FoundClient
from parlour.areas.clients.queries.search_conditions import PIECES
from parlour.areas.clients.queries.visible import IS_VISIBLE, visible_to
from parlour.areas.clients.rights import only_member_of
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

_FOUND: LiteralString = "c.id, c.location_id, c.name, c.surname, c.middle_name, c.phone, c.email"

# Without digits the second condition repeats the first: the pieces of an empty text are in all clients.
SUGGEST_CLIENTS: LiteralString = f"""
    SELECT {_FOUND}
    FROM (
        SELECT * FROM clients
        WHERE deleted_at IS NULL AND (
            {PIECES} @> word_pieces($2, $4::text[])
            OR {PIECES} @> word_pieces($2, CASE WHEN $5 = '' THEN $4 ELSE ARRAY[$5] END))
        OFFSET 0
    ) AS c
    WHERE {IS_VISIBLE}
      AND (NOT EXISTS (SELECT FROM unnest($4::text[]) AS word WHERE strpos(c.search_text, word) = 0)
           OR ($5 <> '' AND strpos(c.phone, $5) > 0))
    ORDER BY c.last_visit_on DESC NULLS LAST, c.id LIMIT $6
"""


async def suggest_clients(
    conn: Connection, tenant: Tenant, words: Sequence[str], digits: str, limit: int
) -> list[FoundClient]:
    """List the clients with all of the folded words, or with the digits in the number; who came last is first."""
    rows = await conn.fetch(SUGGEST_CLIENTS, *visible_to(tenant), words, digits, limit)
    return to_structs(FoundClient, rows)


FIND_IN_CHAIN: LiteralString = f"""
    SELECT {_FOUND}
    FROM unnest($2::bigint[], $3::bigint[]) AS seen (location_id, only_member_of)
    JOIN clients c ON c.chain_id = $1 AND c.location_id = seen.location_id
    WHERE c.phone = ANY ($4::text[]) AND c.phone <> '' AND c.deleted_at IS NULL
      AND (seen.only_member_of = 0 OR EXISTS (
          SELECT FROM appointments own
          WHERE own.chain_id = $1 AND own.client_id = c.id AND own.team_member_id = seen.only_member_of
            AND own.deleted_at IS NULL))
    ORDER BY c.location_id, c.id
"""


async def find_in_chain(
    conn: Connection, chain_id: int, tenants: Sequence[Tenant], phones: Sequence[str]
) -> list[FoundClient]:
    """List the cards with any of the phone numbers in locations of a chain, as far as the user sees them."""
    locations, members = [each.location_id for each in tenants], [only_member_of(each) for each in tenants]
    return to_structs(FoundClient, await conn.fetch(FIND_IN_CHAIN, chain_id, locations, members, phones))
