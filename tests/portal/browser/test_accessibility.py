"""axe-core finds nothing against the rules of WCAG 2.2 AA and good practice, in any state of a page."""

from playwright.async_api import Page, expect

from tests.portal.browser.accessibility import violations_of
from tests.portal.browser.addresses import FRONT, LIST, MISSING, UPDATE, V2
from tests.portal.browser.reader import Reader
from tests.portal.browser.signing_in import use_tokens
from tests.support.people import OWNER

UNFOLD = "() => { for (const box of document.querySelectorAll('main details')) box.open = true }"


async def test_the_front_page(page: Page) -> None:
    await page.goto(FRONT)
    await page.evaluate(UNFOLD)
    assert await violations_of(page) == []


async def test_the_front_page_of_a_signed_in_user(page: Page) -> None:
    await use_tokens(page, OWNER)
    assert await violations_of(page) == []


async def test_the_page_of_an_api(page: Page) -> None:
    await page.goto(V2)
    assert await violations_of(page) == []


async def test_an_operation_with_everything_unfolded(page: Page) -> None:
    await page.goto(UPDATE)
    await page.evaluate(UNFOLD)
    assert await violations_of(page) == []


async def test_an_operation_that_was_tried(page: Page) -> None:
    await page.goto(LIST)
    await page.evaluate(UNFOLD)
    await page.get_by_label("Mock server").check()
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".outcome .status")).to_be_visible()
    assert await violations_of(page) == []


async def test_the_search(page: Page) -> None:
    await page.goto(LIST)
    await page.keyboard.press("/")
    await page.keyboard.type("barcode")
    await expect(page.locator("#search .hits a").first).to_be_visible()
    assert await violations_of(page) == []


async def test_the_search_as_a_page(page: Page) -> None:
    await page.goto("/docs/search?q=barcode")
    assert await violations_of(page) == []


async def test_signing_in_on_a_page(page: Page) -> None:
    await page.goto(LIST)
    await page.locator("button.account").click()
    await page.locator("#account").get_by_text("I already have tokens").click()
    assert await violations_of(page) == []


async def test_the_menu_of_a_phone(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(LIST)
    await page.locator("button.menu").click()
    assert await violations_of(page) == []


async def test_an_operation_on_a_phone(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(UPDATE)
    await page.evaluate(UNFOLD)
    assert await violations_of(page) == []


async def test_a_page_that_is_not_there(reader: Reader, page: Page) -> None:
    reader.expect_refusal(404)
    await page.goto(MISSING)
    assert await violations_of(page) == []
