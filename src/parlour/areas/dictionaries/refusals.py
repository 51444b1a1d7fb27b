"""What operations on dictionaries refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Forbidden, NotFound
from parlour.refusals import MessageRefusal, Refusal

NEVER_FORBIDDEN = Refusal(
    "never_forbidden", "Described by the contract, but never sent (Q-027).", Forbidden("You may not read this.")
)
NEVER_MISSING = Refusal("never_missing", "Described by the contract, but never sent (Q-027).", NotFound("Dictionary"))
NO_LOCATION = MessageRefusal(NotFound, "unknown_location", "The location doesn't exist or is closed.", "Location")
