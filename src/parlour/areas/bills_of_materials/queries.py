"""Statements on bills of materials and their lines."""

from collections.abc import Collection, Sequence
from typing import LiteralString

import asyncpg
import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.bills_of_materials.model import Bill, BillLine, Line, References
from parlour.db.pool import Connection
from parlour.db.rows import to_struct, to_structs
from parlour.page_requests import IdSortKey, PageRequest, after_id

_LINES = msgspec.json.Decoder(list[BillLine])
# The cost price is the one that products show as `unit_actual_cost`.
_COLUMNS: LiteralString = """
    b.id, b.location_id, b.title, b.revision, coalesce((
        SELECT json_agg(json_build_object(
            'id', l.id, 'storage_id', l.storage_id, 'product_id', l.product_id, 'amount', trim_scale(l.amount),
            'title', p.title, 'unit', u.short_title, 'unit_cost_price', trim_scale(round(
                coalesce(k.average, p.cost_price::numeric(38, 20) / p.unit_ratio), greatest(d.decimals + 2, 4)))
        ) ORDER BY l.id)
        FROM bill_lines l
        JOIN products p ON p.chain_id = l.chain_id AND p.id = l.product_id
        JOIN units u ON u.id = p.write_off_unit_id
        LEFT JOIN stock_costs k
            ON k.chain_id = l.chain_id AND k.product_id = l.product_id AND NOT p.is_cost_price_fixed
        CROSS JOIN (
            SELECT currency_decimals(currency) AS decimals FROM locations WHERE chain_id = $1 AND id = $2
        ) AS d
        WHERE l.chain_id = b.chain_id AND l.bill_id = b.id
    ), '[]')::text AS lines
"""
_CURRENT: LiteralString = "b.chain_id = $1 AND b.location_id = $2 AND b.deleted_at IS NULL"


def _to_bill(row: asyncpg.Record) -> Bill:
    return Bill(row["id"], row["location_id"], row["title"], row["revision"], _LINES.decode(row["lines"]))


# The bills of the page are found first: lines are read for them alone.
LIST_BILLS: LiteralString = f"""
    WITH page AS MATERIALIZED (
        SELECT b.chain_id, b.id, b.location_id, b.title, b.revision FROM bills_of_materials b
        WHERE {_CURRENT} AND ($3 = '' OR strpos(lower(b.title), lower($3)) > 0) AND b.id > $4
        ORDER BY b.id LIMIT $5 OFFSET $6
    )
    SELECT {_COLUMNS} FROM page b WHERE b.chain_id = $1 ORDER BY b.id
"""


async def list_bills(conn: Connection, tenant: Tenant, term: str, page: PageRequest[IdSortKey]) -> list[Bill]:
    """List the location's bills whose title contains a term, by id."""
    rows = await conn.fetch(
        LIST_BILLS, tenant.chain_id, tenant.location_id, term, after_id(page), page.limit, page.offset
    )
    return [_to_bill(row) for row in rows]


FIND_BILL: LiteralString = f"SELECT {_COLUMNS} FROM bills_of_materials b WHERE {_CURRENT} AND b.id = $3"


async def find_bill(conn: Connection, tenant: Tenant, bill_id: int) -> Bill | None:
    row = await conn.fetchrow(FIND_BILL, tenant.chain_id, tenant.location_id, bill_id)
    return None if row is None else _to_bill(row)


FIND_BILL_OF_MEMBER: LiteralString = f"""
    SELECT {_COLUMNS}
    FROM service_team_members a
    JOIN bills_of_materials b ON b.chain_id = a.chain_id AND b.id = a.bill_id
    JOIN services s ON s.chain_id = a.chain_id AND s.id = a.service_id AND s.deleted_at IS NULL
    JOIN team_members m ON m.chain_id = a.chain_id AND m.id = a.team_member_id AND m.deleted_at IS NULL
    WHERE {_CURRENT} AND a.location_id = $2 AND a.team_member_id = $3 AND a.service_id = $4
"""


async def find_bill_of_member(conn: Connection, tenant: Tenant, team_member_id: int, service_id: int) -> Bill | None:
    """Return the bill by which a team member provides a service, if there is one."""
    row = await conn.fetchrow(FIND_BILL_OF_MEMBER, tenant.chain_id, tenant.location_id, team_member_id, service_id)
    return None if row is None else _to_bill(row)


LIST_BILLS_OF_MEMBER: LiteralString = f"""
    SELECT a.service_id, {_COLUMNS}
    FROM service_team_members a
    JOIN bills_of_materials b ON b.chain_id = a.chain_id AND b.id = a.bill_id
    WHERE {_CURRENT} AND a.location_id = $2 AND a.team_member_id = $3 AND a.service_id = ANY ($4::bigint[])
"""


async def list_bills_of_member(
    conn: Connection, tenant: Tenant, team_member_id: int, service_ids: Collection[int]
) -> dict[int, Bill]:
    """Return the bills by which a team member provides services, by the services' ids."""
    rows = await conn.fetch(LIST_BILLS_OF_MEMBER, tenant.chain_id, tenant.location_id, team_member_id, [*service_ids])
    return {row["service_id"]: _to_bill(row) for row in rows}


# Stronger than a change needs: it also waits for assignments that are being written, and keeps new ones out.
LOCK_BILL: LiteralString = """
    SELECT FROM bills_of_materials
    WHERE chain_id = $1 AND location_id = $2 AND id = $3 AND deleted_at IS NULL FOR UPDATE
"""


async def lock_bill(conn: Connection, tenant: Tenant, bill_id: int) -> Bill | None:
    """Lock and return a bill with its lines, or None.

    The lines are read after the lock was granted: each change of them locks their bill first.
    """
    await conn.execute(LOCK_BILL, tenant.chain_id, tenant.location_id, bill_id)
    return await find_bill(conn, tenant, bill_id)


FIND_REFERENCES: LiteralString = """
    SELECT ARRAY (
        SELECT s.id FROM storages s WHERE s.chain_id = $1 AND s.location_id = $2 AND s.id = ANY ($3::bigint[])
    ) AS storage_ids, ARRAY (
        SELECT p.id FROM products p
        WHERE p.chain_id = $1 AND (p.location_id = $2 OR p.location_id IS NULL) AND p.id = ANY ($4::bigint[])
          AND p.deleted_at IS NULL
    ) AS product_ids
"""


async def find_references(conn: Connection, tenant: Tenant, lines: Sequence[Line]) -> References:
    """Return those storages and products of the lines that the location has."""
    storages, products = [line.storage_id for line in lines], [line.product_id for line in lines]
    row = await conn.fetchrow(FIND_REFERENCES, tenant.chain_id, tenant.location_id, storages, products)
    assert row is not None  # noqa: S101 - it selects from nothing
    return to_struct(References, row)


CREATE_BILL: LiteralString = """
    INSERT INTO bills_of_materials (chain_id, location_id, title) VALUES ($1, $2, $3) RETURNING id
"""


async def create_bill(conn: Connection, tenant: Tenant, title: str) -> int:
    """Create a bill without lines, and return its id."""
    bill_id: int = await conn.fetchval(CREATE_BILL, tenant.chain_id, tenant.location_id, title)
    return bill_id


UPDATE_BILL: LiteralString = """
    UPDATE bills_of_materials SET title = $3, revision = revision + 1, changed_at = now()
    WHERE chain_id = $1 AND id = $2
"""


async def update_bill(conn: Connection, tenant: Tenant, bill_id: int, title: str) -> None:
    """Write the title of a locked bill."""
    await conn.execute(UPDATE_BILL, tenant.chain_id, bill_id, title)


REPLACE_LINES: LiteralString = """
    WITH given AS (
        SELECT product_id, storage_id, amount, position
        FROM unnest($4::bigint[], $5::bigint[], $6::numeric[]) WITH ORDINALITY
            AS entries (product_id, storage_id, amount, position)
    ), removed AS (
        DELETE FROM bill_lines l
        WHERE l.chain_id = $1 AND l.bill_id = $3 AND NOT EXISTS (
            SELECT FROM given g WHERE g.product_id = l.product_id AND g.storage_id = l.storage_id)
    )
    INSERT INTO bill_lines AS l (chain_id, location_id, bill_id, product_id, storage_id, amount)
    SELECT $1, $2, $3, g.product_id, g.storage_id, g.amount FROM given g ORDER BY g.position
    ON CONFLICT (chain_id, bill_id, product_id, storage_id) DO UPDATE SET amount = excluded.amount
        WHERE l.amount <> excluded.amount
"""


async def replace_lines(conn: Connection, tenant: Tenant, bill_id: int, lines: Sequence[Line]) -> None:
    """Add, change and delete, so that a locked bill has these lines and no others."""
    await conn.execute(
        REPLACE_LINES,
        tenant.chain_id,
        tenant.location_id,
        bill_id,
        [line.product_id for line in lines],
        [line.storage_id for line in lines],
        [line.amount for line in lines],
    )


class Use(msgspec.Struct, frozen=True):
    """A service for which team members use a bill."""

    service_id: int
    title: str


LIST_USES: LiteralString = """
    SELECT DISTINCT s.id AS service_id, s.title
    FROM service_team_members a
    JOIN services s ON s.chain_id = a.chain_id AND s.id = a.service_id
    JOIN team_members m ON m.chain_id = a.chain_id AND m.id = a.team_member_id
    WHERE a.chain_id = $1 AND a.bill_id = $2 AND s.deleted_at IS NULL AND m.deleted_at IS NULL
    ORDER BY s.title, s.id
"""


async def list_uses(conn: Connection, tenant: Tenant, bill_id: int) -> list[Use]:
    """List the services for which team members use a bill, by title."""
    return to_structs(Use, await conn.fetch(LIST_USES, tenant.chain_id, bill_id))


SOFT_DELETE_BILL: LiteralString = """
    UPDATE bills_of_materials SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE chain_id = $1 AND id = $2
"""


async def soft_delete_bill(conn: Connection, tenant: Tenant, bill_id: int) -> None:
    await conn.execute(SOFT_DELETE_BILL, tenant.chain_id, bill_id)
