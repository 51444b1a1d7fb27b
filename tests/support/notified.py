"""A client with an appointment far ahead, the messages about it, and a clock that can be moved for them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.booking_forms import make_form
from tests.support.factories.clients import make_client
from tests.support.factories.services import assign, make_service
from tests.support.factories.team import make_team_member

START = "2036-02-04 10:00"
EMAIL, PHONE = "maya@example.com", "13155550142"
ENTERED = """
    SELECT occasion || ' ' || channel || CASE
               WHEN sent_at IS NOT NULL THEN ' sent' WHEN dropped_at IS NOT NULL THEN ' ' || drop_reason ELSE '' END
    FROM appointment_messages ORDER BY id
"""
# All that is to come, in the tables of appointments and of what is to be sent, comes closer; no trigger sees it.
PASS = """
    SET LOCAL session_replication_role = replica;
    UPDATE appointments SET starts_at = starts_at - '{delta}'::interval, day = (starts_at - '{delta}'::interval)::date;
    UPDATE appointment_messages SET
        moment = moment - CASE occasion WHEN 'reminder' THEN extract(epoch FROM '{delta}'::interval)::bigint ELSE 0 END,
        starts_at = starts_at - '{delta}'::interval, due_at = due_at - '{delta}'::interval;
    UPDATE outbox SET next_attempt_at = next_attempt_at - '{delta}'::interval
"""


class Visitor(msgspec.Struct, frozen=True):
    """Maya, who has a haircut by Ana."""

    ana: int
    haircut: int
    client: int
    form: int


async def make_visitor(conn: Connection, tenant: Tenant, **fields: Any) -> Visitor:
    ana = await make_team_member(conn, tenant, "Ana Lima")
    haircut = await make_service(conn, tenant, "Haircut")
    await assign(conn, tenant, haircut, ana)
    known = {"phone": PHONE, "email": EMAIL, **fields}
    return Visitor(ana, haircut, await make_client(conn, tenant, **known), await make_form(conn, tenant))


async def book(conn: Connection, tenant: Tenant, visitor: Visitor, start: str = START, **fields: Any) -> int:
    """Make the appointment, with its service, as one statement would."""
    known = {"client_id": visitor.client, "link_hash": f"{visitor.client:032x}", **fields}
    appointment_id = await make_appointment(conn, tenant, visitor.ana, start, **known)
    await add_service(conn, tenant, appointment_id, visitor.haircut)
    return appointment_id


async def entered(conn: Connection) -> list[str]:
    """Return each message in brief: its occasion, its channel, and what became of it."""
    return [row[0] for row in await conn.fetch(ENTERED)]


async def occasions(conn: Connection) -> list[str]:
    """Return each message as `entered` does, without what depends on when the application delivers it.

    It may be sent already, or dropped because another message says what happened later.
    """
    return [each.removesuffix(" sent").removesuffix(" outdated") for each in await entered(conn)]


async def due(conn: Connection) -> datetime:
    """Return when the only reminder is due."""
    (row,) = await conn.fetch(
        "SELECT due_at FROM appointment_messages WHERE occasion = 'reminder' AND dropped_at IS NULL"
    )
    found: datetime = row[0]
    return found


async def waiting(conn: Connection) -> int:
    """Count the entries of the outbox that wait."""
    found: int = await conn.fetchval(
        "SELECT count(*) FROM outbox WHERE kind LIKE 'appointment_%' AND next_attempt_at IS NOT NULL"
    )
    return found


async def change(conn: Connection, appointment_id: int, assignments: str, *arguments: Any) -> None:
    """Change an appointment as the API does: with a new revision."""
    statement = f"UPDATE appointments SET revision = revision + 1, {assignments} WHERE id = $1"
    await conn.execute(statement, appointment_id, *arguments)


async def let_pass(conn: Connection, delta: timedelta) -> None:
    """Move the clock: nothing else happens in this time."""
    async with conn.transaction():
        await conn.execute(PASS.format(delta=f"{delta.total_seconds():.0f} seconds"))


async def let_pass_until(conn: Connection, moment: datetime) -> None:
    await let_pass(conn, moment - datetime.now(UTC))


async def flagged_channels(conn: Connection, appointment_id: int) -> str:
    """Return the channels that the appointment's flags name."""
    row = await conn.fetchrow(
        "SELECT notifies_by_email, notifies_by_sms FROM appointments WHERE id = $1", appointment_id
    )
    assert row is not None
    return " ".join(channel for channel, is_named in zip(("email", "sms"), row, strict=True) if is_named)
