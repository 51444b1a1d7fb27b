"""The fields of a location on the v1 wire that are in more than one answer, each described once."""

from decimal import Decimal
from typing import Annotated

from parlour.http.wire import says

LocationId = Annotated[int, says("The location.", 1)]
Title = Annotated[str, says("The name of the location.", "Lumen Harbour")]
PublicTitle = Annotated[str, says("The name that clients see.", "Lumen Harbour")]
ShortDescription = Annotated[str, says("The kind of business, in words.", "Beauty salon")]
Description = Annotated[str, says("What the location says of itself, as HTML; empty if nothing.", "<p>By the sea.</p>")]
Logo = Annotated[str, says("Address of the logo, or empty.", "https://example.com/lumen.png")]
Active = Annotated[int, says("1 while the location is open, 0 once it is closed.", 1)]
Phone = Annotated[str, says("The first of `phones`; empty if there is none.", "+13155550175")]
Phones = Annotated[list[str], says("Telephone numbers.", ["+13155550175"])]
Email = Annotated[str, says("An email address, or empty.", "harbour@example.com")]
Site = Annotated[str, says("Address of the web site, or empty.", "https://example.com")]
CountryId = Annotated[int, says("The country, by its ISO 3166-1 number.", 840)]
Country = Annotated[str, says("The name of the country.", "United States")]
CityId = Annotated[int, says("The city, by its number in `GET /cities`; 0 for one that isn't there.", 5128581)]
City = Annotated[str, says("The name of the city.", "New York City")]
Address = Annotated[str, says("Street and number.", "12 Pearl Street")]
Zip = Annotated[str, says("The postal code.", "10004")]
Latitude = Annotated[Decimal, says("Degrees north; 0 if not known.", 40.7033)]
Longitude = Annotated[Decimal, says("Degrees east; 0 if not known.", -74.0116)]
UtcOffset = Annotated[Decimal, says("Hours ahead of UTC at this moment.", -5)]
ZoneName = Annotated[str, says("The time zone by its IANA name.", "America/New_York")]
Schedule = Annotated[str, says("Opening hours in words.", "Mon-Sat 9:00-19:00")]
CurrencySymbol = Annotated[str, says("Symbol of the currency; its code where it has none.", "$")]
PhoneConfirmation = Annotated[
    bool, says("Booking asks for a code that is sent by SMS. False while there is no booking.", False)
]
ActiveStaffCount = Annotated[int, says("How many team members can be booked; 0 while there is no booking.", 0)]
NextSlot = Annotated[str, says("The next free time; empty while there is no booking.", "")]
GroupPriority = Annotated[int, says("Rank among the locations of the chain: a larger one is listed earlier.", 0)]
BusinessTypeId = Annotated[int, says("The kind of business, by its number in its dictionary; 0 if not said.", 101)]
ChainId = Annotated[int, says("The chain that the location belongs to.", 1)]
ChainTitle = Annotated[str, says("The name of the chain.", "Lumen")]
Network = Annotated[str, says("An address in this network, or empty.", "@lumen")]
