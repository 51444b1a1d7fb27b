"""The fields of a location on the v1 wire that are in more than one answer, each described once."""

from decimal import Decimal
from typing import Annotated

from msgspec import Meta

LocationId = Annotated[int, Meta(description="The location.", examples=[1])]
Title = Annotated[str, Meta(description="The name of the location.", examples=["Lumen Harbour"])]
PublicTitle = Annotated[str, Meta(description="The name that clients see.", examples=["Lumen Harbour"])]
ShortDescription = Annotated[str, Meta(description="The kind of business, in words.", examples=["Beauty salon"])]
Description = Annotated[
    str,
    Meta(description="What the location says of itself, as HTML; empty if nothing.", examples=["<p>By the sea.</p>"]),
]
Logo = Annotated[str, Meta(description="Address of the logo, or empty.", examples=["https://example.com/lumen.png"])]
Active = Annotated[int, Meta(description="1 while the location is open, 0 once it is closed.", examples=[1])]
Phone = Annotated[str, Meta(description="The first of `phones`; empty if there is none.", examples=["+13155550175"])]
Phones = Annotated[list[str], Meta(description="Telephone numbers.", examples=[["+13155550175"]])]
Email = Annotated[str, Meta(description="An email address, or empty.", examples=["harbour@example.com"])]
Site = Annotated[str, Meta(description="Address of the web site, or empty.", examples=["https://example.com"])]
CountryId = Annotated[int, Meta(description="The country, by its ISO 3166-1 number.", examples=[840])]
Country = Annotated[str, Meta(description="The name of the country.", examples=["United States"])]
CityId = Annotated[
    int, Meta(description="The city, by its number in `GET /cities`; 0 for one that isn't there.", examples=[5128581])
]
City = Annotated[str, Meta(description="The name of the city.", examples=["New York City"])]
Address = Annotated[str, Meta(description="Street and number.", examples=["12 Pearl Street"])]
Zip = Annotated[str, Meta(description="The postal code.", examples=["10004"])]
Latitude = Annotated[Decimal, Meta(description="Degrees north; 0 if not known.", examples=[40.7033])]
Longitude = Annotated[Decimal, Meta(description="Degrees east; 0 if not known.", examples=[-74.0116])]
UtcOffset = Annotated[Decimal, Meta(description="Hours ahead of UTC at this moment.", examples=[-5])]
ZoneName = Annotated[str, Meta(description="The time zone by its IANA name.", examples=["America/New_York"])]
Schedule = Annotated[str, Meta(description="Opening hours in words.", examples=["Mon-Sat 9:00-19:00"])]
CurrencySymbol = Annotated[str, Meta(description="Symbol of the currency; its code where it has none.", examples=["$"])]
PhoneConfirmation = Annotated[
    bool,
    Meta(description="Booking asks for a code that is sent by SMS. False while there is no booking.", examples=[False]),
]
ActiveStaffCount = Annotated[
    int, Meta(description="How many team members can be booked; 0 while there is no booking.", examples=[0])
]
NextSlot = Annotated[str, Meta(description="The next free time; empty while there is no booking.", examples=[""])]
GroupPriority = Annotated[
    int, Meta(description="Rank among the locations of the chain: a larger one is listed earlier.", examples=[0])
]
BusinessTypeId = Annotated[
    int,
    Meta(
        description="The kind of business, by its number in its dictionary; 0 if not said.",
        examples=[101],
    ),
]
ChainId = Annotated[int, Meta(description="The chain that the location belongs to.", examples=[1])]
ChainTitle = Annotated[str, Meta(description="The name of the chain.", examples=["Lumen"])]
Network = Annotated[str, Meta(description="An address in this network, or empty.", examples=["@lumen"])]
