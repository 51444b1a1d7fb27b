"""Dictionaries on the v1 wire."""

from typing import Annotated

import msgspec

from parlour.areas.dictionaries.model import places
from parlour.areas.dictionaries.model.countries import Country as KnownCountry
from parlour.areas.dictionaries.model.countries import country_id
from parlour.http.fields import Id, IdOrZero
from parlour.http.money import currency_symbol
from parlour.http.query import Query, parameter
from parlour.http.wire import always, made, mapped, of, says

CountryId = Annotated[int, says("The country, by its ISO 3166-1 number.", 840, 276)]


class CitySearch(Query, frozen=True):
    """Which cities are listed."""

    country_id: Annotated[IdOrZero | None, parameter("Cities of this country only.", 840)] = None
    company_id: Annotated[Id | None, parameter("Also the city of this location, in any country.", 1)] = None


class Country(msgspec.Struct, frozen=True):
    """A country, and how telephone numbers and money are written there."""

    id: CountryId
    title: Annotated[str, says("Its name in English.", "United States", "Germany")]
    full_title: Annotated[
        str, says("Its official name in English.", "United States of America", "Federal Republic of Germany")
    ]
    iso_code: Annotated[str, says("Its ISO 3166-1 alpha-2 code.", "US", "DE", of="code")]
    phone_code: Annotated[str, says("The dialling code; empty if there is none.", "1", "49", of="dialling_code")]
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
    currency: Annotated[
        str,
        says(
            "Symbol of the currency; its code if it has none.", "$", "€", of=made(currency_symbol, "currency", "locale")
        ),
    ]
    exchange: Annotated[int, always(1, "A rate of exchange; always 1 (Q-026).")]
    lang_id: Annotated[int, always(0, "The language; always 0 (Q-026).")]
    group_type: Annotated[int, always(0, "A group of countries; always 0 (Q-026).")]
    is_eu: Annotated[bool, says("It belongs to the European Union.", False, True, of="is_in_european_union")]

    from_model = mapped(KnownCountry)


class City(msgspec.Struct, frozen=True):
    """A city."""

    id: Annotated[int, says("The city, by its number at GeoNames.", 5128581, 2950159)]
    country_id: Annotated[CountryId, of(made(country_id, "country_code"))]
    title: Annotated[str, says("Its name, in Latin letters.", "New York City", "Berlin")]

    from_model = mapped(places.City)


GroupId = Annotated[int, says("The group.", 1)]


class BusinessType(msgspec.Struct, frozen=True):
    """A kind of business."""

    id: Annotated[int, says("The kind of business.", 101, 102)]
    title: Annotated[str, says("The name.", "Hair salon", "Barbershop")]
    business_group_id: Annotated[GroupId, of("group_id")]

    from_model = mapped(places.BusinessType)


def _types(types: tuple[places.BusinessType, ...]) -> list[BusinessType]:
    return [BusinessType.from_model(each) for each in types]


class BusinessGroup(msgspec.Struct, frozen=True):
    """Kinds of business that belong together."""

    id: GroupId
    title: Annotated[str, says("What the group is called.", "Beauty")]
    image: Annotated[str, always("", "Address of a picture; always empty.")]
    image_small: Annotated[str, always("", "Address of a small picture; always empty.")]
    types: Annotated[list[BusinessType], of(made(_types, "types"))]

    from_model = mapped(places.BusinessGroup)
