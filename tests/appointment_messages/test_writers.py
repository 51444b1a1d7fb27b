"""Whatever writes an appointment, its client is written to: the API, online booking, its page, events."""

from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.appointment_messages.service.delivery import AppointmentMessages
from parlour.areas.clients.service.merges import merge_clients
from parlour.db.pool import Connection, Pool
from parlour.pages.translations import LANGUAGES, texts_in
from tests.appointment_messages.delivering import deliver_all
from tests.support.booking import booking, open_shop
from tests.support.booking_page import PlainBrowser, open_salon
from tests.support.client import Client
from tests.support.factories.clients import make_client
from tests.support.factories.schedules import BOOKABLE_MONDAY, set_hours
from tests.support.logs import RECORDER
from tests.support.notified import EMAIL, Visitor, book, entered, make_visitor, occasions
from tests.support.outbox import until_finished
from tests.support.people import HARBOUR, PARTNER
from tests.support.series import SCHEDULES, data_of, open_course, started
from tests.support.smtp import MailServer
from tests.support.studio import created, open_studio

DAY = BOOKABLE_MONDAY.isoformat()
CLIENT = {"phone": "+13155550142", "name": "Maya", "email": EMAIL}


@pytest.fixture
async def visitor(conn: Connection, tenant: Tenant) -> Visitor:
    return await make_visitor(conn, tenant)


async def test_the_staff_books_moves_changes_and_deletes(client: Client, conn: Connection, visitor: Visitor) -> None:
    body: dict[str, Any] = {
        "staff_id": visitor.ana, "services": [{"id": visitor.haircut}], "client": CLIENT, "save_if_busy": True,
        "datetime": f"{DAY} 10:00", "seance_length": 3600, "send_sms": True, "sms_remain_hours": 5,
    }  # fmt: skip
    made = (await client.post(f"/records/{HARBOUR}", body)).json()["data"]
    assert await occasions(conn) == ["booked sms", "reminder sms"]
    path = f"/record/{HARBOUR}/{made['id']}"
    moved = await client.put(path, {"datetime": f"{DAY} 12:00", "seance_length": 7200, "save_if_busy": True})
    assert moved.status_code == 201, moved.text
    assert await occasions(conn) == ["booked sms", "reminder sms withdrawn", "changed sms", "reminder sms"]
    await client.put(path, {"comment": "Late"})
    await client.put(path, {"services": [], "save_if_busy": True})
    await client.delete(path)
    assert await occasions(conn) == [
        "booked sms", "reminder sms withdrawn", "changed sms", "reminder sms withdrawn", "changed sms", "cancelled sms",
    ]  # fmt: skip


async def test_an_answer_says_whether_the_client_was_reminded(
    client: Client, conn: Connection, tenant: Tenant, visitor: Visitor
) -> None:
    """Q-464."""
    appointment = await book(conn, tenant, visitor, sms_reminder_hours=5)

    async def is_sent() -> Any:
        return (await client.get(f"/record/{HARBOUR}/{appointment}")).json()["data"]["is_remind_sms_sent"]

    assert await is_sent() is False
    await conn.execute("UPDATE appointment_messages SET sent_at = now()")
    assert await is_sent() is True
    await conn.execute("UPDATE appointments SET starts_at = starts_at + interval '1 day'")
    assert await is_sent() is False


async def test_online_booking(client: Client, conn: Connection, tenant: Tenant) -> None:
    shop = await open_shop(conn, tenant)
    body = booking(shop.element(), email=EMAIL, notify_by_sms=2, notify_by_email=24)
    made = (await client.by(PARTNER).post(f"/book_record/{HARBOUR}", body)).json()["data"][0]
    assert await occasions(conn) == ["booked email", "reminder email", "reminder sms"]
    await client.by(PARTNER).delete(f"/user/records/{made['record_id']}/{made['record_hash']}")
    assert (await occasions(conn))[-1] == "cancelled email"


@pytest.mark.parametrize(
    ("locale", "header", "expected"),
    [
        ("de_DE", {}, "de"),
        ("de_DE", {"Accept-Language": "*"}, "de"),
        ("de_DE", {"Accept-Language": "pt-BR, fr-CA;q=0.9, en;q=0.8"}, "fr"),
        ("lv_LV", {"Accept-Language": "lv"}, "en"),
    ],
)
async def test_online_booking_in_the_language_of_the_request_or_of_the_location(
    client: Client, conn: Connection, tenant: Tenant, locale: str, header: dict[str, str], expected: str
) -> None:
    """Q-450."""
    await conn.execute("UPDATE locations SET locale = $1 WHERE id = $2", locale, HARBOUR)
    shop = await open_shop(conn, tenant)
    RECORDER.entries.clear()
    body = booking(shop.element(), email=EMAIL)
    assert (await client.by(PARTNER).post(f"/book_record/{HARBOUR}", body, headers=header)).status_code == 201
    await until_finished(conn)
    logged = [entry["subject"].partition(" – ")[0] for entry in RECORDER.entries if entry["event"] == "email"]
    assert logged == [texts_in(expected).message_booked]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_booking_page_in_its_language(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant, language: str
) -> None:
    """The application of the tests has no mail server: it writes into its log."""
    salon = await open_salon(conn, tenant)
    browser = PlainBrowser(http)
    RECORDER.entries.clear()
    await browser.open(salon.contact("10:00", lang=language))
    await browser.send(name="Eva Stone", phone="(315) 555-0142", email=EMAIL)
    t = texts_in(language)
    assert browser.heading == t.book_done
    await until_finished(conn)
    await browser.follow(t.book_cancel)
    await browser.send()
    await until_finished(conn)
    logged = [entry["subject"].partition(" – ")[0] for entry in RECORDER.entries if entry["event"] == "email"]
    assert logged == [t.message_booked, t.message_cancelled]


async def test_an_event_that_moves_and_ends(client: Client, conn: Connection, tenant: Tenant) -> None:
    studio = await open_studio(conn, tenant)
    await set_hours(conn, tenant, studio.ana, [BOOKABLE_MONDAY])
    event = await created(client, studio.event(date=f"{DAY} 10:00"))
    for number in range(2):
        one = {**CLIENT, "phone": f"+1315555017{number}", "email": f"{number}@example.com"}
        body = {"activity_id": event["id"], "client": one, "email_remain_hours": 24}
        assert (await client.post(f"/records/{HARBOUR}", body)).status_code == 201
    assert await occasions(conn) == ["booked email", "reminder email"] * 2
    path = f"/activity/{HARBOUR}/{event['id']}"
    assert (await client.put(path, studio.event(date=f"{DAY} 12:00"))).status_code == 200
    assert sorted(await occasions(conn)).count("changed email") == 2
    assert (await client.delete(path)).status_code < 300
    found = await occasions(conn)
    assert (found.count("cancelled email"), found.count("reminder email withdrawn")) == (2, 4)


async def test_many_bookings_at_once_are_reminded_of_but_confirmed_by_no_message(
    client: Client, conn: Connection, tenant: Tenant
) -> None:
    course = await open_course(conn, tenant)
    await conn.execute("UPDATE locations SET email_reminder_hours = 24")
    visitor = await make_client(conn, tenant, "Maya", phone=CLIENT["phone"].removeprefix("+"), email=EMAIL)
    schedule, (series,) = await started(client, course.schedule())
    path = f"{SCHEDULES}/{schedule['id']}/client_schedules"
    body = {"client_id": visitor, "schedule_days_ids": [series["id"]]}
    made = data_of(await client.post(path, body), 201)
    assert await occasions(conn) == ["reminder email"] * 4
    assert (await client.delete(f"{path}/{made['id']}")).status_code < 300
    assert await occasions(conn) == ["reminder email withdrawn"] * 4 + ["cancelled email"] * 4
    body = {"activity_id": course.event, "client": CLIENT, "email_remain_hours": 24}
    assert (await client.post(f"/records/{HARBOUR}", body)).status_code == 201
    assert (await occasions(conn))[8:] == ["booked email", "reminder email"]


async def test_who_was_merged_is_written_to_by_the_card_that_is_left(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages, visitor: Visitor
) -> None:
    await book(conn, tenant, visitor, source="api")
    other = await make_client(conn, tenant, "Maya R.", email="maya@other.example")
    async with conn.transaction():
        await merge_clients(conn, tenant, other, [visitor.client])
    await deliver_all(pool, email)
    assert [recipient for recipient, _ in mail.received] == ["maya@other.example"]


async def test_who_was_erased_is_written_to_no_more(
    client: Client, pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages
) -> None:
    visitor = await make_visitor(conn, tenant)
    async with conn.transaction():
        await book(conn, tenant, visitor, source="api")
        await conn.execute("UPDATE outbox SET next_attempt_at = now() + interval '1 hour'")
    erased = await client.post(f"/company/{HARBOUR}/clients/{visitor.client}/erase", {})
    assert erased.status_code < 300, erased.text
    await conn.execute("UPDATE outbox SET next_attempt_at = now()")
    await deliver_all(pool, email)
    await until_finished(conn)  # the application may have taken it
    assert mail.received == []
    assert await entered(conn) == ["booked email no_address"]


@pytest.mark.parametrize(
    ("refuses_all", "expected"),
    [
        (False, ["booked email sent", "reminder email refused"]),
        (True, ["booked email refused", "reminder email refused"]),
    ],
)
async def test_what_a_client_refuses_is_not_sent(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages, visitor: Visitor,
    refuses_all: bool, expected: list[str],
) -> None:  # fmt: skip
    await conn.execute(
        "INSERT INTO message_refusals (chain_id, location_id, client_id, channel, refuses_all)"
        " VALUES ($1, $2, $3, 'email', $4), ($1, $2, $3, 'sms', true)",
        tenant.chain_id, tenant.location_id, visitor.client, refuses_all,
    )  # fmt: skip
    await book(conn, tenant, visitor, email_reminder_hours=24)
    await conn.execute("UPDATE appointment_messages SET due_at = now()")
    await conn.execute("UPDATE outbox SET next_attempt_at = now()")
    await deliver_all(pool, email)
    assert await entered(conn) == expected
    assert len(mail.received) == expected.count("booked email sent")


async def test_who_wants_no_mailings_is_reminded_all_the_same(
    pool: Pool, conn: Connection, tenant: Tenant, mail: MailServer, email: AppointmentMessages, visitor: Visitor
) -> None:
    """Q-462."""
    await conn.execute("UPDATE clients SET refuses_mailings = true")
    await book(conn, tenant, visitor, source="api")
    await deliver_all(pool, email)
    assert len(mail.received) == 1
