"""What axe-core has against a page, told so that it can be mended."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import axe_playwright_python
from playwright.async_api import Page

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# The other theme changes nothing but colours.
RULES_OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """async (rules) => {
    const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) =>
        `${impact} ${id}: ${target.join(" ")}: ${failureSummary.replaceAll("\\n", " ")}`));
}"""


async def violations_of(page: Page) -> list[str]:
    """Each rule that is broken in light or in dark, and where."""
    script = Path(axe_playwright_python.__file__).with_name("axe.min.js")
    await page.evaluate(script.read_text("utf-8"))
    # A link that is scrolled half under the filter is no small target.
    await page.evaluate("document.getElementById('side')?.scrollTo(0, 0)")
    return [*await _violations(page, "light", RULES), *await _violations(page, "dark", RULES_OF_COLOURS)]


async def _violations(page: Page, scheme: Literal["light", "dark"], rules: Mapping[str, object]) -> list[str]:
    # Without motion, no colour is met halfway.
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return [f"{scheme}: {violation}" for violation in await page.evaluate(RUN, rules)]
