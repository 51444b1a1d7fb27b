"""Accepting an invitation in a browser: with scripts and without, and for everybody."""

import pytest
from playwright.async_api import Page, expect

from parlour.areas.users import operator
from parlour.areas.users.model.users import Contact, Invite
from parlour.areas.users.service.invitations import InvitationDelivery
from parlour.db.pool import Connection
from tests.portal.browser.accessibility import violations_of
from tests.support.people import HARBOUR

SECRET = "long enough to choose"


@pytest.fixture
async def link(conn: Connection, address: str, request: pytest.FixtureRequest) -> str:
    """The link of somebody new."""
    contact = Contact(f"{request.node.name.replace('_', '-')}@example.com", None)
    invite = Invite(contact, "Anna", "administrator", {}, None, "")
    return await operator.invite(conn, HARBOUR, invite, InvitationDelivery(address, sends_email=False))


async def test_a_new_user_gets_access(page: Page, link: str) -> None:
    await page.goto(link)
    await expect(page.get_by_role("heading", level=1)).to_have_text("You are invited to Harbour")
    await page.get_by_label("Your name").fill("Anna Berg")
    await page.get_by_label("New password").fill(SECRET)
    await page.get_by_role("button", name="Accept").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("You have joined")


async def test_the_password_can_be_looked_at(page: Page, link: str) -> None:
    await page.goto(link)
    field = page.get_by_label("New password")
    await field.fill(SECRET)
    await expect(field).to_have_attribute("type", "password")
    button = page.get_by_role("button", name="Show the password")
    await button.click()
    await expect(field).to_have_attribute("type", "text")
    await button.click()
    await expect(field).to_have_attribute("type", "password")


async def test_the_page_needs_no_sign_in(page: Page, link: str) -> None:
    await page.goto(link)
    assert await violations_of(page) == []
