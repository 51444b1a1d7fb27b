"""Dictionaries on the v1 wire."""

from typing import Annotated

import msgspec

from parlour.areas.dictionaries.model import places
from parlour.areas.dictionaries.model.countries import Country as KnownCountry
from parlour.areas.dictionaries.model.countries import country_id
from parlour.http.fields import Id, IdOrZero
from parlour.http.money import currency_symbol
from parlour.http.query import Query, parameter
from parlour.http.wire import says

CountryId = Annotated[int, says("The country, by its ISO 3166-1 number.", 840, 276)]


class CitySearch(Query, frozen=True):
    """Which cities are listed."""

    country_id: Annotated[IdOrZero | None, parameter("Cities of this country only.", 840)] = None
    company_id: Annotated[Id | None, parameter("With the city of this location, wherever it lies.", 1)] = None


class Country(msgspec.Struct, frozen=True):
    """A country, and how telephone numbers and money are written there."""

    id: CountryId
    title: Annotated[str, says("Its name in English.", "United States", "Germany")]
    full_title: Annotated[
        str, says("Its official name in English.", "United States of America", "Federal Republic of Germany")
    ]
    iso_code: Annotated[str, says("Its ISO 3166-1 alpha-2 code.", "US", "DE")]
    phone_code: Annotated[str, says("The dialling code; empty if there is none.", "1", "49")]
    phone_template: Annotated[
        str,
        says(
            "How a mobile number is written, an x for each digit; empty where there are none.",
            "+1 xxx-xxx-xxxx",
            "+49 xxxx xxxxxxx",
        ),
    ]
    phone_example: Annotated[
        str, says("A mobile number; empty where there are none.", "+12015550123", "+4915123456789")
    ]
    currency: Annotated[str, says("Symbol of the currency; its code if it has none.", "$", "€")]
    exchange: Annotated[int, says("A rate of exchange; always 1 (Q-026).", 1)]
    lang_id: Annotated[int, says("The language; always 0 (Q-026).", 0)]
    group_type: Annotated[int, says("A group of countries; always 0 (Q-026).", 0)]
    is_eu: Annotated[bool, says("It belongs to the European Union.", False, True)]

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

    id: Annotated[int, says("The city, by its number at GeoNames.", 5128581, 2950159)]
    country_id: CountryId
    title: Annotated[str, says("Its name, in Latin letters.", "New York City", "Berlin")]

    @classmethod
    def from_model(cls, city: places.City) -> "City":
        return cls(city.id, country_id(city.country_code), city.title)


GroupId = Annotated[int, says("The group.", 1)]


class BusinessType(msgspec.Struct, frozen=True):
    """A kind of business."""

    id: Annotated[int, says("The kind of business.", 101, 102)]
    title: Annotated[str, says("What it is called.", "Hair salon", "Barbershop")]
    business_group_id: GroupId


class BusinessGroup(msgspec.Struct, frozen=True):
    """Kinds of business that belong together."""

    id: GroupId
    title: Annotated[str, says("What the group is called.", "Beauty")]
    image: Annotated[str, says("Address of a picture; always empty.", "")]
    image_small: Annotated[str, says("Address of a small picture; always empty.", "")]
    types: list[BusinessType]

    @classmethod
    def from_model(cls, group: places.BusinessGroup) -> "BusinessGroup":
        types = [BusinessType(type_.id, type_.title, type_.group_id) for type_ in group.types]
        return cls(group.id, group.title, "", "", types)
