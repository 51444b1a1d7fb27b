"""What clients ask while they book, as requests to Parlour and to the bare routes."""

from collections.abc import Iterator
from datetime import date, timedelta

from bench import traffic
from bench.free_time_rows import DAYS_WITH_ROOM, FIRST_DAY, FREE_DAYS, FREE_FROM, FULL_FROM, LOCATION, MEMBERS, Place
from bench.traffic import Request

VARIANTS = 600
MONTH = 31
HOURS = range(9, 18)
MEMBER_DAY, DAY = "A member, a day", "Any of 60, a day"
MONTH_OF_MEMBER, MONTH_OF_ANY, FULL_MONTH = "A month, a member", "A month, any of 60", "A full month, any of 60"
NEAREST = "60 members, their nearest slots"
READS = (MEMBER_DAY, DAY, MONTH_OF_MEMBER, MONTH_OF_ANY, FULL_MONTH, NEAREST)


def reads(target: str, place: Place) -> list[Request]:
    """Return requests of one kind, for all members and days in turn."""
    return [_read(target, place, number) for number in range(VARIANTS)]


def _read(target: str, place: Place, number: int) -> Request:
    chosen: dict[str, object] = {"service_ids[]": place.services[0]}
    day, member = FIRST_DAY + timedelta(days=number % DAYS_WITH_ROOM), place.members[number % MEMBERS]
    first = FIRST_DAY + timedelta(days=number % (DAYS_WITH_ROOM - MONTH))
    match target:
        case "A member, a day":
            return _times(member, day, chosen)
        case "Any of 60, a day":
            return _times(0, day, chosen)
        case "A month, a member":
            return dates(first, MONTH, {**chosen, "staff_id": member})
        case "A month, any of 60":
            return dates(first, MONTH, chosen)
        case "A full month, any of 60":
            return dates(FULL_FROM, MONTH, chosen)
        case _:
            return traffic.get(f"/api/v1/book_staff/{LOCATION}", chosen)


def _times(member: int, day: date, chosen: dict[str, object]) -> Request:
    return traffic.get(f"/api/v1/book_times/{LOCATION}/{member}/{day}", chosen)


def dates(first: date, days: int, chosen: dict[str, object]) -> Request:
    """Return a request for the dates of a period with free time."""
    period = {"date_from": first, "date_to": first + timedelta(days=days - 1)}
    return traffic.get(f"/api/v1/book_dates/{LOCATION}", {**chosen, **period})


def bookings(place: Place) -> Iterator[Request]:
    """Yield bookings of free hours, each once; the last day is left for those who race."""
    for number in range((FREE_DAYS - 1) * len(HOURS) * MEMBERS):
        hour = number // MEMBERS
        day = FREE_FROM + timedelta(days=hour // len(HOURS))
        yield booking(place, place.members[number % MEMBERS], day, HOURS[hour % len(HOURS)], number)


def booking(place: Place, member: int, day: date, hour: int, number: int) -> Request:
    """Return a booking of one of ten thousand clients."""
    element = {"id": 1, "services": [place.services[0]], "staff_id": member, "datetime": f"{day}T{hour:02}:00:00"}
    person = {"phone": f"+4930{number % 10_000 + 1_000_000}", "fullname": "Maya", "email": ""}
    return traffic.post(f"/api/v1/book_record/{LOCATION}", {**person, "appointments": [element]})
