"""From a phone to a very wide screen."""

import pytest
from playwright.async_api import Page, expect

from tests.portal.browser.addresses import CREATE, FRONT, LIST, MISSING, TAG, UPDATE
from tests.portal.browser.reader import Reader

PHONE = {"width": 390, "height": 844}
OVERHANG = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDTHS = (320, 390, 768, 1024, 1440, 2560)
UNFOLD = "() => { for (const box of document.querySelectorAll('details')) box.open = true }"


async def overhang(page: Page, width: int) -> int:
    """How far the page reaches over a window of this width."""
    await page.set_viewport_size({"width": width, "height": 900})
    return int(await page.evaluate(OVERHANG))


@pytest.fixture
async def phone(reader: Reader) -> Page:
    return await reader.new_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.mark.parametrize("path", [FRONT, TAG, LIST, UPDATE, "/docs/search?q=product", MISSING])
async def test_no_page_scrolls_sideways(path: str, reader: Reader, page: Page) -> None:
    reader.expect_refusal(404)
    await page.goto(path)
    await page.evaluate(UNFOLD)
    assert {width: await overhang(page, width) for width in WIDTHS} == dict.fromkeys(WIDTHS, 0)


async def test_an_answer_stays_in_its_place(page: Page) -> None:
    await page.goto(UPDATE)
    await page.locator("#try > summary").click()
    await page.get_by_label("Mock server").check()
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".outcome .status")).to_be_visible()
    assert {width: await overhang(page, width) for width in WIDTHS} == dict.fromkeys(WIDTHS, 0)
    assert await page.locator(".try").evaluate("box => box.scrollWidth - box.clientWidth") == 0


async def test_the_menu_of_a_phone_leads_to_a_page(phone: Page) -> None:
    await phone.goto(FRONT)
    menu = phone.locator("button.menu")
    side = phone.locator("#side")
    await expect(side).to_be_hidden()
    await menu.tap()
    await expect(menu).to_have_attribute("aria-expanded", "true")
    await side.locator("summary", has_text="Products").first.tap()
    await side.get_by_text("Create a product", exact=True).tap()
    await phone.wait_for_url(f"**{CREATE}")
    await expect(side).to_be_hidden()


async def test_escape_closes_the_menu(phone: Page) -> None:
    await phone.goto(FRONT)
    await phone.locator("button.menu").click()
    await phone.keyboard.press("Escape")
    await expect(phone.locator("#side")).to_be_hidden()
    await expect(phone.locator("button.menu")).to_be_focused()


async def test_on_a_phone_the_search_fits_and_answers(phone: Page) -> None:
    await phone.goto(LIST)
    await phone.locator(".search-open").tap()
    await phone.locator("#search input").fill("barcode")
    await expect(phone.locator("#search .hits a").first).to_be_in_viewport(ratio=1)
    assert await overhang(phone, PHONE["width"]) == 0


async def test_on_a_wide_screen_lines_stay_readable(reader: Reader) -> None:
    page = await reader.visit(LIST, viewport={"width": 2560, "height": 1440})
    text = await page.locator(".lead > p:not([class])").first.bounding_box()
    code = await page.locator(".beside").bounding_box()
    assert text
    assert code
    assert text["width"] < 1000
    assert code["x"] > text["x"] + text["width"]
    assert code["x"] + code["width"] < 2560
