"""Statements of merges. What belongs to a card moves by one statement for each table."""

from collections.abc import Mapping, Sequence
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.merges import Belonging, Merge, Plan
from parlour.areas.clients.queries.visible import IS_VISIBLE, visible_to
from parlour.db.pool import Connection
from parlour.db.rows import to_struct_or_none, to_structs

# The strongest lock: until the transaction ends, nothing can be written that refers to the cards.
LOCK_VISIBLE: LiteralString = f"""
    SELECT c.id FROM clients c WHERE {IS_VISIBLE} AND c.id = ANY ($4::bigint[]) ORDER BY c.id FOR UPDATE OF c
"""


async def lock_visible(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> set[int]:
    """Lock cards in the order of their ids, and return those that the user sees."""
    return {row[0] for row in await conn.fetch(LOCK_VISIBLE, *visible_to(tenant), client_ids)}


LOCK_CARDS: LiteralString = """
    SELECT id FROM clients WHERE chain_id = $1 AND id = ANY ($2::bigint[]) ORDER BY id FOR UPDATE
"""


async def lock_cards(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> None:
    """Lock cards in the order of their ids, deleted ones, too."""
    await conn.execute(LOCK_CARDS, tenant.chain_id, client_ids)


FIND_CURRENT_CARD: LiteralString = """
    WITH RECURSIVE cards AS (
        SELECT c.id, c.merged_into, c.deleted_at FROM clients c
        WHERE c.chain_id = $1 AND c.location_id = $2 AND c.id = $3
        UNION ALL
        SELECT c.id, c.merged_into, c.deleted_at FROM cards
        JOIN clients c ON c.chain_id = $1 AND c.id = cards.merged_into
    )
    SELECT id FROM cards WHERE merged_into IS NULL AND deleted_at IS NULL AND id <> $3
"""


async def find_current_card(conn: Connection, tenant: Tenant, client_id: int) -> int | None:
    """Return the card that a card was merged into; None if it wasn't, or if that one is deleted."""
    current_id: int | None = await conn.fetchval(FIND_CURRENT_CARD, tenant.chain_id, tenant.location_id, client_id)
    return current_id


LIST_BELONGINGS: LiteralString = """
    SELECT 'visits' AS kind, v.id, v.client_id FROM visits v
    WHERE v.chain_id = $1 AND v.client_id = ANY ($2::bigint[])
    UNION ALL
    SELECT 'appointments', a.id, a.client_id FROM appointments a
    WHERE a.chain_id = $1 AND a.client_id = ANY ($2::bigint[])
    UNION ALL
    SELECT 'client_comments', o.id, o.client_id FROM client_comments o
    WHERE o.chain_id = $1 AND o.client_id = ANY ($2::bigint[])
    UNION ALL
    SELECT 'client_files', f.id, f.client_id FROM client_files f
    WHERE f.chain_id = $1 AND f.client_id = ANY ($2::bigint[])
    UNION ALL
    SELECT 'client_schedules', c.id, c.client_id FROM client_schedules c
    WHERE c.chain_id = $1 AND c.client_id = ANY ($2::bigint[])
    UNION ALL
    SELECT 'stock_transactions', t.id, t.client_id FROM stock_transactions t
    WHERE t.chain_id = $1 AND t.client_id = ANY ($2::bigint[]) AND t.client_id <> 0
    ORDER BY 1, 2
"""


async def list_belongings(conn: Connection, tenant: Tenant, client_ids: Sequence[int]) -> list[Belonging]:
    """List all rows that belong to cards."""
    return to_structs(Belonging, await conn.fetch(LIST_BELONGINGS, tenant.chain_id, client_ids))


MOVE_VISITS: LiteralString = """
    UPDATE visits v SET client_id = moving.to_id
    FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS moving (id, from_id, to_id)
    WHERE v.chain_id = $1 AND v.id = moving.id AND v.client_id = moving.from_id
"""
MOVE_APPOINTMENTS: LiteralString = """
    UPDATE appointments a SET client_id = moving.to_id, changed_at = now(), revision = revision + 1
    FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS moving (id, from_id, to_id)
    WHERE a.chain_id = $1 AND a.id = moving.id AND a.client_id = moving.from_id
"""
MOVE_COMMENTS: LiteralString = """
    UPDATE client_comments o SET client_id = moving.to_id
    FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS moving (id, from_id, to_id)
    WHERE o.chain_id = $1 AND o.id = moving.id AND o.client_id = moving.from_id
"""
MOVE_FILES: LiteralString = """
    UPDATE client_files f SET client_id = moving.to_id
    FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS moving (id, from_id, to_id)
    WHERE f.chain_id = $1 AND f.id = moving.id AND f.client_id = moving.from_id
"""
MOVE_STOCK_TRANSACTIONS: LiteralString = """
    UPDATE stock_transactions t SET client_id = moving.to_id, changed_at = now(), revision = revision + 1
    FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS moving (id, from_id, to_id)
    WHERE t.chain_id = $1 AND t.id = moving.id AND t.client_id = moving.from_id
"""
# A client has one of each schedule: of several the first stays with the card that gets them, the others where they are.
MOVE_CLIENT_SCHEDULES: LiteralString = """
    UPDATE client_schedules c SET client_id = moving.to_id, changed_at = now(), revision = revision + 1
    FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS moving (id, from_id, to_id)
    WHERE c.chain_id = $1 AND c.id = moving.id AND c.client_id = moving.from_id
      AND (c.deleted_at IS NOT NULL OR NOT EXISTS (
          SELECT FROM client_schedules o
          WHERE o.chain_id = $1 AND o.schedule_id = c.schedule_id AND o.deleted_at IS NULL
            AND (o.client_id = moving.to_id OR (o.id = ANY ($2) AND o.id < c.id))))
"""
MOVES: Mapping[str, LiteralString] = {
    "visits": MOVE_VISITS,
    "appointments": MOVE_APPOINTMENTS,
    "client_comments": MOVE_COMMENTS,
    "client_files": MOVE_FILES,
    "client_schedules": MOVE_CLIENT_SCHEDULES,
    "stock_transactions": MOVE_STOCK_TRANSACTIONS,
}
"""How rows of each kind get another card."""


class Move(msgspec.Struct, frozen=True):
    """A row, the card that it belongs to, and the one that it shall belong to."""

    id: int
    from_id: int
    to_id: int


async def move(conn: Connection, tenant: Tenant, kind: str, moves: Sequence[Move]) -> None:
    """Give rows of one kind another card."""
    columns = ([each.id for each in moves], [each.from_id for each in moves], [each.to_id for each in moves])
    await conn.execute(MOVES[kind], tenant.chain_id, *columns)


HIDE_MERGED: LiteralString = """
    UPDATE clients SET merged_into = $2, deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND id = ANY ($3::bigint[])
"""


async def hide_merged(conn: Connection, tenant: Tenant, card_id: int, merged_ids: Sequence[int]) -> None:
    """Make cards aliases of another."""
    await conn.execute(HIDE_MERGED, tenant.chain_id, card_id, merged_ids)


RESTORE_MERGED: LiteralString = """
    UPDATE clients SET merged_into = NULL, deleted_at = NULL, changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND id = ANY ($2::bigint[])
"""


async def restore_merged(conn: Connection, tenant: Tenant, merged_ids: Sequence[int]) -> None:
    """Make aliases cards again. A phone number that another card has now violates `clients_phone_idx`."""
    await conn.execute(RESTORE_MERGED, tenant.chain_id, merged_ids)


LIST_MISSING_TAGS: LiteralString = """
    SELECT DISTINCT ct.tag_id FROM client_tags ct
    WHERE ct.chain_id = $1 AND ct.client_id = ANY ($3::bigint[]) AND NOT EXISTS (
        SELECT FROM client_tags own WHERE own.chain_id = $1 AND own.client_id = $2 AND own.tag_id = ct.tag_id)
    ORDER BY ct.tag_id
"""


async def list_missing_tags(conn: Connection, tenant: Tenant, card_id: int, other_ids: Sequence[int]) -> list[int]:
    """List the tags that other cards have, and this one hasn't."""
    return [row[0] for row in await conn.fetch(LIST_MISSING_TAGS, tenant.chain_id, card_id, other_ids)]


# A tag that another merged card has, too, stays.
REMOVE_TAGS: LiteralString = """
    DELETE FROM client_tags ct
    WHERE ct.chain_id = $1 AND ct.client_id = $2 AND ct.tag_id = ANY ($3::bigint[]) AND NOT EXISTS (
        SELECT FROM client_tags other
        JOIN clients c ON c.chain_id = other.chain_id AND c.id = other.client_id AND c.merged_into = $2
        WHERE other.chain_id = $1 AND other.tag_id = ct.tag_id)
"""


async def remove_tags(conn: Connection, tenant: Tenant, card_id: int, tag_ids: Sequence[int]) -> None:
    """Take tags from a card again, after the cards that they came from are restored."""
    await conn.execute(REMOVE_TAGS, tenant.chain_id, card_id, tag_ids)


CREATE_MERGE: LiteralString = """
    INSERT INTO client_merges (
        chain_id, location_id, client_id, merged_ids, moved, filled, tag_ids, added_sold, added_paid, added_balance)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id
"""


async def create_merge(
    conn: Connection,
    tenant: Tenant,
    card_id: int,
    merged_ids: Sequence[int],
    moved: Mapping[str, list[tuple[int, int]]],
    plan: Plan,
    tag_ids: Sequence[int],
) -> int:
    """Note what a merge has moved, and return its id."""
    noted = (msgspec.json.encode(moved).decode(), msgspec.json.encode(plan.filled).decode())
    merge_id: int = await conn.fetchval(
        CREATE_MERGE, tenant.chain_id, tenant.location_id, card_id, merged_ids, *noted, tag_ids, *plan.added
    )
    return merge_id


_COLUMNS: LiteralString = """
    id, client_id, merged_ids, moved, filled, tag_ids, added_sold, added_paid, added_balance, created_at, undone_at
"""
LOCK_MERGE: LiteralString = f"""
    SELECT {_COLUMNS} FROM client_merges
    WHERE chain_id = $1 AND location_id = $2 AND id = $3 AND undone_at IS NULL FOR NO KEY UPDATE
"""


async def lock_merge(conn: Connection, tenant: Tenant, merge_id: int) -> Merge | None:
    """Lock and return a merge that isn't undone; None if there is none."""
    row = await conn.fetchrow(LOCK_MERGE, tenant.chain_id, tenant.location_id, merge_id)
    return to_struct_or_none(Merge, row)


SET_UNDONE: LiteralString = "UPDATE client_merges SET undone_at = now() WHERE chain_id = $1 AND id = $2"


async def set_undone(conn: Connection, tenant: Tenant, merge_id: int) -> None:
    await conn.execute(SET_UNDONE, tenant.chain_id, merge_id)


LIST_UNUSABLE: LiteralString = """
    SELECT id FROM clients
    WHERE chain_id = $1
      AND (id = $2 AND deleted_at IS NOT NULL
           OR id = ANY ($3::bigint[]) AND (erased_at IS NOT NULL OR merged_into IS DISTINCT FROM $2))
    ORDER BY id
"""


async def list_unusable(conn: Connection, tenant: Tenant, card_id: int, merged_ids: Sequence[int]) -> list[int]:
    """List the cards of a merge that keep it from being undone: deleted, erased, or merged otherwise since."""
    return [row[0] for row in await conn.fetch(LIST_UNUSABLE, tenant.chain_id, card_id, merged_ids)]
