"""Reading a page: with and without scripts, from one to the next, on paper, and where there is none."""

from playwright.async_api import Page, expect

from tests.portal.browser.addresses import FRONT, LIST, MISSING
from tests.portal.browser.reader import Reader


async def test_without_scripts_an_operation_can_be_read(reader: Reader) -> None:
    page = await reader.visit(LIST, java_script_enabled=False)
    await expect(page.locator(".sample").locator("visible=true")).to_have_count(1)
    await expect(page.locator(".sample[data-sample=curl]")).to_contain_text("curl ")
    await expect(page.get_by_role("table", name="In the query")).to_contain_text("category_id")
    await expect(page.get_by_role("button").locator("visible=true")).to_have_count(0)


async def test_a_link_to_a_field_unfolds_it(page: Page) -> None:
    await page.goto(f"{LIST}#200.data.actual_amounts.amount")
    await expect(page.locator("tr:target")).to_be_in_viewport()


async def test_next_and_previous_lead_there_and_back(page: Page) -> None:
    await page.goto(LIST)
    following = await page.locator("a[rel=next]").get_attribute("href")
    assert following != LIST
    await page.locator("a[rel=next]").click()
    await page.wait_for_url(f"**{following}")
    await page.locator("a[rel=prev]").click()
    await page.wait_for_url(f"**{LIST}")


async def test_the_side_bar_marks_the_current_page(page: Page) -> None:
    await page.goto(FRONT)
    side = page.get_by_role("navigation", name="Operations", exact=True)
    await side.locator("summary", has_text="Products").first.click()
    await side.get_by_role("link", name="List products").first.click()
    await expect(side.locator("[aria-current=page]")).to_contain_text("List products")


async def test_an_unknown_page_offers_the_search(reader: Reader, page: Page) -> None:
    reader.expect_refusal(404)
    await page.goto(MISSING)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    await page.get_by_role("main").get_by_role("searchbox").fill("list products")
    await page.get_by_role("main").get_by_role("link", name="List products").first.click()
    await page.wait_for_url(f"**{LIST}")


async def test_print_leaves_the_frame_out(page: Page) -> None:
    await page.goto(LIST)
    await page.emulate_media(media="print")
    for part in (".top", ".side", ".try", ".neighbours", ".choice", ".copy"):
        await expect(page.locator(part).locator("visible=true")).to_have_count(0)
    await expect(page.get_by_role("table", name="In the query")).to_be_visible()
