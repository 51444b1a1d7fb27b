"""Booking in a browser: on a phone, by keyboard alone, without scripts, framed, and for everybody."""

from datetime import timedelta
from typing import Literal

import pytest
from msgspec.structs import replace
from playwright.async_api import Page, Response, expect

from parlour.access.tenant import Tenant, get_operators_tenant
from parlour.areas.booking_page.model.look import shade_of
from parlour.areas.images.model.images import Entity
from parlour.db.pool import Connection
from tests.portal.browser.accessibility import violations_of
from tests.portal.browser.reader import Reader
from tests.portal.browser.stability import shifts_of
from tests.support.booking_page import Salon, open_salon
from tests.support.factories.images import make_photo
from tests.support.people import HARBOUR

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NEW_YORK = "America/New_York"
WIDTHS = (320, 390, 768, 1024, 1440)
MOST_BYTES = 60_000
SMALLEST_TARGET = 44
OVERHANG = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What can be pressed: of a box to tick the card or the label around it.
TARGETS = """() => [...document.querySelectorAll("a, button, summary, label.card, label.check, input, textarea")]
    .filter((element) => !element.matches(".skip, .trap *, [type=hidden], [type=checkbox]"))
    .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
    .filter(([, { width, height }]) => width > 1 && Math.min(width, height) < SMALLEST - 0.5)
    .map(([html, { width, height }]) => `${html} ${width} × ${height}`)""".replace("SMALLEST", str(SMALLEST_TARGET))


@pytest.fixture
async def tenant(conn: Connection) -> Tenant:
    return await get_operators_tenant(conn, HARBOUR)


@pytest.fixture
async def salon(conn: Connection, tenant: Tenant) -> Salon:
    """A salon of this test: one server answers all of them, and its location is the same."""
    await conn.execute("UPDATE services SET deleted_at = now() WHERE location_id = $1", HARBOUR)
    await conn.execute("UPDATE team_members SET deleted_at = now() WHERE location_id = $1", HARBOUR)
    await conn.execute("UPDATE locations SET privacy_policy = '' WHERE id = $1", HARBOUR)
    return await open_salon(conn, tenant)


async def heading(page: Page, text: str) -> None:
    await expect(page.get_by_role("heading", level=1)).to_contain_text(text)


async def tab_to(page: Page, text: str) -> None:
    """Press the tab key until what has the focus has a text."""
    for _ in range(100):
        await page.keyboard.press("Tab")
        focused = "(document.activeElement.closest('label') ?? document.activeElement).textContent"
        if text in await page.evaluate(focused):
            return
    raise AssertionError(f"The tab key doesn't reach {text!r}.")


async def test_the_whole_booking_on_a_phone(reader: Reader, salon: Salon) -> None:
    page = await reader.visit(f"/book/{salon.form}", **PHONE, timezone_id=NEW_YORK)
    await page.get_by_text("Haircut", exact=True).tap()
    await page.get_by_text("Colouring", exact=True).tap()
    await expect(page.get_by_role("status")).to_have_text("Selected: 2 · 2 h · $130 – $150")
    await page.get_by_role("button", name="Continue").tap()
    await heading(page, "Choose a person")
    await page.get_by_role("link", name="Ana Lima").tap()
    await heading(page, "Choose a time")
    await page.get_by_role("link", name="11:30").tap()
    await heading(page, "Your details")
    await page.get_by_label("Your name").fill("Eva Stone")
    await page.get_by_label("Phone number").fill("(315) 555-0142")
    await page.get_by_role("button", name="Book").tap()
    await heading(page, "Your appointment is booked")
    await page.get_by_role("link", name="Cancel the appointment").tap()
    await heading(page, "Cancel this appointment?")
    await page.get_by_role("button", name="Yes, cancel it").tap()
    await heading(page, "This appointment is cancelled")


async def test_the_whole_booking_by_keyboard(reader: Reader, conn: Connection, salon: Salon) -> None:
    """On a narrow screen, such as of a phone with a keyboard or of a page that is zoomed to 400%."""
    await conn.execute("UPDATE locations SET privacy_policy = 'We keep little.' WHERE id = $1", HARBOUR)
    page = await reader.visit(f"/book/{salon.form}", viewport={"width": 320, "height": 640})
    reader.expect_refusal(422)
    await tab_to(page, "Haircut")
    assert await violations_of(page) == []
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    for step, choice in (("Choose a person", "Ben Okafor"), ("Choose a time", "12:30")):
        await heading(page, step)
        assert await violations_of(page) == []
        await expect(page.get_by_role("heading", level=1)).to_be_focused()
        await tab_to(page, choice)
        await page.keyboard.press("Enter")
    await heading(page, "Your details")
    await tab_to(page, "Book")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Your name")).to_be_focused()
    assert await violations_of(page) == []
    await page.keyboard.type("Eva Stone")
    await page.keyboard.press("Tab")
    await page.keyboard.type("(315) 555-0143")
    await tab_to(page, "I have read the privacy policy")
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    await heading(page, "Your appointment is booked")
    assert await violations_of(page) == []
    assert await page.evaluate(OVERHANG) == 0


async def test_the_whole_booking_without_scripts(reader: Reader, salon: Salon) -> None:
    page = await reader.visit(f"/book/{salon.form}", java_script_enabled=False)
    await page.get_by_label("Haircut").check()
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("link", name="Anyone").click()
    await page.get_by_role("link", name="10:00").click()
    await page.get_by_label("Your name").fill("Eva Stone")
    await page.get_by_label("Phone number").fill("(315) 555-0144")
    await page.get_by_role("button", name="Book").click()
    await heading(page, "Your appointment is booked")


async def test_the_browser_s_buttons_go_through_the_steps(page: Page, salon: Salon) -> None:
    await page.goto(f"/book/{salon.form}?service={salon.haircut}")
    await page.get_by_role("link", name="Ana Lima").click()
    await heading(page, "Choose a time")
    await page.go_back()
    await heading(page, "Choose a person")
    await page.go_forward()
    await heading(page, "Choose a time")
    assert await page.evaluate("performance.getEntriesByType('navigation').length") == 1


async def test_a_chosen_day_has_the_focus_on_its_times(page: Page, salon: Salon) -> None:
    await page.goto(salon.page(service=salon.haircut, member=salon.ana))
    await page.locator("td a").first.click()
    await expect(page.locator("#times")).to_be_focused()


async def test_the_skip_link_stays_in_the_step(page: Page, salon: Salon) -> None:
    await page.goto(salon.page(service=salon.haircut))
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.go_back()
    await heading(page, "Choose a person")


async def test_visitors_elsewhere_see_their_own_time_beside(reader: Reader, salon: Salon) -> None:
    address = salon.page(service=salon.haircut, member=salon.ana)
    day_after = salon.day + timedelta(days=1)
    page = await reader.visit(address, timezone_id="Asia/Tokyo", locale="en-US")
    await expect(page.locator(".times li").first).to_have_text(f"10:00 AM {day_after:%a} 12:00 AM your time")
    page = await reader.visit(address, timezone_id=NEW_YORK, locale="en-US")
    await expect(page.locator(".times li").first).to_have_text("10:00 AM")


async def test_every_step_is_for_everybody(reader: Reader, page: Page, conn: Connection, salon: Salon) -> None:
    reader.expect_refusal(422)
    await conn.execute("UPDATE locations SET privacy_policy = '<p>We keep little.</p>' WHERE id = $1", HARBOUR)
    addresses = [
        f"/book/{salon.form}",
        salon.page(service=salon.haircut),
        salon.page(service=salon.haircut, member=salon.ana),
        salon.page(service=salon.haircut, member=salon.ana, month="2001-01"),
        salon.contact(),
        f"/book/{salon.form}/privacy",
    ]
    for address in addresses:
        await page.goto(address)
        await check(page)
    await page.goto(salon.contact())
    await page.get_by_role("button", name="Book").click()
    await expect(page.locator("p.fault")).to_be_visible()
    await check(page)


@pytest.mark.parametrize("color", ["#ffe14d", "#101040", "#1c84c6"])
async def test_every_color_of_a_business_can_be_read(
    reader: Reader, page: Page, conn: Connection, tenant: Tenant, salon: Salon, color: str
) -> None:
    """Light, dark, and the usual one of the button, on light and on dark devices."""
    changes = (
        "main_color = $1, secondary_color = '#102030', member_title = 'Stylist', terms_url = 'https://salon.example'"
    )
    await conn.execute(f"UPDATE booking_forms SET {changes} WHERE id = $2", color, salon.form)
    user = replace(tenant, user_id=await conn.fetchval("SELECT min(id) FROM users"))
    await make_photo(conn, user, salon.form, Entity.BOOKING_FORM)
    reader.expect_refusal(404)  # the picture has no files
    for address in (
        f"/book/{salon.form}?service={salon.haircut}&step=services",
        salon.page(service=salon.haircut),
        salon.page(service=salon.haircut, member=salon.ana),
        salon.contact(),
    ):
        await page.goto(address)
        await check(page)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        await page.emulate_media(color_scheme=scheme)
        main = await page.evaluate("getComputedStyle(document.querySelector('button.primary')).backgroundColor")
        shade = shade_of(color, is_dark=scheme == "dark")
        assert main == f"rgb({', '.join(str(part) for part in bytes.fromhex(shade.accent[1:]))})"


async def test_the_appointment_is_for_everybody(page: Page, salon: Salon) -> None:
    await page.goto(salon.contact())
    await page.get_by_label("Your name").fill("Eva Stone")
    await page.get_by_label("Phone number").fill("(315) 555-0145")
    await page.get_by_role("button", name="Book").click()
    await heading(page, "Your appointment is booked")
    await check(page)
    address = page.url
    for part in ("/move", "/cancel"):
        await page.goto(f"{address}{part}")
        await check(page)
    await page.get_by_role("button", name="Yes, cancel it").click()
    await heading(page, "This appointment is cancelled")
    await check(page)


async def check(page: Page) -> None:
    """Check rules, sizes of targets, and that no width scrolls sideways, in both directions of text."""
    assert await violations_of(page) == []
    for direction in ("ltr", "rtl"):
        await page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            assert await page.evaluate(OVERHANG) == 0, (page.url, direction, width)
            assert await page.evaluate(TARGETS) == [], (page.url, direction, width)


async def test_nothing_jumps_while_a_step_loads(page: Page, salon: Salon) -> None:
    assert await shifts_of(page, salon.page(service=salon.haircut, member=salon.ana)) == []


async def test_all_that_a_visit_loads_is_light(page: Page, salon: Salon) -> None:
    sizes: dict[str, int] = {}

    async def note(response: Response) -> None:
        sizes[response.url] = len(await response.body())

    page.on("response", note)
    await page.goto(salon.page(service=salon.haircut, member=salon.ana), wait_until="networkidle")
    assert len(sizes) >= 4
    assert sum(sizes.values()) < MOST_BYTES, sizes
