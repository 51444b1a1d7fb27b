"""What the email of an invitation says, and that each person gets their own."""

import re

import msgspec

from parlour.access.roles import roles
from parlour.access.tenant import Tenant
from parlour.access.tokens import hash_token
from parlour.areas.messages.model import Message
from parlour.areas.users.model.users import Contact, Invite
from parlour.areas.users.service import invitations
from parlour.areas.users.service.invitation_email import InvitationContext, invitation_email
from parlour.areas.users.service.invitations import InvitationDelivery
from parlour.db.pool import Connection

LINK = "https://parlour.test/invitations/0123"
ANNA, PHONE = "anna@example.com", "+13155550188"


def test_the_email_names_inviter_location_role_and_link() -> None:
    message = invitation_email(ANNA, InvitationContext("Ada & Co", "Har<b>our"), "administrator", LINK)
    assert (message.recipient, message.link) == (ANNA, LINK)
    assert message.subject == "Your invitation to Har<b>our"
    assert "Ada & Co invites you to Har<b>our as: Administrator.\n" in message.plain
    assert f"It works once, for 7 days:\n\n{LINK}\n" in message.plain
    assert "<p>Ada &amp; Co invites you to <b>Har&lt;b&gt;our</b> as: Administrator.</p>" in message.html
    assert f'<a href="{LINK}"' in message.html
    assert f"The link works once, for 7 days: {LINK}</p>" in message.html


def test_a_line_break_in_a_title_starts_no_header() -> None:
    message = invitation_email(ANNA, InvitationContext("Ada", "Pier\r\nBcc: eve@example.com"), "worker", LINK)
    assert message.subject == "Your invitation to Pier Bcc: eve@example.com"


async def test_each_person_gets_the_link_of_their_own_invitation(conn: Connection, tenant: Tenant) -> None:
    invites = [
        Invite(Contact(ANNA, None), "Anna", "accountant", {}, None, ""),
        Invite(Contact(None, PHONE), None, "worker", {}, None, ""),
    ]
    async with conn.transaction():
        await invitations.invite(conn, tenant, invites, InvitationDelivery("https://parlour.test", sends_email=True))
    payloads = [row["payload"] for row in await conn.fetch("SELECT payload::text FROM outbox ORDER BY id")]
    messages = [msgspec.json.decode(payload, type=Message) for payload in payloads]
    assert [message.recipient for message in messages] == [ANNA, PHONE]
    for message, role in zip(messages, ("accountant", "worker"), strict=True):
        assert f"owner invites you to Harbour as: {roles()[role].title}." in message.plain
        found = re.fullmatch(r"https://parlour\.test/invitations/([0-9a-f]{48})", message.link)
        assert found
        row = await conn.fetchrow(
            "SELECT sent_to, name, is_mailed, invited_by FROM invitations WHERE token_hash = $1", hash_token(found[1])
        )
        assert row is not None
        is_mailed, name = message.recipient == ANNA, "Anna" if message.recipient == ANNA else PHONE
        assert tuple(row) == (message.recipient, name, is_mailed, tenant.user_id)
