"""Nothing jumps while a page loads, whatever the reader chose earlier."""

import pytest
from playwright.async_api import Page, expect

from tests.portal.browser.addresses import FRONT, LIST, UPDATE
from tests.portal.browser.reader import Reader
from tests.portal.browser.signing_in import use_tokens
from tests.portal.browser.stability import shifts_of
from tests.support.people import OWNER

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}


@pytest.mark.parametrize("path", [FRONT, UPDATE])
@pytest.mark.parametrize("size", SIZES)
async def test_a_first_visit(path: str, size: str, reader: Reader) -> None:
    assert await shifts_of(await reader.new_page(viewport=SIZES[size]), path) == []


async def test_with_a_remembered_language_and_theme(page: Page) -> None:
    await page.goto(LIST)
    await page.get_by_role("radio", name="Java", exact=True).check()
    await page.locator("button.theme").click()
    assert await shifts_of(page, UPDATE) == []
    await expect(page.locator("html[data-theme=dark]")).to_be_attached()
    await expect(page.locator(".sample[data-sample=java]")).to_be_visible()


async def test_with_tokens(page: Page) -> None:
    await use_tokens(page, OWNER)
    assert await shifts_of(page, UPDATE) == []


async def test_with_an_address_of_a_field(page: Page) -> None:
    assert await shifts_of(page, f"{LIST}#200.data.actual_amounts.amount") == []
