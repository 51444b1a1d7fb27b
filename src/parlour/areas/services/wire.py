"""What both versions of the API read and write alike: meanings of fields, kinds of values, ids in addresses."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from parlour.areas.services.model import links, services
from parlour.http.fields import multiple_of, syntax
from parlour.http.path_parts import PathPart
from parlour.http.wire import says

NO_DAY = "0000-00-00"
DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"

ServiceInPath = Annotated[int, PathPart("Service", "The service.", 5)]
ServiceOrAllInPath = Annotated[int, PathPart("Service", "The service; 0, or an address without an id, for all.", 5)]
CategoryInPath = Annotated[int, PathPart("Category", "The category.", 8)]
CategoryOrAllInPath = Annotated[int, PathPart("Category", "The category; 0, or an address without an id, for all.", 8)]
ChainInPath = Annotated[int, PathPart("Chain", "The chain.", 1)]
MemberInPath = Annotated[int, PathPart("Team member", "The team member.", 9)]

SERVICE_ID = says("The service.", 5, 6)
LINK_ID = says("The same as `id`.", 5, 6, of="id")
CATEGORY_ID = says("The category.", 8, 10)
CATEGORY_LINK_ID = says("The same as `id`.", 8, 10, of="id")
CATEGORY_TITLE = says("The name of the category.", "Haircuts", "Colour")
TITLE = says("The name of the service.", "Haircut", "Blow-dry")
BOOKING_TITLE = says("The name that clients see when they book; empty for the title.", "Haircut with wash")
CATEGORY = says("The category; 0 for none.", 8)
PRICE_MIN = says("The lowest price, in the currency of the location and with no more decimals than it has.", 35)
PRICE_MAX = says("The highest price; 0 for a fixed price.", 45)
DISCOUNT = says("The usual discount, in percent.", 0)
DURATION = says("How long it takes, in seconds, in steps of 300; 3600 when not given.", 3600)
TECHNICAL_BREAK = says(
    "The break after it, in seconds, in steps of 300; null for the break that the location has set.", 300
)
COMMENT = says("A description.", "For any length of hair")
WEIGHT = says("Lists begin with the highest.", 10)
ACTIVE = says("1 if clients can book it online, otherwise 0.", 1)
API_ID = says("Your own id for it; any text.", "haircut-1")
IS_MULTI = says("True if it is for group events only.", False)
TAX_VARIANT = says("The taxation system, by its number; null for none.", 1)
VAT_ID = says("The rate of value added tax, by its number; null for none.", 1)
IS_NEED_LIMIT_DATE = says("It can be booked only from `date_from` to `date_to`.", False)
DATE_FROM = says("The first day on which it can be booked; `0000-00-00` for none.", NO_DAY)
DATE_TO = says("The last day on which it can be booked; `0000-00-00` for none.", NO_DAY)
SEARCH_START = says("When the search for free time begins, in seconds since midnight.", 0)
SEARCH_FINISH = says("When the search for free time ends, in seconds since midnight.", 86_400)
SEARCH_STEP = says("The distance between the times that are searched, in seconds, in steps of 300.", 900)
STEP = says("The distance between the times that are shown, in seconds, in steps of 300; 0 for all.", 0)
IS_CHAIN = says("It belongs to the chain and shows in all its locations.", False)
MEMBER_ID = says("The team member.", 9)
SEANCE_LENGTH = says("How long it takes this member, in seconds, in steps of 300.", 3600)
CARD_ID = says("The technological card (bill of materials); null for none.", None)

_LENGTHS = Meta(ge=links.SHORTEST, le=links.LONGEST)
LinkLength = Annotated[int, _LENGTHS, multiple_of(links.STEP)]
Duration = Annotated[int, Meta(ge=services.SHORTEST, le=services.LONGEST), multiple_of(services.STEP)]
Break = Annotated[int, Meta(ge=0, le=services.LONGEST_BREAK), multiple_of(services.STEP)]
TimeOfDay = Annotated[int, Meta(ge=0, le=86_400)]
SearchStep = Annotated[int, Meta(ge=services.STEP, le=86_400), multiple_of(services.STEP)]
ShownStep = Annotated[int, Meta(ge=0, le=86_400), multiple_of(services.STEP)]
Weight = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]


def parse_day(text: str) -> str:
    """Return a day in ISO 8601, or an empty text for none. Raise `ValueError` if it is no day."""
    if text == NO_DAY:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("Expected a day, such as 2026-01-31, or 0000-00-00 for none.") from None


DayOrNone = Annotated[str, syntax(parse_day, DAY_PATTERN)]


def day_of(text: str | None) -> date | None:
    """Return the day of a text that `parse_day` has returned."""
    return date.fromisoformat(text) if text else None


def day_text(day: date | None) -> str:
    return day.isoformat() if day else NO_DAY
