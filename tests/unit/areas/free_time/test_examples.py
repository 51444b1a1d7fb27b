"""Free time by examples: shifts, busy times and grids, and the starts that follow."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from parlour.areas.booking_settings.model import DayGrid, Grid, GridBase
from parlour.areas.free_time.model.clock import Clock, clock_of
from parlour.areas.free_time.model.grids import Steps
from parlour.areas.free_time.model.slots import (
    MemberDay,
    Need,
    Question,
    ResourceDay,
    find_slots,
    free_starts,
    question,
)
from parlour.areas.schedules.model.working_time import format_clock, parse_clock

RIGA, BERLIN = ZoneInfo("Europe/Riga"), ZoneInfo("Europe/Berlin")
DAY, SPRING, AUTUMN = date(2026, 2, 3), date(2026, 3, 29), date(2026, 10, 25)
USUAL, PREDEFINED = DayGrid(), Grid(GridBase.PREDEFINED)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TWO_SHIFTS, TWO_BUSY = "10:00-13:00 14:00-18:00", "10:30-11:40 15:00-16:00"


def minutes(hours: str) -> list[int]:
    """Read "10:00-13:00 14:00-18:00"."""
    return [parse_clock(edge) for hours_ in hours.split() for edge in hours_.split("-")]


def need(length: int, technical_break: int = 0, step: int = 30, shown: int = 0) -> Need:
    return Need(length, technical_break, Steps([step * 60], shown_steps=[shown * 60] if shown else []))


def counted(last_s: int = 86_400, step_s: int = 900) -> DayGrid:
    return DayGrid(grid=Grid(GridBase.TIMESLOTS, 9 * 3600, last_s, step_s))


def shown(clock: Clock, found: Sequence[int]) -> str:
    return " ".join(f"{clock.moment(minute):%H:%M}" for minute in found)


def starts(
    shift: str,
    busy: str,
    wanted: Need,
    grid: DayGrid = USUAL,
    *,
    day: date = DAY,
    zone: ZoneInfo = RIGA,
    now: datetime = LONG_AGO,
) -> str:
    clock = clock_of(day, zone)
    days = {0: MemberDay(minutes(shift), minutes(busy))}
    return shown(clock, [*find_slots(question(clock, grid, now), wanted, days)])


@pytest.mark.parametrize(
    ("shift", "busy", "wanted", "expected"),
    [
        # Not 14:00: its break would last into the appointment at 15:00. The break of 12:00 sticks out of the shift.
        (TWO_SHIFTS, TWO_BUSY, need(60, 10), "12:00 16:00 16:30 17:00"),
        ("10:00-14:00", "11:30-12:30", need(60), "10:00 10:30 12:30 13:00"),
        ("10:00-12:00 12:30-15:00", "", need(60), "10:00 10:30 11:00 12:30 13:00 13:30 14:00"),
        ("09:00-12:00 13:00-19:00", "", need(180, step=180), "09:00 13:00 16:00"),
        ("10:20-13:00", "", need(60), "10:20 10:50 11:20 11:50"),
        ("", "", need(60), ""),
        ("10:00-10:30", "", need(60), ""),
        ("10:00-12:00", "", need(60, step=15, shown=30), "10:00 10:30 11:00"),
        ("10:00-13:00", "", need(60, step=30, shown=45), "10:00 11:30"),
    ],
)
def test_a_grid_begins_with_each_part_of_the_shift(shift: str, busy: str, wanted: Need, expected: str) -> None:
    assert starts(shift, busy, wanted) == expected


def test_single_starts_are_shown_whatever_the_distance() -> None:
    """Q-367: a service's `step` is for starts that are counted."""
    wanted = need(60, shown=45)
    assert starts("10:00-13:00", "", wanted, DayGrid((38_400,), PREDEFINED)) == "10:40"
    assert starts("10:00-13:00", "10:00-10:10", wanted, DayGrid(grid=Grid(is_flexible=True))) == "10:10 11:30"


def test_a_flexible_grid_adds_the_ends_of_appointments() -> None:
    found = starts(TWO_SHIFTS, TWO_BUSY, need(60, 10), DayGrid(grid=Grid(is_flexible=True)))
    assert found == "11:40 12:00 16:00 16:30 17:00"


@pytest.mark.parametrize(
    ("grid", "expected"),
    [
        (counted(step_s=1800), "10:30 11:00 11:30 12:00"),
        (counted(last_s=11 * 3600, step_s=1800), "10:30 11:00"),
        (counted(), "10:30 10:45 11:00 11:15 11:30 11:45 12:00"),
        (DayGrid((9 * 3600, 11 * 3600 + 300, 12 * 3600), PREDEFINED), "11:05 12:00"),
        (DayGrid((), PREDEFINED), ""),
        (DayGrid(is_closed=True), ""),
    ],
)
def test_a_grid_may_begin_anywhere(grid: DayGrid, expected: str) -> None:
    assert starts("10:20-13:00", "", need(60), grid) == expected


@pytest.mark.parametrize(
    ("steps", "grid", "distance"),
    [
        (Steps([1800, 3600]), Grid(step_s=300), 3600),
        (Steps([900], member_step=1200), Grid(step_s=300), 1200),
        (Steps([900], member_step=900), Grid(step_s=300), 300),
        (Steps(), Grid(), 900),
    ],
)
def test_steps_of_services_count_before_those_of_members_and_grids(steps: Steps, grid: Grid, distance: int) -> None:
    """Q-366: 900 seconds, which all have at first, is no step of their own."""
    assert steps.on(grid) == distance


def test_a_window_has_its_first_second_and_not_its_last() -> None:
    wanted = Need(60, 0, Steps([1800], window=(10 * 3600, 11 * 3600)))
    assert starts("09:00-18:00", "", wanted) == "10:00 10:30"
    assert starts("09:00-18:00", "", Need(60, 0, Steps([1800], window=(36_001, 39_601)))) == "10:30 11:00"


def test_a_night_shift_goes_on_the_next_day() -> None:
    today, tomorrow = date(2026, 2, 3), date(2026, 2, 4)
    evening, night = MemberDay(minutes("22:30-24:00"), []), MemberDay(minutes("00:00-01:30"), [])
    of_evening = question(clock_of(today, RIGA), DayGrid(), LONG_AGO)
    of_night = question(clock_of(tomorrow, RIGA), DayGrid(), LONG_AGO)
    assert shown(of_evening.clock, [*find_slots(of_evening, need(60), {0: evening, 1: night})]) == "22:30 23:00 23:30"
    assert shown(of_night.clock, [*find_slots(of_night, need(60), {-1: evening, 0: night})]) == "00:00 00:30"


def test_clocks_are_put_forward_and_back() -> None:
    assert starts("00:00-06:00", "", need(60, step=60), day=SPRING, zone=BERLIN) == "00:00 01:00 03:00 04:00 05:00"
    clock = clock_of(AUTUMN, BERLIN)
    asked = question(clock, DayGrid(), LONG_AGO)
    found = [*find_slots(asked, need(60, step=60), {0: MemberDay(minutes("00:00-06:00"), [])})]
    assert shown(clock, found) == "00:00 01:00 02:00 03:00 04:00 05:00"
    assert clock.moment(found[2]).isoformat() == "2026-10-25T02:00:00+02:00"


def test_the_lead_time_is_what_really_goes_by() -> None:
    now = datetime(2026, 2, 3, 8, 5, tzinfo=RIGA)
    assert starts("09:00-12:00", "", need(30), DayGrid(grid=Grid(lead_s=7200)), now=now) == "10:30 11:00 11:30"
    assert starts("09:00-12:00", "", need(30), DayGrid(grid=Grid(lead_s=6900)), now=now) == "10:00 10:30 11:00 11:30"
    # The clock skips an hour after 01:00, so 04:00 is two hours later.
    night = datetime(2026, 3, 29, 1, 0, tzinfo=BERLIN)
    found = starts(
        "00:00-06:00", "", need(60, step=60), DayGrid(grid=Grid(lead_s=7200)), day=SPRING, zone=BERLIN, now=night
    )
    assert found == "04:00 05:00"


def test_one_instance_must_be_free_all_the_time() -> None:
    clock = clock_of(DAY, RIGA)
    asked, wanted = Question(clock, DayGrid(), 0), need(60)
    busy = {0: ResourceDay([1, 2], minutes("10:00-10:30 10:30-11:00"))}  # never both, but none from 10 to 11
    both = free_starts(clock, wanted.total, [1, 2], busy)
    member = {0: MemberDay(minutes("09:00-13:00"), [])}
    assert shown(clock, [*find_slots(asked, wanted, member, [both])]) == "09:00 09:30 10:30 11:00 11:30 12:00"
    assert [*find_slots(asked, wanted, member, [free_starts(clock, 60, [], {})])] == []


def test_what_the_clock_shows_is_a_time() -> None:
    assert format_clock(clock_of(DAY, RIGA).shown(630) or 0) == "10:30"
    assert clock_of(DAY, RIGA).shown(1440) is None
