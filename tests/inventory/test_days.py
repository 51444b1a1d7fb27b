"""Where the past days that a user may see begin: with the day of the location, also where clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from parlour.access.tenant import Tenant
from parlour.areas.stock.rights.scope import StockScope, oldest_moment


@pytest.mark.parametrize(
    ("zone", "now", "days", "begins"),
    [
        ("America/New_York", "2026-01-31T12:00", 0, "2026-01-31T05:00"),
        ("America/New_York", "2026-02-01T04:59", 0, "2026-01-31T05:00"),  # still the evening before
        ("America/New_York", "2026-02-01T05:00", 0, "2026-02-01T05:00"),
        ("America/New_York", "2026-03-09T12:00", 0, "2026-03-09T04:00"),  # a day after clocks went forward
        ("America/New_York", "2026-03-09T12:00", 1, "2026-03-08T05:00"),  # the day of 23 hours
        ("America/New_York", "2026-03-09T12:00", 2, "2026-03-07T05:00"),
        ("America/New_York", "2026-11-02T12:00", 1, "2026-11-01T04:00"),  # the day of 25 hours
        ("America/New_York", "2026-11-02T12:00", 0, "2026-11-02T05:00"),
        ("Asia/Kathmandu", "2026-01-31T18:14", 0, "2026-01-30T18:15"),
        ("Asia/Kathmandu", "2026-01-31T18:15", 0, "2026-01-31T18:15"),
        ("Pacific/Kiritimati", "2026-01-01T09:59", 0, "2025-12-31T10:00"),
        ("Pacific/Kiritimati", "2026-01-01T10:00", 7, "2025-12-25T10:00"),
        ("Pacific/Pago_Pago", "2026-01-01T10:59", 0, "2025-12-31T11:00"),
        ("Asia/Beirut", "2026-03-29T12:00", 0, "2026-03-28T22:00"),  # midnight is skipped
        ("Asia/Beirut", "2026-03-30T12:00", 1, "2026-03-28T22:00"),
        ("America/Havana", "2026-11-01T04:30", 0, "2026-11-01T04:00"),  # midnight comes twice: the first counts
        ("America/Havana", "2026-11-01T05:30", 0, "2026-11-01T04:00"),
        ("America/Havana", "2026-11-02T12:00", 1, "2026-11-01T04:00"),
        ("UTC", "2026-03-01T00:00", 1, "2026-02-28T00:00"),
    ],
)
def test_days_begin_with_the_day_of_the_location(tenant: Tenant, zone: str, now: str, days: int, begins: str) -> None:
    place = replace(tenant, timezone=ZoneInfo(zone))
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert oldest_moment(place, days, moment) == datetime.fromisoformat(begins).replace(tzinfo=UTC)


def test_without_a_limit_no_day_is_the_first(tenant: Tenant) -> None:
    assert oldest_moment(tenant, None) is None
    assert not StockScope.of(tenant).is_limited
