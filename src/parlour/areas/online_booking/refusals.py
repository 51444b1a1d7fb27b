"""What operations of online booking refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Forbidden, NotFound, Throttled
from parlour.refusals import FaultRefusal, MessageRefusal

NOT_BOOKABLE = 438
"""The code of services that can't be booked online, by which clients know it."""
NUMBER_BLOCKED = 434

NO_ONLINE_SERVICE = FaultRefusal(
    "no_online_service",
    "A service doesn't exist, or clients can't book it online.",
    "service_ids",
    "These services can't be booked online: {}.",
    "5",
    code=NOT_BOOKABLE,
)
NO_MEMBER = MessageRefusal(
    NotFound, "no_member", "The team member doesn't exist, or belongs to another location.", "Team member"
)
NO_SERVICES = FaultRefusal(
    "no_services", "An element has no services.", "appointments[0].services", "Choose a service.", code=422
)
BAD_PHONE = FaultRefusal(
    "bad_phone",
    "The phone number is missing, or isn't one.",
    "phone",
    "Expected a phone number of 9 to 15 digits with its country code, such as +13155550175.",
    code=431,
)
WRONG_CODE = FaultRefusal(
    "wrong_code",
    "The location asks for a code, and it is missing, wrong or expired.",
    "code",
    "The code is wrong or has expired.",
    code=432,
)
NO_SLOT = FaultRefusal(
    "no_slot",
    "The time is taken, outside of working time, too early, or none of the starts that are offered.",
    "appointments[0].datetime",
    "This time can't be booked any more.",
    code=433,
)
BLOCKED = MessageRefusal(
    Forbidden,
    "blocked",
    "The location takes no bookings for the phone number.",
    "This number can't book here.",
    code=NUMBER_BLOCKED,
)
TOO_MANY = MessageRefusal(
    Throttled,
    "too_many_bookings",
    "Too many appointments were booked with this phone number within an hour.",
    "appointments for this number",
    retry_after_s=3600,
)
NO_NAME = FaultRefusal("no_name", "There is no name.", "fullname", "Enter your name.", code=435)
NO_ONE_FREE = FaultRefusal(
    "no_one_free",
    "Any team member was asked for, and none is free.",
    "appointments[0].staff_id",
    "No team member is free at this time.",
    code=436,
)
CLASH = FaultRefusal(
    "clash",
    "Two elements of the booking need the same team member, room or device at one time.",
    "appointments[1].datetime",
    "This overlaps another appointment of the same booking.",
    code=437,
)
NOT_OFFERED = FaultRefusal(
    "not_offered",
    "A service doesn't exist, clients can't book it online, or the team member doesn't provide it.",
    "appointments[0].services",
    "These services can't be booked: {}.",
    "5",
    code=NOT_BOOKABLE,
)
EVENT_NOT_OFFERED = FaultRefusal(
    "event_not_offered",
    "Clients can't book the event's service online, or its team member doesn't provide it any more.",
    "event_id",
    "This event can't be booked online.",
    code=NOT_BOOKABLE,
)
EVENT_CLOSED = FaultRefusal(
    "event_closed",
    "The event has begun, or begins too soon for a booking.",
    "event_id",
    "This event can't be booked any more.",
    code=433,
)
NO_RECORD = MessageRefusal(
    NotFound, "no_record", "There is no such appointment, or the hash is another one's.", "Appointment"
)
TOO_LATE = MessageRefusal(
    Forbidden,
    "too_late",
    "The appointment has begun already.",
    "It is too late to change this appointment.",
)
PAID = MessageRefusal(
    Forbidden, "paid", "Something was paid for it.", "This appointment is paid: call the location to change it."
)
