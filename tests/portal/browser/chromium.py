"""The browser that the portal is tried in: the machine's own Chromium, which asks nothing of any network."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

# The shell is the same engine without windows, profiles and extensions: it starts and opens pages far faster.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
MISSING = "The portal is tried in Chromium; on Debian, `apt-get install chromium-headless-shell` brings it."
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def running_chromium(executable: str) -> AsyncIterator[Browser]:
    """A browser without a window for the time of the block."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        await browser.close()
