"""What operations on accounts refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Forbidden, NotFound, TooManyAttempts, WrongCredentials
from parlour.refusals import MessageRefusal, Refusal

WRONG_CREDENTIALS = Refusal("wrong_credentials", "Login or password is wrong.", WrongCredentials())
NOT_APPROVED = MessageRefusal(
    Forbidden, "not_approved", "The operator has not approved the user.", "Your account is not approved yet."
)
NEVER = Refusal("never", "Described by the contract, but never sent (Q-019).", NotFound("User"))
TOO_MANY_ATTEMPTS = Refusal(
    "too_many_attempts", "Too many failed attempts for this login or from this network.", TooManyAttempts(60)
)
OWNERS_ONLY = MessageRefusal(
    Forbidden,
    "owners_only",
    "The user is an owner, and the caller is not.",
    "Only an owner can end the sessions of an owner.",
)
