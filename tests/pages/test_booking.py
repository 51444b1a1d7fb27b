"""Booking on the page, from the first step to the appointment, by links and forms alone."""

import asyncio
from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.booking_page.model.contact import TRAP
from parlour.db.pool import Connection
from parlour.pages.translations import LANGUAGES, texts_in
from tests.support.booking_page import PlainBrowser, Salon, open_salon
from tests.support.codes import code_sent, texts_sent
from tests.support.factories.appointments import make_appointment
from tests.support.people import HARBOUR

TIMES = ("10:00", "11:00", "12:00")
EVA = {"name": "Eva Stone", "phone": "(315) 555-0142"}
BOOKED = """
    SELECT a.team_member_id, to_char(a.starts_at AT TIME ZONE 'America/New_York', 'YYYY-MM-DD HH24:MI') AS starts_at,
           a.source, a.booking_form_id, a.is_member_chosen, a.comment, c.name, c.phone, c.email,
           array(SELECT service_id FROM appointment_services WHERE appointment_id = a.id ORDER BY position) AS services
    FROM appointments a JOIN clients c ON c.id = a.client_id WHERE a.deleted_at IS NULL ORDER BY a.id
"""


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    return await open_salon(conn, tenant)


@pytest.fixture
def browser(http: httpx.AsyncClient) -> PlainBrowser:
    return PlainBrowser(http)


async def booked(conn: Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in await conn.fetch(BOOKED)]


async def test_booking_needs_nothing_but_links_and_forms(browser: PlainBrowser, conn: Connection, salon: Salon) -> None:
    await browser.open(f"/book/{salon.form}")
    await browser.send(service=[salon.haircut, salon.colouring])
    await browser.follow("Ana Lima")
    await browser.follow("11:30 AM")
    await browser.send(**EVA, email="eva@example.com", comment="A few\r\nminutes late")
    assert browser.page.status_code == 200
    assert browser.heading == "Your appointment is booked"
    assert "11:30 AM 1 h 30 min · Eastern Standard Time" in browser.text
    assert "Haircut Colouring $130" in browser.text
    assert "Ana Lima" in browser.text
    assert await booked(conn) == [
        {
            "team_member_id": salon.ana,
            "starts_at": f"{salon.day} 11:30",
            "source": "desktop_page",
            "booking_form_id": salon.form,
            "is_member_chosen": True,
            "comment": "A few\nminutes late",
            "name": "Eva Stone",
            "phone": "13155550142",
            "email": "eva@example.com",
            "services": [salon.haircut, salon.colouring],
        }
    ]


async def test_anyone_is_who_has_the_least_to_do(
    browser: PlainBrowser, conn: Connection, tenant: Tenant, salon: Salon
) -> None:
    await make_appointment(conn, tenant, salon.ana, f"{salon.day} 12:00")
    await browser.open(salon.contact("10:00", member=0))
    await browser.send(**EVA)
    made = (await booked(conn))[-1]
    assert (made["team_member_id"], made["is_member_chosen"]) == (salon.ben, False)


async def test_a_phone_is_known_as_one(http: httpx.AsyncClient, conn: Connection, salon: Salon) -> None:
    http.headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537.36"
    browser = PlainBrowser(http)
    await browser.open(salon.contact())
    await browser.send(**EVA)
    assert (await booked(conn))[0]["source"] == "mobile_page"


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({}, ["book_name_fault", "book_phone_fault"]),
        ({**EVA, "name": "  "}, ["book_name_fault"]),
        ({**EVA, "name": "x" * 256}, ["book_name_fault"]),
        ({**EVA, "name": "Eva\x00"}, ["book_name_fault"]),
        ({**EVA, "phone": "12"}, ["book_phone_fault"]),
        ({**EVA, "phone": "call me"}, ["book_phone_fault"]),
        ({**EVA, "email": "eva@"}, ["book_email_fault"]),
        ({**EVA, "comment": "x" * 1001}, ["book_comment_fault"]),
        ({**EVA, "comment": "a\x00b"}, ["book_comment_fault"]),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_all_faults_are_shown_beside_their_fields(
    browser: PlainBrowser, conn: Connection, salon: Salon, typed: dict[str, str], faults: list[str], language: str
) -> None:
    await browser.open(salon.contact(lang=language))
    await browser.send(**typed)
    t = texts_in(language)
    assert browser.page.status_code == 422
    assert browser.heading == t.book_contact
    every = [name for name in vars(t) if name.startswith("book_") and name.endswith("_fault")]
    shown = [name for name in every if getattr(t, name).format(example="+1 201-555-0123", most=1000) in browser.text]
    assert shown == faults
    assert browser.page.text.count(" autofocus") == 1
    assert await booked(conn) == []


async def test_what_was_typed_is_kept(browser: PlainBrowser, salon: Salon) -> None:
    await browser.open(salon.contact())
    await browser.send(name='<b>"Eva"', phone="12", comment="</textarea><script>")
    assert 'value="&lt;b&gt;&#34;Eva&#34;"' in browser.page.text
    assert "<script>" not in browser.page.text
    await browser.send(phone=EVA["phone"])
    assert browser.heading == "Your appointment is booked"


async def test_a_form_sent_twice_books_once(browser: PlainBrowser, conn: Connection, salon: Salon) -> None:
    form = await browser.open(salon.contact(member=0))
    await browser.send(**EVA)
    first = browser.page.url
    browser.page = form
    await browser.send(**EVA)
    assert browser.page.url == first
    assert len(await booked(conn)) == 1


async def test_a_form_sent_many_times_at_once_books_once(
    http: httpx.AsyncClient, conn: Connection, salon: Salon
) -> None:
    browsers = [PlainBrowser(http) for _ in range(6)]
    form = await browsers[0].open(salon.contact(member=0))
    for each in browsers:
        each.page = form
    await asyncio.gather(*(each.send(**EVA) for each in browsers))
    assert len({each.page.url for each in browsers}) == 1
    assert {each.heading for each in browsers} == {"Your appointment is booked"}
    assert len(await booked(conn)) == 1


@pytest.mark.parametrize("key", ["", "x", "0" * 33, "\x00" * 32])
async def test_a_key_that_is_none_books_still(browser: PlainBrowser, conn: Connection, salon: Salon, key: str) -> None:
    await browser.open(salon.contact())
    await browser.send(**EVA, key=key)
    assert browser.heading == "Your appointment is booked"


async def test_of_two_visitors_one_gets_the_time(http: httpx.AsyncClient, conn: Connection, salon: Salon) -> None:
    browsers = [PlainBrowser(http) for _ in range(2)]
    for each in browsers:
        await each.open(salon.contact())
    await asyncio.gather(*(each.send(name=f"Eva {n}", phone=f"315555014{n}") for n, each in enumerate(browsers)))
    assert sorted(each.page.status_code for each in browsers) == [200, 409]
    loser = next(each for each in browsers if each.page.status_code == 409)
    assert texts_in("en").book_taken in loser.text
    await loser.follow("11:00 AM")
    assert loser.heading == "Your details"
    assert len(await booked(conn)) == 1


async def test_the_field_that_people_do_not_see_stays_empty(
    browser: PlainBrowser, conn: Connection, salon: Salon
) -> None:
    await browser.open(salon.contact())
    await browser.send(**EVA, **{TRAP: "https://spam.example"})
    assert browser.page.status_code == 422
    assert texts_in("en").book_blocked in browser.text
    assert await booked(conn) == []


async def test_from_one_network_only_so_many_are_booked(
    http: httpx.AsyncClient, conn: Connection, salon: Salon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Show that of three at once two get theirs, that a form that has booked finds its own, and that an hour helps."""
    monkeypatch.setattr("parlour.areas.booking_page.service.booking.MOST_AN_HOUR", 2)
    browsers = [PlainBrowser(http) for _ in range(3)]
    forms = [await each.open(salon.contact(time=time)) for each, time in zip(browsers, TIMES, strict=True)]
    await asyncio.gather(*(each.send(name="Eva", phone=f"315555014{n}") for n, each in enumerate(browsers)))

    assert sorted(each.page.status_code for each in browsers) == [200, 200, 429]
    assert len(await booked(conn)) == 2
    for each, form in zip(browsers, forms, strict=True):
        before, each.page = each.page.status_code, form
        await each.send(**EVA)
        assert each.page.status_code == before
    late = browsers[[each.page.status_code for each in browsers].index(429)]
    assert texts_in("en").book_too_many in late.text

    await conn.execute("UPDATE booking_page_keys SET created_at = now() - interval '61 minutes'")
    await late.send(**EVA)
    assert late.heading == "Your appointment is booked"


async def test_one_number_books_so_much_an_hour(
    browser: PlainBrowser, conn: Connection, salon: Salon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parlour.areas.online_booking.service.limits.MOST_AN_HOUR", 1)
    for time, status in zip(TIMES, (200, 429), strict=False):
        await browser.open(salon.contact(time=time))
        await browser.send(**EVA)
        assert browser.page.status_code == status
    assert texts_in("en").book_too_many in browser.text
    assert len(await booked(conn)) == 1


async def test_a_blocked_number_cannot_book(browser: PlainBrowser, conn: Connection, salon: Salon) -> None:
    await conn.execute(
        "INSERT INTO blocked_phones (chain_id, location_id, phone) SELECT chain_id, id, '13155550142' FROM locations "
        "WHERE id = $1",
        HARBOUR,
    )
    await browser.open(salon.contact())
    await browser.send(**EVA)
    assert browser.page.status_code == 422
    assert texts_in("en").book_blocked in browser.text


async def test_with_a_policy_booking_needs_agreement(browser: PlainBrowser, conn: Connection, salon: Salon) -> None:
    await conn.execute("UPDATE locations SET privacy_policy = 'We keep little.' WHERE id = $1", HARBOUR)
    await browser.open(salon.contact())
    await browser.send(**EVA)
    assert texts_in("en").book_agrees_fault in browser.text
    await browser.send(agrees="1")
    assert browser.heading == "Your appointment is booked"


@pytest.mark.parametrize("body", [b"\xff", b"name=%ff&phone=%ff", b"{}"])
async def test_a_body_that_is_no_form_books_nothing(
    http: httpx.AsyncClient, conn: Connection, salon: Salon, body: bytes
) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await http.post(salon.contact(), content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert await booked(conn) == []


async def test_a_form_without_a_choice_leads_to_the_step_that_is_left(
    http: httpx.AsyncClient, browser: PlainBrowser, salon: Salon
) -> None:
    browser.page = await http.post(f"/book/{salon.form}", data=EVA)
    assert browser.heading == "Choose services"


class TestCode:
    """Where the location asks for a code."""

    @pytest.fixture(autouse=True)
    async def confirms(self, conn: Connection) -> None:
        await conn.execute("UPDATE locations SET booking_confirms_phone = true WHERE id = $1", HARBOUR)

    async def test_a_right_code_books(self, browser: PlainBrowser, conn: Connection, salon: Salon) -> None:
        await browser.open(salon.contact())
        await browser.send(**EVA, comment="Hello")
        assert browser.heading == "Confirm your phone number"
        assert await booked(conn) == []
        await browser.send(code=await code_sent(conn))
        assert browser.heading == "Your appointment is booked"
        assert (await booked(conn))[0]["comment"] == "Hello"

    async def test_the_message_is_in_the_language_of_the_page(
        self, browser: PlainBrowser, conn: Connection, salon: Salon
    ) -> None:
        await browser.open(salon.contact(lang="fr"))
        await browser.send(**EVA)
        assert " est votre code pour " in (await texts_sent(conn))[0][1]

    async def test_a_wrong_code_is_asked_for_again(self, browser: PlainBrowser, conn: Connection, salon: Salon) -> None:
        await browser.open(salon.contact())
        await browser.send(**EVA)
        right = await code_sent(conn)
        await browser.send(code="0000" if right != "0000" else "1111")
        assert browser.page.status_code == 422
        assert texts_in("en").book_code_fault in browser.text
        assert await booked(conn) == []
        await browser.send(code=right)
        assert browser.heading == "Your appointment is booked"

    async def test_another_code_has_to_wait(self, browser: PlainBrowser, salon: Salon) -> None:
        await browser.open(salon.contact())
        await browser.send(**EVA)
        await browser.send(send="1")
        assert texts_in("en").book_code_wait in browser.text
        assert browser.heading == "Confirm your phone number"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_appointment_stays_in_the_chosen_language(browser: PlainBrowser, salon: Salon, language: str) -> None:
    await browser.open(salon.contact(lang=language))
    await browser.send(**EVA)
    assert browser.heading == texts_in(language).book_done
