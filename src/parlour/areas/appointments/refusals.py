"""What operations on appointments refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Forbidden, Malformed, NotFound
from parlour.refusals import NO_RIGHT, FaultRefusal, MessageRefusal

BUSY = 433
"""The code of a time that can't be booked, by which clients know it."""

NO_MEMBER = FaultRefusal(
    "no_member",
    "A team member doesn't exist, or belongs to another location.",
    "staff_id",
    "There is no such team member in this location.",
)
DISMISSED = FaultRefusal(
    "dismissed",
    "The team member is dismissed.",
    "staff_id",
    "Team member {} is dismissed and takes no appointments.",
    9,
)
NO_SERVICE = FaultRefusal(
    "no_service",
    "A service doesn't exist, or the location doesn't offer it.",
    "services[1].id",
    "This location offers no service {}.",
    5,
)
NOT_PROVIDED = MessageRefusal(
    Malformed,
    "not_provided",
    "The team member doesn't provide one of the services.",
    "Team member {} doesn't provide these services: {}.",
    11,
    "5",
)
NO_TAG = FaultRefusal(
    "no_tag",
    "A tag doesn't exist, belongs to another location, or is for something else.",
    "record_labels",
    "This location has no tags of appointments with these ids: {}.",
    "32",
)
NO_LENGTH = FaultRefusal(
    "no_length",
    "No length is given, and no services that have one.",
    "seance_length",
    "Without services, the length must be given.",
)
BAD_LENGTH = FaultRefusal(
    "bad_length",
    "The services and the technical break take too long, or the break is longer than the appointment.",
    "seance_length",
    "Must be from 300 to 86400 seconds in steps of 300, with the technical break in it: {} and {} don't fit.",
    90_000,
    600,
)
NO_SUCH_TIME = FaultRefusal(
    "no_such_time",
    "The time doesn't exist.",
    "datetime",
    "This time doesn't exist: clocks are put forward then.",
)
NO_WHOLE_MINUTE = FaultRefusal(
    "no_whole_minute", "The time has seconds.", "datetime", "Must be a whole minute, without seconds."
)
NOT_WORKING = FaultRefusal(
    "not_working",
    "The team member doesn't work all the time.",
    "datetime",
    "Team member {} doesn't work all the time from {} to {}.",
    9,
    "2026-02-02 08:30",
    "09:30",
    code=BUSY,
)
MEMBER_BUSY = FaultRefusal(
    "member_busy",
    "The team member has something else at the time.",
    "datetime",
    "Team member {} is busy between {} and {}.",
    9,
    "2026-02-02 10:00",
    "11:00",
    code=BUSY,
)
RESOURCE_BUSY = FaultRefusal(
    "resource_busy",
    "No instance of a resource is free all the time.",
    "datetime",
    "No {} is free all the time from {} to {}.",
    "Solarium",
    "2026-02-02 10:00",
    "11:00",
    code=BUSY,
)
NO_RIGHT_TO_PART = NO_RIGHT.named(
    "no_right_to_part",
    "The user may write appointments, and lacks the right to something that this one has or changes.",
).showing("records_services_cost_access")
NO_RIGHT_TO_INCLUDE = NO_RIGHT.named(
    "no_right_to_include",
    "The user lacks the right to something that `include` names.",
).showing("custom_fields_record_values_read_access")
NO_APPOINTMENT = MessageRefusal(NotFound, "no_appointment", "The appointment of the body doesn't exist.", "Appointment")
UNSEEN_APPOINTMENT = MessageRefusal(
    NotFound, "unseen_appointment", "The appointment doesn't exist, or the user may not see it.", "Appointment"
)
UNSEEN_VISIT = MessageRefusal(
    NotFound, "unseen_visit", "The visit doesn't exist, or the user may not see any of its appointments.", "Attendance"
)
NO_ATTENDANCE = FaultRefusal(
    "no_attendance",
    "The address names no attendance.",
    "attendance_id",
    "Expected `record_` and an appointment, or `visit_` and a visit.",
)
NO_EVENT = FaultRefusal(
    "no_event",
    "The group event doesn't exist, is deleted, or belongs to another location.",
    "activity_id",
    "There is no such event in this location.",
)
NO_SEATS = FaultRefusal(
    "no_seats",
    "The event hasn't so many free seats.",
    "clients_count",
    "Seats that are free: {}.",
    0,
)
TOO_MANY_SEATS = FaultRefusal(
    "too_many_seats",
    "A booking may not take so many seats in this location.",
    "clients_count",
    "A booking takes at most as many seats as the settings allow: {}.",
    1,
)
OTHER_EVENT = FaultRefusal(
    "other_event",
    "An appointment stays what it is: individual, or of its event.",
    "activity_id",
    "Must stay {}.",
    0,
)
PAST_DAY = MessageRefusal(
    Forbidden,
    "past_day",
    "The appointment is, or would be, further back than the user's rights allow.",
    "Your rights reach back {} days here.",
    0,
)
OTHERS = MessageRefusal(
    Forbidden,
    "others",
    "The user's rights are for appointments of one team member or position.",
    "Your rights don't include appointments of this team member.",
)
NO_LINE_OF_VISIT = FaultRefusal(
    "no_line_of_visit",
    "An appointment doesn't belong to the visit.",
    "services[0].record_id",
    "The visit has no such appointment.",
)
NO_SALE = FaultRefusal(
    "no_sale",
    "A product wasn't sold in the visit, or the user may not see it.",
    "goods_transactions[0].id",
    "The visit has no product transaction {}.",
    70002,
)
STILL_PAID = FaultRefusal(
    "still_paid",
    "The client came and paid: the payments have to be deleted first.",
    "attendance",
    "There are payments for this: delete them first.",
)
NO_USAGE = FaultRefusal(
    "no_usage",
    "A transaction isn't one by which the service used something up.",
    "consumables[0].goods_transaction_id",
    "There is no such transaction of this service.",
)
OTHER_PLACE = FaultRefusal(
    "other_place",
    "A row names another appointment or another service than the address.",
    "consumables[0].record_id",
    "Must be {}, as in the address.",
    4001,
)
