"""Delivering: what arrives when, and what isn't sent any more."""

import asyncio
import re
from datetime import timedelta

import httpx
import pytest
import structlog

from parlour.access.tenant import Tenant
from parlour.areas.appointment_messages.service.delivery import AppointmentMessages
from parlour.areas.appointment_messages.service.ways import BySms
from parlour.db.pool import Connection, Pool
from parlour.outbox.entries import NewEntry
from parlour.outbox.operator import retry_all
from parlour.outbox.queries import add_entries
from parlour.settings import Settings
from tests.appointment_messages.delivering import by_email, deliver_all
from tests.support.factories.booking_forms import make_form
from tests.support.notified import (
    EMAIL,
    PHONE,
    book,
    change,
    entered,
    let_pass,
    let_pass_until,
    make_visitor,
)
from tests.support.outbox import Note, deliver_next, make_due, states
from tests.support.smtp import MailServer

ONLINE = {"source": "api"}
SUBJECTS = {
    "booked": "Your appointment is booked",
    "changed": "Your appointment has changed",
    "cancelled": "Your appointment is cancelled",
    "reminder": "A reminder of your appointment",
}


def subjects(mail: MailServer) -> list[str]:
    """What arrived, by its occasion."""
    return [
        next(occasion for occasion, text in SUBJECTS.items() if message["Subject"].startswith(text))
        for _, message in mail.received
    ]


async def test_what_happens_to_an_appointment_arrives_in_order(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE)
    await deliver_all(pool, email)
    await change(conn, appointment, "starts_at = starts_at + interval '1 hour'")
    await deliver_all(pool, email)
    await change(conn, appointment, "deleted_at = now()")
    await deliver_all(pool, email)
    assert [recipient for recipient, _ in mail.received] == [EMAIL] * 3
    assert subjects(mail) == ["booked", "changed", "cancelled"]
    assert await entered(conn) == ["booked email sent", "changed email sent", "cancelled email sent"]


async def test_a_reminder_comes_at_its_time(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), email_reminder_hours=24)
    starts_at = await conn.fetchval("SELECT starts_at FROM appointments WHERE id = $1", appointment)
    await deliver_all(pool, email)
    await let_pass_until(conn, starts_at - timedelta(hours=24, minutes=1))
    await deliver_all(pool, email)
    assert subjects(mail) == ["booked"]
    await let_pass(conn, timedelta(minutes=2))
    await deliver_all(pool, email)
    assert subjects(mail) == ["booked", "reminder"]
    await let_pass(conn, timedelta(hours=23))
    await deliver_all(pool, email)
    assert subjects(mail) == ["booked", "reminder"]


async def test_a_reminder_follows_an_appointment_that_is_moved(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), email_reminder_hours=24)
    starts_at = await conn.fetchval("SELECT starts_at FROM appointments WHERE id = $1", appointment)
    await change(conn, appointment, "starts_at = starts_at + interval '2 days'")
    await let_pass_until(conn, starts_at)
    await deliver_all(pool, email)
    assert subjects(mail) == ["booked", "changed"]
    await let_pass(conn, timedelta(days=1, minutes=1))
    await deliver_all(pool, email)
    assert subjects(mail) == ["booked", "changed", "reminder"]


async def test_a_reminder_across_a_change_of_the_clocks_says_what_the_clock_will_show(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    """On that Sunday New York puts its clocks forward, between the reminder and the start."""
    await book(conn, tenant, await make_visitor(conn, tenant), "2036-03-09 10:00", email_reminder_hours=24)
    await make_due(conn)
    await conn.execute("UPDATE appointment_messages SET due_at = now()")
    await deliver_all(pool, email)
    assert subjects(mail) == ["booked", "reminder"]
    for _, message in mail.received:
        assert "Sun, Mar 9, 10:00" in message["Subject"]


async def test_a_reminder_by_text_message(
    pool: Pool, conn: Connection, tenant: Tenant, texts: list[httpx.QueryParams], sms: AppointmentMessages
) -> None:
    await book(conn, tenant, await make_visitor(conn, tenant), sms_reminder_hours=24)
    await deliver_all(pool, sms)
    assert texts == []
    await make_due(conn)
    await conn.execute("UPDATE appointment_messages SET due_at = now()")
    await deliver_all(pool, sms)
    (got,) = texts
    assert got["to"] == PHONE
    assert "a reminder of your appointment" in got["text"]


async def test_a_message_that_no_longer_fits_is_dropped(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE)
    await change(conn, appointment, "starts_at = starts_at + interval '1 hour'")
    await change(conn, appointment, "starts_at = starts_at + interval '1 hour'")
    await change(conn, appointment, "deleted_at = now()")
    await deliver_all(pool, email)
    assert subjects(mail) == ["cancelled"]
    assert await entered(conn) == [
        "booked email outdated", "changed email outdated", "changed email outdated", "cancelled email sent",
    ]  # fmt: skip


async def test_of_several_changes_the_last_is_reported(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE)
    for _ in range(3):
        await change(conn, appointment, "starts_at = starts_at + interval '1 hour'")
    await deliver_all(pool, email)
    assert subjects(mail) == ["booked", "changed"]
    assert "Mon, Feb 4, 1:00" in mail.received[-1][1]["Subject"]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE clients SET email = ''", "no_address"),
        ("UPDATE clients SET deleted_at = now()", "no_address"),
        ("UPDATE clients SET erased_at = now()", "no_address"),
        ("UPDATE appointments SET starts_at = now() - interval '1 minute'", "over"),
        ("UPDATE clients SET email = 'a,b@c.d'", "undeliverable"),
    ],
)
async def test_why_a_message_is_not_sent(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages,
    statement: str, reason: str,
) -> None:  # fmt: skip
    await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE)
    await conn.execute(statement)
    await deliver_all(pool, email)
    assert mail.received == []
    assert await entered(conn) == [f"booked email {reason}"]


async def test_a_location_that_sends_no_text_messages_sends_no_reminders(
    pool: Pool, conn: Connection, tenant: Tenant, texts: list[httpx.QueryParams], sms: AppointmentMessages
) -> None:
    await book(conn, tenant, await make_visitor(conn, tenant), notifies_by_sms=True, sms_reminder_hours=24)
    await conn.execute("UPDATE locations SET sends_sms_reminders = false")
    await conn.execute("UPDATE appointment_messages SET due_at = now()")
    await make_due(conn)
    await deliver_all(pool, sms)
    assert len(texts) == 1
    assert await entered(conn) == ["booked sms sent", "reminder sms switched_off"]


async def test_a_closed_location_writes_to_its_clients_no_more(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE)
    await conn.execute("UPDATE locations SET closed_at = now()")
    await deliver_all(pool, email)
    assert mail.received == []
    assert (await states(conn))[0]["last_error"] == "The location is closed."


async def test_a_message_is_the_same_one_when_it_is_tried_again(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    """As after a crash between the answer of the mail server and the commit."""
    await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE)
    await deliver_all(pool, email)
    await conn.execute("UPDATE appointment_messages SET sent_at = NULL")
    await conn.execute("UPDATE outbox SET done_at = NULL, next_attempt_at = now()")
    await deliver_all(pool, email)
    (_, first), (_, second) = mail.received
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@example.com>")


async def test_what_was_sent_is_not_sent_again(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    """As after a crash between the two commits."""
    await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE)
    await deliver_all(pool, email)
    await conn.execute("UPDATE outbox SET done_at = NULL, next_attempt_at = now()")
    await deliver_all(pool, email)
    assert len(mail.received) == 1
    assert (await states(conn))[0]["done"]


async def test_a_mail_server_that_refuses_for_a_while_delays_a_message(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE)
    mail.refusals = 1
    await deliver_all(pool, email)
    assert await entered(conn) == ["booked email"]
    await make_due(conn)
    await deliver_all(pool, email)
    assert await entered(conn) == ["booked email sent"]


async def test_the_link_leads_through_the_form_of_the_booking_or_else_the_default_one(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    visitor = await make_visitor(conn, tenant)
    default = await make_form(conn, tenant, is_default=True)
    own = await make_form(conn, tenant)
    await book(conn, tenant, visitor, **ONLINE)
    await book(conn, tenant, visitor, **ONLINE, booking_form_id=own, link_hash=f"{8:032x}")
    await deliver_all(pool, email)
    await conn.execute("UPDATE booking_forms SET deleted_at = now()")
    await book(conn, tenant, visitor, **ONLINE, link_hash=f"{9:032x}")
    await deliver_all(pool, email)
    bodies = [message.get_body(("plain",)) for _, message in mail.received]
    links = [re.findall(r"/booked/(\d+)/", body.get_content() if body else "") for body in bodies]
    assert links == [[str(default)], [str(own)], []]


async def test_what_a_gateway_refused_can_be_tried_again(
    pool: Pool, conn: Connection, tenant: Tenant, texts: list[httpx.QueryParams], sms: AppointmentMessages
) -> None:
    """Show that the operator can correct the settings and try again."""
    await book(conn, tenant, await make_visitor(conn, tenant), notifies_by_sms=True)
    wrong = Settings(sms_url="https://gateway.example/?text={text}")
    refusing = BySms(wrong, httpx.MockTransport(lambda _: httpx.Response(401)))
    await deliver_all(pool, AppointmentMessages(pool, wrong, refusing))
    assert await entered(conn) == ["booked sms undeliverable"]
    await retry_all(conn)
    await deliver_all(pool, sms)
    assert len(texts) == 1
    assert await entered(conn) == ["booked sms sent"]


async def test_a_failing_reminder_that_is_put_off_comes_at_its_new_time_and_once(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), email_reminder_hours=24)
    await deliver_all(pool, email)
    await make_due(conn)
    await conn.execute("UPDATE appointment_messages SET due_at = now()")
    mail.refusals = 1
    await deliver_all(pool, email)
    await change(conn, appointment, "email_reminder_hours = 2")
    await conn.execute("UPDATE outbox SET next_attempt_at = now() WHERE attempts > 0 AND done_at IS NULL")
    await deliver_all(pool, email)
    assert subjects(mail) == ["booked"]
    assert await entered(conn) == ["booked email sent", "reminder email"]
    await make_due(conn)
    await conn.execute("UPDATE appointment_messages SET due_at = now()")
    await deliver_all(pool, email)
    assert subjects(mail) == ["booked", "reminder"]


async def test_a_change_while_a_message_is_sent_is_reported_after_it(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    appointment = await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE)
    mail.gate.clear()
    sending = asyncio.create_task(deliver_all(pool, email))
    await mail.held.wait()
    await change(conn, appointment, "deleted_at = now()")
    mail.gate.set()
    await sending
    assert subjects(mail) == ["booked", "cancelled"]


async def test_what_names_no_message_is_given_up(pool: Pool, conn: Connection, email: AppointmentMessages) -> None:
    await add_entries(conn, [NewEntry(kind=email.kind, subject="a", payload=Note("no message"))])
    await deliver_next(pool, email)
    found = (await states(conn))[0]
    assert (found["given_up"], found["last_error"]) == (True, "The payload names no message.")


async def test_without_servers_messages_go_into_the_log_without_their_secrets(
    pool: Pool, conn: Connection, tenant: Tenant
) -> None:
    secret = "5f3e8a1c9b7d42e6a0c4d8f1b2e3a495"
    await book(conn, tenant, await make_visitor(conn, tenant), **ONLINE, notifies_by_sms=True, link_hash=secret)
    nowhere = Settings()
    with structlog.testing.capture_logs() as logs:
        await deliver_all(pool, by_email(pool, "", smtp_url=None), AppointmentMessages(pool, nowhere, BySms(nowhere)))
    assert [(line["event"], line["recipient"]) for line in logs] == [("email", EMAIL), ("text message", PHONE)]
    assert all("/booked/" in line["text"] and "/…" in line["text"] for line in logs)
    assert secret not in str(logs)
    assert await entered(conn) == ["booked email sent", "booked sms sent"]
