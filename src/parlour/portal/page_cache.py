"""Rendered pages, kept for the life of the process. They are rendered in a thread, not in the event loop."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable

from litestar import Litestar

from parlour.pages.page import Page
from parlour.pages.translations import DEFAULT
from parlour.portal.html_pages import HTMLPages
from parlour.portal.site import Site, site_of

# First those are served who waited for the server to start: rendering takes half a second of this process.
WARM_AFTER_S = 5.0


class PageCache:
    """The kept pages of one application."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._pages: dict[tuple[str, str], Page] = {}

    async def fetch(self, address: str, language: str, make: Callable[[], Page]) -> Page:
        """Return the page kept for the address and the language, else that from `make`; refusals aren't kept."""
        kept = self._pages.get((address, language))
        if kept is not None:
            return kept
        page = await asyncio.to_thread(make)
        if page.status == 200:
            self._pages[address, language] = page
        return page


async def page_cache_of(app: Litestar) -> PageCache:
    """Return the application's cache, made for the first page; if two are made at the same time, the first is kept."""
    if getattr(app.state, "portal", None) is None:
        made = PageCache(await asyncio.to_thread(site_of, app))
        app.state.portal = getattr(app.state, "portal", None) or made
    cache = app.state.portal
    assert isinstance(cache, PageCache)  # noqa: S101 - a State may contain anything
    return cache


@contextlib.asynccontextmanager
async def warm_portal(app: Litestar) -> AsyncGenerator[None, None]:
    """Render a page of an operation soon after the start: compiling templates and lexers takes as long as ten pages."""
    warming = asyncio.create_task(_warm(app))
    try:
        yield
    finally:
        warming.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await warming


async def _warm(app: Litestar) -> None:
    await asyncio.sleep(WARM_AFTER_S)
    cache = await page_cache_of(app)
    address = next(iter(cache.site.entries))
    pages = HTMLPages(cache.site, DEFAULT)
    await cache.fetch(address, DEFAULT, lambda: pages.at(address))
