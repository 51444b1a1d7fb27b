"""How much a page jumps while it loads, as Chromium measures it: 0 is not at all, 0.1 is what readers notice."""

from playwright.async_api import Page

OBSERVE = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries()) {
            window.shifts.push({ value, of: sources.map(({ node }) => node?.outerHTML?.slice(0, 80)) });
        }
    }).observe({ type: "layout-shift", buffered: true });
"""
SETTLED = """async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return window.shifts;
}"""
NOTICEABLE = 0.01


async def shifts_of(page: Page, path: str) -> list[dict[str, object]]:
    """What jumped until the page was quiet, when that is more than nobody would notice."""
    await page.add_init_script(OBSERVE)
    await page.goto(path, wait_until="networkidle")
    shifts = await page.evaluate(SETTLED)
    return list(shifts) if sum(shift["value"] for shift in shifts) >= NOTICEABLE else []
