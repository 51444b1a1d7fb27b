"""An invitation by email, from the request to the inbox and back."""

import asyncio
import re
import time

import httpx

from parlour.db.pool import Connection
from tests.support.people import HARBOUR, OWNER
from tests.support.server import serving
from tests.support.smtp import MailServer, mail_server

CONFIRMED = "SELECT is_email_confirmed, is_approved FROM users WHERE email = 'anna@example.com'"


async def received(mail: MailServer) -> str:
    deadline = time.monotonic() + 30
    while not mail.received:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
    ((_, email),) = mail.received
    plain, html = email.iter_parts()
    assert "You" in email["Subject"]
    assert "owner" in html.get_content()
    text: str = plain.get_content()
    return text


async def test_the_link_in_the_mail_lets_a_new_user_in_and_confirms_the_address(
    database_url: str, conn: Connection
) -> None:
    async with mail_server() as mail:
        flags = ["--workers", "2", "--smtp-url", mail.url, "--email-from", "parlour@example.com"]
        with serving(database_url, *flags) as server:
            async with httpx.AsyncClient(base_url=server.base_url, headers=OWNER.headers, timeout=60) as client:
                form = {"invites": [{"search": "anna@example.com"}]}
                assert (await client.post(f"/api/v1/user/invite/{HARBOUR}", json=form)).status_code == 202
                text = await received(mail)
                assert "owner invites you to Harbour as: Team member." in text
                (link,) = re.findall(r"http://\S+/invitations/[0-9a-f]{48}", text)
                page = await client.post(link, data={"name": "Anna", "password": "long enough"})
                assert page.status_code == 200
    row = await conn.fetchrow(CONFIRMED)
    assert row is not None
    assert tuple(row) == (True, True)
