"""What an email says: as plain text, as HTML, and to the client's calendar."""

from collections.abc import Iterator

import msgspec
from markupsafe import Markup

from parlour.areas.appointment_messages.model.links import Links, key_of
from parlour.areas.appointment_messages.model.messages import Message, Occasion, OtherBooking, Sender
from parlour.areas.appointment_messages.model.wording import Wording
from parlour.areas.booking_page.model.ical import CalendarEntry, Invitation, Method, uid_of, write_calendar

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
    invitation: bytes
    """What the mail program tells the calendar of the date that the message is about; empty for nothing."""
    calendar: bytes
    """A file for calendar programs with all dates; empty for none."""
    method: str
    unsubscribe: str


def letter_of(message: Message, sender: Sender, wording: Wording, links: Links, organizer: str) -> Letter:
    """Write a message as an email. `organizer` is the address that it comes from."""
    t = wording.texts
    heading = getattr(t, f"message_{message.occasion}")
    facts = [*_facts(message, sender, wording)]
    link = "" if message.occasion is Occasion.CANCELLED else links.appointment
    entries = [*_entries(message, sender, links, organizer)]
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
        invitation=write_calendar(entries[:1]) if entries else b"",
        calendar=write_calendar(entries) if entries else b"",
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


def _entries(message: Message, sender: Sender, links: Links, organizer: str) -> Iterator[CalendarEntry]:
    """Return what enters, moves or removes the appointments in the client's calendar; a reminder needs nothing."""
    if message.is_reminder:
        return
    bookings: list[tuple[Message | OtherBooking, str]] = [
        (message, links.appointment),
        *zip(message.others, links.others, strict=True),
    ]
    for booking, link in bookings:
        yield CalendarEntry(
            uid=uid_of(booking.link_hash),
            sequence=booking.revision,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            changed_at=booking.changed_at,
            title=sender.title,
            place=", ".join(filter(None, (sender.title, sender.address))),
            url="" if message.occasion is Occasion.CANCELLED else link,
            titles=booking.titles,
            invitation=Invitation(_method(message), organizer, message.recipient),
        )


def _one_line(text: str) -> str:
    """Return a text for a header: a line break must not start another one."""
    return " ".join(text.split())
