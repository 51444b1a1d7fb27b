"""A client who is booked into several classes, and what emails say of the other dates."""

from datetime import date, timedelta
from typing import Any

import msgspec

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.factories.clients import make_client
from tests.support.factories.events import book_seats, make_event
from tests.support.notified import EMAIL
from tests.support.smtp import MailServer
from tests.support.studio import open_studio

ENTERED = """
    SELECT a.event_id, m.channel, m.part_of IS NULL AS is_message FROM appointment_messages m
    JOIN appointments a ON a.id = m.appointment_id WHERE m.occasion = $1 ORDER BY m.id
"""


class Course(msgspec.Struct, frozen=True):
    """Four classes of Ana's, a week apart, and Maya, who is booked into each of them."""

    events: list[int]
    maya: int
    bookings: list[int]


async def make_course(conn: Connection, tenant: Tenant) -> Course:
    studio = await open_studio(conn, tenant)
    maya = await make_client(conn, tenant, "Maya", email=EMAIL, phone="13155550142")
    days = [date(2036, 2, 4) + timedelta(weeks=number) for number in range(4)]
    events = [await make_event(conn, tenant, studio.ana, studio.yoga, f"{day} 10:00") for day in days]
    bookings = [await book(conn, tenant, event, maya) for event in events]
    await conn.execute("UPDATE appointment_messages SET sent_at = now()")
    await conn.execute("DELETE FROM outbox")
    return Course(events, maya, bookings)


async def book(conn: Connection, tenant: Tenant, event_id: int, client_id: int, **fields: Any) -> int:
    """Book a seat; the client gets messages by email, unless another channel is named."""
    return await book_seats(conn, tenant, event_id, client_id=client_id, **{"notifies_by_email": True, **fields})


async def reported(conn: Connection, occasion: str) -> list[tuple[int, str, bool]]:
    """Return of what was entered the event, the channel, and whether it is a message or part of one."""
    return [tuple(row) for row in await conn.fetch(ENTERED, occasion)]


def said(mail: MailServer) -> list[tuple[str, str]]:
    """Return of each email its subject, and what it says of other dates."""
    found = []
    for _, message in mail.received:
        body = message.get_body(("plain",))
        lines = body.get_content().splitlines() if body else []
        found.append((message["Subject"], next((each for each in lines if each.startswith("Other ")), "")))
    return found
