"""Pictures of the portal and the booking page in their main states, for people to look at.

`python -m tests.portal.browser.screenshots DIR` takes them from a running demo; `--url` says where it is. With the
partner token, login and password that the demo prints when it starts, there are pictures of a user signed in, too.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect

from tests.portal.browser.addresses import CREATE, FRONT, LIST, MISSING, UPDATE
from tests.portal.browser.chromium import MISSING as NO_CHROMIUM
from tests.portal.browser.chromium import find_chromium, running_chromium
from tests.portal.browser.signing_in import Login, sign_in

DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 1500}}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1100, "height": 1400}}
WIDE: dict[str, Any] = {"viewport": {"width": 2560, "height": 1440}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 1100}, "is_mobile": True}
UNFOLD = "() => { for (const box of document.querySelectorAll('main details:not(.try)')) box.open = true }"


async def rest(_: Page) -> None:
    """The page as it comes."""


async def unfold(page: Page) -> None:
    await page.evaluate(UNFOLD)


async def search(page: Page) -> None:
    await page.locator(".search-open").click()
    await page.keyboard.type("prodct")
    await expect(page.locator("#search .hits a").first).to_be_visible()


async def open_menu(page: Page) -> None:
    await page.locator("button.menu").click()


async def filter_side(page: Page) -> None:
    if await page.locator("button.menu").is_visible():
        await open_menu(page)
    await page.locator(".side input").fill("goods/ list")


async def open_account(page: Page) -> None:
    await page.locator("button.account").click()


async def try_mock(page: Page) -> None:
    await page.locator("#try > summary").click()
    await page.locator("input[name=target][value=mock]").check()
    await send(page)


async def try_server(page: Page) -> None:
    await page.locator("#try > summary").click()
    await send(page)


async def send(page: Page) -> None:
    await page.locator("form[data-try] button.primary").click()
    await expect(page.locator(".outcome .status")).to_be_visible()
    await page.locator("#try").scroll_into_view_if_needed()


State = tuple[str, dict[str, Any], Callable[[Page], Awaitable[None]]]
BOOKING = "/book/1"
STATES: dict[str, State] = {
    "front-light": (FRONT, DESK, rest),
    "front-dark": (FRONT, {**DESK, "color_scheme": "dark"}, rest),
    "front-phone": (FRONT, PHONE, rest),
    "front-german": (FRONT, {**DESK, "locale": "de-DE"}, rest),
    "operation-light": (UPDATE, DESK, unfold),
    "operation-dark": (UPDATE, {**DESK, "color_scheme": "dark"}, unfold),
    "operation-laptop": (CREATE, LAPTOP, rest),
    "operation-phone": (CREATE, PHONE, unfold),
    "operation-wide": (LIST, WIDE, rest),
    "operation-german": (LIST, {**DESK, "locale": "de-DE"}, rest),
    "search": (LIST, DESK, search),
    "search-phone": (LIST, PHONE, search),
    "sign-in": (LIST, DESK, open_account),
    "menu-phone": (LIST, PHONE, open_menu),
    "filter": (LIST, DESK, filter_side),
    "filter-phone": (LIST, PHONE, filter_side),
    "tried-mock": (CREATE, DESK, try_mock),
    "tried-mock-phone": (CREATE, {**PHONE, "color_scheme": "dark"}, try_mock),
    "missing": (MISSING, DESK, rest),
    "booking": (BOOKING, DESK, rest),
    "booking-phone": (BOOKING, PHONE, rest),
    "booking-people-dark": (f"{BOOKING}?service=1", {**PHONE, "color_scheme": "dark"}, rest),
    "booking-times": (f"{BOOKING}?service=1&member=0", DESK, rest),
    "booking-times-phone": (f"{BOOKING}?service=1&member=0", {**PHONE, "timezone_id": "Asia/Tokyo"}, rest),
}
SIGNED_IN: dict[str, State] = {
    "signed-in": (FRONT, DESK, rest),
    "tried-server": (LIST, DESK, try_server),
    "tried-server-dark": (LIST, {**DESK, "color_scheme": "dark"}, try_server),
}


async def take(directory: Path, url: str, login: Login | None) -> None:
    """One picture of a tall window for each state."""
    executable = find_chromium()
    if executable is None:
        raise SystemExit(NO_CHROMIUM)
    async with running_chromium(executable) as browser:
        for name, (path, traits, act) in {**STATES, **(SIGNED_IN if login else {})}.items():
            context = await browser.new_context(base_url=url, reduced_motion="reduce", **traits)
            page = await context.new_page()
            if login and name in SIGNED_IN:
                await sign_in(page, login)
                await expect(page.locator("#sign-in .who")).to_be_visible()
            await page.goto(path)
            await act(page)
            await page.screenshot(path=directory / f"{name}.png", animations="disabled")
            await context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Take pictures of the portal.")
    parser.add_argument("directory", type=Path, metavar="DIR")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--partner-token")
    parser.add_argument("--login")
    parser.add_argument("--password")
    given = parser.parse_args()
    given.directory.mkdir(parents=True, exist_ok=True)
    login = Login(given.partner_token, given.login, given.password) if given.login else None
    asyncio.run(take(given.directory, given.url, login))


if __name__ == "__main__":
    main()
