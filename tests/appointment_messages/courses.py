"""A client who is booked into several classes, and what emails say of the other dates."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import msgspec
from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.appointments.service.bookings import lock_bookings
from parlour.areas.booking_page.model.ical import uid_of
from parlour.areas.events.model.changes import EventChange
from parlour.areas.events.model.events import EventFields, LockedEvent
from parlour.areas.events.service.events import change_events, delete_events, lock_events
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.clients import make_client
from tests.support.factories.events import book_seats, make_event
from tests.support.notified import EMAIL
from tests.support.people import HARBOUR
from tests.support.series import events_of, open_course, started
from tests.support.smtp import MailServer
from tests.support.studio import open_studio

OTHERS_CHANGED, OTHERS_CANCELLED = "Other dates that changed: ", "Other cancelled dates: "
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


def calendar_of(mail: MailServer) -> list[tuple[str, str, int, datetime]]:
    """Return of each entry in the file of the only email its status, its UID, its sequence and its start."""
    ((_, message),) = mail.received
    (file,) = message.iter_attachments()
    entries = icalendar.Calendar.from_ical(file.get_content()).walk("VEVENT")
    return [
        (str(each["STATUS"]), str(each["UID"]), int(str(each["SEQUENCE"])), each.decoded("DTSTART")) for each in entries
    ]


async def kept(conn: Connection, status: str, booking_ids: Sequence[int]) -> list[tuple[str, str, int, datetime]]:
    """Return what the file has to say of bookings."""
    rows = await conn.fetch(
        "SELECT link_hash, revision, starts_at FROM appointments WHERE id = ANY ($1) ORDER BY starts_at, id",
        booking_ids,
    )
    return [(status, uid_of(row["link_hash"]), row["revision"], row["starts_at"]) for row in rows]


def later(event: LockedEvent, hours: int = 1) -> EventFields:
    return replace(event, starts_at=event.starts_at + timedelta(hours=hours))


async def move(conn: Connection, tenant: Tenant, event_ids: Sequence[int], moved: Any = later) -> None:
    """Move events by one hour, or otherwise, as one request does."""
    async with conn.transaction():
        events = await lock_events(conn, tenant, event_ids)
        bookings = await lock_bookings(conn, tenant, event_ids)
        await change_events(conn, tenant, [EventChange(each, moved(each)) for each in events], bookings)


async def delete(conn: Connection, tenant: Tenant, event_ids: Sequence[int]) -> None:
    """Delete events, as one request does."""
    async with conn.transaction():
        await delete_events(conn, tenant, await lock_events(conn, tenant, event_ids))


async def book_series(client: Client, conn: Connection, tenant: Tenant) -> tuple[Any, Any, list[int]]:
    """Start a series and book two clients into its events, one of them with both channels; return its schedule too."""
    course = await open_course(conn, tenant)
    schedule, (series,) = await started(client, course.schedule())
    days = [each["event_entity_id"] for each in await events_of(client, series)]
    one, other = ({"phone": f"+1315555017{n}", "name": "Maya", "email": f"{n}@example.com"} for n in range(2))
    for event_id in days:
        for who, more in ((one, {}), (other, {"send_sms": True})):
            body = {"activity_id": event_id, "client": who, "email_remain_hours": 24, **more}
            assert (await client.post(f"/records/{HARBOUR}", body)).status_code == 201
    return schedule, series, days


def expect_of_series(found: list[tuple[int, str, bool]], days: list[int]) -> None:
    """Expect a message to each of the two clients and channel about the first event, and its parts about the others."""
    assert [each for each in found if each[2]] == [
        (days[0], "email", True), (days[0], "email", True), (days[0], "sms", True),
    ]  # fmt: skip
    assert Counter(each for each in found if not each[2]) == {
        (day, channel, False): count for day in days[1:] for channel, count in (("email", 2), ("sms", 1))
    }
