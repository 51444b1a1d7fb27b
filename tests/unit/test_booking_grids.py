"""Which grid of starts a day has."""

from datetime import date, timedelta

import pytest

from parlour.areas.booking_settings.model import BookingSettings, DateGrid, DayGrid, Grid, GridBase, WeekdayGrid

MONDAY, TUESDAY, NEXT_MONDAY = date(2026, 2, 2), date(2026, 2, 3), date(2026, 2, 9)
LISTED = Grid(GridBase.PREDEFINED, lead_s=120)


def settings(*, has_grids: bool) -> BookingSettings:
    weekdays = (WeekdayGrid(1, (3600,), LISTED),)
    return BookingSettings(False, True, 30, 1, has_grids, weekdays, (DateGrid(NEXT_MONDAY, ()),), "")


def test_without_grids_every_day_follows_the_working_time_with_the_common_lead() -> None:
    found = settings(has_grids=False)
    assert found.grid_on(MONDAY) == found.grid_on(NEXT_MONDAY) == DayGrid((), Grid(lead_s=1800))


def test_a_day_has_the_grid_of_its_date_or_else_of_its_weekday() -> None:
    found = settings(has_grids=True)
    assert found.grid_on(MONDAY) == DayGrid((3600,), LISTED)
    assert found.grid_on(TUESDAY) == DayGrid((), Grid())
    assert found.grid_on(NEXT_MONDAY) == DayGrid((), Grid(), is_closed=True)


@pytest.mark.parametrize("has_grids", [False, True])
def test_leads_are_those_of_the_grids(has_grids: bool) -> None:
    found = settings(has_grids=has_grids)
    for day in (MONDAY + timedelta(days=number) for number in range(14)):
        leads = found.leads
        assert leads.get(day.isoformat(), leads[str(day.isoweekday())]) == found.grid_on(day).grid.lead_s
