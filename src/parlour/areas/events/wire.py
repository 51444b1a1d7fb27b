"""What fields of an event mean on the wire, each described once; ids in addresses, and kinds of values."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from msgspec import UNSET, Meta

from parlour.areas.appointments import refusals as appointments
from parlour.areas.events.model.events import MOST_SEATS
from parlour.areas.tags.model import font_color_on, parse_color
from parlour.errors import Fault
from parlour.http.dates import parse_written_instant
from parlour.http.fields import Id, text
from parlour.http.path_parts import PathPart
from parlour.http.wire import says

EventInPath = Annotated[int, PathPart("Event", "The event.", 7001)]

FAULT_NAMES = {
    "team_member_id": "staff_id",
    "starts_at": "date",
    "duration": "length",
    "technical_break": "technical_break_duration",
    "tag_ids": "label_ids",
}
"""The fields of the model, as bodies call them."""
MOST_INSTANCES, MOST_TAGS = 200, 100

Capacity = Annotated[int, Meta(ge=1, le=MOST_SEATS)]
InstanceIds = Annotated[list[Id], Meta(max_length=MOST_INSTANCES)]
TagIds = Annotated[list[Id], Meta(max_length=MOST_TAGS)]
Color = Annotated[str, text(0, 7)]
Comment = Annotated[str, text(0, 255, has_lines=True)]
Instructions = Annotated[str, text(0, 500, has_lines=True)]
Link = Annotated[str, text(0, 2000)]

ID = says("The event.", 7001, 7002)
LOCATION = says("The location.", 1, of="location_id")
SERVICE = says("The service.", 6)
MEMBER = says("The team member.", 9)
LENGTH = says("The length in seconds, with the technical break at the end.", 3600)
BREAK = says("The technical break at the end of the length, in seconds.", 0)
CAPACITY = says("How many seats there are.", 12)
TAKEN = says("How many seats are taken.", 0, of="taken_seats")
COLOR = says("The colour in the calendar; empty for none.", "#4caf50")
FONT_COLOR = "Black or white, whichever is easier to read on the colour; empty without one."
INSTRUCTIONS = says("What clients read before they come; empty for nothing.", "Bring a mat")
STREAM_LINK = says("Where clients can watch it; empty for none.", "")
COMMENT = says("A note for the team.", "Slow pace")
INSTANCES = says("The rooms and devices that it takes.", [71])
TAGS = says("The tags.", [])
NO_SENDING = "Always false: clients get messages about their bookings, which say so themselves."


def color_of(digits: str) -> str:
    """Return a colour with #; empty for none."""
    return f"#{digits}" if digits else ""


def font_color_of(digits: str) -> str:
    """Return black or white, whichever is easier to read on a colour; empty without one."""
    return font_color_on(f"#{digits}") if digits else ""


def digits_of(color: str) -> str:
    """Return the six digits of a colour in lower case; none for an empty text. Raise `ValueError` for anything else."""
    return parse_color(color).removeprefix("#") if color else ""


def faults_of_color(given: Callable[[str], Any]) -> Iterable[Fault]:
    """Yield the fault of a colour, which may be empty."""
    try:
        digits_of(given("color") or "")
    except ValueError as odd:
        yield Fault("color", str(odd))


def faults_of_time(given: Callable[[str], Any], zone: ZoneInfo) -> Iterable[Fault]:
    """Yield the faults of a start that the clock of the location never shows, or that isn't a whole minute."""
    written = given("date")
    if written is UNSET:
        return
    start = parse_written_instant(written)
    if not start.exists_in(zone):
        yield appointments.NO_SUCH_TIME.fault("date")
    elif start.at(zone) != start.at(zone).replace(second=0, microsecond=0):
        yield appointments.NO_WHOLE_MINUTE.fault("date")
