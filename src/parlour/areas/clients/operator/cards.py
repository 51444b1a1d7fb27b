"""Finding and adding clients at the command line."""

from datetime import date
from typing import LiteralString

import msgspec

from parlour.access.tenant import get_operators_tenant
from parlour.areas.clients.model.changes import CardChange
from parlour.areas.clients.model.clients import ClientPatch
from parlour.areas.clients.service.clients import create_client
from parlour.areas.clients.service.settling import settle
from parlour.areas.folding import fold
from parlour.db.pool import Connection
from parlour.db.rows import to_structs
from parlour.errors import Invalid

MOST_FOUND = 100


class ListedClient(msgspec.Struct, frozen=True):
    """A client as the operator sees one."""

    id: int
    location_id: int
    name: str
    phone: str
    email: str
    card: str
    visits: int
    last_visit: date | None


_ROW: LiteralString = """
    id, location_id, concat_ws(' ', name, nullif(surname, ''), nullif(middle_name, '')) AS name, phone, email, card,
    visit_count AS visits, last_visit_on AS last_visit
"""
FIND_CLIENTS: LiteralString = f"""
    SELECT {_ROW} FROM clients
    WHERE chain_id = $1 AND location_id = $2 AND deleted_at IS NULL
      AND (NOT EXISTS (SELECT FROM unnest($3::text[]) AS word WHERE strpos(search_text, word) = 0)
           OR ($4 <> '' AND strpos(phone, $4) > 0))
    ORDER BY id LIMIT $5
"""
GET_CLIENT: LiteralString = f"SELECT {_ROW} FROM clients WHERE chain_id = $1 AND id = $2"


async def find_clients(conn: Connection, location_id: int, text: str) -> list[ListedClient]:
    """List the first clients of a location with all words of a text, or with its digits in their phone number.

    Raise `NotFound` for the location.
    """
    tenant = await get_operators_tenant(conn, location_id)
    folded = fold(text)
    digits = "".join(each for each in folded if each.isdecimal())
    rows = await conn.fetch(FIND_CLIENTS, tenant.chain_id, tenant.location_id, folded.split(), digits, MOST_FOUND)
    return to_structs(ListedClient, rows)


async def add_client(conn: Connection, location_id: int, patch: ClientPatch) -> ListedClient:
    """Create a client. Raise `NotFound` for the location, and `Invalid`."""
    tenant = await get_operators_tenant(conn, location_id)
    new = await settle(conn, tenant, CardChange(patch=patch, edits_fields=False), None)
    if new.faults:
        raise Invalid(new.faults)
    created = await create_client(conn, tenant, new)
    (listed,) = to_structs(ListedClient, await conn.fetch(GET_CLIENT, tenant.chain_id, created.id))
    return listed
