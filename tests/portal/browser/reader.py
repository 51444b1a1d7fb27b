"""Somebody who reads the portal: a browser of their own, watched, and a server to read from."""

from typing import Any

from playwright.async_api import Browser, Page

from tests.portal.browser.watch import Watch

PATIENCE_MS = 20_000  # a busy machine is slow; a page that is broken stays so


class Reader:
    """Opens pages. What the browser keeps, it keeps for this reader only."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.watches: list[Watch] = []
        self._browser = browser

    async def new_page(self, **traits: Any) -> Page:
        """A page of a new browser; `traits` are Playwright's: size, language, scripts, permissions."""
        context = await self._browser.new_context(base_url=self.address, **traits)
        context.set_default_timeout(PATIENCE_MS)
        self.watches.append(Watch(context, self.address))
        return await context.new_page()

    async def visit(self, path: str, **traits: Any) -> Page:
        """The page at a path, ready to be used."""
        page = await self.new_page(**traits)
        await page.goto(path)
        return page

    def expect_refusal(self, status: int) -> None:
        self.watches[-1].expect_refusal(status)
