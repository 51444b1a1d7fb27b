"""The booking page on another site: opened by its button, framed where its form allows it, and nowhere else."""

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest
from playwright.async_api import Browser, Page, expect

from parlour.access.tenant import get_operators_tenant
from parlour.db.pool import Connection
from tests.portal.browser.accessibility import violations_of
from tests.portal.browser.reader import PATIENCE_MS
from tests.support.factories.booking_forms import make_form
from tests.support.people import HARBOUR
from tests.support.streams import serving_streams

HTML = """<!doctype html><html lang="de"><head><title>Salon</title></head><body><main><h1>Salon</h1>
<script src="{script}"></script></main></body></html>"""
TITLE = "Termin buchen"


class Site(msgspec.Struct, frozen=True):
    """A site of its own, with the script of a form in its page."""

    origin: str
    form: int
    page: Page

    async def allow(self, conn: Connection) -> None:
        """Let the form be shown there."""
        await conn.execute("UPDATE booking_forms SET sites = $1 WHERE id = $2", [self.origin], self.form)


@pytest.fixture
async def site(browser: Browser, address: str, conn: Connection) -> AsyncIterator[Site]:
    form = await make_form(conn, await get_operators_tenant(conn, HARBOUR))
    content = HTML.format(script=f"{address}/book/{form}/button.js").encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + content)

    async with serving_streams(answer) as port:
        context = await browser.new_context(reduced_motion="reduce")
        context.set_default_timeout(PATIENCE_MS)
        yield Site(f"http://127.0.0.1:{port}", form, await context.new_page())
        await context.close()


async def test_the_button_opens_the_page_in_a_panel(site: Site, conn: Connection) -> None:
    await site.allow(conn)
    page = site.page
    await page.goto(site.origin)
    button = page.get_by_role("button", name=TITLE)
    assert await button.evaluate("button => getComputedStyle(button).backgroundColor") == "rgb(28, 132, 198)"
    await button.click()
    await expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_text("Leistungen wählen")
    assert await violations_of(page) == []
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await button.click()
    await page.get_by_role("button", name="Schließen").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_without_a_button_the_page_is_where_the_script_is(site: Site, conn: Connection) -> None:
    await site.allow(conn)
    page = site.page
    await conn.execute("UPDATE booking_forms SET shows_button = false WHERE id = $1", site.form)
    await page.goto(site.origin)
    await expect(page.frame_locator("main > iframe").get_by_role("heading", level=1)).to_be_visible()


async def test_a_site_that_the_form_does_not_name_shows_nothing(site: Site) -> None:
    page = site.page
    await page.goto(site.origin)
    await page.get_by_role("button", name=TITLE).click()
    (_, frame) = page.frames
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.wait_for_timeout(500)
    assert "/book/" not in frame.url
