"""Pages of the server on a slow day: people read what happened, and lose nothing."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import httpx
import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.pages.translations import LANGUAGES, texts_in
from tests.api.test_slow_database import CANCEL_WAITING
from tests.support.booking_page import PlainBrowser, open_salon
from tests.support.waiting import wait_until_blocked


async def given_up(conn: Connection, table: str, send: Coroutine[Any, Any, httpx.Response]) -> httpx.Response:
    """Return the answer to a request that waits for a table until the server gives up."""
    async with conn.transaction():
        await conn.execute(f"LOCK TABLE {table}")
        request = asyncio.create_task(send)
        await wait_until_blocked(conn, request)
        await conn.execute(CANCEL_WAITING)
        return await request


async def test_a_form_that_could_not_book_can_be_sent_again(
    http: httpx.AsyncClient, conn: Connection, tenant: Tenant
) -> None:
    browser = PlainBrowser(http)
    form = await browser.open((await open_salon(conn, tenant)).contact())
    response = await given_up(conn, "booking_page_keys", browser.send(name="Eva Stone", phone="(315) 555-0142"))
    assert (response.status_code, response.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert int(response.headers["retry-after"]) > 0
    assert browser.heading == texts_in("en").page_away
    assert await conn.fetchval("SELECT count(*) FROM appointments") == 0

    browser.page = form
    await browser.send(name="Eva Stone", phone="(315) 555-0142")
    assert browser.heading == "Your appointment is booked"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_invitation_says_so_in_the_language_of_the_visitor(
    http: httpx.AsyncClient, conn: Connection, language: str
) -> None:
    response = await given_up(conn, "invitations", http.get(f"/invitations/{'0' * 48}?lang={language}"))
    assert response.status_code == 503
    assert texts_in(language).page_away in response.text
    assert texts_in(language).page_away_hint in response.text


async def test_a_form_that_cannot_be_read(http: httpx.AsyncClient, conn: Connection, tenant: Tenant) -> None:
    salon = await open_salon(conn, tenant)
    response = await http.post(salon.contact(), content=b"x", headers={"Content-Type": "multipart/form-data"})
    assert (response.status_code, response.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert texts_in("en").page_unread in response.text
