"""What operations on schedules of events refuse, in addition to what every operation of their kind refuses."""

from parlour.refusals import FaultRefusal

NO_APPOINTMENTS = FaultRefusal(
    "no_appointments",
    "Only events can be repeated.",
    "original_entity_type",
    "Must be activity: appointments can't be repeated.",
)
IN_SCHEDULE = FaultRefusal(
    "in_schedule",
    "The event belongs to a schedule already.",
    "original_entity_id",
    "Belongs to schedule {} already.",
    91,
)
ENDS_EARLY = FaultRefusal(
    "ends_early",
    "The last day comes before the first.",
    "date_end",
    "Must not come before {}, the day of the original event.",
    "2026-02-02",
)
TOO_MANY_EVENTS = FaultRefusal(
    "too_many_events",
    "The schedule would make too many events at once.",
    "date_end",
    "This makes more than {} events at once.",
    366,
)
TOO_MANY_SERIES = FaultRefusal(
    "too_many_series",
    "The schedule has as many series as it can have.",
    "day_of_week",
    "A schedule has at most {} series.",
    7,
)
NO_SERIES = FaultRefusal(
    "no_series",
    "The schedule has no such series, or it is of a member whose appointments the user may not see.",
    "schedule_days_ids[0]",
    "The schedule has no such series.",
)
HAS_SCHEDULE = FaultRefusal(
    "has_schedule",
    "The client has a client schedule of the schedule already.",
    "client_id",
    "Has a client schedule of this schedule already.",
)
TOO_MANY_BOOKINGS = FaultRefusal(
    "too_many_bookings",
    "The clients would be booked too often at once.",
    "date_end",
    "This makes more than {} bookings at once.",
    2000,
)
