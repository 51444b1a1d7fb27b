"""Statements on what services of appointments use up. The products must be locked."""

from collections.abc import Collection, Sequence
from typing import LiteralString

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.inventory.model.usages import NewUsage, PostedUsage
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

# Decimals are sent as JSON strings, which PostgreSQL reads as exact numerics.
_ENCODER = msgspec.json.Encoder(decimal_format="string")

# Only the server names a service on a transaction: what users enter in an appointment has none.
LIST_USAGES: LiteralString = """
    SELECT appointment_id, team_member_id, client_id, occurred_at, service_id, storage_id, product_id,
           trim_scale(-amount) AS amount,
           trim_scale(CASE unit WHEN 'write_off' THEN price ELSE round(price / unit_ratio, 10) END) AS price,
           id, document_id
    FROM stock_transactions
    WHERE chain_id = $1 AND location_id = $2 AND appointment_id = ANY ($3::bigint[]) AND appointment_id <> 0
      AND kind = 'usage' AND service_id <> 0 AND deleted_at IS NULL
    ORDER BY id
"""


async def list_usages(conn: Connection, tenant: Tenant, appointment_ids: Collection[int]) -> list[PostedUsage]:
    """List what services of appointments have used up, whether the user may see it or not."""
    rows = await conn.fetch(LIST_USAGES, tenant.chain_id, tenant.location_id, [*appointment_ids])
    return to_structs(PostedUsage, rows)


# A document for each appointment and storage.
CREATE_USAGES: LiteralString = """
    WITH new AS MATERIALIZED (
        SELECT * FROM json_to_recordset($3::json) AS n (
            position integer, product_id bigint, storage_id bigint, unit text, amount numeric, sale_amount numeric,
            unit_ratio numeric, sale_unit_id bigint, write_off_unit_id bigint, price numeric, discount numeric,
            cost numeric, unit_cost numeric, client_id bigint, team_member_id bigint, appointment_id bigint,
            service_id bigint, occurred_at timestamptz)
    ), heads AS MATERIALIZED (
        SELECT nextval(pg_get_serial_sequence('stock_documents', 'id')) AS id, h.*
        FROM (SELECT DISTINCT appointment_id, storage_id, occurred_at, team_member_id FROM new) AS h
    ), documents AS (
        INSERT INTO stock_documents (
            chain_id, id, location_id, user_id, kind, storage_id, occurred_at, team_member_id)
        OVERRIDING SYSTEM VALUE
        SELECT $1, h.id, $2, $4, 'usage', h.storage_id, h.occurred_at, h.team_member_id FROM heads h
    )
    INSERT INTO stock_transactions (
        chain_id, location_id, document_id, kind, occurred_at, user_id, product_id, storage_id, unit, amount,
        sale_amount, unit_ratio, sale_unit_id, write_off_unit_id, price, discount, cost, unit_cost, client_id,
        team_member_id, appointment_id, service_id)
    SELECT $1, $2, h.id, 'usage', n.occurred_at, $4, n.product_id, n.storage_id, n.unit, n.amount, n.sale_amount,
           n.unit_ratio, n.sale_unit_id, n.write_off_unit_id, n.price, n.discount, n.cost, n.unit_cost, n.client_id,
           n.team_member_id, n.appointment_id, n.service_id
    FROM new AS n JOIN heads h USING (appointment_id, storage_id, occurred_at, team_member_id)
    ORDER BY n.position
"""


async def create_usages(conn: Connection, tenant: Tenant, usages: Sequence[NewUsage]) -> None:
    """Write documents and transactions of usages."""
    sent = _ENCODER.encode(usages).decode()
    await conn.execute(CREATE_USAGES, tenant.chain_id, tenant.location_id, sent, tenant.user_id or None)


SOFT_DELETE_EMPTY_DOCUMENTS: LiteralString = """
    UPDATE stock_documents d SET deleted_at = now(), changed_at = now(), revision = revision + 1
    WHERE d.chain_id = $1 AND d.id = ANY ($2::bigint[]) AND d.deleted_at IS NULL AND NOT EXISTS (
        SELECT FROM stock_transactions t WHERE t.chain_id = $1 AND t.document_id = d.id AND t.deleted_at IS NULL)
"""


async def soft_delete_empty_documents(conn: Connection, tenant: Tenant, document_ids: Collection[int]) -> None:
    """Mark those of the documents as deleted that have no transactions any more."""
    await conn.execute(SOFT_DELETE_EMPTY_DOCUMENTS, tenant.chain_id, [*document_ids])
