"""The steps of the booking page, before anything is booked: what each shows, and where a choice leads."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from babel import Locale

from parlour.access.tenant import Tenant
from parlour.areas.booking_page.pages.formats import Formats, formats_for
from parlour.db.pool import Connection
from parlour.pages.translations import LANGUAGES, texts_in
from tests.support.booking_page import PlainBrowser, Salon, open_salon
from tests.support.factories.appointments import make_appointment
from tests.support.people import HARBOUR

ZONE = ZoneInfo("America/New_York")


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    return await open_salon(conn, tenant)


@pytest.fixture
def browser(http: httpx.AsyncClient) -> PlainBrowser:
    return PlainBrowser(http)


async def set_settings(conn: Connection, **settings: Any) -> None:
    for name, value in settings.items():
        await conn.execute(f"UPDATE locations SET {name} = $1 WHERE id = $2", value, HARBOUR)


async def test_services_are_listed_by_category_with_length_and_price(browser: PlainBrowser, salon: Salon) -> None:
    await browser.open(salon.page())
    assert browser.page.status_code == 200
    assert browser.heading == "Choose services"
    assert "Step 1 of 4" in browser.text
    assert "Hair Haircut With a <wash> 1 h $50 – $70" in browser.text
    assert "Other services Colouring 1 h $80" in browser.text


async def test_several_services_can_be_chosen(browser: PlainBrowser, salon: Salon) -> None:
    await browser.open(salon.page())
    await browser.send(service=[salon.haircut, salon.colouring])
    assert browser.heading == "Choose a person"
    assert "Haircut, Colouring 2 h · $130 – $150" in browser.text
    assert "Ana Lima" in browser.text
    assert "Ben Okafor" not in browser.text, "he doesn't colour"


async def test_without_a_service_the_form_comes_back_with_a_fault(browser: PlainBrowser, salon: Salon) -> None:
    await browser.open(salon.page())
    assert texts_in("en").book_services_fault not in browser.text
    await browser.send()
    assert browser.page.status_code == 422
    assert texts_in("en").book_services_fault in browser.text


async def test_people_show_their_next_free_day_and_anyone_comes_first(browser: PlainBrowser, salon: Salon) -> None:
    await browser.open(salon.page(service=salon.haircut))
    day = formats_for("en", "US", "USD", ZONE).short_day(salon.day)
    people = browser.text[browser.text.find("Choose a person") :]
    assert people.startswith(f"Choose a person Anyone Shows the most times A Ana Lima Colourist Next free: {day}")
    assert people.find("Ana Lima") < people.find("Ben Okafor")


async def test_anyone_is_offered_only_where_the_location_allows_it(
    browser: PlainBrowser, conn: Connection, salon: Salon
) -> None:
    await set_settings(conn, booking_allows_any_member=False)
    await browser.open(salon.page(service=salon.haircut))
    assert "Anyone" not in browser.text
    await browser.open(salon.page(service=salon.haircut, member=0))
    assert browser.heading == "Choose a person"


async def test_who_has_no_free_time_cannot_be_chosen(browser: PlainBrowser, conn: Connection, salon: Salon) -> None:
    await conn.execute("DELETE FROM schedule_days WHERE team_member_id = $1", salon.ben)
    await browser.open(salon.page(service=salon.haircut))
    assert "Ben Okafor No free times" in browser.text
    with pytest.raises(AssertionError):
        await browser.follow("Ben Okafor")


async def test_services_that_no_one_does_together(
    browser: PlainBrowser, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    await conn.execute(
        "DELETE FROM service_team_members WHERE service_id = $1 AND team_member_id = $2", salon.haircut, salon.ana
    )
    await browser.open(salon.page(service=[salon.haircut, salon.colouring]))
    assert texts_in("en").book_member_none in browser.text


async def test_the_first_free_day_is_chosen_already(browser: PlainBrowser, salon: Salon) -> None:
    await browser.open(salon.page(service=salon.haircut))
    await browser.follow("Ana Lima")
    assert browser.heading == "Choose a time"
    assert formats_for("en", "US", "USD", ZONE).full_day(salon.day) in browser.text
    assert "Morning 10:00 AM 10:30 AM 11:00 AM 11:30 AM Afternoon 12:00 PM Times are" in browser.text
    assert browser.page.text.count('aria-current="date"') == 1


async def test_the_price_is_the_member_s(browser: PlainBrowser, salon: Salon) -> None:
    await browser.open(salon.page(service=salon.haircut, member=salon.ben))
    assert "Haircut 30 min · $40" in browser.text
    assert "Afternoon 12:00 PM 12:30 PM" in browser.text


async def test_a_day_without_free_time_is_no_link(
    browser: PlainBrowser, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    await make_appointment(conn, tenant, salon.ana, f"{salon.day} 10:00", minutes=180)
    await browser.open(salon.page(service=salon.haircut, member=salon.ana, month=f"{salon.day:%Y-%m}"))
    assert "Nothing is free at the moment." in browser.text
    assert f'datetime="{salon.day}"' not in browser.page.text


async def test_another_month_leads_to_the_first_free_day(browser: PlainBrowser, salon: Salon) -> None:
    later = (salon.day.replace(day=1) + timedelta(days=70)).replace(day=1)
    await browser.open(salon.page(service=salon.haircut, member=0, month=f"{later:%Y-%m}"))
    assert f"Nothing is free in {later:%B %Y}." in browser.text
    await browser.follow("First free day:")
    assert "10:00 AM" in browser.text


@pytest.mark.parametrize("month", ["2001-01", "9999-12", "2026-13", "0000-00", "x"])
async def test_months_end_where_nothing_can_be_booked(browser: PlainBrowser, salon: Salon, month: str) -> None:
    page = await browser.open(salon.page(service=salon.haircut, member=0, month=month))
    assert page.status_code == 200
    assert browser.heading == "Choose a time"


async def test_a_time_leads_to_the_contact(browser: PlainBrowser, salon: Salon) -> None:
    await browser.open(salon.page(service=salon.haircut, member=salon.ana))
    await browser.follow("10:30 AM")
    assert browser.heading == "Your details"
    assert "Step 4 of 4" in browser.text


async def test_what_is_chosen_leads_back_to_its_step(browser: PlainBrowser, salon: Salon) -> None:
    for link, heading in (("What", "Choose services"), ("With", "Choose a person"), ("When", "Choose a time")):
        await browser.open(salon.contact())
        await browser.follow(link)
        assert browser.heading == heading


async def test_a_taken_time_leads_back_to_the_times(
    browser: PlainBrowser, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    await make_appointment(conn, tenant, salon.ana, f"{salon.day} 10:00")
    await browser.open(salon.contact("10:00"))
    assert browser.page.status_code == 409
    assert browser.heading == "Choose a time"
    assert texts_in("en").book_taken in browser.text
    await browser.follow("11:00 AM")
    assert browser.heading == "Your details"


@pytest.mark.parametrize(
    ("chosen", "heading"),
    [
        ({"service": 999_999}, "Choose services"),
        ({"service": "x"}, "Choose services"),
        ({"service": "9" * 30}, "Choose services"),
        ({"member": 999_999}, "Choose a person"),
        ({"member": "-1"}, "Choose a person"),
        ({"day": "2026-02-30"}, "Choose a time"),
        ({"day": "9999-12-31"}, "Choose a time"),
        ({"time": "10:07"}, "Choose a time"),
        ({"time": "25:00"}, "Choose a time"),
        ({"step": "contact"}, "Your details"),
        ({"step": "x"}, "Your details"),
    ],
)
async def test_what_is_not_offered_is_not_chosen(
    browser: PlainBrowser, salon: Salon, chosen: dict[str, Any], heading: str
) -> None:
    await browser.open(salon.contact(**chosen))
    assert browser.heading == heading


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_step_is_in_the_language_of_the_visitor(browser: PlainBrowser, salon: Salon, language: str) -> None:
    t = texts_in(language)
    headings = [t.book_services, t.book_member, t.book_time, t.book_contact]
    choices = [{}, {"service": salon.haircut}, {"service": salon.haircut, "member": 0}]
    addresses = [*(salon.page(**each) for each in choices), salon.contact()]
    for address, heading in zip(addresses, headings, strict=True):
        await browser.open(address, headers={"Accept-Language": language})
        assert browser.heading == heading
        assert f'<html lang="{language}-US"' in browser.page.text or language in ("de", "fr")
        await browser.open(f"{address}&lang={language}")
        assert browser.heading == heading


async def test_a_chosen_language_stays_chosen(browser: PlainBrowser, salon: Salon) -> None:
    await browser.open(salon.page())
    await browser.follow("Deutsch")
    await browser.send(service=salon.haircut)
    await browser.follow("Ana Lima")
    assert browser.heading == "Zeit wählen"


@pytest.mark.parametrize(("locale", "direction"), [("en_US", "ltr"), ("ar_AE", "rtl"), ("he_IL", "rtl")])
def test_the_direction_of_a_page_is_that_of_its_language(locale: str, direction: str) -> None:
    assert Formats(texts_in("en"), Locale.parse(locale), "USD", ZONE).direction == direction


async def test_a_form_presets_and_hides_steps(conn: Connection, tenant: Tenant, browser: PlainBrowser) -> None:
    salon = await open_salon(conn, tenant)
    await conn.execute(
        "UPDATE booking_forms SET team_member_id = $1, hides_member = true WHERE id = $2", salon.ana, salon.form
    )
    await browser.open(salon.page())
    assert "Step 1 of 3" in browser.text
    await browser.send(service=salon.haircut)
    assert browser.heading == "Choose a time"
    assert "Step 2 of 3" in browser.text
    assert "Ana Lima" not in browser.text


async def test_a_form_can_begin_with_the_person(conn: Connection, tenant: Tenant, browser: PlainBrowser) -> None:
    """Q-436."""
    salon = await open_salon(conn, tenant, service_place=2, member_place=1)
    await browser.open(salon.page())
    assert browser.heading == "Choose a person"
    await browser.follow("Ben Okafor")
    assert browser.heading == "Choose services"
    assert "Haircut With a <wash> 30 min $40" in browser.text
    assert "Colouring" not in browser.text
    await browser.send(service=salon.haircut)
    assert browser.heading == "Choose a time"


@pytest.mark.parametrize("form", ["999999", "x", "-1", "9" * 40, "%00", "1.5"])
async def test_an_unknown_form_is_404(http: httpx.AsyncClient, salon: Salon, form: str) -> None:
    for page in (await http.get(f"/book/{form}"), await http.post(f"/book/{form}", data={"name": "Eva"})):
        assert page.status_code == 404
        assert "This booking page doesn’t exist" in page.text


async def test_a_closed_location_has_no_page(http: httpx.AsyncClient, conn: Connection, salon: Salon) -> None:
    await conn.execute("UPDATE locations SET closed_at = now() WHERE id = $1", HARBOUR)
    assert (await http.get(salon.page())).status_code == 404


async def test_a_deleted_form_has_no_page(http: httpx.AsyncClient, conn: Connection, salon: Salon) -> None:
    await conn.execute("UPDATE booking_forms SET deleted_at = now()")
    assert (await http.get(salon.page())).status_code == 404


async def test_the_privacy_policy_is_a_page(browser: PlainBrowser, conn: Connection, salon: Salon) -> None:
    assert (await browser.open(f"/book/{salon.form}/privacy")).status_code == 404
    await set_settings(conn, privacy_policy="<p>We keep <b>little</b>.</p><script>alert(1)</script>")
    await browser.open(salon.page())
    await browser.follow("Privacy policy")
    assert browser.heading == "Privacy policy"
    assert "<p>We keep <b>little</b>.</p>" in browser.page.text
    assert "alert" not in browser.page.text


async def test_pages_are_not_stored_and_not_framed(http: httpx.AsyncClient, salon: Salon) -> None:
    page = await http.get(salon.page())
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["content-security-policy"].endswith("frame-ancestors 'none'")


async def test_the_sites_of_the_form_may_frame_it(http: httpx.AsyncClient, conn: Connection, salon: Salon) -> None:
    """Q-437."""
    sites = ["https://salon.example", "https://*.salon.example"]
    await conn.execute("UPDATE booking_forms SET sites = $1 WHERE id = $2", sites, salon.form)
    page = await http.get(salon.page())
    assert page.headers["content-security-policy"].endswith(f"frame-ancestors {' '.join(sites)}")
    assert "x-frame-options" not in page.headers


async def test_a_name_cannot_bring_markup_into_the_page(browser: PlainBrowser, conn: Connection, salon: Salon) -> None:
    await conn.execute("UPDATE services SET title = '<script>' WHERE id = $1", salon.haircut)
    await browser.open(salon.page())
    assert "<script>" not in browser.page.text
    assert "&lt;script&gt;" in browser.page.text
