"""What a first visit costs: everything over the wire, and nobody else to ask."""

import pytest
from playwright.async_api import Page

from tests.portal.browser.addresses import FRONT, UPDATE

MOST_BYTES = 100_000


@pytest.mark.parametrize("path", [FRONT, UPDATE])
async def test_a_first_visit_is_light(path: str, page: Page) -> None:
    sizes: list[float] = []
    devtools = await page.context.new_cdp_session(page)
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    await devtools.send("Network.enable")
    await page.goto(path, wait_until="networkidle")
    assert len(sizes) > 5
    assert sum(sizes) < MOST_BYTES
