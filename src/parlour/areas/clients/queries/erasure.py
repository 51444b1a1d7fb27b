"""Statements of an erasure. Visits, amounts and ids stay; whatever says who the person was goes."""

from collections.abc import Sequence
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.erasure import NAMELESS, PERSONAL
from parlour.areas.clients.queries.visible import IS_VISIBLE, visible_to
from parlour.db.pool import Connection
from parlour.db.rows import to_struct

# A deleted card is in no list, and its owner may ask all the same. An alias is erased by the card that it became.
FIND_ERASABLE: LiteralString = f"""
    SELECT EXISTS (SELECT FROM clients c WHERE {IS_VISIBLE} AND c.id = $4)
        OR $3 = 0::bigint AND EXISTS (
            SELECT FROM clients d
            WHERE d.chain_id = $1 AND d.location_id = $2 AND d.id = $4 AND d.deleted_at IS NOT NULL
              AND d.merged_into IS NULL AND d.erased_at IS NULL)
"""


async def is_erasable(conn: Connection, tenant: Tenant, client_id: int) -> bool:
    """Return whether the user sees the card, or would if it weren't deleted."""
    found: bool = await conn.fetchval(FIND_ERASABLE, *visible_to(tenant), client_id)
    return found


# With each card those that were merged into it, and those with its number: in the location, or in the whole chain.
LOCK_PERSON: LiteralString = """
    WITH RECURSIVE person AS (
        SELECT c.id, c.phone FROM clients c WHERE c.chain_id = $1 AND c.location_id = $2 AND c.id = $3
        UNION
        SELECT other.id, other.phone FROM person p CROSS JOIN LATERAL (
            SELECT c.id, c.phone FROM clients c WHERE c.chain_id = $1 AND c.merged_into = p.id
            UNION ALL
            SELECT c.id, c.phone FROM clients c
            WHERE c.chain_id = $1 AND c.phone = p.phone AND c.phone <> '' AND c.deleted_at IS NULL
              AND ($4 OR c.location_id = $2)
            UNION ALL
            SELECT c.id, c.phone FROM clients c
            WHERE c.chain_id = $1 AND c.phone = p.phone AND c.phone <> '' AND c.deleted_at IS NOT NULL
              AND ($4 OR c.location_id = $2)
        ) AS other
    )
    SELECT c.id FROM clients c
    WHERE c.chain_id = $1 AND c.id IN (SELECT id FROM person) AND c.erased_at IS NULL ORDER BY c.id FOR UPDATE
"""


async def lock_person(conn: Connection, tenant: Tenant, client_id: int, *, in_chain: bool) -> list[int]:
    """Lock and return all cards of a person, in the order of their ids."""
    rows = await conn.fetch(LOCK_PERSON, tenant.chain_id, tenant.location_id, client_id, in_chain)
    return [row[0] for row in rows]


class CardCounts(msgspec.Struct, frozen=True):
    """How many fields and values of custom fields cards have."""

    fields: int
    custom_values: int


COUNT_FIELDS: LiteralString = """
    SELECT coalesce(sum(num_nonnulls(
               nullif(name, ''), nullif(surname, ''), nullif(middle_name, ''), nullif(phone, ''), nullif(email, ''),
               nullif(card, ''), nullif(gender, 'unknown'), birth_date, nullif(comment, ''))), 0) AS fields,
           coalesce(sum((SELECT count(*) FROM jsonb_object_keys(custom_values))), 0)::bigint AS custom_values
    FROM clients WHERE chain_id = $1 AND id = ANY ($2::bigint[])
"""


async def count_fields(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> CardCounts:
    row = await conn.fetchrow(COUNT_FIELDS, tenant.chain_id, client_ids)
    assert row is not None  # noqa: S101 - a sum gives its row
    return to_struct(CardCounts, row)


ERASE_CARDS: LiteralString = """
    UPDATE clients SET
        name = $3, surname = '', middle_name = '', phone = '', email = '', card = '', gender = 'unknown',
        birth_date = NULL, comment = '', custom_values = '{}', search_text = '', refuses_mailings = true,
        gets_birthday_message = false, erased_at = now(), deleted_at = coalesce(deleted_at, now()), changed_at = now(),
        revision = revision + 1
    WHERE chain_id = $1 AND id = ANY ($2::bigint[])
"""


async def erase_cards(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> None:
    await conn.execute(ERASE_CARDS, tenant.chain_id, client_ids, NAMELESS)


ERASE_TAGS: LiteralString = "DELETE FROM client_tags WHERE chain_id = $1 AND client_id = ANY ($2::bigint[])"


async def erase_tags(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> int:
    return _count(await conn.execute(ERASE_TAGS, tenant.chain_id, client_ids))


# The row stays, deleted: the audit log is found by its id.
ERASE_COMMENTS: LiteralString = """
    UPDATE client_comments SET text = $3, deleted_at = coalesce(deleted_at, now()), changed_at = now()
    WHERE chain_id = $1 AND client_id = ANY ($2::bigint[])
"""


async def erase_comments(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> int:
    """Erase the comments on cards, deleted ones too, and return how many there were."""
    return _count(await conn.execute(ERASE_COMMENTS, tenant.chain_id, client_ids, NAMELESS))


ERASE_FILES: LiteralString = """
    UPDATE client_files SET name = $3, deleted_at = coalesce(deleted_at, now())
    WHERE chain_id = $1 AND client_id = ANY ($2::bigint[]) RETURNING stored_as
"""


async def erase_files(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> list[str]:
    """Erase the names of files, deleted ones too, and return where their contents are, to be deleted by the caller."""
    return [row[0] for row in await conn.fetch(ERASE_FILES, tenant.chain_id, client_ids, NAMELESS)]


ERASE_APPOINTMENTS: LiteralString = """
    UPDATE appointments SET
        visitor_name = '', comment = '', custom_values = '{}', changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND client_id = ANY ($2::bigint[])
      AND (visitor_name <> '' OR comment <> '' OR custom_values <> '{}')
"""


async def erase_appointments(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> int:
    """Erase what appointments say of the person, and return how many said something."""
    return _count(await conn.execute(ERASE_APPOINTMENTS, tenant.chain_id, client_ids))


ERASE_SALES: LiteralString = """
    UPDATE stock_transactions SET comment = '', changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND client_id = ANY ($2::bigint[]) AND client_id <> 0 AND comment <> ''
"""


async def erase_sales(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> int:
    """Erase the comments on what was sold to the person, and return how many there were."""
    return _count(await conn.execute(ERASE_SALES, tenant.chain_id, client_ids))


_OF_THEIR_APPOINTMENTS: LiteralString = """
    appointment_id IN (SELECT id FROM appointments WHERE chain_id = $1 AND client_id = ANY ($2::bigint[]))
"""
# The rating stays: it is part of the mean of the team member.
ERASE_REVIEWS: LiteralString = f"""
    UPDATE reviews SET author_name = $3, text = '', changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND {_OF_THEIR_APPOINTMENTS}
"""


async def erase_reviews(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> int:
    """Erase names and texts of reviews of the person's appointments, deleted ones too, and return their number."""
    return _count(await conn.execute(ERASE_REVIEWS, tenant.chain_id, client_ids, NAMELESS))


ERASE_PAYMENTS: LiteralString = f"""
    UPDATE finance_transactions SET comment = '', changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND comment <> '' AND {_OF_THEIR_APPOINTMENTS}
"""


async def erase_payments(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> int:
    """Erase the comments on payments for the person's appointments, and return how many there were."""
    return _count(await conn.execute(ERASE_PAYMENTS, tenant.chain_id, client_ids))


# Lines about the cards, and about all that belongs to them. The line that the erasure itself adds is among them.
REDACT_AUDIT_LOG: LiteralString = f"""
    WITH subjects AS (
        SELECT unnest(ARRAY['client', 'client_tag']) AS entity, id FROM unnest($2::bigint[]) AS id
        UNION ALL
        SELECT 'appointment', a.id FROM appointments a WHERE a.chain_id = $1 AND a.client_id = ANY ($2::bigint[])
        UNION ALL
        SELECT 'client_comment', o.id FROM client_comments o WHERE o.chain_id = $1 AND o.client_id = ANY ($2::bigint[])
        UNION ALL
        SELECT 'client_file', f.id FROM client_files f WHERE f.chain_id = $1 AND f.client_id = ANY ($2::bigint[])
        UNION ALL
        SELECT 'stock_transaction', t.id FROM stock_transactions t
        WHERE t.chain_id = $1 AND t.client_id = ANY ($2::bigint[]) AND t.client_id <> 0
        UNION ALL
        SELECT 'review', id FROM reviews WHERE chain_id = $1 AND {_OF_THEIR_APPOINTMENTS}
        UNION ALL
        SELECT 'finance_transaction', id FROM finance_transactions WHERE chain_id = $1 AND {_OF_THEIR_APPOINTMENTS}
    ),
    lines AS (
        SELECT l.at, l.id, redacted(l.before, p.columns) AS before, redacted(l.after, p.columns) AS after
        FROM subjects s
        JOIN jsonb_to_recordset($3::jsonb) AS p (entity text, columns text[]) ON p.entity = s.entity
        JOIN audit_log l ON l.chain_id = $1 AND l.entity_id = s.id AND l.entity = s.entity
    )
    UPDATE audit_log l SET before = lines.before, after = lines.after
    FROM lines
    WHERE l.chain_id = $1 AND l.at = lines.at AND l.id = lines.id
      AND (l.before, l.after) IS DISTINCT FROM (lines.before, lines.after)
"""


async def redact_audit_log(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> int:
    """Remove personal values from the audit log, and return from how many lines."""
    personal = [{"entity": entity, "columns": columns} for entity, columns in PERSONAL.items()]
    noted = msgspec.json.encode(personal).decode()
    return _count(await conn.execute(REDACT_AUDIT_LOG, tenant.chain_id, client_ids, noted))


def _count(status: str) -> int:
    return int(status.rpartition(" ")[2])
