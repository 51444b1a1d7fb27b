"""The page of an appointment: what its secret allows, and what it doesn't."""

from datetime import UTC, timedelta

import httpx
import pytest
import vobject
from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.pages.translations import LANGUAGES, texts_in
from tests.support.booking_page import PlainBrowser, Salon, open_salon
from tests.support.factories.appointments import make_appointment
from tests.support.factories.booking_forms import make_form
from tests.support.factories.payments import make_payment
from tests.support.logs import RECORDER
from tests.support.people import HILLSIDE

EVA = {"name": "Eva Stone", "phone": "(315) 555-0142"}
STARTS_AT = "SELECT to_char(starts_at AT TIME ZONE 'America/New_York', 'HH24:MI') FROM appointments WHERE id = $1"


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    return await open_salon(conn, tenant)


@pytest.fixture
async def browser(http: httpx.AsyncClient, salon: Salon) -> PlainBrowser:
    """At the page of an appointment of Ana's at ten."""
    browser = PlainBrowser(http)
    await browser.open(salon.contact("10:00"))
    await browser.send(**EVA)
    return browser


@pytest.fixture
async def booked_id(browser: PlainBrowser, conn: Connection) -> int:
    found: int = await conn.fetchval("SELECT max(id) FROM appointments")
    return found


def address_of(browser: PlainBrowser) -> str:
    return browser.page.url.path


async def test_it_can_be_cancelled(browser: PlainBrowser, conn: Connection, salon: Salon, booked_id: int) -> None:
    await browser.follow("Cancel the appointment")
    assert browser.heading == "Cancel this appointment?"
    assert await conn.fetchval("SELECT deleted_at FROM appointments WHERE id = $1", booked_id) is None
    await browser.send()
    assert browser.heading == "This appointment is cancelled"
    assert await conn.fetchval("SELECT deleted_at IS NOT NULL FROM appointments WHERE id = $1", booked_id)
    await browser.follow("Book another appointment")
    await browser.open(salon.contact("10:00"))
    assert browser.heading == "Your details", "the time is free again"


async def test_it_can_be_kept(browser: PlainBrowser) -> None:
    await browser.follow("Cancel the appointment")
    await browser.follow("No, keep it")
    assert browser.heading == "Your appointment is booked"


async def test_cancelling_twice_is_harmless(browser: PlainBrowser, http: httpx.AsyncClient) -> None:
    address = address_of(browser)
    for _ in range(2):
        answer = await http.post(f"{address}/cancel", follow_redirects=True)
        assert "This appointment is cancelled" in answer.text


async def test_it_can_be_moved(browser: PlainBrowser, conn: Connection, booked_id: int) -> None:
    await browser.follow("Change the time")
    assert browser.heading == "Change the time"
    await browser.follow("11:30 AM")
    assert browser.heading.endswith("11:30 AM?")
    assert await conn.fetchval(STARTS_AT, booked_id) == "10:00"
    await browser.send()
    assert browser.heading == "Your appointment is booked"
    assert "11:30 AM" in browser.text
    assert await conn.fetchval(STARTS_AT, booked_id) == "11:30"


async def test_its_own_time_counts_as_free(browser: PlainBrowser, conn: Connection, booked_id: int) -> None:
    await browser.follow("Change the time")
    await browser.follow("10:30 AM")
    await browser.send()
    assert await conn.fetchval(STARTS_AT, booked_id) == "10:30"


async def test_it_cannot_be_moved_to_a_time_that_was_taken_meanwhile(
    browser: PlainBrowser, conn: Connection, tenant: Tenant, salon: Salon, booked_id: int
) -> None:
    await browser.follow("Change the time")
    await browser.follow("11:30 AM")
    await make_appointment(conn, tenant, salon.ana, f"{salon.day} 11:30", minutes=30)
    await browser.send()
    assert browser.page.status_code == 409
    assert texts_in("en").book_taken in browser.text
    assert await conn.fetchval(STARTS_AT, booked_id) == "10:00"


@pytest.mark.parametrize("time", ["11:07", "03:00", "x"])
async def test_it_moves_only_to_times_that_are_offered(
    browser: PlainBrowser, http: httpx.AsyncClient, conn: Connection, salon: Salon, booked_id: int, time: str
) -> None:
    answer = await http.post(f"{address_of(browser)}/move", params={"day": str(salon.day), "time": time})
    assert answer.status_code == 409
    assert await conn.fetchval(STARTS_AT, booked_id) == "10:00"


async def test_calendar_programs_read_it(browser: PlainBrowser, http: httpx.AsyncClient, salon: Salon) -> None:
    answer = await http.get(f"{address_of(browser)}/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    event = vobject.readOne(answer.text).vevent
    assert event.summary.value == "Harbour"
    assert event.description.value == "Haircut"
    assert event.dtend.value - event.dtstart.value == timedelta(hours=1)
    assert f"{event.dtstart.value.astimezone(UTC):%Y-%m-%d %H}" == f"{salon.day} 15"
    assert event.url.value.endswith(address_of(browser))


@pytest.mark.parametrize("path", ["", "/cancel", "/move", "/calendar.ics"])
@pytest.mark.parametrize("wrong", ["hash", "id", "form", "nothing"])
async def test_without_the_secret_there_is_nothing(
    browser: PlainBrowser, http: httpx.AsyncClient, booked_id: int, path: str, wrong: str
) -> None:
    _, prefix, form, number, secret = address_of(browser).split("/")
    address = {
        "hash": f"/{prefix}/{form}/{number}/{'0' * 32}",
        "id": f"/{prefix}/{form}/{int(number) + 1}/{secret}",
        "form": f"/{prefix}/999/{number}/{secret}",
        "nothing": f"/{prefix}/x/%00/..",
    }[wrong]
    answer = await http.get(f"{address}{path}")
    assert answer.status_code == 404
    if path in ("/cancel", "/move"):
        assert (await http.post(f"{address}{path}")).status_code == 404


async def test_the_form_of_another_location_does_not_lead_there(
    browser: PlainBrowser, http: httpx.AsyncClient, conn: Connection, tenant: Tenant
) -> None:
    other = await make_form(conn, replace(tenant, location_id=HILLSIDE))
    _, prefix, _, number, secret = address_of(browser).split("/")
    assert (await http.get(f"/{prefix}/{other}/{number}/{secret}")).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        "attendance = 'arrived'",
        "starts_at = now() - interval '1 minute', day = (now() AT TIME ZONE 'America/New_York')::date",
    ],
)
async def test_what_is_over_cannot_be_changed(
    browser: PlainBrowser, conn: Connection, booked_id: int, change: str
) -> None:
    """Q-438."""
    address = address_of(browser)
    await conn.execute(f"UPDATE appointments SET {change} WHERE id = $1", booked_id)
    await browser.open(address)
    assert browser.heading == "This appointment is over"
    assert "Cancel the appointment" not in browser.text
    await browser.open(f"{address}/move")
    assert browser.heading == "This appointment is over"


async def test_what_is_paid_can_only_be_changed_by_the_location(
    browser: PlainBrowser, http: httpx.AsyncClient, conn: Connection, tenant: Tenant, booked_id: int
) -> None:
    address = address_of(browser)
    await make_payment(conn, tenant, booked_id, "10")
    await browser.open(address)
    assert texts_in("en").book_fixed in browser.text
    await http.post(f"{address}/cancel")
    assert await conn.fetchval("SELECT deleted_at FROM appointments WHERE id = $1", booked_id) is None


async def test_the_secret_is_neither_logged_nor_compressed_nor_stored(
    browser: PlainBrowser, http: httpx.AsyncClient
) -> None:
    address = address_of(browser)
    RECORDER.entries.clear()
    page = await http.get(address, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in page.headers
    assert page.headers["cache-control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in page.text
    assert [entry["path"] for entry in RECORDER.entries if entry["event"] == "request"] == ["/booked/…"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_is_read_in_the_language_of_the_visitor(browser: PlainBrowser, language: str) -> None:
    await browser.open(f"{address_of(browser)}?lang={language}")
    assert browser.heading == texts_in(language).book_done
    await browser.follow(texts_in(language).book_move)
    assert browser.heading == texts_in(language).book_move
