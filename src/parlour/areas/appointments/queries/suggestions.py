"""The statement that finds services to suggest: it reads the last months of one member and of one client."""

from datetime import UTC, datetime, timedelta
from typing import LiteralString

from parlour.access.tenant import Tenant
from parlour.areas.appointments.model.suggestions import Suggestion
from parlour.areas.appointments.rights import IS_VISIBLE, AppointmentScope
from parlour.db.pool import Connection
from parlour.db.rows import to_structs

LOOKS_BACK = timedelta(days=90)
MOST = 5
"""How many services are suggested for one reason."""

_ATTENDED: LiteralString = f"{IS_VISIBLE} AND a.deleted_at IS NULL AND a.attendance <> 'no_show'"
_OFTEN: LiteralString = """
    GROUP BY l.service_id ORDER BY count(*) DESC, l.service_id LIMIT $10
"""
_LINES: LiteralString = """
    appointment_services l ON l.chain_id = $1 AND l.appointment_id = a.id AND l.service_id IN (SELECT id FROM provided)
"""
LIST_SUGGESTIONS: LiteralString = f"""
    WITH provided AS MATERIALIZED (
        SELECT s.id FROM service_team_members k JOIN services s ON s.chain_id = $1 AND s.id = k.service_id
        WHERE k.chain_id = $1 AND k.location_id = $2 AND k.team_member_id = $6 AND s.deleted_at IS NULL
    ), last_visit AS MATERIALIZED (
        SELECT a.id FROM appointments a
        WHERE {_ATTENDED} AND a.client_id = $7::bigint AND a.day <= $9 AND a.starts_at <= now()
        ORDER BY a.day DESC, a.starts_at DESC, a.id DESC LIMIT 1
    ), of_client AS MATERIALIZED (
        SELECT l.service_id, row_number() OVER (ORDER BY count(*) DESC, l.service_id) AS place
        FROM appointments a JOIN {_LINES}
        WHERE {_ATTENDED} AND a.client_id = $7::bigint AND a.day BETWEEN $8 AND $9
        {_OFTEN}
    ), of_member AS MATERIALIZED (
        SELECT l.service_id, row_number() OVER (ORDER BY count(*) DESC, l.service_id) AS place
        FROM appointments a JOIN {_LINES}
        WHERE {_ATTENDED} AND a.team_member_id = $6::bigint AND a.day BETWEEN $8 AND $9
        {_OFTEN}
    ), found AS (
        SELECT l.service_id, 'last_visit' AS reason, 1 AS rank, l.position AS place, a.id AS appointment_id
        FROM last_visit a JOIN {_LINES}
        UNION ALL
        SELECT service_id, 'of_client', 2, place, NULL FROM of_client
        UNION ALL
        SELECT service_id, 'of_member', 3, place, NULL FROM of_member
    ), best AS (
        SELECT DISTINCT ON (service_id) * FROM found ORDER BY service_id, rank, place
    )
    SELECT service_id, reason, appointment_id FROM best ORDER BY rank, place
"""


async def list_suggestions(
    conn: Connection, tenant: Tenant, team_member_id: int, client_id: int | None, now: datetime | None = None
) -> list[Suggestion]:
    """List services that the member provides, with a reason to suggest them, the best first."""
    today = (now or datetime.now(UTC)).astimezone(tenant.timezone).date()
    scope = AppointmentScope.of(tenant).args
    rows = await conn.fetch(LIST_SUGGESTIONS, *scope, team_member_id, client_id, today - LOOKS_BACK, today, MOST)
    return to_structs(Suggestion, rows)
