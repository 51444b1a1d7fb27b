"""The forms on the v1 wire that create or change a location."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.errors import MISSING, Fault
from parlour.http.fields import Id, IdOrZero, ShortText, Title, needs, number
from parlour.http.html import Html

Latitude = Annotated[Decimal, number(-90, 90, 6)]
Longitude = Annotated[Decimal, number(-180, 180, 6)]
Network = Annotated[
    ShortText | UnsetType, Meta(description="An address in this network; empty for none.", examples=["@lumen"])
]


class SocialForm(msgspec.Struct, frozen=True):
    """Addresses in social networks; one that is left out keeps its value."""

    telegram: Network = UNSET
    instagram: Network = UNSET
    vk: Network = UNSET
    facebook: Network = UNSET
    viber: Network = UNSET
    whatsapp: Network = UNSET


class LocationForm(msgspec.Struct, kw_only=True):
    """The fields of a location to change; a field that is left out keeps its value."""

    title: Annotated[Title | UnsetType, Meta(description="The name of the location.", examples=["Lumen Harbour"])] = (
        UNSET
    )
    country_id: Annotated[
        IdOrZero | UnsetType,
        Meta(description="The country, by its number in `GET /countries`; wins over `country`.", examples=[840]),
    ] = UNSET
    country: Annotated[
        ShortText | UnsetType,
        Meta(description="The country by its English name or its ISO 3166-1 code.", examples=["United States"]),
    ] = UNSET
    city_id: Annotated[
        IdOrZero | UnsetType,
        Meta(description="The city, by its number in `GET /cities`; wins over `city`.", examples=[5128581]),
    ] = UNSET
    city: Annotated[
        ShortText | UnsetType,
        Meta(description="The name of the city, for one that `GET /cities` doesn't list.", examples=["New York City"]),
    ] = UNSET
    address: Annotated[ShortText | UnsetType, Meta(description="Street and number.", examples=["12 Pearl Street"])] = (
        UNSET
    )
    zip: Annotated[ShortText | UnsetType, Meta(description="The postal code.", examples=["10004"])] = UNSET
    phones: Annotated[
        list[str] | UnsetType,
        Meta(
            description="Telephone numbers, at most 10; those without a dialling code are of the country.",
            examples=[["+13155550175"]],
        ),
    ] = UNSET
    social: SocialForm | UnsetType = UNSET
    site: Annotated[
        ShortText | UnsetType, Meta(description="Address of the web site.", examples=["https://example.com"])
    ] = UNSET
    coordinate_lat: Annotated[Latitude | UnsetType, Meta(description="Degrees north.", examples=[40.7033])] = UNSET
    coordinate_lon: Annotated[Longitude | UnsetType, Meta(description="Degrees east.", examples=[-74.0116])] = UNSET
    coordinate_lot: Annotated[
        Longitude | UnsetType,
        Meta(
            description="The same under the contract's name for creating (Q-024); it takes precedence.",
            examples=[-74.0116],
        ),
    ] = UNSET
    description: Annotated[
        Html | UnsetType,
        Meta(
            description="The description of the location, as HTML; scripts and styles are removed.",
            examples=["<p>By the sea.</p>"],
        ),
    ] = UNSET
    business_type_id: Annotated[
        IdOrZero | UnsetType,
        Meta(
            description="The kind of business, by its number in its dictionary; 0 for none.",
            examples=[101],
        ),
    ] = UNSET
    short_descr: Annotated[
        ShortText | UnsetType, Meta(description="The kind of business, in words.", examples=["Beauty salon"])
    ] = UNSET
    timezone_name: Annotated[
        ShortText | UnsetType,
        Meta(
            description="The time zone by its IANA name (ours, beyond the contract); by default the one of the city.",
            examples=["America/New_York"],
        ),
    ] = UNSET


class NewLocationForm(LocationForm, kw_only=True):
    """What a location is made from: at least `title`, and a country or a city. The contract calls no field required."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("title", ("country_id", "country", "city_id"))

    chain_id: Annotated[
        Id | UnsetType,
        Meta(
            description="The chain of the location. Without it, a new chain with the same title is created.",
            examples=[1],
        ),
    ] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterator[Fault]:
        """Yield a fault for each missing field that only this form needs."""
        if given("title") is UNSET:
            yield Fault("title", MISSING)
        if not given("country") and given("country_id") is UNSET and given("city_id") is UNSET:
            yield Fault("country_id", MISSING)
