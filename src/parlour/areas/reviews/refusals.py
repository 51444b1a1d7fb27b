"""What operations on reviews refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import NotFound
from parlour.refusals import FaultRefusal, MessageRefusal

NO_APPOINTMENT = MessageRefusal(
    NotFound, "no_appointment", "There is no such appointment, or it can't be reviewed.", "Appointment"
)
NO_TIPS = FaultRefusal(
    "no_tips",
    "There are no tips.",
    "tips_amount",
    "There are no tips here, and nothing would be paid. Leave it out, or send 0.",
)
REVIEWED = FaultRefusal(
    "reviewed", "The appointment has a review already.", "rating", "You have reviewed this appointment already."
)
