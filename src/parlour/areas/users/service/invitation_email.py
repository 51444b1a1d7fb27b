"""The email that carries an invitation."""

import msgspec
from markupsafe import Markup

from parlour.access.roles import roles
from parlour.areas.messages.model import Message
from parlour.areas.users.model.users import INVITATION_LIFETIME

PLAIN = """\
Hello,

{inviter} invites you to {location} as: {role}.

Open this link to accept. It works once, for {days} days:

{link}

If you don't expect this invitation, ignore this email.
"""
HTML = Markup("""\
<!doctype html>
<html lang="en">
<body style="font: 16px/1.5 sans-serif; color: #1f2a2a">
<p>Hello,</p>
<p>{inviter} invites you to <b>{location}</b> as: {role}.</p>
<p><a href="{link}" style="padding: 8px 18px; border-radius: 8px; background: #0b6a63; color: #fff">Accept</a></p>
<p>The link works once, for {days} days: {link}</p>
<p>If you don't expect this invitation, ignore this email.</p>
</body>
</html>
""")


class InvitationContext(msgspec.Struct, frozen=True):
    """The inviter, and the location invited to."""

    inviter: str
    location: str


def invitation_email(recipient: str, context: InvitationContext, role: str, link: str) -> Message:
    said = {
        "inviter": context.inviter,
        "location": context.location,
        "role": roles()[role].title,
        "link": link,
        "days": INVITATION_LIFETIME.days,
    }
    # A line break in a name must not start another header.
    subject = " ".join(f"Your invitation to {context.location}".split())
    return Message(recipient, subject, PLAIN.format(**said), str(HTML.format(**said)), link)
