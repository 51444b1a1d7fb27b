"""The portal's own words in the reader's language."""

import pytest
from playwright.async_api import Page, expect

from parlour.pages.translations import texts_in
from tests.portal.browser.addresses import FRONT, LIST
from tests.portal.browser.reader import Reader


async def switch(page: Page, language: str) -> None:
    await page.locator(".languages summary").click()
    await page.locator(".languages").get_by_role("link", name=language).click()


async def test_the_switch_is_kept_on_the_next_page(page: Page) -> None:
    await page.goto(FRONT)
    await switch(page, "Deutsch")
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    await expect(page.get_by_role("heading", level=1)).to_have_text(texts_in("de").portal)
    await page.goto(LIST)
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    await expect(page.get_by_role("heading", name=texts_in("de").answers, exact=True)).to_be_visible()


@pytest.mark.parametrize("locale", ["de-AT", "es-MX", "fr-FR"])
async def test_the_browser_s_own_language_is_spoken(locale: str, reader: Reader) -> None:
    page = await reader.visit(FRONT, locale=locale)
    await expect(page.locator("html")).to_have_attribute("lang", locale[:2])


async def test_messages_of_scripts_are_translated(reader: Reader) -> None:
    page = await reader.visit(FRONT, locale="fr-FR")
    await page.keyboard.press("/")
    await page.keyboard.type("qqqqqq")
    await expect(page.locator("#search .message")).to_have_text(texts_in("fr").nothing_found)


async def test_the_switch_leaves_the_reader_where_they_are(page: Page) -> None:
    await page.goto("/docs/search?q=barcode")
    await switch(page, "Deutsch")
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    await expect(page.locator("main .hits")).to_contain_text("barcode")


async def test_the_switch_needs_no_scripts(reader: Reader) -> None:
    page = await reader.visit(LIST, java_script_enabled=False)
    await switch(page, "Español")
    await expect(page.locator("html")).to_have_attribute("lang", "es")
