"""Several events that move at once, as those of a series do: one message to each client and channel."""

import asyncio
from collections import Counter

import httpx
import pytest
from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.appointment_messages.operator import list_messages
from parlour.areas.appointment_messages.service.delivery import AppointmentMessages
from parlour.areas.appointments.model.appointments import Attendance
from parlour.areas.events.model.events import EventFields, LockedEvent
from parlour.areas.events.service.events import delete_events, lock_events
from parlour.db.pool import Connection, Pool
from tests.appointment_messages.courses import (
    OTHERS_CANCELLED,
    Course,
    book_series,
    calendar_of,
    expect_of_series,
    kept,
    later,
    move,
    reported,
    said,
)
from tests.appointment_messages.courses import OTHERS_CHANGED as OTHERS
from tests.appointment_messages.delivering import deliver_all
from tests.support.client import Client
from tests.support.notified import change, entered, occasions
from tests.support.people import HARBOUR
from tests.support.series import SCHEDULES, data_of
from tests.support.smtp import MailServer


def with_break(event: LockedEvent) -> EventFields:
    """Give the team half an hour after it; clients have the same time."""
    return replace(event, duration=event.duration + 1800, technical_break=event.technical_break + 1800)


async def test_a_series_that_moves(client: Client, conn: Connection, tenant: Tenant) -> None:
    schedule, series, days = await book_series(client, conn, tenant)
    before = Counter(await occasions(conn))
    path = f"{SCHEDULES}/{schedule['id']}/days/{series['id']}"
    data_of(await client.send("PATCH", path, json={"force": False, "events_time": "11:00:00"}))
    found = await reported(conn, "changed")
    expect_of_series(found, days)
    after = Counter(await occasions(conn))
    assert after["reminder email"] == before["reminder email"] == 8
    assert after["reminder email withdrawn"] == 8
    data_of(await client.send("PATCH", path, json={"force": False, "events_capacity": 6}))
    assert await reported(conn, "changed") == found


async def test_the_message_says_how_many_other_dates_changed(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages
) -> None:
    """However many workers deliver, it arrives once."""
    await move(conn, tenant, course.events)
    assert [each.client for each in await list_messages(conn, HARBOUR, 10, has_ended=False)] == ["Maya"]
    await asyncio.gather(*(deliver_all(pool, email) for _ in range(4)))
    ((subject, others),) = said(mail)
    assert "Mon, Feb 4, 11:00" in subject
    assert others == f"{OTHERS}3"
    assert calendar_of(mail) == await kept(conn, "CONFIRMED", course.bookings)
    assert (await entered(conn))[-4:] == ["changed email sent"] * 4
    assert await list_messages(conn, HARBOUR, 10, has_ended=False) == []
    await conn.execute("UPDATE outbox SET done_at = NULL, next_attempt_at = now()")
    await deliver_all(pool, email)
    assert len(mail.received) == 1


async def test_a_text_message_speaks_of_the_dates_that_it_would_have_reported_alone(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, texts: list[httpx.QueryParams],
    sms: AppointmentMessages,
) -> None:  # fmt: skip
    await conn.execute("UPDATE appointments SET notifies_by_sms = true WHERE id = ANY ($1)", course.bookings[1:3])
    await move(conn, tenant, course.events)
    await deliver_all(pool, sms)
    (text,) = texts
    assert "Mon, Feb 11, 11:00" in text["text"]
    assert f"{OTHERS}1" in text["text"].splitlines()


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE appointments SET attendance = '{Attendance.ARRIVED}' WHERE event_id = ANY ($1)",
        f"UPDATE appointments SET attendance = '{Attendance.NO_SHOW}' WHERE event_id = ANY ($1)",
        "UPDATE appointments SET deleted_at = now() WHERE event_id = ANY ($1)",
        "UPDATE appointments SET client_id = NULL WHERE event_id = ANY ($1)",
        "UPDATE appointments SET notifies_by_email = false WHERE event_id = ANY ($1)",
    ],
)
async def test_who_learns_nothing(conn: Connection, tenant: Tenant, course: Course, statement: str) -> None:
    """Who isn't expected, isn't known, or has no channel: of these bookings nothing is entered."""
    await conn.execute(statement, course.events[:2])
    await move(conn, tenant, course.events)
    assert await reported(conn, "changed") == [(course.events[2], "email", True), (course.events[3], "email", False)]


async def test_a_technical_break_is_no_change_to_clients(conn: Connection, tenant: Tenant, course: Course) -> None:
    await move(conn, tenant, course.events, with_break)
    assert await reported(conn, "changed") == []
    first = course.events[0]
    await move(conn, tenant, course.events[:3], lambda each: later(each) if each.id != first else with_break(each))
    assert await reported(conn, "changed") == [(course.events[1], "email", True), (course.events[2], "email", False)]


async def test_what_begins_in_the_past_is_not_reported(conn: Connection, tenant: Tenant, course: Course) -> None:
    ago = 24 * 365 * 12
    first = course.events[0]
    await move(conn, tenant, course.events, lambda each: later(each, -ago if each.id == first else 1))
    assert await reported(conn, "changed") == [
        (course.events[1], "email", True), (course.events[2], "email", False), (course.events[3], "email", False),
    ]  # fmt: skip


async def test_what_happens_to_the_first_date_before_the_message_is_sent(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages
) -> None:
    """The client still learns of the other ones."""
    await move(conn, tenant, course.events)
    await change(conn, course.bookings[0], "deleted_at = now()")
    await move(conn, tenant, course.events[2:3])
    await deliver_all(pool, email)
    assert sorted(said(mail)) == [
        ("Your appointment has changed – Mon, Feb 11, 11:00 AM, Harbour", f"{OTHERS}1"),
        ("Your appointment has changed – Mon, Feb 18, 12:00 PM, Harbour", ""),
        ("Your appointment is cancelled – Mon, Feb 4, 11:00 AM, Harbour", ""),
    ]


async def test_a_series_that_moves_twice(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages
) -> None:
    """Of each date the last change is reported, also if the second move leaves some where they are."""
    await move(conn, tenant, course.events)
    await move(conn, tenant, course.events[:2])
    await deliver_all(pool, email)
    assert sorted(said(mail)) == [
        ("Your appointment has changed – Mon, Feb 18, 11:00 AM, Harbour", f"{OTHERS}1"),
        ("Your appointment has changed – Mon, Feb 4, 12:00 PM, Harbour", f"{OTHERS}1"),
    ]


async def test_events_that_are_deleted_before_the_message_is_sent(
    pool: Pool, conn: Connection, tenant: Tenant, course: Course, mail: MailServer, email: AppointmentMessages
) -> None:
    await move(conn, tenant, course.events)
    async with conn.transaction():
        await delete_events(conn, tenant, await lock_events(conn, tenant, course.events))
    await deliver_all(pool, email)
    assert said(mail) == [
        ("Your appointment is cancelled – Mon, Feb 4, 11:00 AM, Harbour", f"{OTHERS_CANCELLED}3"),
    ]  # fmt: skip
    assert Counter(await entered(conn))["changed email outdated"] == 4
