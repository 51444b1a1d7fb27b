"""The alphabet of text messages, and how many segments they take."""

import pytest

from parlour.areas.appointment_messages.model.gsm import is_gsm, segments, to_gsm


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_segments_are_those_of_the_network(text: str, expected: int) -> None:
    assert segments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grüße à 10:00", "Grüße à 10:00"),
        ("Cita a las 10, peluquería", "Cita a las 10, peluqueria"),
        ("Rendez-vous modifié\u00a0: le 3 août, forêt", "Rendez-vous modifié : le 3 aout, foret"),
        ("10:00\u202fAM – “Lumen”…", '10:00 AM - "Lumen"...'),
        ("Салон Ёлка – “10”", "Салон Ёлка – “10”"),
    ],
)
def test_accents_are_left_out_where_that_saves_a_segment(text: str, expected: str) -> None:
    assert to_gsm(text) == expected
    assert is_gsm(expected) == ("С" not in text)
