"""A message about a haircut by Ana in Berlin, as it is when it is delivered."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from parlour.areas.appointment_messages.model.links import Links
from parlour.areas.appointment_messages.model.messages import Channel, Message, Occasion, Sender
from parlour.areas.appointment_messages.model.wording import Wording

BERLIN = ZoneInfo("Europe/Berlin")
BASE_URL = "https://book.example"
START = datetime(2036, 2, 4, 14, tzinfo=BERLIN)
SENDER = Sender("Lumen Mitte", "Torstraße 1, Berlin", "+493012345678", "hello@lumen.example")
_MESSAGE = Message(
    id=7,
    occasion=Occasion.BOOKED,
    channel=Channel.EMAIL,
    is_open=True,
    is_early=False,
    has_later=False,
    other_count=0,
    place_count=1,
    left_count=0,
    others=[],
    is_said_elsewhere=False,
    appointment_id=501,
    link_hash="5f3e8a1c9b7d42e6a0c4d8f1b2e3a495",
    starts_at=START.astimezone(UTC),
    length_s=3600,
    is_expected=True,
    is_cancelled=False,
    has_begun=False,
    revision=3,
    changed_at=datetime(2036, 1, 1, tzinfo=UTC),
    language="",
    titles=["Haircut", "Colouring"],
    member_name="Ana Lima",
    form_id=41,
    recipient="maya@example.com",
    is_refused=False,
    sends_sms_reminders=True,
)


def message(**fields: Any) -> Message:
    return replace(_MESSAGE, **fields)


def wording(language: str = "en", zone: ZoneInfo = BERLIN) -> Wording:
    return Wording.of(language, "de_DE", "DE", zone)


def links(of: Message) -> Links:
    return Links.of(of, 1, BASE_URL)
