"""What an email says: as plain text, as HTML, and to the client's calendar."""

from collections.abc import Iterator

import msgspec
from markupsafe import Markup

from parlour.areas.appointment_messages.model.links import Links, key_of
from parlour.areas.appointment_messages.model.messages import Message, Occasion, Sender
from parlour.areas.appointment_messages.model.wording import Wording
from parlour.areas.booking_page.model.ical import CalendarEntry, Invitation, Method, uid_of, write_entry

_HTML = Markup("""\
<!doctype html>
<html lang="{language}">
<body style="font: 16px/1.5 sans-serif; color: #1f2a2a">
<h1 style="font-size: 22px">{heading}</h1>
<table style="border-spacing: 0 6px">
{facts}
</table>
{button}
<p style="font-size: 13px; color: #5a6868">{why} <a href="{choice}">{stop}</a></p>
</body>
</html>
""")
_FACT = Markup('<tr><td style="padding-right: 20px; color: #5a6868">{label}</td><td>{value}</td></tr>')
_BUTTON = Markup(
    '<p><a href="{link}" style="display: inline-block; padding: 8px 18px; border-radius: 8px; '
    'background: #0b6a63; color: #fff">{text}</a></p>'
)


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """An email before it is addressed by the mail server's rules."""

    key: str
    """What names it: the same at each attempt to send it."""
    recipient: str
    sender_name: str
    reply_to: str
    subject: str
    plain: str
    html: str
    calendar: bytes
    """A file for calendar programs; empty for none."""
    method: str
    unsubscribe: str


def letter_of(message: Message, sender: Sender, wording: Wording, links: Links, organizer: str) -> Letter:
    """Write a message as an email. `organizer` is the address that it comes from."""
    t = wording.texts
    heading = getattr(t, f"message_{message.occasion}")
    facts = [*_facts(message, sender, wording)]
    link = "" if message.occasion is Occasion.CANCELLED else links.appointment
    why = t.message_why.format(place=sender.title)
    change = ["", t.message_open, link] if link else []
    return Letter(
        key=key_of(message),
        recipient=message.recipient,
        sender_name=_one_line(sender.title),
        reply_to=sender.email,
        subject=_one_line(f"{heading} – {wording.short_when(message.starts_at)}, {sender.title}"),
        plain="\n".join(
            [heading, "", *(value for _, value in facts), *change, "", why, t.message_stop, links.choice, ""]
        ),
        html=_HTML.format(
            language=wording.language,
            heading=heading,
            facts=Markup("\n").join(_FACT.format(label=label, value=value) for label, value in facts),
            button=_BUTTON.format(link=link, text=t.message_open) if link else "",
            why=why,
            choice=links.choice,
            stop=t.message_stop,
        ),
        calendar=_calendar(message, sender, link, organizer),
        method=_method(message),
        unsubscribe=links.unsubscribe,
    )


def _facts(message: Message, sender: Sender, wording: Wording) -> Iterator[tuple[str, str]]:
    t = wording.texts
    yield t.book_when, wording.when(message.starts_at)
    if places := wording.places(message):
        yield "", places
    if others := wording.others(message):
        yield "", others
    if message.titles:
        yield t.book_what, ", ".join(message.titles)
    if message.member_name:
        yield t.book_who, message.member_name
    yield t.book_where, ", ".join(filter(None, (sender.title, sender.address)))
    if sender.phone:
        yield t.message_phone, sender.phone


def _method(message: Message) -> Method:
    return "CANCEL" if message.occasion is Occasion.CANCELLED else "REQUEST"


def _calendar(message: Message, sender: Sender, link: str, organizer: str) -> bytes:
    """Return the file that enters, moves or removes the appointment; a reminder needs none."""
    if message.is_reminder:
        return b""
    return write_entry(
        CalendarEntry(
            uid=uid_of(message.link_hash),
            sequence=message.revision,
            starts_at=message.starts_at,
            ends_at=message.ends_at,
            changed_at=message.changed_at,
            title=sender.title,
            place=", ".join(filter(None, (sender.title, sender.address))),
            url=link,
            titles=message.titles,
            invitation=Invitation(_method(message), organizer, message.recipient),
        )
    )


def _one_line(text: str) -> str:
    """Return a text for a header: a line break must not start another one."""
    return " ".join(text.split())
