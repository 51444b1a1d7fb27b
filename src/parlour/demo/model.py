"""The demo business before it has ids: objects refer to each other by position."""

from datetime import timedelta
from decimal import Decimal

import msgspec


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """A place of business. `language` is the language of its products' names."""

    title: str
    short_description: str
    description: str
    phones: tuple[str, ...]
    email: str
    site: str
    country_code: str
    city_id: int
    city: str
    address: str
    zip: str
    latitude: Decimal
    longitude: Decimal
    timezone: str
    currency: str
    locale: str
    schedule: str
    business_type_id: int
    language: str


class Place(msgspec.Struct, frozen=True):
    """A location as it is stored, with its ids."""

    chain_id: int
    id: int
    location: Location

    @property
    def language(self) -> str:
        return self.location.language


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A category; `parent` is the position of an earlier one, `location` is None for the whole chain."""

    key: str
    title: str
    location: int | None
    parent: int | None
    level: int
    article: str
    comment: str
    created_ago: timedelta


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product; `category` and `location` are positions, `location` is None for the whole chain."""

    location: int | None
    category: int
    title: str
    receipt_title: str
    article: str
    barcode: str
    price: Decimal
    cost_price: Decimal
    sale_unit_id: int
    write_off_unit_id: int
    unit_ratio: Decimal
    critical_amount: Decimal
    desired_amount: Decimal
    net_mass: Decimal
    gross_mass: Decimal
    comment: str
    revision: int
    created_ago: timedelta
    changed_ago: timedelta


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """A chain with everything that belongs to it."""

    title: str
    locations: tuple[Location, ...]
    categories: tuple[Category, ...]
    products: tuple[Product, ...]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person with a role in a chain, or (with `location`) in one location of it."""

    name: str
    email: str
    phone: str
    chain: int
    location: int | None
    role: str


class Business(msgspec.Struct, frozen=True, kw_only=True):
    """The whole demo. The first chain and the first person are the ones that new users of the demo see."""

    chains: tuple[Chain, ...]
    people: tuple[Person, ...]
