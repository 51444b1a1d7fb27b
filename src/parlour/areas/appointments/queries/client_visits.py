"""Statements on the history of a client."""

from collections.abc import Sequence
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.appointments.model.client_visits import SoldLine, VisitDay
from parlour.areas.appointments.queries.columns import COLUMNS, JOINS
from parlour.areas.appointments.rights import IS_VISIBLE, AppointmentScope
from parlour.areas.stock.rights.scope import IS_VISIBLE as IS_STOCK_VISIBLE
from parlour.areas.stock.rights.scope import StockScope
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

LIST_VISIT_DAYS: LiteralString = f"""
    SELECT DISTINCT v.day, v.id AS visit_id, 0::bigint AS document_id, v.attendance, v.owed_amount AS owed,
                    v.paid_amount AS settled
    FROM appointments a
    CROSS JOIN LATERAL (
        SELECT id, day, attendance, owed_amount, paid_amount FROM visits
        WHERE chain_id = $1 AND id = a.visit_id OFFSET 0) AS v
    WHERE {IS_VISIBLE} AND a.client_id = $6 AND a.deleted_at IS NULL
"""


async def list_visit_days(conn: Connection, tenant: Tenant, client_id: int) -> list[VisitDay]:
    """List the visits of a client that the user may see, with what is owed and paid."""
    rows = await conn.fetch(LIST_VISIT_DAYS, *AppointmentScope.of(tenant).args, client_id)
    return to_structs(VisitDay, rows)


# A sale in an appointment of another client, or of none that is there, is one without an appointment.
LIST_SOLD: LiteralString = f"""
    SELECT t.id, t.document_id, coalesce(a.id, 0) AS appointment_id, coalesce(a.visit_id, 0) AS visit_id, t.product_id,
           p.title, CASE t.unit WHEN 'sale' THEN t.sale_amount ELSE t.amount END AS amount, u.title AS unit_title,
           t.price, t.discount, t.cost, t.team_member_id, t.comment, t.occurred_at,
           coalesce(a.day, (t.occurred_at AT TIME ZONE $7)::date) AS day
    FROM (
        SELECT * FROM stock_transactions
        WHERE {IS_STOCK_VISIBLE} AND client_id = $6 AND client_id <> 0 AND kind = 'sale' AND deleted_at IS NULL
        OFFSET 0
    ) AS t
    CROSS JOIN LATERAL (SELECT title FROM products WHERE chain_id = $1 AND id = t.product_id OFFSET 0) AS p
    CROSS JOIN LATERAL (
        SELECT title FROM units
        WHERE id = CASE t.unit WHEN 'sale' THEN t.sale_unit_id ELSE t.write_off_unit_id END OFFSET 0) AS u
    LEFT JOIN LATERAL (
        SELECT id, visit_id, day FROM appointments
        WHERE chain_id = $1 AND id = t.appointment_id AND client_id = $6 AND deleted_at IS NULL OFFSET 0) AS a ON true
    ORDER BY t.occurred_at, t.id
"""


async def list_sold(conn: Connection, tenant: Tenant, client_id: int) -> list[SoldLine]:
    """List the products that a client bought, of those whose movements the user may see."""
    rows = await conn.fetch(LIST_SOLD, *StockScope.of(tenant).args, client_id, tenant.timezone.key)
    return to_structs(SoldLine, rows)


LIST_OF_VISITS: LiteralString = f"""
    SELECT {COLUMNS} FROM appointments a {JOINS}
    WHERE {IS_VISIBLE} AND a.visit_id = ANY ($6::bigint[]) AND a.deleted_at IS NULL ORDER BY a.starts_at DESC, a.id DESC
"""


async def list_of_visits(conn: Connection, tenant: Tenant, visit_ids: Sequence[int]) -> list[Appointment]:
    """List the appointments of visits that the user may see, without deleted ones, the newest first."""
    rows = await conn.fetch(LIST_OF_VISITS, *AppointmentScope.of(tenant).args, visit_ids)
    return to_structs(Appointment, rows)
