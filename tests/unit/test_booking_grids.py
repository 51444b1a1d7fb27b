"""Which grid of starts a day has."""

from datetime import date

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
