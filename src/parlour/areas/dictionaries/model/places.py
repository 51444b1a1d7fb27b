"""Cities and kinds of business, as every chain finds them."""

from decimal import Decimal

import msgspec


class City(msgspec.Struct, frozen=True):
    """A city with its country (ISO 3166-1 alpha-2), its time zone (IANA) and its middle."""

    id: int
    title: str
    country_code: str
    timezone: str
    latitude: Decimal
    longitude: Decimal
    population: int


class Place(msgspec.Struct, frozen=True):
    """Where a location lies; None when that is no city of the list."""

    city_id: int | None


class BusinessType(msgspec.Struct, frozen=True):
    """A kind of business."""

    id: int
    title: str
    group_id: int


class BusinessGroup(msgspec.Struct, frozen=True):
    """Kinds of business that belong together."""

    id: int
    title: str
    types: tuple[BusinessType, ...]
