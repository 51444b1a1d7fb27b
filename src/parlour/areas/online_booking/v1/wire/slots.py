"""Slots and dates on the v1 wire."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from parlour.areas.free_time.model import search as model
from parlour.http.wire import says

NoItems = Annotated[
    list[dict[str, Any]], Meta(description="Empty if there are none.", extra_json_schema={"maxItems": 0})
]


class BookingSlot(msgspec.Struct, frozen=True, gc=False):
    """A start that can be booked."""

    time: Annotated[str, says("What the clock of the location shows.", "10:00", "10:15")]
    seance_length: Annotated[int, says("Seconds that the services take.", 3600)]
    sum_length: Annotated[int, says("The same with the technical break.", 3600)]
    datetime: Annotated[
        str,
        says("The start with the offset of the location; send it back as it is to book.", "2036-02-04T10:00:00-05:00",
             "2036-02-04T10:15:00-05:00"),
    ]  # fmt: skip


def slots_of(found: Iterable[model.Slot]) -> list[BookingSlot]:
    """Return slots in their order."""
    return [_slot(each) for each in found]


def _slot(found: model.Slot) -> BookingSlot:
    return BookingSlot(found.start.time, found.length, found.total, found.start.written)


class NearestSlots(msgspec.Struct, frozen=True):
    """The slots on the nearest date that has any."""

    seance_date: Annotated[str | None, says("The date; null if there is none.", "2036-02-04")]
    seances: list[BookingSlot]

    @classmethod
    def of(cls, found: Sequence[model.Slot]) -> "NearestSlots":
        return cls(found[0].start.moment.date().isoformat() if found else None, slots_of(found))


BOOKING_DAYS = says("The days of `booking_dates` by the number of their month; an empty list for none.", {"2": [4, 5]})
WORKING_DAYS = says("The days of `working_dates` by the number of their month; an empty list for none.", {"2": [4, 5]})


class BookingDates(msgspec.Struct, frozen=True):
    """Dates with free time, and dates with work."""

    booking_days: Annotated[dict[str, list[int]] | NoItems, BOOKING_DAYS]
    booking_dates: Annotated[list[str], says("Dates with a start that can be booked.", ["2036-02-04", "2036-02-05"])]
    working_days: Annotated[dict[str, list[int]] | NoItems, WORKING_DAYS]
    working_dates: Annotated[
        list[str], says("Dates on which a team member works, also without free time.", ["2036-02-04", "2036-02-05"])
    ]

    @classmethod
    def of(cls, found: model.Dates) -> "BookingDates":
        return cls(
            _by_month(found.free),
            [day.isoformat() for day in found.free],
            _by_month(found.worked),
            [day.isoformat() for day in found.worked],
        )


def _by_month(days: Iterable[date]) -> dict[str, list[int]] | list[dict[str, Any]]:
    found: dict[str, list[int]] = {}
    for day in days:
        found.setdefault(str(day.month), []).append(day.day)
    return found or []
