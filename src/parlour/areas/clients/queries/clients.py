"""Statements on clients."""

from typing import Any, LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.clients import Client, ClientFields
from parlour.areas.clients.queries.visible import IS_VISIBLE, visible_to
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none

# The columns of `ClientFields`, then what follows from them; and their values.
_WRITTEN: LiteralString = """
    name, surname, middle_name, phone, email, card, gender, importance, discount, birth_date, comment,
    gets_birthday_message, refuses_mailings, starting_sold, starting_paid, starting_balance, custom_values, search_text
"""
_VALUES: LiteralString = "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20"
COLUMNS: LiteralString = """
    c.name, c.surname, c.middle_name, c.phone, c.email, c.card, c.gender, c.importance, c.discount, c.birth_date,
    c.comment, c.gets_birthday_message, c.refuses_mailings, c.starting_sold, c.starting_paid, c.starting_balance,
    c.custom_values, c.id, c.chain_id, c.location_id, c.visit_count, c.first_visit_on, c.last_visit_on, c.sold_amount,
    c.paid_amount, c.balance,
    coalesce((
        SELECT jsonb_agg(jsonb_build_object('id', t.id, 'title', t.title, 'color', t.color) ORDER BY t.id)
        FROM client_tags ct JOIN tags t ON t.chain_id = ct.chain_id AND t.id = ct.tag_id
        WHERE ct.chain_id = c.chain_id AND ct.client_id = c.id AND t.deleted_at IS NULL
    ), '[]')::text AS tags,
    c.revision, c.created_at, c.changed_at
"""

FIND_CLIENT: LiteralString = f"SELECT {COLUMNS} FROM clients c WHERE {IS_VISIBLE} AND c.id = $4"


async def find_client(conn: Connection, tenant: Tenant, client_id: int) -> Client | None:
    return to_struct_or_none(Client, await conn.fetchrow(FIND_CLIENT, *visible_to(tenant), client_id))


# Without the tags, which are read after the lock.
LOCK_CLIENT: LiteralString = f"SELECT c.id FROM clients c WHERE {IS_VISIBLE} AND c.id = $4 FOR NO KEY UPDATE OF c"


async def lock_client(conn: Connection, tenant: Tenant, client_id: int) -> None:
    """Lock a client, to be read by the next statement. Until the transaction ends, no other changes the card."""
    await conn.execute(LOCK_CLIENT, *visible_to(tenant), client_id)


HAS_CLIENT: LiteralString = f"SELECT EXISTS (SELECT FROM clients c WHERE {IS_VISIBLE} AND c.id = $4)"


async def has_client(conn: Connection, tenant: Tenant, client_id: int) -> bool:
    """Return whether the user sees a client with the id."""
    is_there: bool = await conn.fetchval(HAS_CLIENT, *visible_to(tenant), client_id)
    return is_there


FIND_BY_PHONE: LiteralString = """
    SELECT id FROM clients
    WHERE chain_id = $1 AND location_id = $2 AND phone = $3 AND phone <> '' AND deleted_at IS NULL
"""


async def find_by_phone(conn: Connection, tenant: Tenant, phone: str) -> int | None:
    """Return the client with a phone number, also one that the user doesn't see: no other card can have it."""
    client_id: int | None = await conn.fetchval(FIND_BY_PHONE, tenant.chain_id, tenant.location_id, phone)
    return client_id


CREATE_CLIENT: LiteralString = f"""
    INSERT INTO clients (chain_id, location_id, {_WRITTEN}) VALUES ($1, $2, {_VALUES})
    ON CONFLICT (chain_id, location_id, phone) WHERE deleted_at IS NULL AND phone <> '' DO NOTHING
    RETURNING id
"""


async def create_client(conn: Connection, tenant: Tenant, fields: ClientFields) -> int | None:
    """Create a client and return the id; None if another client of the location has the phone number.

    Waits for a transaction that is creating a client with the number.
    """
    client_id: int | None = await conn.fetchval(CREATE_CLIENT, tenant.chain_id, tenant.location_id, *_values_of(fields))
    return client_id


def _values_of(fields: ClientFields) -> list[Any]:
    return [*(getattr(fields, name) for name in ClientFields.__struct_fields__), fields.search_text]
