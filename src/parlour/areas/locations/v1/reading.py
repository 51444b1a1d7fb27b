"""Turning a submitted location into the fields to write: checks against dictionaries and phone rules, and defaults."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from parlour.areas.dictionaries.model.businesses import find_business_type
from parlour.areas.dictionaries.model.countries import (
    country_name,
    currency_of,
    find_code,
    find_code_by_name,
    locale_of,
)
from parlour.areas.dictionaries.model.places import City
from parlour.areas.locations import refusals
from parlour.areas.locations.model import NETWORKS, Location, LocationFields
from parlour.areas.locations.service.phones import normalize_phone
from parlour.areas.locations.service.timezones import known_timezones, timezone_at
from parlour.areas.locations.v1.wire.forms import LocationForm
from parlour.errors import Fault
from parlour.http.body import Body

MAX_PHONES = 10
NO_ZONE = "There is no such time zone; expected a name such as Europe/Berlin."
BOTH_COORDINATES = "Send both coordinates, or none."
COORDINATES = ("coordinate_lat", "coordinate_lon", "coordinate_lot")
# Fields that are written as they were sent: the wire's name and the model's. The last one wins.
PLAIN = {
    "title": "title",
    "address": "address",
    "zip": "zip",
    "site": "site",
    "coordinate_lat": "latitude",
    "coordinate_lon": "longitude",
    "coordinate_lot": "longitude",
    "description": "description",
    "short_descr": "short_description",
    "business_type_id": "business_type_id",
}

Form: TypeAlias = Body[LocationForm]


def list_faults(data: Form, city: City | None, here: Location | None) -> list[Fault]:
    """List the faults that checking each field alone doesn't find.

    `city` is the city that was sent, if it exists; `here` is the location as it is now, None for a new one.
    """
    found = (*_place_faults(data, city, here), *_coordinate_faults(data, here), *_other_faults(data, city, here))
    with_faults = {fault.field for fault in data.faults}
    return [fault for fault in found if fault.field not in with_faults]


def _place_faults(data: Form, city: City | None, here: Location | None) -> Iterator[Fault]:
    named_by = _names_country(data.given("country_id"), data.given("country"))
    code = _named_code(data.given("country_id"), data.given("country"))
    if named_by is not None and code is None:
        yield refusals.NO_COUNTRY.fault(named_by)
    if data.given("city_id") and city is None:
        yield refusals.NO_CITY.fault("city_id")
    elif code is not None and city is not None and city.country_code != code:
        yield Fault("city_id", f"{city.title} is not in {country_name(code)}.")
    elif code is not None and here is not None and _leaves_city_behind(data, code, here):
        yield Fault("city_id", f"{here.city} is not in {country_name(code)}. Send the new city too.")


def _names_country(country_id: int | UnsetType, country: str | UnsetType) -> str | None:
    """Return the name of the field that names a country; the number takes precedence."""
    if country_id is not UNSET:
        return "country_id"
    return "country" if country else None


def _named_code(country_id: int | UnsetType, country: str | UnsetType) -> str | None:
    """Return the code of the country that was sent; None if none was sent or it doesn't exist."""
    if country_id is not UNSET:
        return find_code(country_id)
    return find_code_by_name(country) if country else None


def _settled_code(named: str | None, city: City | None, here: Location | None) -> str | None:
    """Return the country that the location will be in: the one that was sent, else the city's, else the current one."""
    return named or (city.country_code if city else None) or (here.country_code if here else None)


def _leaves_city_behind(data: Form, code: str, here: Location) -> bool:
    """Return whether the country changes while the location keeps its city."""
    stays = data.given("city_id") is UNSET and data.given("city") in (UNSET, here.city)
    return stays and here.city_id is not None and here.country_code != code


def _coordinate_faults(data: Form, here: Location | None) -> Iterator[Fault]:
    if (here is not None and here.latitude is not None) or any(fault.field in COORDINATES for fault in data.faults):
        return
    has_latitude = data.given("coordinate_lat") is not UNSET
    has_longitude = data.given("coordinate_lon") is not UNSET or data.given("coordinate_lot") is not UNSET
    if has_latitude != has_longitude:
        yield Fault("coordinate_lon" if has_latitude else "coordinate_lat", BOTH_COORDINATES)


def _other_faults(data: Form, city: City | None, here: Location | None) -> Iterator[Fault]:
    business_type_id = data.given("business_type_id")
    if business_type_id and find_business_type(business_type_id) is None:
        yield refusals.NO_BUSINESS_TYPE.fault("business_type_id")
    zone = data.given("timezone_name")
    if zone and zone not in known_timezones():
        yield Fault("timezone_name", NO_ZONE)
    code = _named_code(data.given("country_id"), data.given("country"))
    yield from _phone_faults(data, _settled_code(code, city, here), here.phones if here else [])


def _phone_faults(data: Form, country_code: str | None, known: list[str]) -> Iterator[Fault]:
    phones: list[str] = data.given("phones") or []
    if len(phones) > MAX_PHONES:
        yield Fault("phones", f"Must be at most {MAX_PHONES} numbers.")
        return
    try:
        _phones(phones, country_code, known)
    except ValueError as fault:
        yield Fault("phones", str(fault))


def country_of(form: LocationForm, city: City | None, here: Location | None) -> str:
    """Return the country that a location without faults will be in."""
    code = _settled_code(_named_code(form.country_id, form.country), city, here)
    assert code is not None  # noqa: S101 - see `_place_faults`
    return code


def zone_of(form: LocationForm, city: City | None) -> str | None:
    """Return the time zone of a new location; None if the form doesn't determine it."""
    if form.timezone_name:
        return form.timezone_name
    if city is not None:
        return city.timezone
    longitude = form.coordinate_lot if form.coordinate_lot is not UNSET else form.coordinate_lon
    # 0, 0 is in the Atlantic, and everybody sends it for "not known".
    if form.coordinate_lat is UNSET or longitude is UNSET or not (form.coordinate_lat or longitude):
        return None
    return timezone_at(form.coordinate_lat, longitude)


def new_location(form: LocationForm, city: City | None, country_code: str, timezone: str) -> LocationFields:
    """Return all fields of a new location: the country decides the currency and the locale."""
    start = LocationFields(
        title="",
        country_code=country_code,
        timezone=timezone,
        currency=currency_of(country_code),
        locale=locale_of(country_code),
    )
    return replace(
        start, **_plain(form), **_city(form, city, start), phones=_phones(form.phones or [], country_code, [])
    )


def changed_location(form: LocationForm, city: City | None, here: Location) -> LocationFields:
    """Return all fields of a changed location. A new city changes the time zone, never the currency of prices."""
    start = LocationFields.of(here)
    country_code = country_of(form, city, here)
    moved_to = city.timezone if city is not None and city.id != here.city_id else here.timezone
    phones = here.phones if form.phones is UNSET else _phones(form.phones, country_code, here.phones)
    return replace(
        start,
        **_plain(form),
        **_city(form, city, start),
        country_code=country_code,
        timezone=form.timezone_name or moved_to,
        phones=phones,
    )


def _plain(form: LocationForm) -> dict[str, Any]:
    """Return the fields that are written as they were sent."""
    sent = {ours: getattr(form, name) for name, ours in PLAIN.items() if getattr(form, name) is not UNSET}
    social = {} if form.social is UNSET else {name: getattr(form.social, name) for name in NETWORKS}
    return sent | {name: address for name, address in social.items() if address is not UNSET}


def _city(form: LocationForm, city: City | None, start: LocationFields) -> dict[str, Any]:
    """Return the city's id and name. A city sent only by name has no id, unless it is the current city."""
    if city is not None:
        return {} if city.id == start.city_id else {"city_id": city.id, "city": city.title}
    if form.city_id == 0 or form.city not in (UNSET, start.city):
        return {"city_id": None, "city": start.city if form.city is UNSET else form.city}
    return {}


def _phones(phones: list[str], country_code: str | None, known: list[str]) -> list[str]:
    """Return the numbers as they are stored, each once. Stored numbers are always accepted. Raise `ValueError`."""
    kept = [phone if phone in known else normalize_phone(phone, country_code) for phone in phones]
    return list(dict.fromkeys(kept))
