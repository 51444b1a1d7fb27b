"""What operations on schedules refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Conflict, NotFound
from parlour.refusals import FaultRefusal, MessageRefusal

NO_SUCH_DAY = FaultRefusal(
    "no_such_day",
    "A day in the address or the query can't be read.",
    "start_date",
    "Expected a day, such as 2026-01-31.",
)
REVERSED = FaultRefusal("reversed_period", "The period ends before it begins.", "end_date", "Is before the first day.")
TOO_LONG = FaultRefusal("too_long", "The period is too long.", "end_date", "A period may have at most {} days.", 366)
OUTSIDE = FaultRefusal(
    "outside",
    "A day is outside of the period in the address.",
    "[0].date",
    "Must be from {} to {}.",
    "2026-02-02",
    "2026-02-08",
)
NO_MEMBER = FaultRefusal(
    "no_member",
    "A team member doesn't exist, or belongs to another location.",
    "schedules_to_set[0].team_member_id",
    "There is no such team member in this location.",
)
NO_TIMETABLE = FaultRefusal(
    "no_timetable",
    "A team member isn't in the appointment calendar, so there is no schedule to change.",
    "schedules_to_set[0].team_member_id",
    "Team member {} has no access to the appointment calendar (has_access_timetable), and so no schedule.",
    9,
)
HIDDEN_DAY = FaultRefusal(
    "hidden_day",
    "The rights of the user show only so many past days.",
    "schedules_to_set[0].dates[0]",
    "Must not be before {}.",
    "2026-02-02",
)
UNKNOWN_MEMBER = MessageRefusal(
    NotFound, "unknown_member", "The team member doesn't exist, or belongs to another location.", "Team member"
)
DAY_TWICE = FaultRefusal(
    "day_twice",
    "The same day of the same team member is named twice.",
    "schedules_to_delete[0].dates[0]",
    "{} of team member {} is named before.",
    "2026-02-02",
    9,
)
TOO_MANY_DAYS = FaultRefusal(
    "too_many_days",
    "The change is about too many days.",
    "schedules_to_set",
    "Change at most {} days of team members at once.",
    36_600,
)
RULES_OVERLAP = FaultRefusal(
    "rules_overlap",
    "Two rules of a pattern set the same time.",
    "schedules_to_set[0].pattern",
    "On {} rule {} overlaps one before it.",
    "2026-02-02",
    2,
)
NO_HOLIDAYS = FaultRefusal(
    "no_holidays",
    "The holidays of the location's country aren't known.",
    "schedules_to_set[0].pattern",
    "The holidays of the country {} aren't known.",
    "AQ",
)
NOTHING_TO_UNDO = MessageRefusal(
    Conflict,
    "nothing_to_undo",
    "The caller has changed no schedule here.",
    "You have changed no schedule in this location.",
)
CHANGED_SINCE = MessageRefusal(
    Conflict,
    "changed_again",
    "A schedule of the change has been changed again.",
    "A schedule that you changed last has been changed again since, so your change can't be undone.",
)
