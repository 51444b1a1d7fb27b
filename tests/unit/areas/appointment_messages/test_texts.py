"""What text messages say, in as few segments as possible."""

from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from parlour.areas.appointment_messages.model.gsm import is_gsm, segments
from parlour.areas.appointment_messages.model.messages import Channel, Occasion
from parlour.areas.appointment_messages.model.texts import text_of
from parlour.pages.translations import LANGUAGES
from tests.unit.areas.appointment_messages.messages import SENDER, links, message, wording


def test_a_text_says_what_happened_when_with_its_links() -> None:
    given = message(channel=Channel.SMS, occasion=Occasion.REMINDER)
    assert text_of(given, SENDER, wording(), links(given)).splitlines() == [
        "Lumen Mitte: a reminder of your appointment. Mon, 4 Feb, 14:00",
        "Haircut, Colouring",
        "Ana Lima",
        "https://book.example/booked/41/501/5f3e8a1c9b7d42e6a0c4d8f1b2e3a495",
        f"Stop: {links(given).choice}",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", Occasion)
def test_a_text_fits_into_two_segments_in_each_language(language: str, occasion: Occasion) -> None:
    count = 3 if occasion in (Occasion.CHANGED, Occasion.CANCELLED) else 0
    given = message(channel=Channel.SMS, occasion=occasion, other_count=count)
    text = text_of(given, SENDER, wording(language), links(given))
    assert (": 3\n" in text) == (count > 0)
    assert is_gsm(text)
    assert segments(text) <= 2
    assert "Lumen Mitte" in text
    assert ("/booked/" in text) == (occasion is not Occasion.CANCELLED)


def test_what_does_not_fit_is_left_out_first() -> None:
    given = message(channel=Channel.SMS, titles=["A treatment with a long name"] * 5)
    text = text_of(given, SENDER, wording(), links(given))
    assert segments(text) == 2
    assert "treatment" not in text
    long = text_of(given, replace(SENDER, title="The house of " + "very " * 30 + "fine hair"), wording(), links(given))
    assert segments(long) == 2
    assert long.startswith("The house of very very.: ")


def test_times_are_those_of_the_location() -> None:
    given = message(channel=Channel.SMS)
    assert "08:00" in text_of(given, SENDER, wording(zone=ZoneInfo("America/New_York")), links(given))
    assert "14:00" in text_of(given, SENDER, wording("de"), links(given))


def test_without_a_form_there_is_no_link_to_the_appointment() -> None:
    given = message(channel=Channel.SMS, form_id=None)
    assert "/booked/" not in text_of(given, SENDER, wording(), links(given))
