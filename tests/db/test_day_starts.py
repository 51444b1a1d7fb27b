"""Where a local day begins, by the database and by the time zones of Python."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from parlour.db.pool import Connection

STARTS = "SELECT day, day_start(day, $2) FROM unnest($1::date[]) AS day"
# In these the clock changes at or around midnight, or by less than an hour.
ZONES = (
    *("America/Santiago", "America/Asuncion", "America/Havana", "Atlantic/Azores", "America/Nuuk", "Africa/Cairo"),
    *(
        "Asia/Beirut",
        "Asia/Amman",
        "Asia/Gaza",
        "Asia/Tehran",
        "Australia/Lord_Howe",
        "Europe/Berlin",
        "Asia/Kathmandu",
    ),
)
STEP = timedelta(minutes=15)


@pytest.mark.parametrize("zone", ZONES)
async def test_a_day_begins_at_its_first_moment(zone: str, conn: Connection) -> None:
    days = list(_days_of_change(ZoneInfo(zone)))
    starts = {row[0]: row[1] for row in await conn.fetch(STARTS, days, zone)}
    assert starts == {day: _first_moment(day, ZoneInfo(zone)) for day in days}


def _days_of_change(zone: ZoneInfo) -> Iterator[date]:
    """Yield the days of ten years on which the clock changes, and those around them; and some on which it doesn't."""
    noons = [datetime(2019, 1, 1, 12, tzinfo=UTC) + timedelta(days=number) for number in range(3650)]
    changes = {
        (noon + timedelta(days=beside)).date()
        for noon in noons
        if noon.astimezone(zone).utcoffset() != (noon + timedelta(days=1)).astimezone(zone).utcoffset()
        for beside in (-1, 0, 1, 2)
    }
    yield from sorted(changes | {date(2026, 1, 15), date(2026, 7, 15)})


def _first_moment(day: date, zone: ZoneInfo) -> datetime:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=16)
    while moment.astimezone(zone).date() != day:
        moment += STEP
    return moment
