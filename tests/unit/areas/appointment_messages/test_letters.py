"""What emails say, in their texts, their headers and the file for calendars."""

from datetime import UTC, timedelta
from email.message import EmailMessage

import icalendar
import pytest
from msgspec.structs import replace

from parlour.areas.appointment_messages.model.letters import letter_of
from parlour.areas.appointment_messages.model.messages import Message, Occasion, OtherBooking, Sender
from parlour.areas.appointment_messages.service.ways import to_email
from parlour.areas.booking_page.model.ical import uid_of
from parlour.emails import sender_of
from parlour.pages.translations import LANGUAGES, texts_in
from tests.unit.areas.appointment_messages.messages import SENDER, START, links, message, wording

ORGANIZER = "parlour@example.com"


def email_of(given: Message, sender: Sender = SENDER, language: str = "en") -> EmailMessage:
    letter = letter_of(given, sender, wording(language), links(given), ORGANIZER)
    return to_email(letter, sender_of(f"Parlour <{ORGANIZER}>"))


def calendar_of(email: EmailMessage) -> icalendar.Calendar:
    (part,) = [each for each in email.walk() if each.get_filename() == "appointment.ics"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return icalendar.Calendar.from_ical(content)


def body_of(email: EmailMessage, kind: str) -> str:
    body = email.get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return content


def test_an_email_says_what_is_booked_when_and_where() -> None:
    given = message()
    assert body_of(email_of(given), "plain").splitlines() == [
        "Your appointment is booked",
        "",
        "Monday, 4 February 2036, 14:00",
        "Haircut, Colouring",
        "Ana Lima",
        "Lumen Mitte, Torstraße 1, Berlin",
        "+493012345678",
        "",
        "See, move or cancel the appointment",
        "https://book.example/booked/41/501/5f3e8a1c9b7d42e6a0c4d8f1b2e3a495",
        "",
        "You get this message because of your appointment at Lumen Mitte.",
        "Choose which messages you get",
        links(given).choice,
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", [Occasion.CHANGED, Occasion.CANCELLED])
def test_other_dates_are_counted_beneath_the_date(language: str, occasion: Occasion) -> None:
    email = email_of(message(occasion=occasion, other_count=3), language=language)
    line = getattr(texts_in(language), f"message_others_{occasion}").format(count=3)
    assert body_of(email, "plain").splitlines()[3] == line
    assert line in body_of(email, "html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_of_a_group_event_are_said_beneath_the_date(language: str) -> None:
    t = texts_in(language)
    booked = email_of(message(place_count=3, left_count=3), language=language)
    assert body_of(booked, "plain").splitlines()[3] == t.message_places.format(count=3)
    cancelled = email_of(message(occasion=Occasion.CANCELLED, left_count=2), language=language)
    line = f"{t.message_places.format(count=1)}. {t.message_places_left.format(count=2)}"
    assert body_of(cancelled, "plain").splitlines()[3] == line
    assert line in body_of(cancelled, "html")
    assert t.message_places.format(count=1) not in body_of(email_of(message(left_count=1), language=language), "plain")


def test_an_email_comes_in_the_name_of_the_location() -> None:
    email = email_of(message())
    assert email["From"] == "Lumen Mitte <parlour@example.com>"
    assert (email["To"], email["Reply-To"]) == ("maya@example.com", "hello@lumen.example")
    assert email["Auto-Submitted"] == "auto-generated"
    assert email_of(message(), replace(SENDER, email=""))["Reply-To"] is None


def test_a_name_starts_no_header_and_no_markup() -> None:
    hostile = replace(SENDER, title="Lumen\r\nBcc: eve@example.com <b>")
    email = email_of(message(titles=["<script>alert(1)</script>"], member_name="{choice}"), hostile)
    assert "Bcc" not in email
    assert "Lumen Bcc: eve@example.com" in email["Subject"]
    html = body_of(email, "html")
    assert "<script>" not in html
    assert "<b>" not in html
    assert "{choice}" in html


@pytest.mark.parametrize(("occasion", "suffix"), [(Occasion.REMINDER, ""), (Occasion.BOOKED, "?all=1")])
def test_mail_programs_can_unsubscribe_in_one_click(occasion: Occasion, suffix: str) -> None:
    given = message(occasion=occasion)
    email = email_of(given)
    assert email["List-Unsubscribe"] == f"<{links(given).choice}{suffix}>"
    assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("occasion", "method", "status"),
    [
        (Occasion.BOOKED, "REQUEST", "CONFIRMED"),
        (Occasion.CHANGED, "REQUEST", "CONFIRMED"),
        (Occasion.CANCELLED, "CANCEL", "CANCELLED"),
    ],
)
def test_the_calendar_follows(occasion: Occasion, method: str, status: str) -> None:
    email = email_of(message(occasion=occasion))
    calendar = calendar_of(email)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == (method, status, 3)
    assert event["UID"] == calendar_of(email_of(message(revision=4))).walk("VEVENT")[0]["UID"]
    assert event.decoded("DTSTART") == START
    assert (event["ORGANIZER"], event["ATTENDEE"]) == ("mailto:parlour@example.com", "mailto:maya@example.com")
    (inline,) = [
        part for part in email.walk() if part.get_content_type() == "text/calendar" and not part.get_filename()
    ]
    assert inline.get_param("method") == method


@pytest.mark.parametrize(("occasion", "status"), [(Occasion.CHANGED, "CONFIRMED"), (Occasion.CANCELLED, "CANCELLED")])
def test_the_file_has_all_dates_and_the_invitation_one(occasion: Occasion, status: str) -> None:
    """RFC 5546 allows an invitation one UID only."""
    start = START + timedelta(weeks=1)
    other = OtherBooking(502, "7" * 32, start.astimezone(UTC), 5400, 8, start, ["Yoga"])
    email = email_of(message(occasion=occasion, others=[other]))
    first, second = calendar_of(email).walk("VEVENT")
    assert (first["UID"], second["UID"]) == (uid_of(message().link_hash), uid_of(other.link_hash))
    assert (second["STATUS"], second["SEQUENCE"], second["DESCRIPTION"]) == (status, 8, "Yoga")
    assert (second.decoded("DTSTART"), second.decoded("DTEND")) == (start, start + timedelta(minutes=90))
    page = f"https://book.example/booked/41/502/{other.link_hash}"
    assert second.get("URL", "") == (page if occasion is Occasion.CHANGED else "")
    (inline,) = [
        part for part in email.walk() if part.get_content_type() == "text/calendar" and not part.get_filename()
    ]
    assert [each["UID"] for each in icalendar.Calendar.from_ical(inline.get_content()).walk("VEVENT")] == [first["UID"]]


def test_a_reminder_leaves_the_calendar_alone() -> None:
    email = email_of(message(occasion=Occasion.REMINDER))
    assert [part.get_content_type() for part in email.iter_parts()] == ["text/plain", "text/html"]


def test_what_is_cancelled_has_no_link() -> None:
    assert "/booked/" not in str(email_of(message(occasion=Occasion.CANCELLED)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", Occasion)
def test_an_email_is_in_the_language_of_its_client(language: str, occasion: Occasion) -> None:
    email = email_of(message(occasion=occasion), language=language)
    t = texts_in(language)
    assert email["Subject"].startswith(getattr(t, f"message_{occasion}"))
    assert f'lang="{language}"' in body_of(email, "html")
    assert t.message_stop in body_of(email, "plain")


def test_without_a_language_it_is_that_of_the_location() -> None:
    assert wording("").language == "de"
    assert wording("xx").language == "de"


def test_a_message_has_one_key_and_no_other_has_it() -> None:
    keys = {email_of(given)["Message-ID"] for given in (message(), message(id=8), message(link_hash="a" * 32))}
    assert len(keys) == 3
    assert email_of(message())["Message-ID"] == email_of(message(revision=9))["Message-ID"]
