"""Signing in from the front page: where the tokens are kept, what they fill, and that they can be taken back."""

import msgspec
from playwright.async_api import Page, expect

from tests.portal.browser.addresses import FRONT, LIST
from tests.portal.browser.reader import Reader
from tests.portal.browser.signing_in import AS_OWNER, sign_in, use_tokens
from tests.support.people import HARBOUR, HILLSIDE, MANAGER, OWNER, PARTNER_TOKEN

KEPT = """() => ({
    session: Object.fromEntries(Object.entries(sessionStorage)),
    elsewhere: JSON.stringify(localStorage) + document.cookie,
})"""


async def status_for(page: Page, headers: dict[str, str]) -> int:
    """What the server answers to whoever brings these tokens."""
    return (await page.request.get("/api/v1/companies?my=1", headers=headers)).status


async def test_the_tokens_are_kept_in_this_tab_only(page: Page) -> None:
    await sign_in(page, AS_OWNER)
    await expect(page.locator("#sign-in .who")).to_have_text("Signed in as owner.")
    kept = await page.evaluate(KEPT)
    token = kept["session"]["parlour.user_token"]
    assert kept["session"]["parlour.partner_token"] == PARTNER_TOKEN
    assert token not in kept["elsewhere"]
    assert PARTNER_TOKEN not in kept["elsewhere"]


async def test_the_password_is_not_left_behind(page: Page) -> None:
    await sign_in(page, AS_OWNER)
    await expect(page.locator("#sign-in .who")).to_be_visible()
    await expect(page.locator("#page-password")).to_have_value("")


async def test_the_samples_are_filled(page: Page) -> None:
    await sign_in(page, AS_OWNER)
    await expect(page.locator("#sign-in .who")).to_be_visible()
    token = await page.evaluate("() => sessionStorage['parlour.user_token']")
    await page.goto(LIST)
    sample = page.locator(".sample[data-sample=curl]")
    await expect(sample).to_contain_text(f"Bearer {PARTNER_TOKEN}, User {token}")
    await expect(sample).to_contain_text(f"/api/v1/goods/{HARBOUR}")
    await expect(page.locator("header [data-account]")).to_have_text("owner")


async def test_another_location_can_be_chosen(page: Page) -> None:
    await use_tokens(page, OWNER)
    await page.locator("#sign-in").get_by_label("Location").select_option(str(HILLSIDE))
    await page.goto(LIST)
    await expect(page.locator(".sample[data-sample=curl]")).to_contain_text(f"/api/v1/goods/{HILLSIDE}")
    await page.locator("#try > summary").click()
    await expect(page.locator("#try-path-location_id")).to_have_value(str(HILLSIDE))


async def test_only_the_locations_of_the_user_are_offered(page: Page) -> None:
    await use_tokens(page, MANAGER)
    await expect(page.locator("#sign-in option")).to_have_text([f"Harbour ({HARBOUR})"])


async def test_signing_in_works_on_every_page(page: Page) -> None:
    await page.goto(LIST)
    await page.get_by_role("button", name="Sign in").click()
    dialog = page.get_by_role("dialog", name="Sign in")
    await dialog.get_by_text("I already have tokens").click()
    form = dialog.locator("form[data-use-tokens]")
    await form.get_by_label("Partner token").fill(PARTNER_TOKEN)
    await form.get_by_role("button", name="Use them").click()
    await expect(dialog.locator(".who")).to_have_text("Your tokens are in use.")
    await dialog.get_by_role("button", name="Close").click()
    await expect(page.locator(".sample[data-sample=curl]")).to_contain_text(
        f"Bearer {PARTNER_TOKEN}, User YOUR_USER_TOKEN"
    )


async def test_a_wrong_password_shows_the_servers_message(reader: Reader, page: Page) -> None:
    reader.expect_refusal(401)
    await sign_in(page, msgspec.structs.replace(AS_OWNER, password="a wrong password"))
    status = page.locator("#sign-in [role=status]")
    await expect(status).to_have_class("message bad")
    answer = await page.request.post(
        "/api/v1/auth",
        headers={"Authorization": f"Bearer {PARTNER_TOKEN}"},
        data={"login": OWNER.email, "password": "another wrong password"},
    )
    await expect(status).to_have_text((await answer.json())["meta"]["message"])


async def test_signing_out_revokes_the_token_and_empties_the_samples(page: Page) -> None:
    await sign_in(page, AS_OWNER)
    await expect(page.locator("#sign-in .who")).to_be_visible()
    token = await page.evaluate("() => sessionStorage['parlour.user_token']")
    headers = {"Authorization": f"Bearer {PARTNER_TOKEN}, User {token}"}
    assert await status_for(page, headers) == 200
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.locator("#sign-in [role=status]")).to_have_text("Signed out; the token is revoked.")
    assert await status_for(page, headers) == 401
    assert await page.evaluate("() => sessionStorage.length") == 0
    await page.goto(LIST)
    await expect(page.locator(".sample[data-sample=curl]")).to_contain_text(
        "Bearer YOUR_PARTNER_TOKEN, User YOUR_USER_TOKEN"
    )


async def test_removing_pasted_tokens_does_not_revoke_them(page: Page) -> None:
    await use_tokens(page, OWNER)
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.locator("#sign-in form[data-sign-in]")).to_be_visible()
    await expect(page.locator("#sign-in [role=status]")).not_to_contain_text("revoked")
    assert await status_for(page, OWNER.headers) == 200


async def test_a_second_tab_knows_no_tokens(page: Page) -> None:
    await use_tokens(page, OWNER)
    second = await page.context.new_page()
    await second.goto(FRONT)
    await expect(second.locator("#sign-in form[data-sign-in]")).to_be_visible()
    assert await second.evaluate("() => sessionStorage.length") == 0
