"""Samples: the reader's language of programming, and copies that are what they show."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.portal.browser.addresses import CREATE, FRONT, GET, LIST
from tests.portal.browser.reader import Reader
from tests.portal.browser.signing_in import use_tokens
from tests.support.people import HARBOUR, OWNER

CLIPBOARD = ["clipboard-read", "clipboard-write"]


async def copied(page: Page) -> str:
    text = await page.evaluate("() => navigator.clipboard.readText()")
    assert isinstance(text, str)
    return text


async def test_the_chosen_language_is_remembered(page: Page) -> None:
    await page.goto(LIST)
    await page.get_by_role("radio", name="Ruby").check()
    await expect(page.locator(".sample[data-sample=ruby]")).to_be_visible()
    await page.goto(GET)
    await expect(page.locator(".sample").locator("visible=true")).to_contain_text("require")
    await page.reload()
    await expect(page.get_by_role("radio", name="Ruby")).to_be_checked()
    await expect(page.locator(".sample").locator("visible=true")).to_contain_text("require")


async def test_arrows_change_the_language(page: Page) -> None:
    await page.goto(LIST)
    await page.get_by_role("radio", name="curl").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".sample").locator("visible=true")).to_contain_text("await fetch(")


@pytest.mark.parametrize("language", ["curl", "Python", "C#"])
async def test_a_copy_is_the_code_with_the_tokens_in_it(language: str, reader: Reader) -> None:
    page = await reader.new_page(permissions=CLIPBOARD)
    await use_tokens(page, OWNER)
    await page.goto(CREATE)
    await page.get_by_role("radio", name=language, exact=True).check()
    sample = page.locator(".sample").locator("visible=true")
    await sample.get_by_role("button", name="Copy").click()
    await expect(sample.get_by_role("button", name="Copied")).to_be_visible()
    code = await copied(page)
    assert code == await sample.locator("pre").text_content()
    assert f"Bearer {OWNER.partner_token}, User {OWNER.user_token}" in code
    assert f"{reader.address}/api/v1/goods/{HARBOUR}" in code


async def test_an_address_is_copied_whole(reader: Reader) -> None:
    page = await reader.visit(FRONT, permissions=CLIPBOARD)
    for button, path in ((0, "/api/v1"), (1, "/_mock/en/b2b-v1/openapi")):
        await page.locator(".addresses .copy").nth(button).click()
        assert await copied(page) == f"{reader.address}{path}"


async def test_a_server_without_https_can_be_copied_from_too(page: Page) -> None:
    """There, browsers give pages no clipboard of their own; the reader's place on the page stays."""
    await page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    await page.goto(FRONT)
    button = page.locator(".addresses .copy").first
    await button.focus()
    await page.keyboard.press("Enter")
    await expect(button).to_have_text("Copied")
    await expect(button).to_be_focused()
    await page.keyboard.press("/")
    await page.keyboard.press("Control+v")
    await expect(page.locator("#search input")).to_have_value(re.compile("^http://.*/api/v1$"))


async def test_the_payload_alone_is_json(reader: Reader) -> None:
    page = await reader.visit(CREATE, permissions=CLIPBOARD)
    await page.get_by_role("radio", name="JSON").check()
    await page.locator(".sample").locator("visible=true").get_by_role("button", name="Copy").click()
    title = await page.evaluate("async () => JSON.parse(await navigator.clipboard.readText()).title")
    assert title
