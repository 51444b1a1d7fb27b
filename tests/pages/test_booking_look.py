"""What a business sets of its booking page: colours, terms of use, a word for its team members."""

import re

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.areas.booking_page.model.look import Look
from parlour.db.pool import Connection
from parlour.pages.translations import LANGUAGES, texts_in
from tests.support.booking_page import PlainBrowser, open_salon

TERMS = "https://salon.example/terms?a=1&b=2"
LOOK = re.compile(r'<link rel="stylesheet" href="(/book/look/[^"]+)">')


@pytest.fixture
def browser(http: httpx.AsyncClient) -> PlainBrowser:
    return PlainBrowser(http)


async def test_the_colors_are_a_stylesheet_that_browsers_keep(
    browser: PlainBrowser, conn: Connection, tenant: Tenant
) -> None:
    salon = await open_salon(conn, tenant, main_color="#ffe14d")
    await browser.open(f"/book/{salon.form}")
    (address,) = LOOK.findall(browser.page.text)
    styles = await browser.open(address)
    assert (styles.status_code, styles.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in styles.headers["cache-control"]
    assert styles.text == Look("#ffe14d").stylesheet
    assert "#ffe14d);" in styles.text.partition("--on-accent")[0]


async def test_without_colors_there_is_no_such_stylesheet(
    browser: PlainBrowser, conn: Connection, tenant: Tenant
) -> None:
    salon = await open_salon(conn, tenant)
    await browser.open(f"/book/{salon.form}")
    assert LOOK.findall(browser.page.text) == []
    assert (await browser.open("/book/look/7a1f5c-x.css%7D")).status_code == 404
    assert (await browser.open("/book/look/x-x.css")).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_terms_of_use_are_linked_at_the_contact(
    browser: PlainBrowser, conn: Connection, tenant: Tenant, language: str
) -> None:
    salon, t = await open_salon(conn, tenant, terms_url=TERMS), texts_in(language)
    await browser.open(salon.contact(lang=language))
    assert " ".join(f"{t.book_terms_apply} {t.book_terms}".split()) in browser.text
    form = browser.page.text.partition("<form")[2].partition("</form>")[0]
    assert '<a href="https://salon.example/terms?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">' in form
    await browser.open(f"/book/{salon.form}?lang={language}")
    assert t.book_terms in browser.page.text.partition("<footer")[2]


async def test_without_terms_there_is_no_link(browser: PlainBrowser, conn: Connection, tenant: Tenant) -> None:
    salon = await open_salon(conn, tenant)
    await browser.open(salon.contact())
    assert texts_in("en").book_terms not in browser.text


async def test_team_members_are_called_as_the_business_does(
    browser: PlainBrowser, conn: Connection, tenant: Tenant
) -> None:
    salon = await open_salon(conn, tenant, member_title="Stylist <3")
    await browser.open(salon.page(service=salon.haircut))
    assert browser.heading == "Stylist <3"
    await browser.follow("Ana Lima")
    assert "Stylist <3 Ana Lima" in browser.text
