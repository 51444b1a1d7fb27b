"""The public holidays of countries."""

from datetime import date


class NoCalendar(ValueError):
    """The holidays of a country aren't known."""


def holidays_of(country_code: str, first: date, last: date) -> frozenset[date]:
    """Return the holidays of a whole country in a period. Raise `NoCalendar` if they aren't known.

    Not for the event loop: the first call loads the calendars, and the first for a country loads that one.
    """
    import holidays  # noqa: PLC0415 - it takes long to load, and few requests need it

    try:
        known = holidays.country_holidays(country_code, years=range(first.year, last.year + 1))
    except NotImplementedError:
        raise NoCalendar(country_code) from None
    return frozenset(day for day in known if first <= day <= last)
