"""What operations on events refuse, in addition to what every operation of their kind refuses."""

from typing import Any

from parlour.areas.appointments import refusals as appointments
from parlour.errors import Conflict, Malformed
from parlour.refusals import FaultRefusal, MessageRefusal

CONFLICT = {"conflict": True}
"""How clients recognise that something is busy, and that it can be forced."""

NO_SERVICE = FaultRefusal(
    "no_event_service",
    "The service doesn't exist, isn't offered in the location, or isn't for group events.",
    "service_id",
    "This location has no such service for group events.",
)
NO_INSTANCE = FaultRefusal(
    "no_instance",
    "A room or device doesn't exist, or belongs to another location.",
    "resource_instance_ids[0]",
    "There is no such room or device in this location.",
)
NO_TAG = FaultRefusal(
    "no_event_tag",
    "A tag doesn't exist, belongs to another location, or is for something else.",
    "label_ids[0]",
    "This location has no such tag for events.",
)
TOO_FEW_SEATS = FaultRefusal(
    "too_few_seats",
    "More seats are booked than the event would have.",
    "capacity",
    "{} seats are booked already.",
    3,
)
IS_BOOKED = FaultRefusal(
    "is_booked",
    "The service of an event that has bookings can't change: they are bookings of this service.",
    "service_id",
    "Must stay {} while the event has bookings.",
    5,
)
NO_PERIOD = MessageRefusal(
    Malformed,
    "no_period",
    "The period of a list is left out.",
    "Both `filter[from]` and `filter[to]` are needed.",
)
NO_STRATEGY = FaultRefusal(
    "no_strategy",
    "The strategy doesn't exist, or belongs to another location.",
    "duplication_strategy_id",
    "There is no such strategy in this location.",
)
TOO_MANY_COPIES = FaultRefusal(
    "too_many_copies",
    "The rule would make too many events.",
    "till",
    "This makes more than {} events at once.",
    366,
)
NOT_WORKING = MessageRefusal(
    Conflict,
    "not_working",
    "The team member doesn't work all the time.",
    "Team member {} doesn't work all the time from {} to {}.",
    9,
    "2026-02-02 08:30",
    "09:30",
    details=CONFLICT,
)
MEMBER_BUSY = MessageRefusal(
    Conflict,
    "member_busy",
    "The team member has something else at the time.",
    "Team member {} is busy between {} and {}.",
    9,
    "2026-02-02 10:00",
    "11:00",
    details=CONFLICT,
)
RESOURCE_BUSY = MessageRefusal(
    Conflict,
    "instance_busy",
    "A room or device isn't free all the time.",
    "{} isn't free all the time from {} to {}.",
    "Bed 1",
    "2026-02-02 10:00",
    "11:00",
    details=CONFLICT,
)
CONFLICTS: dict[str, MessageRefusal[Conflict, *tuple[Any, ...]]] = {
    appointments.NOT_WORKING.name: NOT_WORKING,
    appointments.MEMBER_BUSY.name: MEMBER_BUSY,
    appointments.RESOURCE_BUSY.name: RESOURCE_BUSY,
}
"""What is in the way of an event, by the names that it has where appointments are booked."""

WRITTEN = (
    appointments.PAST_DAY,
    appointments.OTHERS,
    appointments.NOT_PROVIDED,
    appointments.NO_MEMBER,
    appointments.DISMISSED,
    NO_SERVICE,
    NO_INSTANCE,
    NO_TAG,
    appointments.BAD_LENGTH.at("length"),
    appointments.NO_SUCH_TIME.at("date"),
    appointments.NO_WHOLE_MINUTE.at("date"),
    NOT_WORKING,
    MEMBER_BUSY,
    RESOURCE_BUSY,
)
"""What is refused where an event is created or changed."""
CHANGED = (TOO_FEW_SEATS, IS_BOOKED)
"""What is refused beyond that where one is changed."""
