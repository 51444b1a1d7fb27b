"""What operations on accounts of clients refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import TooManyAttempts, Unauthenticated, WrongCredentials
from parlour.refusals import FaultRefusal, MessageRefusal, Refusal

WRONG_CREDENTIALS = Refusal("wrong_credentials", "Login or password is wrong.", WrongCredentials())
WRONG_CODE = MessageRefusal(
    Unauthenticated,
    "wrong_code",
    "The code is wrong, has expired, or was tried too often.",
    "The code is wrong, or no longer valid.",
)
TOO_MANY_ATTEMPTS = Refusal(
    "too_many_attempts", "Too many failed attempts for this login or from this network.", TooManyAttempts(60)
)
BAD_CODE = FaultRefusal(
    "bad_code",
    "The code doesn't confirm the new number.",
    "confirmation_code",
    "The code is wrong, or no longer valid.",
)
PHONE_TAKEN = FaultRefusal(
    "phone_taken", "Another account has the number.", "phone", "Another account has this number."
)
WRONG_PASSWORD = FaultRefusal(
    "wrong_password", "The old password is wrong.", "old_password", "This is not your password."
)
NO_PLACE = FaultRefusal(
    "no_place", "Neither a location nor a chain is named.", "company_id", "Name a location, or a chain in group_id."
)
