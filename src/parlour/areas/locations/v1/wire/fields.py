"""The fields of a location on the v1 wire that are in more than one answer, each described once, with its source."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from parlour.areas.dictionaries.model.countries import country_id, country_name
from parlour.areas.locations.model import Location
from parlour.http.money import currency_symbol
from parlour.http.wire import always, made, or_else, says


def _is_open(closed_at: datetime | None) -> int:
    return int(closed_at is None)


def _first(phones: list[str]) -> str:
    return phones[0] if phones else ""


def utc_offset_h(location: Location) -> Decimal:
    """Return the hours ahead of UTC at this moment."""
    return location.utc_offset_h(datetime.now(UTC))


LocationId = Annotated[int, says("The location.", 1)]
Title = Annotated[str, says("The name of the location.", "Lumen Harbour")]
PublicTitle = Annotated[str, says("The name that clients see.", "Lumen Harbour", of="title")]
ShortDescription = Annotated[str, says("The kind of business, in words.", "Beauty salon", of="short_description")]
Description = Annotated[str, says("What the location says of itself, as HTML; empty if nothing.", "<p>By the sea.</p>")]
Logo = Annotated[str, says("Address of the logo, or empty.", "https://example.com/lumen.png", of="logo_url")]
Active = Annotated[int, says("1 while the location is open, 0 once it is closed.", 1, of=made(_is_open, "closed_at"))]
Phone = Annotated[
    str, says("The first of `phones`; empty if there is none.", "+13155550175", of=made(_first, "phones"))
]
Phones = Annotated[list[str], says("Telephone numbers.", ["+13155550175"])]
Email = Annotated[str, says("An email address, or empty.", "harbour@example.com")]
Site = Annotated[str, says("Address of the web site, or empty.", "https://example.com")]
CountryId = Annotated[int, says("The country, by its ISO 3166-1 number.", 840, of=made(country_id, "country_code"))]
Country = Annotated[str, says("The name of the country.", "United States", of=made(country_name, "country_code"))]
CityId = Annotated[
    int,
    says("The city, by its number in `GET /cities`; 0 for one that isn't there.", 5128581, of=or_else("city_id", 0)),
]
City = Annotated[str, says("The name of the city.", "New York City")]
Address = Annotated[str, says("Street and number.", "12 Pearl Street")]
Zip = Annotated[str, says("The postal code.", "10004")]
Latitude = Annotated[Decimal, says("Degrees north; 0 if not known.", 40.7033, of=or_else("latitude", Decimal(0)))]
Longitude = Annotated[Decimal, says("Degrees east; 0 if not known.", -74.0116, of=or_else("longitude", Decimal(0)))]
UtcOffset = Annotated[Decimal, says("Hours ahead of UTC at this moment.", -5, of=made(utc_offset_h))]
ZoneName = Annotated[str, says("The time zone by its IANA name.", "America/New_York", of="timezone")]
Schedule = Annotated[str, says("Opening hours in words.", "Mon-Sat 9:00-19:00")]
CurrencySymbol = Annotated[
    str,
    says("Symbol of the currency; its code if it has none.", "$", of=made(currency_symbol, "currency", "locale")),
]
PhoneConfirmation = Annotated[
    bool, always(False, "Booking asks for a code that is sent by SMS. False while there is no booking.")
]
ActiveStaffCount = Annotated[int, always(0, "How many team members can be booked; 0 while there is no booking.")]
NextSlot = Annotated[str, always("", "The next free time; empty while there is no booking.")]
GroupPriority = Annotated[int, always(0, "Rank among the locations of the chain: a larger one is listed earlier.")]
BusinessTypeId = Annotated[int, says("The kind of business, by its number in its dictionary; 0 if not set.", 101)]
ChainId = Annotated[int, says("The chain that the location belongs to.", 1, of="chain_id")]
ChainTitle = Annotated[str, says("The name of the chain.", "Lumen", of="chain_title")]
Network = Annotated[str, says("An address in this network, or empty.", "@lumen")]
