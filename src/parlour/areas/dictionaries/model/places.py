"""Cities and kinds of business, the same for every chain."""

from decimal import Decimal

import msgspec


class City(msgspec.Struct, frozen=True):
    """A city with its country (ISO 3166-1 alpha-2), its time zone (IANA) and the coordinates of its centre."""

    id: int
    title: str
    country_code: str
    timezone: str
    latitude: Decimal
    longitude: Decimal
    population: int


class LocationCity(msgspec.Struct, frozen=True):
    """The country and the city of a location; None for a city that isn't in the list."""

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
