"""The side bar: sections open and close, what was opened stays open, and the filter finds operations."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.portal.browser.addresses import FRONT, LIST, TAG, UPDATE
from tests.portal.browser.reader import Reader
from tests.portal.browser.stability import shifts_of

OPENED = "sections => sections.filter(section => section.open).map(section => section.dataset.tag)"
USERS = "/docs/b2b-v1/users-permissions"


@pytest.fixture
async def phone(reader: Reader) -> Page:
    return await reader.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)


def side_of(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Operations", exact=True)


def filter_of(page: Page) -> Locator:
    return side_of(page).get_by_role("searchbox", name="Filter operations")


async def opened(page: Page) -> list[str]:
    found: list[str] = await side_of(page).locator("details").evaluate_all(OPENED)
    return found


async def shown(page: Page) -> list[str]:
    return await side_of(page).locator("li a:visible > span:last-child").all_inner_texts()


@pytest.mark.parametrize(("path", "sections"), [(FRONT, []), (TAG, [TAG]), (LIST, [TAG])])
async def test_only_the_section_of_the_page_is_open(page: Page, path: str, sections: list[str]) -> None:
    await page.goto(path)
    assert await opened(page) == sections
    if path == LIST:
        await expect(side_of(page).locator("[aria-current=page]")).to_be_in_viewport()


async def test_a_section_that_was_opened_stays_open_until_it_is_closed(page: Page) -> None:
    await page.goto(LIST)
    await side_of(page).locator("summary", has_text="Users & Permissions").click()
    await page.goto(FRONT)
    assert await opened(page) == [USERS]
    assert await shifts_of(page, UPDATE) == []
    assert await opened(page) == [TAG, USERS]
    await side_of(page).locator("summary", has_text="Users & Permissions").click()
    await page.reload()
    assert await opened(page) == [TAG]


async def test_it_opens_by_the_keyboard(page: Page) -> None:
    await page.goto(FRONT)
    await side_of(page).locator("summary", has_text="Users & Permissions").focus()
    await page.keyboard.press("Enter")
    await page.goto(LIST)
    assert await opened(page) == [TAG, USERS]


@pytest.mark.parametrize("stored", ["nonsense", "{}", "null", "[7]"])
async def test_odd_storage_does_no_harm(page: Page, stored: str) -> None:
    await page.goto(LIST)
    await page.evaluate("stored => localStorage.setItem('parlour.opened', stored)", stored)
    await page.goto(LIST)
    assert await opened(page) == [TAG]
    await side_of(page).locator("summary", has_text="Users & Permissions").click()
    await page.reload()
    assert await opened(page) == [TAG, USERS]


async def test_without_storage_sections_open_all_the_same(reader: Reader) -> None:
    page = await reader.new_page()
    forbid = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    await page.add_init_script(forbid)
    await page.goto(LIST)
    await side_of(page).locator("summary", has_text="Users & Permissions").click()
    assert await opened(page) == [TAG, USERS]
    await filter_of(page).fill("barcode nothing")
    assert await shown(page) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("LIST  prod", "List products"),
        ("/goods/{location_id}/{product_id}", "Get a product"),
        ("get_products_list", "List products"),
        ("permissions role", "List roles"),
        ("delete session", "End a session"),
    ],
)
async def test_the_filter_looks_through_titles_addresses_ids_and_sections(page: Page, typed: str, found: str) -> None:
    await page.goto(FRONT)
    await filter_of(page).fill(typed)
    assert found in await shown(page)
    count = len(await shown(page))
    await expect(side_of(page).get_by_role("status")).to_have_text(f"Results: {count}")
    assert count < 12


async def test_an_empty_filter_restores_what_was_open(page: Page) -> None:
    await page.goto(LIST)
    await filter_of(page).fill("role")
    assert TAG not in await opened(page)
    await filter_of(page).fill("no such thing")
    await expect(side_of(page).get_by_role("status")).to_have_text("No results. Try another word.")
    assert await shown(page) == []
    await page.keyboard.press("Escape")
    assert await opened(page) == [TAG]
    await expect(side_of(page).get_by_role("status")).to_have_text("")
    await page.reload()
    assert await opened(page) == [TAG]


async def test_enter_opens_the_first(page: Page) -> None:
    await page.goto(FRONT)
    await filter_of(page).fill("get_products_list")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{LIST}")


async def test_without_scripts_sections_open_and_the_filter_searches(reader: Reader) -> None:
    page = await reader.visit(FRONT, java_script_enabled=False)
    await side_of(page).locator("summary", has_text="Products").first.click()
    await expect(side_of(page).get_by_role("link", name="List products").first).to_be_visible()
    await filter_of(page).fill("list products")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/docs/search?q=list+products")
    await expect(page.get_by_role("main").get_by_role("link", name="List products").first).to_be_visible()


async def test_on_a_phone_it_is_at_the_top_of_the_menu(phone: Page) -> None:
    await phone.goto(LIST)
    await phone.locator("button.menu").tap()
    await expect(side_of(phone).locator("[aria-current=page]")).to_be_in_viewport()
    await filter_of(phone).fill("get_products_list")
    await phone.keyboard.press("Escape")
    await expect(filter_of(phone)).to_have_value("")
    await expect(phone.locator("#side")).to_be_visible()
    await phone.keyboard.press("Escape")
    await expect(phone.locator("#side")).to_be_hidden()
