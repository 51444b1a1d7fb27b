"""Signing in through the form on the front page."""

import msgspec
from playwright.async_api import Page, expect

from tests.portal.browser.addresses import FRONT
from tests.support.people import OWNER, PARTNER_TOKEN, PASSWORD, Person


class Login(msgspec.Struct, frozen=True):
    """What is typed into the form."""

    partner_token: str
    login: str
    password: str


AS_OWNER = Login(PARTNER_TOKEN, OWNER.email, PASSWORD)


async def sign_in(page: Page, login: Login) -> None:
    """With a password; the answer is the caller's to wait for."""
    await page.goto(FRONT)
    form = page.locator("#sign-in form[data-sign-in]")
    await form.locator("[name=partner_token]").fill(login.partner_token)
    await form.locator("[name=login]").fill(login.login)
    await form.locator("[name=password]").fill(login.password)
    await form.locator("button.primary").click()


async def use_tokens(page: Page, person: Person) -> None:
    """With tokens that the person has already, up to the choice of a location."""
    await page.goto(FRONT)
    box = page.locator("#sign-in")
    await box.get_by_text("I already have tokens").click()
    form = box.locator("form[data-use-tokens]")
    await form.get_by_label("Partner token").fill(person.partner_token or "")
    await form.get_by_label("User token").fill(person.user_token or "")
    await form.get_by_role("button", name="Use them").click()
    await expect(box.get_by_label("Location")).to_be_visible()
