"""Several events that are deleted at once, as those of a series are: one message to each client and channel."""

import asyncio
from collections import Counter

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.appointment_messages.operator import list_messages
from parlour.areas.appointment_messages.service.delivery import AppointmentMessages
from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.events.service.events import delete_event, delete_events, lock_events
from parlour.db.pool import Connection, Pool
from tests.appointment_messages.courses import OTHERS_CANCELLED as OTHERS
from tests.appointment_messages.courses import (
    Course,
    book,
    book_series,
    calendar_of,
    delete,
    expect_of_series,
    kept,
    reported,
    said,
)
from tests.appointment_messages.delivering import deliver_all
from tests.support.client import Client
from tests.support.factories.clients import make_client
from tests.support.notified import EMAIL, change, entered, waiting
from tests.support.people import HARBOUR
from tests.support.series import SCHEDULES, data_of, events_of, open_course, started
from tests.support.smtp import MailServer


async def restore(conn: Connection, booking: int) -> None:
    await change(conn, booking, "deleted_at = NULL")


@pytest.mark.parametrize("path", ["{schedule}", "{schedule}/days/{series}"])
async def test_a_schedule_or_a_series_that_is_deleted(
    client: Client, conn: Connection, tenant: Tenant, path: str
) -> None:
    """Two clients, one of them with both channels; each also has reminders, which are withdrawn one by one."""
    schedule, series, days = await book_series(client, conn, tenant)
    at = path.format(schedule=schedule["id"], series=series["id"])
    assert (await client.delete(f"{SCHEDULES}/{at}")).status_code == 204
    found = await reported(conn, "cancelled")
    expect_of_series(found, days)
    assert Counter(await entered(conn))["reminder email withdrawn"] == 8


async def test_who_leaves_a_series_learns_it_once(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Taken out of the series, or with the series itself; who has no channel learns nothing."""
    course = await open_course(conn, tenant)
    schedule, (series,) = await started(client, course.schedule())
    maya = await make_client(conn, tenant, "Maya", email=EMAIL)
    at = f"{SCHEDULES}/{schedule['id']}"
    body = {"client_id": maya, "schedule_days_ids": [series["id"]]}
    made = data_of(await client.post(f"{at}/client_schedules", body), 201)
    await conn.execute("UPDATE appointments SET notifies_by_email = true")
    assert (await client.delete(f"{at}/client_schedules/{made['id']}")).status_code == 204
    assert [each[2] for each in await reported(conn, "cancelled")] == [True, False, False, False]
    made = data_of(await client.post(f"{at}/client_schedules", body), 201)
    assert (await client.delete(f"{at}/client_schedules/{made['id']}")).status_code == 204
    data_of(await client.post(f"{at}/client_schedules", body), 201)
    await conn.execute("UPDATE appointments SET notifies_by_email = true WHERE deleted_at IS NULL")
    assert (await client.delete(at)).status_code == 204
    assert [each[2] for each in await reported(conn, "cancelled")] == [True, False, False, False] * 2


async def test_who_is_taken_out_of_one_of_several_series(client: Client, conn: Connection, tenant: Tenant) -> None:
    course = await open_course(conn, tenant)
    schedule, (series, other) = await started(client, course.schedule(course.series(), course.series("tue")))
    maya = await make_client(conn, tenant, "Maya", email=EMAIL)
    at = f"{SCHEDULES}/{schedule['id']}/client_schedules"
    body = {"client_id": maya, "schedule_days_ids": [series["id"], other["id"]]}
    made = data_of(await client.post(at, body), 201)
    await conn.execute("UPDATE appointments SET notifies_by_email = true")
    data_of(await client.send("PATCH", f"{at}/{made['id']}", json={"schedule_days_ids": [series["id"]]}))
    days = [each["event_entity_id"] for each in await events_of(client, other)]
    found = await reported(conn, "cancelled")
    assert [each[0] for each in found] == days
    assert [each[2] for each in found] == [True] + [False] * (len(days) - 1)


async def test_the_message_says_how_many_other_dates_are_cancelled(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages
) -> None:
    """However many workers deliver, it arrives once."""
    await delete(conn, tenant, course.events)
    assert await waiting(conn) == 1
    assert [each.client for each in await list_messages(conn, HARBOUR, 10, has_ended=False)] == ["Maya"]
    await asyncio.gather(*(deliver_all(pool, email) for _ in range(4)))
    assert said(mail) == [("Your appointment is cancelled – Mon, Feb 4, 10:00 AM, Harbour", f"{OTHERS}3")]
    assert calendar_of(mail) == await kept(conn, "CANCELLED", course.bookings)
    assert (await entered(conn))[-4:] == ["cancelled email sent"] * 4
    await conn.execute("UPDATE outbox SET done_at = NULL, next_attempt_at = now()")
    await deliver_all(pool, email)
    assert len(mail.received) == 1


async def test_two_channels(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages,
    texts: list[httpx.QueryParams], sms: AppointmentMessages,
) -> None:  # fmt: skip
    """Each speaks of the dates that it would have reported alone."""
    await conn.execute("UPDATE appointments SET notifies_by_sms = true WHERE id = ANY ($1)", course.bookings[1:3])
    await delete(conn, tenant, course.events)
    await deliver_all(pool, email, sms)
    assert [others for _, others in said(mail)] == [f"{OTHERS}3"]
    (text,) = texts
    assert "cancelled. Mon, Feb 11, 10:00" in text["text"]
    assert f"{OTHERS}1" in text["text"].splitlines()


async def test_a_single_event(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages
) -> None:
    """It is one message, too, whose places are counted; so is the only one of several that has bookings."""
    first, second, third, _ = course.events
    await book(conn, tenant, first, course.maya)
    await conn.execute("DELETE FROM outbox")
    await conn.execute("UPDATE appointments SET deleted_at = now() WHERE event_id = $1", third)
    async with conn.transaction():
        await delete_event(conn, tenant, first, None)
    await delete(conn, tenant, [second, third])
    assert await reported(conn, "cancelled") == [
        (first, "email", True),
        (first, "email", False),
        (second, "email", True),
    ]
    await deliver_all(pool, email)
    assert [others for _, others in said(mail)] == [""] * 2


async def test_what_is_cancelled_afterwards_is_reported_by_itself(
    conn: Connection, tenant: Tenant, course: Course
) -> None:
    """Show that the triggers are quiet for these events only, not for the rest of the transaction."""
    async with conn.transaction():
        await delete_events(conn, tenant, await lock_events(conn, tenant, course.events[:2]))
        await change(conn, course.bookings[2], "deleted_at = now()")
    first, second, third, _ = course.events
    assert await reported(conn, "cancelled") == [
        (first, "email", True),
        (second, "email", False),
        (third, "email", True),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE appointments SET attendance = '{Attendance.ARRIVED}' WHERE event_id = ANY ($1)",
        f"UPDATE appointments SET attendance = '{Attendance.NO_SHOW}' WHERE event_id = ANY ($1)",
        "UPDATE appointments SET client_id = NULL WHERE event_id = ANY ($1)",
        "UPDATE appointments SET notifies_by_email = false WHERE event_id = ANY ($1)",
        "UPDATE appointments SET deleted_at = now() WHERE event_id = ANY ($1)",
        "UPDATE appointments SET starts_at = now() - interval '1 hour' WHERE event_id = ANY ($1)",
    ],
)
async def test_who_learns_nothing(conn: Connection, tenant: Tenant, course: Course, statement: str) -> None:
    """Who isn't expected any more, isn't known, or has no channel, and what has begun: nothing is entered of these."""
    await conn.execute(statement, course.events[:2])
    await delete(conn, tenant, course.events)
    assert await reported(conn, "cancelled") == [(course.events[2], "email", True), (course.events[3], "email", False)]


async def test_a_first_date_that_is_restored_before_the_message_is_sent(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages
) -> None:
    """The client still learns of the other ones, and of this date that it is booked."""
    await delete(conn, tenant, course.events)
    await restore(conn, course.bookings[0])
    await deliver_all(pool, email)
    assert sorted(said(mail)) == [
        ("Your appointment is booked – Mon, Feb 4, 10:00 AM, Harbour", ""),
        ("Your appointment is cancelled – Mon, Feb 11, 10:00 AM, Harbour", f"{OTHERS}2"),
    ]


@pytest.mark.parametrize(
    "assignments", ["deleted_at = NULL, notifies_by_email = false", "starts_at = now() - interval '1 hour'"]
)
async def test_a_first_date_that_is_no_news_though_nothing_else_is_said_of_it(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages,
    assignments: str,
) -> None:  # fmt: skip
    await delete(conn, tenant, course.events)
    await change(conn, course.bookings[0], assignments)
    await deliver_all(pool, email)
    assert said(mail) == [("Your appointment is cancelled – Mon, Feb 11, 10:00 AM, Harbour", f"{OTHERS}2")]


async def test_other_dates_that_are_restored_do_not_count(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages
) -> None:
    """Of one that is cancelled once more, its own message says so, and only that."""
    await delete(conn, tenant, course.events)
    for booking in course.bookings[1:3]:
        await restore(conn, booking)
    await change(conn, course.bookings[2], "deleted_at = now()")
    await deliver_all(pool, email)
    assert sorted(said(mail)) == [
        ("Your appointment is booked – Mon, Feb 11, 10:00 AM, Harbour", ""),
        ("Your appointment is cancelled – Mon, Feb 18, 10:00 AM, Harbour", ""),
        ("Your appointment is cancelled – Mon, Feb 4, 10:00 AM, Harbour", f"{OTHERS}1"),
    ]


async def test_the_calendar_keeps_what_is_restored(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages
) -> None:
    """Of two bookings of one date each has its entry."""
    again = await book(conn, tenant, course.events[2], course.maya)
    await conn.execute("DELETE FROM outbox")
    await delete(conn, tenant, course.events)
    for booking in course.bookings[:2]:
        await change(conn, booking, "deleted_at = NULL, notifies_by_email = false")
    await deliver_all(pool, email)
    assert calendar_of(mail) == await kept(conn, "CANCELLED", [*course.bookings[2:], again])


@pytest.mark.parametrize("is_cancelled_again", [False, True])
async def test_dates_that_are_all_restored(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages,
    is_cancelled_again: bool,
) -> None:  # fmt: skip
    await delete(conn, tenant, course.events[:2])
    for booking in course.bookings[:2]:
        await restore(conn, booking)
        if is_cancelled_again:
            await change(conn, booking, "deleted_at = now()")
    await deliver_all(pool, email)
    happened = "cancelled" if is_cancelled_again else "booked"
    assert sorted(said(mail)) == [
        (f"Your appointment is {happened} – Mon, Feb {day}, 10:00 AM, Harbour", "") for day in (11, 4)
    ]
    assert Counter(await entered(conn))["cancelled email outdated"] == 2
