"""Cells of files of clients, as people and other programs write them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from parlour.areas.clients.model.clients import Gender, Importance
from parlour.areas.clients.wire import cells


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (cells.read_gender, "жен.", Gender.FEMALE),
        (cells.read_gender, "MÄNNLICH", Gender.MALE),
        (cells.read_gender, "0", Gender.UNKNOWN),
        (cells.read_importance, "Золото", Importance.GOLD),
        (cells.read_importance, "2", Importance.SILVER),
        (cells.read_importance, "none", Importance.NONE),
        (cells.read_switch, "Да", True),
        (cells.read_switch, "-", False),
        (cells.read_number, "1 234,50", Decimal("1234.50")),
        (cells.read_number, "1.234,50", Decimal("1234.50")),
        (cells.read_number, "1,234.50", Decimal("1234.50")),
        (cells.read_number, "1\u202f234'567", Decimal(1234567)),
        (cells.read_number, "\N{MINUS SIGN}5", Decimal(-5)),
        (cells.read_percent, "12,5 %", Decimal("12.5")),
    ],
)
def test_a_cell_is_understood(read: Callable[[str], Any], text: str, value: Any) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (cells.read_gender, "robot"),
        (cells.read_importance, "4"),
        (cells.read_switch, "maybe"),
        (cells.read_number, "NaN"),
        (cells.read_number, "1,2,3"),
        (cells.read_number, "5 EUR"),
        (cells.refuse_cut_number, "4.47E+11"),
        (cells.refuse_cut_number, "4,47e+11"),
        (cells.refuse_cut_number, "4E11"),
    ],
)
def test_what_is_not_understood_is_refused(read: Callable[[str], Any], text: str) -> None:
    with pytest.raises(ValueError):
        read(text)


@pytest.mark.parametrize(
    ("text", "locale", "day"),
    [
        ("1990-03-02", "en_US", date(1990, 3, 2)),
        ("1990-03-02 00:00:00", "en_US", date(1990, 3, 2)),
        ("1990/3/2", "de_DE", date(1990, 3, 2)),
        ("2.3.1990", "en_US", date(1990, 3, 2)),
        ("02-03-1990", "de_DE", date(1990, 3, 2)),
        ("02/03/1990", "en_US", date(1990, 2, 3)),
        ("02/03/1990", "en_GB", date(1990, 3, 2)),
        ("02/03/1990", "nowhere", date(1990, 3, 2)),
        ("29.02.2000", "de_DE", date(2000, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_of_the_locale_write_it(text: str, locale: str, day: date) -> None:
    assert cells.date_reader(locale)(text) == day


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("29.02.2001", "There is no such day."),
        ("31.12.1899", "Must be between 1900 and today."),
        ("01.01.2999", "Must be between 1900 and today."),
        ("01.02.90", "Expected a day, such as 1990-01-31 or 31.01.1990."),
        ("32874", "Expected a day, such as 1990-01-31 or 31.01.1990."),
    ],
)
def test_other_days_are_refused(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        cells.date_reader("de_DE")(text)


@pytest.mark.parametrize(
    "titles", [[], ["One"], ["One", "Two"], ["a, b", "c; d"], ['"Quoted"', 'x"y'], ["Постоянный", "常連", "منتظم"]]
)
def test_titles_come_back_as_they_were_written(titles: list[str]) -> None:
    assert cells.read_titles(cells.write_titles(titles)) == titles


def test_titles_may_be_separated_by_commas_and_are_read_once() -> None:
    assert cells.read_titles(' One,Two ;; One , "Three, four"') == ["One", "Two", "Three, four"]
