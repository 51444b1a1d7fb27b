"""What a text message says: as much as fits into two segments."""

from collections.abc import Iterator

from parlour.areas.appointment_messages.model.gsm import segments, to_gsm
from parlour.areas.appointment_messages.model.links import Links
from parlour.areas.appointment_messages.model.messages import Message, Occasion, Sender
from parlour.areas.appointment_messages.model.wording import Wording

MOST_SEGMENTS = 2
SHORT_TITLE = 24


def text_of(message: Message, sender: Sender, wording: Wording, links: Links) -> str:
    """Return the text with most in it of those that fit, or the shortest one."""
    found = ""
    for found in _from_long_to_short(message, sender, wording, links):
        if segments(found) <= MOST_SEGMENTS:
            break
    return found


def _from_long_to_short(message: Message, sender: Sender, wording: Wording, links: Links) -> Iterator[str]:
    short = sender.title if len(sender.title) <= SHORT_TITLE else f"{sender.title[: SHORT_TITLE - 1].rstrip()}."
    services = ", ".join(message.titles)
    more = [services, message.member_name]
    last = [wording.places(message), wording.others(message), *_links(message, wording, links)]
    yield _joined(_sentence(message, sender.title, wording), *more, *last)
    yield _joined(_sentence(message, sender.title, wording), *last)
    yield _joined(_sentence(message, short, wording), *last)


def _sentence(message: Message, title: str, wording: Wording) -> str:
    text: str = getattr(wording.texts, f"sms_{message.occasion}")
    return text.format(place=title, when=wording.short_when(message.starts_at))


def _links(message: Message, wording: Wording, links: Links) -> Iterator[str]:
    if links.appointment and message.occasion is not Occasion.CANCELLED:
        yield links.appointment
    yield wording.texts.sms_stop.format(link=links.choice)


def _joined(*parts: str) -> str:
    return to_gsm("\n".join(" ".join(part.split()) for part in parts if part.strip()))
