"""Appointments for tests, each a visit of its own unless one is given."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.rows import insert


async def make_appointment(
    conn: Connection, tenant: Tenant, team_member_id: int, starts: str, minutes: int = 60, **fields: Any
) -> int:
    """Make an appointment that starts at a time on the location's clock ("2026-03-02 10:00"), and return its id."""
    local = datetime.fromisoformat(starts)
    visit_id = fields.pop("visit_id", None) or await insert(
        conn, "visits", tenant, client_id=fields.get("client_id"), day=local.date()
    )
    values = {
        "visit_id": visit_id,
        "team_member_id": team_member_id,
        "day": local.date(),
        "starts_at": local.replace(tzinfo=tenant.timezone),
        "duration": minutes * 60,
        "link_hash": f"{visit_id:032x}",
        **fields,
    }
    return await insert(conn, "appointments", tenant, **values)


async def add_service(
    conn: Connection, tenant: Tenant, appointment_id: int, service_id: int, price: str = "50", **fields: Any
) -> int:
    """Add a service to an appointment and return the id of its line."""
    values = {
        "appointment_id": appointment_id,
        "service_id": service_id,
        "position": 0,
        "title": "Haircut",
        "duration": 3600,
        "unit_price": Decimal(price),
        "price": Decimal(price),
        **fields,
    }
    return await insert(conn, "appointment_services", tenant, **values)
