"""Dictionaries on the v1 wire."""

from typing import Annotated

import msgspec
from msgspec import Meta

from parlour.areas.dictionaries.model import places
from parlour.areas.dictionaries.model.countries import Country as KnownCountry
from parlour.areas.dictionaries.model.countries import country_id
from parlour.http.fields import Id, IdOrZero
from parlour.http.money import currency_symbol
from parlour.http.query import Query, parameter

CountryId = Annotated[int, Meta(description="The country, by its ISO 3166-1 number.", examples=[840, 276])]


class CitySearch(Query, frozen=True):
    """Which cities are listed."""

    country_id: Annotated[IdOrZero | None, parameter("Cities of this country only.", 840)] = None
    company_id: Annotated[Id | None, parameter("With the city of this location, wherever it lies.", 1)] = None


class Country(msgspec.Struct, frozen=True):
    """A country, and how telephone numbers and money are written there."""

    id: CountryId
    title: Annotated[str, Meta(description="Its name in English.", examples=["United States", "Germany"])]
    full_title: Annotated[
        str,
        Meta(
            description="Its official name in English.",
            examples=["United States of America", "Federal Republic of Germany"],
        ),
    ]
    iso_code: Annotated[str, Meta(description="Its ISO 3166-1 alpha-2 code.", examples=["US", "DE"])]
    phone_code: Annotated[str, Meta(description="The dialling code; empty if there is none.", examples=["1", "49"])]
    phone_template: Annotated[
        str,
        Meta(
            description="How a mobile number is written, an x for each digit; empty where there are none.",
            examples=["+1 xxx-xxx-xxxx", "+49 xxxx xxxxxxx"],
        ),
    ]
    phone_example: Annotated[
        str,
        Meta(
            description="A mobile number; empty where there are none.",
            examples=["+12015550123", "+4915123456789"],
        ),
    ]
    currency: Annotated[str, Meta(description="Symbol of the currency; its code if it has none.", examples=["$", "€"])]
    exchange: Annotated[int, Meta(description="A rate of exchange; always 1 (Q-026).", examples=[1])]
    lang_id: Annotated[int, Meta(description="The language; always 0 (Q-026).", examples=[0])]
    group_type: Annotated[int, Meta(description="A group of countries; always 0 (Q-026).", examples=[0])]
    is_eu: Annotated[bool, Meta(description="It belongs to the European Union.", examples=[False, True])]

    @classmethod
    def from_model(cls, country: KnownCountry) -> "Country":
        return cls(
            id=country.id,
            title=country.title,
            full_title=country.full_title,
            iso_code=country.code,
            phone_code=country.dialling_code,
            phone_template=country.phone_template,
            phone_example=country.phone_example,
            currency=currency_symbol(country.currency, country.locale),
            exchange=1,
            lang_id=0,
            group_type=0,
            is_eu=country.is_in_european_union,
        )


class City(msgspec.Struct, frozen=True):
    """A city."""

    id: Annotated[int, Meta(description="The city, by its number at GeoNames.", examples=[5128581, 2950159])]
    country_id: CountryId
    title: Annotated[str, Meta(description="Its name, in Latin letters.", examples=["New York City", "Berlin"])]

    @classmethod
    def from_model(cls, city: places.City) -> "City":
        return cls(city.id, country_id(city.country_code), city.title)


GroupId = Annotated[int, Meta(description="The group.", examples=[1])]


class BusinessType(msgspec.Struct, frozen=True):
    """A kind of business."""

    id: Annotated[int, Meta(description="The kind of business.", examples=[101, 102])]
    title: Annotated[str, Meta(description="What it is called.", examples=["Hair salon", "Barbershop"])]
    business_group_id: GroupId


class BusinessGroup(msgspec.Struct, frozen=True):
    """Kinds of business that belong together."""

    id: GroupId
    title: Annotated[str, Meta(description="What the group is called.", examples=["Beauty"])]
    image: Annotated[str, Meta(description="Address of a picture; always empty.", examples=[""])]
    image_small: Annotated[str, Meta(description="Address of a small picture; always empty.", examples=[""])]
    types: list[BusinessType]

    @classmethod
    def from_model(cls, group: places.BusinessGroup) -> "BusinessGroup":
        types = [BusinessType(type_.id, type_.title, type_.group_id) for type_ in group.types]
        return cls(group.id, group.title, "", "", types)
