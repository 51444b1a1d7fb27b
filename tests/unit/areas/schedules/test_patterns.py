"""The days of patterns."""

from datetime import date, timedelta

import pytest

from parlour.areas.schedules.model.holidays import NoCalendar, holidays_of
from parlour.areas.schedules.model.pattern_text import parse_pattern
from parlour.areas.schedules.model.patterns import RulesOverlap, hours_by_day

FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)
"""A Sunday, and a Saturday four weeks later."""


def days_of(text: str) -> list[int]:
    return sorted(day.day for day in hours_by_day(parse_pattern(text), FIRST, LAST))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Sat 9-17", [7, 14, 21, 28]),
        ("Sun 9-17", [1, 8, 15, 22]),
        ("every second Saturday 9-17", [7, 21]),
        ("every second Sunday 9-17", [1, 15]),
        ("every third Sat-Mon 9-17", [1, 16, 21, 22]),
        ("week 1 of 2 Sat Sun 9-17", [1, 14, 15, 28]),
        ("week 2 of 2 Sat Sun 9-17", [7, 8, 21, 22]),
        ("2/2 9-17", [1, 2, 5, 6, 9, 10, 13, 14, 17, 18, 21, 22, 25, 26]),
        ("every third day 9-17", [1, 4, 7, 10, 13, 16, 19, 22, 25, 28]),
    ],
)
def test_the_days_of_a_rule(text: str, days: list[int]) -> None:
    assert days_of(text) == days


def test_rules_may_share_a_day_but_no_time() -> None:
    found = hours_by_day(parse_pattern("Mon 14-18, daily 9-14"), FIRST, LAST)
    assert found[date(2026, 2, 2)] == [540, 840, 840, 1080]
    assert found[date(2026, 2, 3)] == [540, 840]
    with pytest.raises(RulesOverlap) as raised:
        hours_by_day(parse_pattern("Mon 14-18, Tue 9-17, daily 9-15"), FIRST, LAST)
    assert (raised.value.position, raised.value.day) == (2, date(2026, 2, 2))


def test_holidays_are_left_out() -> None:
    holiday = date(2026, 2, 2)
    found = hours_by_day(parse_pattern("Mon 9-17"), FIRST, LAST, {holiday})
    assert [*found] == [holiday + timedelta(weeks=number) for number in (1, 2, 3)]


def test_the_holidays_of_a_country() -> None:
    around_easter = holidays_of("DE", date(2026, 4, 3), date(2026, 5, 1))
    assert sorted(around_easter) == [date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1)]
    across_the_year = holidays_of("US", date(2025, 12, 1), date(2026, 1, 31))
    assert {date(2025, 12, 25), date(2026, 1, 1)} <= across_the_year
    with pytest.raises(NoCalendar):
        holidays_of("XK_", date(2026, 1, 1), date(2026, 12, 31))
