"""Searching: from the keyboard, as it is typed, in spite of slips."""

from playwright.async_api import Page, expect

from tests.portal.browser.addresses import FRONT, LIST
from tests.portal.browser.reader import Reader


async def search(page: Page, text: str) -> None:
    """Opens the search with its key and types."""
    await page.keyboard.press("/")
    await expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    await page.keyboard.type(text)
    await expect(page.locator("#search .message")).not_to_be_empty()


async def test_a_mistyped_word_finds_what_was_meant(page: Page) -> None:
    await page.goto(FRONT)
    await search(page, "prodct")
    await expect(page.locator("#search .hits a").first).to_contain_text("product")


async def test_a_mistyped_beginning_finds_the_longer_word(page: Page) -> None:
    await page.goto(FRONT)
    await search(page, "lsit prodct")
    await expect(page.locator("#search .hits a").first).to_contain_text("List products")


async def test_results_follow_each_letter(page: Page) -> None:
    await page.goto(FRONT)
    await search(page, "bar")
    await expect(page.locator("#search .hits")).to_contain_text("barcode")
    await page.keyboard.type("xyz")
    await expect(page.locator("#search .hits a")).to_have_count(0)
    await expect(page.locator("#search [role=status]")).to_have_text("No results. Try another word.")


async def test_arrows_go_through_the_hits_and_enter_follows(page: Page) -> None:
    await page.goto(FRONT)
    await search(page, "product")
    hits = page.locator("#search .hits a")
    second = await hits.nth(1).get_attribute("href")
    await page.keyboard.press("ArrowDown")
    await expect(hits.first).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowDown")
    await expect(hits.nth(1)).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{second}")


async def test_enter_in_the_field_follows_the_best_hit(page: Page) -> None:
    await page.goto(FRONT)
    await search(page, "list products")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{LIST}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("List products")


async def test_the_hit_of_a_field_unfolds_its_row(page: Page) -> None:
    await page.goto(FRONT)
    await search(page, "amount in this storage")
    await page.locator("#search .hits a", has_text="List products").first.click()
    await page.wait_for_url(f"**{LIST}#200.data.actual_amounts.amount")
    await expect(page.locator("tr:target")).to_be_in_viewport()
    await expect(page.locator("tr:target").get_by_text("amount", exact=True)).to_be_visible()


async def test_a_hit_on_the_open_page_unfolds_its_row_too(page: Page) -> None:
    await page.goto(LIST)
    row = page.locator("tr[id='200.data.actual_amounts.amount']")
    await expect(row).to_be_hidden()
    await search(page, "amount in this storage")
    await page.locator("#search .hits a", has_text="List products").first.click()
    await expect(page.get_by_role("dialog", name="Search")).to_be_hidden()
    await expect(row).to_be_in_viewport()


async def test_escape_closes_the_search_and_gives_the_focus_back(page: Page) -> None:
    await page.goto(FRONT)
    opener = page.locator(".search-open")
    await opener.focus()
    await search(page, "product")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Search")).to_be_hidden()
    await expect(opener).to_be_focused()


async def test_a_slash_in_a_field_is_a_slash(page: Page) -> None:
    await page.goto(FRONT)
    await page.get_by_label("Email or phone number").press_sequentially("a/b")
    await expect(page.get_by_label("Email or phone number")).to_have_value("a/b")
    await expect(page.get_by_role("dialog", name="Search")).to_be_hidden()


async def test_without_scripts_the_form_gives_results(reader: Reader) -> None:
    page = await reader.visit(FRONT, java_script_enabled=False)
    await page.locator(".search-open").click()
    await page.get_by_role("main").get_by_role("searchbox").fill("products list")
    await page.get_by_role("main").get_by_role("searchbox").press("Enter")
    await page.get_by_role("link", name="List products").first.click()
    await page.wait_for_url(f"**{LIST}")
