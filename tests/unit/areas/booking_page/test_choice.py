"""What a visitor has chosen, in the query of an address."""

from datetime import date, time
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from parlour.areas.booking_page.model.choice import Choice, Step, read_choice
from parlour.areas.booking_page.model.months import weeks_of
from parlour.pages.translations import LANGUAGES

IDS = st.integers(0, 2**63 - 1)
FIRST_DAYS = st.dates(date(1000, 1, 1), date(9999, 11, 30)).map(lambda day: day.replace(day=1))
CHOICES = st.builds(
    Choice,
    service_ids=st.lists(IDS, max_size=20, unique=True).map(tuple),
    member_id=st.none() | IDS,
    month=st.none() | FIRST_DAYS,
    day=st.none() | st.dates(date(1000, 1, 1)),
    start=st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    step=st.none() | st.sampled_from(Step),
    language=st.sampled_from(("", *LANGUAGES)),
)


@given(CHOICES)
def test_a_choice_is_read_as_it_was_written(choice: Choice) -> None:
    assert read_choice(parse_qsl(choice.query.removeprefix("?")), LANGUAGES) == choice


@given(st.lists(st.tuples(st.sampled_from(["service", "member", "month", "day", "time", "step", "lang"]), st.text())))
def test_whatever_is_written_is_read(pairs: list[tuple[str, str]]) -> None:
    choice = read_choice(pairs, LANGUAGES)
    assert read_choice(parse_qsl(choice.query.removeprefix("?")), LANGUAGES) == choice


def test_what_is_chosen_ends_the_wish_for_a_step() -> None:
    choice = Choice(service_ids=(5,), step=Step.SERVICES)
    assert choice.but(member_id=9).query == "?service=5&member=9"


@given(FIRST_DAYS, st.integers(0, 6), st.sets(st.integers(1, 31)))
def test_a_month_has_each_of_its_days_once_under_its_weekday(
    first: date, first_weekday: int, bookable: set[int]
) -> None:
    days = {first.replace(day=day) for day in bookable if day <= 28}
    weeks = weeks_of(first, days, None, first, first_weekday)
    found = [day for week in weeks for day in week if day]
    assert [day.date.day for day in found] == [*range(1, len(found) + 1)]
    assert found[-1].date.month == first.month
    assert {day.date for day in found if day.is_bookable} == days
    for week in weeks:
        assert len(week) == 7
        assert all((day.date.weekday() - first_weekday) % 7 == place for place, day in enumerate(week) if day)
