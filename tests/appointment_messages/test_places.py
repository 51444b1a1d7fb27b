"""A client who has several bookings of one group event: one message of each occasion, which says how many places."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.appointment_messages.service.delivery import AppointmentMessages
from parlour.db.pool import Connection, Pool
from tests.appointment_messages.courses import Course, book, delete, move, reported
from tests.appointment_messages.delivering import deliver_all
from tests.support.factories.events import book_seats
from tests.support.notified import change, entered, let_pass_until
from tests.support.smtp import MailServer


@pytest.fixture
async def again(conn: Connection, tenant: Tenant, course: Course) -> int:
    """Return a second booking that Maya has of the first class, of two places."""
    booking = await book(conn, tenant, course.events[0], course.maya, seat_count=2)
    await conn.execute("UPDATE appointment_messages SET sent_at = now()")
    await conn.execute("DELETE FROM outbox")
    return booking


def lines(mail: MailServer) -> list[tuple[str, str]]:
    """Return of each email what it is about, and what it says of places."""
    found = []
    for _, message in mail.received:
        body = message.get_body(("plain",))
        said = body.get_content().splitlines() if body else []
        found.append((said[0], next((each for each in said if each.startswith("Places")), "")))
    return found


async def test_an_event_that_moves_and_is_deleted(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, again: int, mail: MailServer,
    email: AppointmentMessages,
) -> None:  # fmt: skip
    first = course.events[0]
    await move(conn, tenant, [first])
    assert await reported(conn, "changed") == [(first, "email", True), (first, "email", False)]
    await deliver_all(pool, email)
    await delete(conn, tenant, [first])
    await deliver_all(pool, email)
    assert lines(mail) == [
        ("Your appointment has changed", "Places: 3"),
        ("Your appointment is cancelled", "Places: 3"),
    ]


async def test_a_series_that_moves(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, again: int, mail: MailServer,
    email: AppointmentMessages,
) -> None:  # fmt: skip
    """The places are of the first date, the other dates are counted as before."""
    await move(conn, tenant, course.events)
    await deliver_all(pool, email)
    assert lines(mail) == [("Your appointment has changed", "Places: 3")]


async def test_each_booking_is_confirmed_with_the_places_that_the_client_has_then(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages
) -> None:
    await book(conn, tenant, course.events[0], course.maya)
    await deliver_all(pool, email)
    await book(conn, tenant, course.events[0], course.maya, seat_count=2)
    await deliver_all(pool, email)
    assert lines(mail) == [("Your appointment is booked", "Places: 2"), ("Your appointment is booked", "Places: 4")]


async def test_one_of_the_bookings_is_cancelled(
    pool: Pool, conn: Connection, course: Course, again: int, mail: MailServer, email: AppointmentMessages
) -> None:
    """Who keeps places learns how many."""
    await change(conn, course.bookings[0], "deleted_at = now()")
    await deliver_all(pool, email)
    await change(conn, again, "deleted_at = now()")
    await deliver_all(pool, email)
    assert lines(mail) == [
        ("Your appointment is cancelled", "Places: 1. Places that stay booked: 2"),
        ("Your appointment is cancelled", "Places: 2"),
    ]


async def remind(conn: Connection, course: Course, again: int, hours: tuple[int, int], left: float = 1) -> None:
    """Let both bookings be reminded of, each so many hours before, and let all but so many hours pass."""
    for booking, before in zip([course.bookings[0], again], hours, strict=True):
        await change(conn, booking, "email_reminder_hours = $2", before)
    await let_pass_all_but(conn, again, left)


async def let_pass_all_but(conn: Connection, booking: int, hours: float) -> None:
    start = await conn.fetchval("SELECT starts_at FROM appointments WHERE id = $1", booking)
    await let_pass_until(conn, start - timedelta(hours=hours))


@pytest.mark.parametrize("hours", [(24, 24), (2, 24), (24, 2)])
async def test_a_reminder_is_of_all_places(
    pool: Pool, conn: Connection, course: Course, again: int, mail: MailServer, email: AppointmentMessages,
    hours: tuple[int, int],
) -> None:  # fmt: skip
    """The one that is due first is sent, however many workers deliver, and in whatever order."""
    await remind(conn, course, again, hours)
    await asyncio.gather(*(deliver_all(pool, email) for _ in range(4)))
    assert lines(mail) == [("A reminder of your appointment", "Places: 3")]
    assert sorted((await entered(conn))[-2:]) == ["reminder email sent", "reminder email together"]


async def test_a_reminder_stays_if_the_other_booking_is_cancelled(
    pool: Pool, conn: Connection, course: Course, again: int, mail: MailServer, email: AppointmentMessages
) -> None:
    await remind(conn, course, again, (24, 2))
    await change(conn, course.bookings[0], "deleted_at = now(), notifies_by_email = false, email_reminder_hours = 0")
    await deliver_all(pool, email)
    assert lines(mail) == [("A reminder of your appointment", "Places: 2")]


async def test_a_place_that_is_booked_after_the_reminder_has_its_own(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, again: int, mail: MailServer,
    email: AppointmentMessages,
) -> None:  # fmt: skip
    await remind(conn, course, again, (24, 24), left=3)
    await deliver_all(pool, email)
    del mail.received[:]
    late = await book_seats(conn, tenant, course.events[0], client_id=course.maya, email_reminder_hours=1)
    await conn.execute(
        "UPDATE appointments SET starts_at = (SELECT starts_at FROM appointments WHERE id = $1) WHERE id = $2",
        again,
        late,
    )
    await let_pass_all_but(conn, late, 0.5)
    await deliver_all(pool, email)
    assert lines(mail) == [("Your appointment is booked", "Places: 4"), ("A reminder of your appointment", "Places: 4")]


async def test_a_text_message_says_how_many_places(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, again: int, texts: list[httpx.QueryParams],
    sms: AppointmentMessages,
) -> None:  # fmt: skip
    await conn.execute("UPDATE appointments SET notifies_by_sms = true WHERE event_id = $1", course.events[0])
    await move(conn, tenant, [course.events[0]])
    await deliver_all(pool, sms)
    (text,) = texts
    assert "Places: 3" in text["text"].splitlines()
