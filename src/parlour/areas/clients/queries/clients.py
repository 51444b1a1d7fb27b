"""Statements on clients."""

from collections import deque
from collections.abc import Sequence
from typing import Any, LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.clients import Client, ClientFields
from parlour.areas.clients.queries.visible import IS_VISIBLE, visible_to
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

_ENCODER = msgspec.json.Encoder(decimal_format="number")
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


FIND_BY_PHONES: LiteralString = """
    SELECT phone, id FROM clients
    WHERE chain_id = $1 AND location_id = $2 AND phone = ANY ($3::text[]) AND phone <> '' AND deleted_at IS NULL
"""


async def find_by_phones(conn: Connection, tenant: Tenant, phones: Sequence[str]) -> dict[str, int]:
    """Return the clients with some phone numbers, also ones that the user doesn't see: no other card can have these."""
    rows = await conn.fetch(FIND_BY_PHONES, tenant.chain_id, tenant.location_id, phones)
    return dict(map(tuple, rows))


# Ids are given in the order of the rows, which the caller relies on.
CREATE_CLIENTS: LiteralString = f"""
    INSERT INTO clients (chain_id, location_id, {_WRITTEN})
    SELECT $1, $2, {_WRITTEN} FROM jsonb_to_recordset($3::jsonb) AS given (
        place integer, name text, surname text, middle_name text, phone text, email text, card text, gender text,
        importance text, discount numeric, birth_date date, comment text, gets_birthday_message boolean,
        refuses_mailings boolean, starting_sold numeric, starting_paid numeric, starting_balance numeric,
        custom_values jsonb, search_text text)
    ORDER BY place
    ON CONFLICT (chain_id, location_id, phone) WHERE deleted_at IS NULL AND phone <> '' DO NOTHING
    RETURNING id, phone
"""


async def create_clients(conn: Connection, tenant: Tenant, cards: Sequence[ClientFields]) -> list[int | None]:
    """Create clients and return their ids in order; None in place of one whose phone number another client has.

    No two of the cards may have the same number. Waits for transactions that are creating clients with these numbers.
    """
    given = [
        {"place": place, **_values_of(card), "custom_values": msgspec.Raw(card.custom_values.encode())}
        for place, card in enumerate(cards)
    ]
    rows = await conn.fetch(CREATE_CLIENTS, tenant.chain_id, tenant.location_id, _ENCODER.encode(given).decode())
    created = deque(sorted(map(tuple, rows)))
    return [created.popleft()[0] if created and created[0][1] == card.phone else None for card in cards]


UPDATE_CLIENT: LiteralString = f"""
    UPDATE clients SET ({_WRITTEN}) = ROW ({_VALUES}), revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND id = $2
"""


async def update_client(conn: Connection, tenant: Tenant, client_id: int, fields: ClientFields) -> None:
    """Write all fields of a locked client. A phone number that another client has violates `clients_phone_idx`."""
    await conn.execute(UPDATE_CLIENT, tenant.chain_id, client_id, *_values_of(fields).values())


def _values_of(fields: ClientFields) -> dict[str, Any]:
    """Return the values of the columns in `_WRITTEN`, by name and in order."""
    names = ClientFields.__struct_fields__
    return {**{name: getattr(fields, name) for name in names}, "search_text": fields.search_text}


TOUCH_CLIENT: LiteralString = """
    UPDATE clients SET revision = revision + 1, changed_at = now() WHERE chain_id = $1 AND id = $2
"""


async def touch_client(conn: Connection, tenant: Tenant, client_id: int) -> None:
    """Count a change of what belongs to a card."""
    await conn.execute(TOUCH_CLIENT, tenant.chain_id, client_id)


SOFT_DELETE_CLIENT: LiteralString = """
    UPDATE clients SET deleted_at = now(), changed_at = now(), revision = revision + 1 WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_client(conn: Connection, tenant: Tenant, client_id: int) -> None:
    await conn.execute(SOFT_DELETE_CLIENT, tenant.chain_id, client_id)


LIST_WRITTEN: LiteralString = f"""
    SELECT {COLUMNS} FROM clients c
    WHERE c.chain_id = $1 AND c.location_id = $2 AND c.id = ANY ($3::bigint[]) ORDER BY c.id
"""


async def list_written(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> list[Client]:
    """List the cards that were just written, whether or not the user will see them again."""
    return to_structs(Client, await conn.fetch(LIST_WRITTEN, tenant.chain_id, tenant.location_id, client_ids))
