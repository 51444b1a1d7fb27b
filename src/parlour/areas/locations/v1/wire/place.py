"""The fields of a location that are in every answer with one, in this area and in `chains`."""

from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from parlour.areas.dictionaries.model.countries import country_id
from parlour.areas.locations.model import Location
from parlour.areas.locations.v1.wire import fields
from parlour.http.money import currency_symbol


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a location is, and how it is reached."""

    id: fields.LocationId
    title: fields.Title
    public_title: fields.PublicTitle
    logo: fields.Logo
    phone: fields.Phone
    phones: fields.Phones
    site: fields.Site
    country_id: fields.CountryId
    city_id: fields.CityId
    address: fields.Address
    zip: fields.Zip
    coordinate_lat: fields.Latitude
    coordinate_lon: fields.Longitude
    timezone: fields.UtcOffset
    timezone_name: fields.ZoneName
    currency_short_title: fields.CurrencySymbol
    business_type_id: fields.BusinessTypeId

    @staticmethod
    def of(location: Location) -> "Place":
        return Place(
            id=location.id,
            title=location.title,
            public_title=location.title,
            logo=location.logo_url,
            phone=location.phones[0] if location.phones else "",
            phones=location.phones,
            site=location.site,
            country_id=country_id(location.country_code),
            city_id=location.city_id or 0,
            address=location.address,
            zip=location.zip,
            coordinate_lat=location.latitude or Decimal(0),
            coordinate_lon=location.longitude or Decimal(0),
            timezone=location.utc_offset_h(datetime.now(UTC)),
            timezone_name=location.timezone,
            currency_short_title=currency_symbol(location.currency, location.locale),
            business_type_id=location.business_type_id,
        )
