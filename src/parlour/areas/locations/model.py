"""A location: where it is, how to contact it, and the conventions (time zone, currency) that its data follows."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

NETWORKS = ("telegram", "instagram", "vk", "facebook", "viber", "whatsapp")


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
    city_id: int | None
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
    telegram: str
    instagram: str
    vk: str
    facebook: str
    viber: str
    whatsapp: str
    sends_sms_reminders: bool
    sms_reminder_hours: int
    """Before the start, of appointments whose hours nothing says; 0 for no reminder."""
    closed_at: datetime | None

    def utc_offset_h(self, instant: datetime) -> Decimal:
        """Return the hours ahead of UTC at an instant."""
        offset = instant.astimezone(ZoneInfo(self.timezone)).utcoffset()
        hours = Decimal(int(offset.total_seconds()) if offset else 0) / 3600
        return hours if hours % 1 else hours.to_integral_value()


class LocationFields(msgspec.Struct, frozen=True, kw_only=True):
    """All writable fields of a location, validated; named as in `Location`. `phones` are E.164 with a plus."""

    title: str
    country_code: str
    timezone: str
    currency: str
    locale: str
    city_id: int | None = None
    city: str = ""
    address: str = ""
    zip: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    phones: list[str] = []
    site: str = ""
    short_description: str = ""
    description: str = ""
    business_type_id: int = 0
    telegram: str = ""
    instagram: str = ""
    vk: str = ""
    facebook: str = ""
    viber: str = ""
    whatsapp: str = ""

    @classmethod
    def of(cls, location: Location) -> "LocationFields":
        """Return the fields of a location as it is now."""
        return cls(**{name: getattr(location, name) for name in cls.__struct_fields__})


class LocationFilter(msgspec.Struct, frozen=True):
    """A filter for lists of locations; None means no restriction."""

    user_id: int | None
    location_ids: list[int] | None
    chain_id: int | None
    min_id: int | None
    city_id: int | None
    business_type_ids: list[int] | None
    with_role_only: bool
    with_closed: bool


class Membership(msgspec.Struct, frozen=True):
    """A chain in which a user has a role, in the whole of it (`chain_role`) or in some location."""

    chain_id: int
    chain_role: str | None


class CreatedLocation(msgspec.Struct, frozen=True):
    """A location that has just been created, and its chain."""

    id: int
    chain_id: int
