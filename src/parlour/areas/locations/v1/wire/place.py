"""The fields of a location that are in every answer with one, in this area and in `chains`."""

import msgspec

from parlour.areas.locations.v1.wire import fields


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
