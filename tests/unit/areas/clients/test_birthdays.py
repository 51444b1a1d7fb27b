"""Periods of birthdays and ages, at the end of February and of the year."""

from datetime import date

import pytest

from parlour.areas.clients.model.birthdays import age_period, birthdays, birthdays_of_year
from parlour.areas.clients.model.search_filters import Birthday, Born


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2026-12-20", "2027-01-10", Birthday(1220, 1231, 101, 110)),
        ("2026-03-01", "2026-03-31", Birthday(301, 331, 1, 0)),
        ("2027-02-20", "2027-02-28", Birthday(220, 229, 1, 0)),
        ("2028-02-20", "2028-02-28", Birthday(220, 228, 1, 0)),
        ("2028-02-29", "2028-02-29", Birthday(229, 229, 1, 0)),
        ("2026-03-01", "2027-02-28", Birthday(301, 1231, 101, 229)),
        ("2026-03-01", "2027-03-01", Born(date(2026, 3, 1), date(2027, 3, 1))),
        ("2028-02-29", "2029-02-28", Born(date(2028, 2, 29), date(2029, 2, 28))),
    ],
)
def test_a_period_is_one_range_or_two_or_days_of_birth(since: str, until: str, expected: Birthday | Born) -> None:
    """Q-275"""
    assert birthdays(date.fromisoformat(since), date.fromisoformat(until)) == expected


def test_an_open_period_is_of_days_of_birth() -> None:
    assert birthdays(date(1990, 1, 1), None) == Born(date(1990, 1, 1), None)


def test_a_period_without_a_year_ends_in_the_given_one() -> None:
    assert birthdays_of_year(1220, 228, 2027) == Birthday(1220, 1231, 101, 229)
    assert birthdays_of_year(101, 228, 2028) == Birthday(101, 228, 1, 0)


@pytest.mark.parametrize(
    ("today", "since", "until"),
    [
        ("2026-11-26", "1995-11-27", "2006-11-26"),
        ("2027-02-28", "1996-03-01", "2007-02-28"),
        ("2028-02-28", "1997-03-01", "2008-02-28"),
        ("2028-02-29", "1997-03-01", "2008-02-29"),
    ],
)
def test_an_age_of_twenty_to_thirty_has_these_first_and_last_days_of_birth(today: str, since: str, until: str) -> None:
    assert age_period(20, 30, date.fromisoformat(today)) == Born(date.fromisoformat(since), date.fromisoformat(until))
