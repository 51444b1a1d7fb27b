"""Light and dark: as the system wants it until the reader chooses."""

import pytest
from playwright.async_api import Page, expect

from tests.portal.browser.addresses import FRONT, LIST
from tests.portal.browser.reader import Reader

LIGHT, DARK = "rgb(253, 252, 250)", "rgb(22, 20, 24)"


async def paper(page: Page) -> str:
    colour = await page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
    return str(colour)


@pytest.mark.parametrize(("wanted", "colour"), [("light", LIGHT), ("dark", DARK)])
async def test_a_reader_who_chose_nothing_gets_what_the_system_wants(wanted: str, colour: str, reader: Reader) -> None:
    page = await reader.visit(FRONT, color_scheme=wanted)
    assert await paper(page) == colour
    pressed = "true" if wanted == "dark" else "false"
    await expect(page.locator("button.theme")).to_have_attribute("aria-pressed", pressed)


async def test_the_choice_is_remembered(page: Page) -> None:
    await page.goto(FRONT)
    await page.locator("button.theme").click()
    assert await paper(page) == DARK
    await page.goto(LIST)
    assert await paper(page) == DARK
    await page.locator("button.theme").click()
    await page.reload()
    assert await paper(page) == LIGHT


async def test_the_page_follows_the_theme_of_the_system(page: Page) -> None:
    await page.goto(FRONT)
    await page.emulate_media(color_scheme="dark")
    assert await paper(page) == DARK
    await page.locator("button.theme").click()
    assert await paper(page) == LIGHT
