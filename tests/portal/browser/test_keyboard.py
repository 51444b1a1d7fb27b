"""Everything can be reached and used without a mouse, and one always sees where one is."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.portal.browser.addresses import FRONT, LIST
from tests.portal.browser.signing_in import use_tokens
from tests.support.people import OWNER

# How the element in focus looks, or what stands for it: the label of a hidden radio button.
FOCUS = """() => {
    const at = document.activeElement;
    if (at === document.body) return null;
    const shown = at.matches('.choice input') ? at.nextElementSibling : at;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    const { top, bottom } = shown.getBoundingClientRect();
    return {
        name: at.outerHTML.slice(0, 100),
        isSkip: at.matches('.skip'),
        isOutlined: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        isInSight: bottom > 0 && top < innerHeight,
        isCovered: !at.closest('.top, .skip') && top < 56 && bottom <= 57,
    };
}"""


async def walk(page: Page) -> list[dict[str, Any]]:
    """Where Tab leads, from the top of the page to its end."""
    stops: list[dict[str, Any]] = []
    for _ in range(400):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("path", [FRONT, LIST])
async def test_tab_goes_from_the_skip_link_through_the_page_in_sight(path: str, page: Page) -> None:
    await page.goto(path)
    stops = await walk(page)
    assert stops[0]["isSkip"]
    assert len(stops) > 30
    assert [stop["name"] for stop in stops if not stop["isOutlined"]] == []
    assert [stop["name"] for stop in stops if not stop["isInSight"] or stop["isCovered"]] == []


async def test_the_skip_link_leads_past_the_frame(page: Page) -> None:
    await page.goto(LIST)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.keyboard.press("Tab")
    assert await page.evaluate("() => document.activeElement.closest('main') !== null")


async def test_enter_unfolds_a_table(page: Page) -> None:
    await page.goto(LIST)
    inside = page.locator("details", has=page.locator("tr[id='200.data.actual_amounts.amount']")).last
    await inside.locator("> summary").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("tr[id='200.data.actual_amounts.amount']")).to_be_visible()


async def test_a_request_can_be_sent(page: Page) -> None:
    await use_tokens(page, OWNER)
    await page.goto(LIST)
    await page.locator("#try > summary").focus()
    await page.keyboard.press("Enter")
    await page.locator("#try-query-term").focus()
    await page.keyboard.type("no such thing")
    await page.keyboard.press("Enter")
    await expect(page.locator(".outcome .status")).to_have_text("200 OK")


async def test_a_closed_dialog_gives_the_focus_back(page: Page) -> None:
    await page.goto(LIST)
    await page.locator("button.account").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#account")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("button.account")).to_be_focused()
