"""A location: where it is, how it is reached, and the habits (time zone, currency) that its data follows."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec


class Location(msgspec.Struct, frozen=True):
    """A place of business. `country_code` is ISO 3166-1 alpha-2, `currency` ISO 4217, `locale` such as `en_US`."""

    id: int
    chain_id: int
    chain_title: str
    title: str
    short_description: str
    description: str
    logo_url: str
    phones: list[str]
    email: str
    site: str
    country_code: str
    city: str
    address: str
    zip: str
    latitude: Decimal | None
    longitude: Decimal | None
    timezone: str
    currency: str
    locale: str
    schedule: str
    business_type_id: int
    closed_at: datetime | None

    def utc_offset_h(self, instant: datetime) -> Decimal:
        """Hours ahead of UTC at an instant."""
        offset = instant.astimezone(ZoneInfo(self.timezone)).utcoffset()
        hours = Decimal(int(offset.total_seconds()) if offset else 0) / 3600
        return hours if hours % 1 else hours.to_integral_value()


class LocationFilter(msgspec.Struct, frozen=True):
    """Which locations a list shows; None for no matter which."""

    user_id: int | None
    location_id: int | None
    chain_id: int | None
    min_id: int | None
    business_type_id: int | None
    with_role_only: bool
    with_closed: bool
